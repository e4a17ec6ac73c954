"""Business time in plain Python: a calendar, the open time between instants, and due instants.

Instants and durations are integer microseconds, instants counted from 1970 in UTC. Opening
hours are half-open: the opening second is open, the closing second is not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Final

from csaudit.clocks.days_off import days_off
from csaudit.clocks.hours import describe
from csaudit.clocks.openings import Timetable, unite
from csaudit.clocks.parsing import parse_calendar, zone_problem
from csaudit.clocks.spec import (
    EARLIEST,
    FIRST_YEAR,
    LAST_YEAR,
    LATEST,
    MINUTES_A_DAY,
    CalendarError,
    CalendarProblem,
    CalendarSpec,
    HolidaySpec,
    Interval,
)
from csaudit.clocks.wall import MINUTE, ClockChange
from csaudit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from csaudit.clocks.openings import Openings
    from csaudit.clocks.spec import Intervals

__all__ = [
    "ALWAYS",
    "FIRST_YEAR",
    "LAST_YEAR",
    "Calendar",
    "CalendarError",
    "CalendarProblem",
    "CalendarSpec",
    "ClockChange",
    "HolidaySpec",
    "Interval",
    "describe",
    "parse_calendar",
    "zone_problem",
]

_WHOLE_DAY: Final = (Interval(0, MINUTES_A_DAY),)

_BEYOND: Final = f"calendars know the years {FIRST_YEAR} to {LAST_YEAR} only"


class Calendar:
    """A clock that runs during opening hours only.

    It knows the years 1900 to 2200; an instant outside them is a `UsageError` here, and null
    in the polars half. A calendar that never closes knows all years.
    """

    def __init__(self, spec: CalendarSpec) -> None:
        self.spec = spec
        self.name = spec.name
        self.timezone = spec.timezone
        self.always_open = (
            all(hours == _WHOLE_DAY for hours in spec.hours)
            and spec.holidays == HolidaySpec()
            and not spec.special_days
        )
        self._timetable = Timetable(spec)

    def __repr__(self) -> str:
        return f"Calendar({self.name!r}, {self.timezone!r})"

    # The clock

    def elapsed(self, start: int, end: int) -> int:
        """Open time from `start` to `end`; negative if `end` is the earlier one."""
        if self.always_open:
            return end - start
        openings = self.reach(min(start, end), max(start, end))
        return openings.open_time(end) - openings.open_time(start)

    def due(self, start: int, limit: int) -> int:
        """The earliest instant, not before `start`, with `limit` of open time since `start`.

        A limit that is used up exactly at closing time is due then, not at the next opening.
        A limit of 0 is due at `start`, also in closed time.
        """
        if limit < 0:
            raise UsageError("a limit cannot be negative")
        if limit == 0 or self.always_open:
            return start + limit
        target = self.reach(start, start).open_time(start) + limit
        openings = self.reach_until(lambda openings: openings.until[-1] >= target)
        return _known(openings.reached(target))

    def is_open(self, instant: int) -> bool:
        """Whether the clock runs at `instant`."""
        return self.always_open or self.reach(instant, instant).is_open(instant)

    def next_opening(self, instant: int) -> int:
        """`instant` itself in opening hours, else when the next opening begins."""
        if self.always_open:
            return instant
        self.reach(instant, instant)
        openings = self.reach_until(lambda openings: openings.ends[-1] > instant)
        return _known(openings.next_opening(instant))

    def working_day_due(self, start: int, days: int) -> int:
        """The close of the working day that lies `days` after the one on which `start` counts.

        A working day is a local date with an opening, and a shift belongs to the date it opens
        on. An arrival in closed time counts at the next opening. 0 days is the same day.
        """
        if days < 0:
            raise UsageError("a number of working days cannot be negative")
        number = self.reach(start, start).working.number(start) + days
        openings = self.reach_until(lambda openings: openings.working.last >= number)
        return _known(openings.working.close(number))

    def working_days(self, start: int, due: int) -> list[date]:
        """The working day on which `start` counts, and those after it up to the one `due` ends."""
        working = self.reach(start, due).working
        first = working.number(start) + working.zero
        last = bisect_left(working.closes, due)
        return [date.fromordinal(day) for day in working.days[first : last + 1]]

    def working_day_window_end(self, start: int) -> int:
        """The end, on the clock, of the working day on which `start` counts.

        That is its local midnight, or its close, where a night shift runs beyond midnight.
        """
        close = self.working_day_due(start, 0)
        working = self.reach(start, start).working
        return self.window_end(working.days[bisect_left(working.closes, close)], close)

    # What it looks like

    def openings(self, first: date, last: date) -> list[tuple[int, int]]:
        """The open intervals of these local dates, the last one included, united, in order."""
        shifts = self._timetable.shifts(first.toordinal(), last.toordinal())
        return unite((shift.opens, shift.closes) for shift in shifts)

    def weekly_hours(self) -> float:
        """Open hours of an ordinary week, by the clock on the wall."""
        return sum(self._weekday_minutes()) / 60

    def usual_day(self) -> int:
        """Open time of the most usual working day of the week; the longest of equals."""
        lengths = Counter(minutes for minutes in self._weekday_minutes() if minutes)
        return max(lengths, key=lambda minutes: (lengths[minutes], minutes)) * MINUTE

    def holidays(self, year: int) -> Mapping[date, str]:
        """The closed dates of a year by name, in order; a special day on one wins over it."""
        self.bounds(year)
        return days_off(self.spec.holidays, year)

    def clock_changes(self, year: int) -> list[ClockChange]:
        """When the calendar's zone changes its clocks in a year."""
        first, after = self.bounds(year)
        return self._timetable.clock.changes(first, after)

    def local(self, instant: int) -> datetime:
        """What the calendar's clock shows at `instant`."""
        return self._timetable.clock.local(instant)

    def midnight(self, day: date) -> int:
        """The instant at which a local date begins."""
        return self._timetable.clock.midnight(day.toordinal())

    def bounds(self, year: int) -> tuple[int, int]:
        """The instants at which a local year begins and ends."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise UsageError(_BEYOND)
        return self.midnight(date(year, 1, 1)), self.midnight(date(year + 1, 1, 1))

    def window_end(self, day: int, close: int) -> int:
        """The local midnight after the date with this ordinal, or `close` if that is later."""
        return max(self._timetable.clock.midnight(day + 1), close)

    # What has been worked out

    def reach(self, first: int, last: int) -> Openings:
        """The openings of all local years from `first` to `last`, or of more."""
        if not EARLIEST <= first <= last < LATEST:
            raise UsageError(_BEYOND)
        return self._timetable.reach(first, last)

    def reach_until(self, enough: Callable[[Openings], bool]) -> Openings:
        """The openings of as many more years as are `enough`, or of all that calendars know."""
        return self._timetable.reach_until(enough)

    def _weekday_minutes(self) -> list[int]:
        week = self.spec.hours
        return [_minutes(hours, eve) for hours, eve in zip(week, (week[-1], *week), strict=False)]


def _known(instant: int | None) -> int:
    if instant is None:
        raise UsageError(_BEYOND)
    return instant


def _minutes(hours: Intervals, eve: Intervals) -> int:
    """The open minutes of a weekday's own hours; those that the eve still covers are its."""
    covered = max((span.closes for span in eve), default=0) - MINUTES_A_DAY
    return sum(max(0, span.closes - max(span.opens, covered)) for span in hours)


ALWAYS: Final = Calendar(CalendarSpec("always", "UTC", hours=(_WHOLE_DAY,) * 7))
"""The built-in clock that never stops; its working days are the dates of UTC."""
