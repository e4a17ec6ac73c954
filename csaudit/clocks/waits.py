"""What a business limit means on the wall: the longest wait that it allows a customer."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from csaudit.clocks.calendar import Calendar
from csaudit.clocks.spec import HolidaySpec
from csaudit.clocks.wall import DAY, MINUTE, SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_GRAINS: Final = (60, 30, 15, 5, 1)
"""Minutes: an example begins at the roundest time on the clock that waits the longest."""

_ORDINARY_YEAR: Final = 2023
"""Any year shows an ordinary week, where holidays and clock changes are left aside."""

_ORDINARY_DAYS: Final = 15
"""In so many days of ordinary weeks every arrival has come once, whatever day is their first."""


@dataclass(frozen=True, slots=True)
class LongestWait:
    """The longest wait by the clock on the wall, in microseconds, and an example of it."""

    wait: int
    start: datetime
    due: datetime

    def __str__(self) -> str:
        """`Friday 15:00 is due Thursday 09:30`; with dates from six days on."""
        style = "%A %H:%M" if self.wait < 6 * DAY else "%A %Y-%m-%d %H:%M"
        return f"{self.start:{style}} is due {self.due:{style}}"


def longest_wait(calendar: Calendar, limit: int, year: int, days: int | None = None) -> LongestWait:
    """The longest that an arrival in `year` can wait for a limit of open microseconds.

    `days`: only arrivals of the first days of the year are looked at.

    The wait does not change as long as arrival and due instant both move through open time. It
    jumps up where the due instant jumps over closed time, and shrinks in closed time: so that
    it is longest at a closing, or at the last arrival that is due at a closing.
    """
    first, after = calendar.bounds(year)
    last = (after if days is None else first + days * DAY) - SECOND
    openings = calendar.reach(first, calendar.due(last, limit))
    earliest, latest = openings.open_time(first) + limit, openings.open_time(last) + limit
    until = openings.until
    dues = until[bisect_left(until, earliest) : bisect_right(until, latest)]
    closings = [*openings.ends, *(openings.reached(total - limit) for total in dues)]
    ends = sorted({end for end in closings if end is not None and first <= end < last} | {last})
    waits = [calendar.due(end, limit) - end for end in ends]
    longest = max(waits)
    at = waits.index(longest)
    opened = openings.starts[bisect_left(openings.ends, ends[at])]
    begins = max([opened, first, *ends[at - 1 : at]])
    rounder = _round_times(calendar, begins, ends[at])
    start = next((t for t in rounder if calendar.due(t, limit) - t == longest), ends[at])
    return _wait(calendar, start, calendar.due(start, limit))


def ordinary_week(calendar: Calendar) -> Calendar:
    """The calendar without holidays, special days and clock changes: each week is like another."""
    spec = replace(calendar.spec, timezone="UTC", holidays=HolidaySpec(), special_days={})
    return Calendar(spec)


def ordinary_wait(week: Calendar, limit: int) -> LongestWait:
    """The longest that an arrival can wait on an `ordinary_week`."""
    return longest_wait(week, limit, _ORDINARY_YEAR, _ORDINARY_DAYS)


def longest_working_day_wait(calendar: Calendar, days: int, year: int) -> LongestWait:
    """The longest that an arrival in `year` can wait for a limit of working days.

    That is an arrival at the very close of a working day, which counts on the next one.
    """
    first, after = calendar.bounds(year)
    closes = calendar.reach(first, after).working.closes
    arrivals = [first, *(close for close in closes if first < close < after)]
    dues = [calendar.working_day_due(arrival, days) for arrival in arrivals]
    waits = [due - arrival for arrival, due in zip(arrivals, dues, strict=True)]
    at = waits.index(max(waits))
    return _wait(calendar, arrivals[at], dues[at])


def ordinary_working_day_wait(week: Calendar, days: int) -> LongestWait:
    """The same for a limit of working days."""
    return longest_working_day_wait(week, days, _ORDINARY_YEAR)


def _round_times(calendar: Calendar, begins: int, ends: int) -> Iterator[int]:
    """The first times of day after `begins` at the full hour, half hour and so on."""
    shown = calendar.local(begins)
    minute = shown.hour * 60 + shown.minute
    for grain in _GRAINS:
        for step in (-minute % grain, -minute % grain + grain):
            time = begins + step * MINUTE
            if time <= ends:
                yield time


def _wait(calendar: Calendar, start: int, due: int) -> LongestWait:
    return LongestWait(due - start, calendar.local(start), calendar.local(due))
