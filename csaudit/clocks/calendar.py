"""Business time in plain Python: a calendar, the open time between instants, and due instants.

Instants and durations are integer microseconds, instants counted from 1970 in UTC. Opening
hours are half-open: the opening second is open, the closing second is not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, Final

from csaudit.clocks.days_off import days_off
from csaudit.clocks.openings import Openings, Timetable, unite
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
from csaudit.clocks.wall import DAY, MINUTE, ClockChange
from csaudit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

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
    "parse_calendar",
    "zone_problem",
]

_WHOLE_DAY: Final = (Interval(0, MINUTES_A_DAY),)

_NIGHT: Final = 2 * DAY
"""A shift that closes this near the end of the years worked out may run on beyond it."""


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
        self._openings: Openings | None = None

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
        due, openings = None, self.reach(start, start + limit)
        while due is None:
            due = openings.reached(openings.open_time(start) + limit)
            openings = openings if due is not None else self._further(openings)
        return due

    def is_open(self, instant: int) -> bool:
        """Whether the clock runs at `instant`."""
        return self.always_open or self.reach(instant, instant).is_open(instant)

    def next_opening(self, instant: int) -> int:
        """`instant` itself in opening hours, else when the next opening begins."""
        if self.always_open:
            return instant
        opening, openings = None, self.reach(instant, instant)
        while opening is None:
            opening = openings.next_opening(instant)
            openings = openings if opening is not None else self._further(openings)
        return opening

    def working_day_due(self, start: int, days: int) -> int:
        """The close of the working day that lies `days` after the one on which `start` counts.

        A working day is a local date with an opening, and a shift belongs to the date it opens
        on. An arrival in closed time counts at the next opening. 0 days is the same day.
        """
        if days < 0:
            raise UsageError("a number of working days cannot be negative")
        openings = self.reach(start, start)
        while (at := bisect_right(openings.working.closes, start) + days) >= len(
            openings.working.days
        ) or openings.working.closes[at] > openings.last - _NIGHT:
            openings = self._further(openings)
        return openings.working.closes[at]

    def working_day_window_end(self, start: int) -> int:
        """The end, on the clock, of the working day on which `start` counts.

        That is its local midnight, or its close, where a night shift runs beyond midnight.
        """
        due = self.working_day_due(start, 0)
        openings = self.reach(start, due)
        return openings.working.ends[bisect_right(openings.working.closes, start)]

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
        return days_off(self.spec.holidays, year)

    def clock_changes(self, year: int) -> list[ClockChange]:
        """When the calendar's zone changes its clocks in a year."""
        return self._timetable.clock.changes(year)

    def local(self, instant: int) -> datetime:
        """What the calendar's clock shows at `instant`."""
        return self._timetable.clock.local(instant)

    def midnight(self, day: date) -> int:
        """The instant at which a local date begins."""
        return self._timetable.clock.midnight(day.toordinal())

    # What has been worked out

    def reach(self, first: int, last: int) -> Openings:
        """The openings of all local years from `first` to `last`; what was known is kept."""
        if not EARLIEST <= first <= last < LATEST:
            raise UsageError(f"calendars know the years {FIRST_YEAR} to {LAST_YEAR} only")
        known = self._openings
        if known is None or first < known.first or last >= known.last:
            years = [self.local(instant).year for instant in (first, last)]
            if known is not None:
                years += [known.first_year, known.last_year]
            known = self._openings = self._timetable.openings(min(years), max(years))
        return known

    def _further(self, openings: Openings) -> Openings:
        """At least as many years again, up to the last one that calendars know."""
        if openings.last_year == LAST_YEAR:
            raise UsageError(f"calendars know the years {FIRST_YEAR} to {LAST_YEAR} only")
        years = openings.last_year - openings.first_year + 1
        last_year = min(openings.last_year + years, LAST_YEAR)
        self._openings = self._timetable.openings(openings.first_year, last_year)
        return self._openings

    def _weekday_minutes(self) -> list[int]:
        return [sum(span.closes - span.opens for span in hours) for hours in self.spec.hours]


ALWAYS: Final = Calendar(CalendarSpec("always", "UTC", hours=(_WHOLE_DAY,) * 7))
"""The built-in clock that never stops; its working days are the dates of UTC."""
