"""Open time as instants: the openings of whole years, united, with running totals."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from csaudit.clocks.pattern import Pattern
from csaudit.clocks.spec import LAST_YEAR
from csaudit.clocks.wall import DAY, MINUTE, WallClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from csaudit.clocks.spec import CalendarSpec

ANCHOR_YEAR: Final = 2020
"""Open time is counted from the start of this year, so that a total never depends on how much
of the calendar has been worked out. It lies near most exports, which keeps the tables short."""


_NIGHT: Final = 3 * DAY
"""More than a night shift and a zone's offset: so near the end of the years that have been worked
out, it is not known yet when a shift closes."""


class Shift(NamedTuple):
    """A stretch of open time within one local date.

    `day` is the ordinal of the date on which the shift opened: the eve, for its small hours.
    """

    opens: int
    closes: int
    day: int


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The local dates with an opening, as ordinals, in order, and when their last shift closes.

    Counted from `zero`, the first one of the anchor's year, they have numbers that do not
    depend on how much of the calendar has been worked out.
    """

    days: list[int]
    closes: list[int]
    zero: int

    @property
    def last(self) -> int:
        """The number of the last working day that is known."""
        return len(self.closes) - 1 - self.zero

    def number(self, instant: int) -> int:
        """The number of the working day on which `instant` counts."""
        return bisect_right(self.closes, instant) - self.zero

    def close(self, number: int) -> int | None:
        """When the working day with this number closes, if these years have it."""
        at = number + self.zero
        return self.closes[at] if at < len(self.closes) else None


@dataclass(frozen=True, slots=True)
class Openings:
    """The open intervals of whole local years, for instants from `first` to before `last`.

    The first interval may have no length; it begins at `first`. `before[i]` is the open time
    from the anchor to `starts[i]`, negative before the anchor; `until[i]` that to `ends[i]`.
    """

    first_year: int
    last_year: int
    first: int
    last: int
    starts: list[int]
    ends: list[int]
    before: list[int]
    until: list[int]
    working: WorkingDays

    def open_time(self, instant: int) -> int:
        """Open microseconds from the anchor to `instant`."""
        at = bisect_right(self.starts, instant) - 1
        return self.before[at] + min(instant, self.ends[at]) - self.starts[at]

    def reached(self, open_time: int) -> int | None:
        """The earliest instant at which `open_time` is reached, if these years reach it."""
        at = bisect_left(self.until, open_time)
        if at == len(self.until):
            return None
        return self.starts[at] + open_time - self.before[at]

    def is_open(self, instant: int) -> bool:
        """Whether `instant` lies in an opening; the closing instant does not."""
        return instant < self.ends[bisect_right(self.starts, instant) - 1]

    def next_opening(self, instant: int) -> int | None:
        """The earliest open instant that is not before `instant`, if these years have one."""
        at = bisect_right(self.ends, instant)
        return None if at == len(self.ends) else max(instant, self.starts[at])


class Timetable:
    """Works out a calendar's openings year by year, and keeps what it has done."""

    def __init__(self, spec: CalendarSpec) -> None:
        self.clock = WallClock(spec.timezone)
        self.known: Openings | None = None
        self._pattern = Pattern(spec)
        self._years: dict[int, list[Shift]] = {}

    def reach(self, first: int, last: int) -> Openings:
        """Openings of whole years that hold all instants from `first` to `last`."""
        known = self.known
        if known is None or first < known.first or last + _NIGHT >= known.last:
            years = [self.clock.local(first).year, self.clock.local(last + _NIGHT).year]
            years += [ANCHOR_YEAR] if known is None else [known.first_year, known.last_year]
            known = self.known = self._openings(min(years), max(years))
        return known

    def reach_until(self, enough: Callable[[Openings], bool]) -> Openings:
        """Openings of as many more years as are `enough`, or of all that calendars know."""
        known = self.known or self._openings(ANCHOR_YEAR, ANCHOR_YEAR)
        while not enough(known) and known.last_year <= LAST_YEAR:
            years = known.last_year - known.first_year + 1
            last_year = min(known.last_year + years, LAST_YEAR + 1)
            known = self.known = self._openings(known.first_year, last_year)
        return known

    def shifts(self, first: int, last: int) -> Iterator[Shift]:
        """The open stretches of the dates with these ordinals, the last one included."""
        self._pattern.learn(date.fromordinal(first - 1).year, date.fromordinal(last).year)
        eve_exists = self.clock.midnight(first - 1) < self.clock.midnight(first)
        closes = self.clock.midnight(first)
        for day in range(first, last + 1):
            opens, closes = closes, self.clock.midnight(day + 1)
            if opens < closes:  # else the zone skipped this date
                for piece in self._pattern.pieces(day, eve_exists=eve_exists):
                    if closes - opens == DAY:  # no zone changes its clocks twice within a day
                        start, end = opens + piece.start * MINUTE, opens + piece.end * MINUTE
                    else:
                        start = self.clock.instant(day, piece.start)
                        end = self.clock.instant(day, piece.end)
                    if start < end:  # else its hours fell into a gap
                        yield Shift(start, end, day - piece.eve)
            eve_exists = opens < closes

    def _openings(self, first_year: int, last_year: int) -> Openings:
        first = self.clock.midnight(date(first_year, 1, 1).toordinal())
        last = self.clock.midnight(date(last_year, 12, 31).toordinal() + 1)
        anchor = self.clock.midnight(date(ANCHOR_YEAR, 1, 1).toordinal())
        shifts = [s for year in range(first_year, last_year + 1) for s in self._year(year)]
        # An opening of no length comes first, so that no instant lies before all of them.
        united = unite([(first, first), *((shift.opens, shift.closes) for shift in shifts)])
        starts, ends = [start for start, _ in united], [end for _, end in united]
        until = list(accumulate(end - start for start, end in united))
        before = [0, *until[:-1]]
        at = bisect_right(starts, anchor) - 1
        zero = before[at] + min(anchor, ends[at]) - starts[at]
        return Openings(
            first_year=first_year,
            last_year=last_year,
            first=first,
            last=last,
            starts=starts,
            ends=ends,
            before=[total - zero for total in before],
            until=[total - zero for total in until],
            working=_working_days(shifts, anchor, last - _NIGHT),
        )

    def _year(self, year: int) -> list[Shift]:
        if year not in self._years:
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            self._years[year] = list(self.shifts(first, last))
        return self._years[year]


def unite(intervals: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Half-open intervals in order, those that touch or overlap made one."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(intervals):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _working_days(shifts: list[Shift], anchor: int, last: int) -> WorkingDays:
    """The working days that close by `last`: later shifts may run on into the next year."""
    close: dict[int, int] = {}
    for shift in shifts:
        close[shift.day] = max(shift.closes, close.get(shift.day, shift.closes))
    days = sorted(day for day in close if close[day] <= last)
    closes = list(accumulate((close[day] for day in days), max))
    return WorkingDays(days, closes, zero=bisect_right(closes, anchor))
