"""What the shell proposes behind a flag: ids of standards, columns, presets, zones, metrics.

A shell waits for these: nothing here reads more than the first line of an export, and whatever
goes wrong proposes nothing.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEAD: Final = 1 << 16
_SEPARATORS: Final = ",;\t|"
_DERIVED: Final = ("created_hour", "created_weekday", "month", "week", "day", "quarter")


def standard_ids(ctx: typer.Context, incomplete: str) -> list[str]:
    """The ids in the standards file that the line names, or that would be found."""
    from csaudit.errors import CsauditError
    from csaudit.standards import load
    from csaudit.standards.discovery import EXAMPLE, find

    try:
        file = load(find(ctx.params.get("standards")) or EXAMPLE)
    except CsauditError:
        return []
    return _beginning(incomplete, (one.id for one in file.standards))


def columns(ctx: typer.Context, incomplete: str) -> list[str]:
    """Canonical columns, periods, and the headers of the exports on the line."""
    from csaudit.tables import TABLES

    canonical = (name for table in TABLES.values() for name in table)
    # While a line is not whole its files are what could not be parsed.
    files = [*(ctx.params.get("files") or ()), *ctx.args]
    headers = (header for file in files for header in _headers(file))
    return _beginning(incomplete, (*headers, *canonical, *_DERIVED))


def presets(incomplete: str) -> list[str]:
    """The kinds of exports that are known."""
    from csaudit.sources.recognise.preset_index import clues

    return _beginning(incomplete, clues())


def zones(incomplete: str) -> list[str]:
    """Time zones by their IANA names."""
    from zoneinfo import available_timezones

    return _beginning(incomplete, sorted(available_timezones()))


def metrics(incomplete: str) -> list[str]:
    """Every metric."""
    from csaudit.metrics import catalogue

    return _beginning(incomplete, catalogue())


def _beginning(incomplete: str, known: Iterable[str]) -> list[str]:
    low = incomplete.casefold()
    return [name for name in dict.fromkeys(known) if name.casefold().startswith(low)]


def _headers(argument: str) -> list[str]:
    """The first line of an export in text, cut at its commonest separator."""
    path = Path(argument.partition("=")[2] or argument)
    try:
        with path.open(encoding="utf-8-sig", errors="strict") as stream:
            line = stream.readline(_HEAD)
    except (OSError, ValueError):
        return []
    separator = max(_SEPARATORS, key=line.count)
    if separator not in line or line.lstrip().startswith(("{", "[")):
        return []
    cells = next(csv.reader([line], delimiter=separator), [])
    return [cell.strip() for cell, times in Counter(cells).items() if cell.strip() and times == 1]
