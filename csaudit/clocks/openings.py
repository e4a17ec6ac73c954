"""Open time as instants: the openings of whole years, united, with running totals."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from csaudit.clocks.pattern import Pattern
from csaudit.clocks.wall import DAY, MINUTE, WallClock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from csaudit.clocks.spec import CalendarSpec

ANCHOR_YEAR: Final = 2020
"""Open time is counted from the start of this year, so that a total never depends on how much
of the calendar has been worked out. It lies near most exports, which keeps the tables short."""


class Shift(NamedTuple):
    """A stretch of open time within one local date.

    `day` is the ordinal of the date on which the shift opened: the eve, for its small hours.
    """

    opens: int
    closes: int
    day: int


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The local dates with an opening, as ordinals, in order.

    `closes` is the close of a date's last shift; `ends` the end of the date on the clock, or
    that close, where a night shift runs beyond midnight.
    """

    days: list[int]
    closes: list[int]
    ends: list[int]


@dataclass(frozen=True, slots=True)
class Openings:
    """The open intervals of whole local years, for instants from `first` to before `last`.

    `before[i]` is the open time from the anchor to `starts[i]`, negative before the anchor;
    `until[i]` the same for `ends[i]`.
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
        if at < 0:
            return self.before[0]
        return self.before[at] + min(instant, self.ends[at]) - self.starts[at]

    def reached(self, open_time: int) -> int | None:
        """The earliest instant at which `open_time` is reached, if these years reach it."""
        at = bisect_left(self.until, open_time)
        if at == len(self.until):
            return None
        return self.starts[at] + open_time - self.before[at]

    def is_open(self, instant: int) -> bool:
        """Whether `instant` lies in an opening; the closing instant does not."""
        at = bisect_right(self.starts, instant) - 1
        return at >= 0 and instant < self.ends[at]

    def next_opening(self, instant: int) -> int | None:
        """The earliest open instant that is not before `instant`, if these years have one."""
        at = bisect_right(self.ends, instant)
        return None if at == len(self.ends) else max(instant, self.starts[at])


class Timetable:
    """Works out a calendar's openings year by year, and keeps the years that it has done."""

    def __init__(self, spec: CalendarSpec) -> None:
        self.clock = WallClock(spec.timezone)
        self._pattern = Pattern(spec)
        self._years: dict[int, list[Shift]] = {}

    def openings(self, first_year: int, last_year: int) -> Openings:
        """The openings of these years, of the anchor's year and of all between."""
        first, last = min(first_year, ANCHOR_YEAR), max(last_year, ANCHOR_YEAR)
        shifts = [shift for year in range(first, last + 1) for shift in self._year(year)]
        united = unite((shift.opens, shift.closes) for shift in shifts)
        starts, ends = [start for start, _ in united], [end for _, end in united]
        until = list(accumulate(end - start for start, end in united))
        before = [0, *until[:-1]]
        anchor = self.clock.midnight(date(ANCHOR_YEAR, 1, 1).toordinal())
        at = bisect_right(starts, anchor) - 1
        zero = before[at] + min(anchor, ends[at]) - starts[at] if at >= 0 else 0
        return Openings(
            first_year=first,
            last_year=last,
            first=self.clock.midnight(date(first, 1, 1).toordinal()),
            last=self.clock.midnight(date(last, 12, 31).toordinal() + 1),
            starts=starts,
            ends=ends,
            before=[value - zero for value in before],
            until=[value - zero for value in until],
            working=self._working_days(shifts),
        )

    def shifts(self, first: int, last: int) -> Iterator[Shift]:
        """The open stretches of the dates with these ordinals, the last one included."""
        eve_exists = self.clock.midnight(first - 1) < self.clock.midnight(first)
        closes = self.clock.midnight(first)
        for day in range(first, last + 1):
            opens, closes = closes, self.clock.midnight(day + 1)
            if opens < closes:  # else the zone skipped this date
                for piece in self._pattern.pieces(day, eve_exists=eve_exists):
                    if closes - opens == DAY:
                        start, end = opens + piece.start * MINUTE, opens + piece.end * MINUTE
                    else:
                        start = self.clock.instant(day, piece.start)
                        end = self.clock.instant(day, piece.end)
                    if start < end:  # else its hours fell into a gap
                        yield Shift(start, end, day - piece.eve)
            eve_exists = opens < closes

    def _year(self, year: int) -> list[Shift]:
        if year not in self._years:
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            self._years[year] = list(self.shifts(first, last))
        return self._years[year]

    def _working_days(self, shifts: list[Shift]) -> WorkingDays:
        last: dict[int, int] = {}
        for shift in shifts:
            last[shift.day] = max(shift.closes, last.get(shift.day, shift.closes))
        days = sorted(last)
        closes = list(accumulate((last[day] for day in days), max))
        ends = [
            max(self.clock.midnight(day + 1), close)
            for day, close in zip(days, closes, strict=True)
        ]
        return WorkingDays(days, closes, ends)


def unite(intervals: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Half-open intervals in order, those that touch or overlap made one."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(intervals):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united
