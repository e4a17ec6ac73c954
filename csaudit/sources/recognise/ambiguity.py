"""Two headers that could be one column: which of them it is, or the line that says so."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from csaudit.sources.recognise.date_and_time import are_dates, are_times_of_day
from csaudit.sources.recognise.source_columns import OPPOSITE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_TIME: Final = re.compile(r"\d:\d\d|T\d\d")


def fuller(
    headers: Sequence[str], cells: Callable[[str], Sequence[str]]
) -> tuple[str, str | None] | None:
    """Of several instants the one that tells the time of day, where the others are bare dates.

    A date and a time of day are taken together: the second name is that of the time.
    """
    dated = [header for header in headers if are_dates(cells(header))]
    others = [header for header in headers if header not in dated]
    if not dated or len(others) != 1:
        return None
    if are_times_of_day(cells(others[0])):
        return (dated[0], others[0]) if len(dated) == 1 else None
    filled = [cell for cell in cells(others[0]) if cell.strip()]
    return (others[0], None) if any(map(_TIME.search, filled)) else None


def reads_the_other_way(table: str, name: str, header: str, cells: Sequence[str]) -> str:
    """The setting of a flag that says the opposite: each of its words stands for the other."""
    words = {cell.strip().casefold() for cell in cells}
    known = [word for word in OPPOSITE if word in words] or ["yes", "no"]
    values = ", ".join(f'"{word}": "{OPPOSITE[word]}"' for word in known)
    column = f"{{from: {json.dumps(header, ensure_ascii=False)}, values: {{{values}}}}}"
    return f"tables: {{{table}: {{columns: {{{name}: {column}}}}}}}"


def some(headers: Iterable[str], most: int = 6) -> str:
    """The first headers, for a message."""
    names = list(headers)
    shown = ", ".join(names[:most])
    return f"{shown}, …" if len(names) > most else shown
