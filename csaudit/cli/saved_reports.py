"""What earlier runs saved: reports, records of runs, accepted misses."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from csaudit import streams
from csaudit.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from csaudit.audit.report import Report


def saved(path: str) -> Report:
    """The report in a file, or on standard input for `-`. Raises DataError where it is none."""
    from csaudit.reports.json import read

    return read(_text(path), path)


def runs_of(path: str) -> list[Report]:
    """The runs that `check --record` kept, in the order of the file. Raises DataError.

    A line that a run which was killed left broken is passed over, and said.
    """
    from csaudit.reports.json import read

    found = []
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found.append(read(line, f"{path}, line {number:,}"))
        except DataError as error:
            streams.message("note", f"{error} It is passed over.")
    if not found:
        raise DataError(f"{path} holds no run.", f"write one with:  csaudit check --record {path}")
    return found


def accepted_in(path: str) -> Mapping[str, Collection[str]]:
    """The misses that a file accepts, by standard. Raises UsageError, DataError."""
    from csaudit.audit.accepting import parsed

    return parsed(_text(path), path)


def report_path(path: str) -> Path:
    """The file behind a report's name, which no output may overwrite."""
    return Path("/dev/stdin" if path == "-" else path)


def _text(path: str) -> str:
    if path == "-":
        return sys.stdin.read()
    try:
        return Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise DataError(f"{path} is not a report of csaudit: it is no UTF-8 text.") from None
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from None
