"""A date in one column and its time of day in another: `Date` and `Time`.

Both must be written so, in all of the cells that are looked at; a column named `Time` of durations
is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

DATES: Final = frozenset(
    "date day datum tag fecha data jour calldate ticketdate casedate startdate createddate "
    "creationdate opendate openeddate receiveddate reporteddate dateofcall anrufdatum".split()
)
TIMES: Final = frozenset(
    "time timeofday uhrzeit zeit heure hora ora calltime tickettime casetime starttime "
    "createdtime creationtime opentime openedtime receivedtime reportedtime timeofcall "
    "clock".split()
)
"""Folded headers of the date and of the time of day at which a record begins."""

_DATE: Final = re.compile(
    r"\d{1,4}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,4}|\d{8}"
    r"|(?:\d{1,2}(?:st|nd|rd|th)?[\s.-]+)?[^\W\d_]{3,9}\.?[\s,.-]+(?:\d{1,2},?\s+)?\d{2,4}"
)
_TIME_OF_DAY: Final = re.compile(
    r"(?:[01]?\d|2[0-3])(?::|h|\.)[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:\s?[ap]\.?m\.?)?", re.IGNORECASE
)


def pair(
    headers: Iterable[str],
    stem: Callable[[str], str],
    cells: Callable[[str], Sequence[str]],
) -> tuple[str, str] | None:
    """The only date and the only time of day among some headers; `stem` folds a header."""
    headers = list(headers)
    dates = [one for one in headers if stem(one) in DATES and are_dates(cells(one))]
    times = [one for one in headers if stem(one) in TIMES and are_times_of_day(cells(one))]
    return (dates[0], times[0]) if len(dates) == len(times) == 1 else None


def are_dates(cells: Iterable[str]) -> bool:
    """Whether cells are dates without a time of day; blank ones say nothing."""
    return _all(_DATE, cells)


def are_times_of_day(cells: Iterable[str]) -> bool:
    """Whether cells are times of a day."""
    return _all(_TIME_OF_DAY, cells)


def _all(pattern: re.Pattern[str], cells: Iterable[str]) -> bool:
    written = [cell.strip() for cell in cells if cell.strip()]
    return bool(written) and all(map(pattern.fullmatch, written))
