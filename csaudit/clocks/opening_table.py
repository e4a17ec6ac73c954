"""The openings of one or several calendars in one table, as literals that expressions look up.

Where all boundaries of a calendar lie on a common grid (15 minutes, say) its running total is
found by direct indexing; where the grids would be too large, by search in the sorted openings.
Imported late: it needs polars.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate
from math import gcd
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from csaudit.clocks.calendar import Calendar
    from csaudit.clocks.openings import Openings

MOST_CELLS: Final = 4_000_000
"""Cells of all grids together, 64 MB; on a grid of 15 minutes that is 114 years."""


@dataclass(frozen=True)
class OpeningTable:
    """The openings of each calendar, for instants from `first` to before `last`."""

    calendars: Sequence[Calendar]
    openings: Sequence[Openings]

    @classmethod
    def between(cls, calendars: Sequence[Calendar], first: int, last: int) -> OpeningTable:
        """Openings of whole years that hold all instants from `first` to `last`."""
        return cls(calendars, [calendar.reach(first, last) for calendar in calendars])

    @cached_property
    def first(self) -> int:
        """The earliest instant of which all calendars know whether they are open."""
        return max(openings.first for openings in self.openings)

    @cached_property
    def last(self) -> int:
        """The instant from which on some calendar does not know it any more."""
        return min(openings.last for openings in self.openings)

    def until_open_time(self, most: int) -> OpeningTable:
        """As many more years as hold `most` of open time after the last instant."""
        return self._further(lambda known, more: more.until[-1] >= known.until[-1] + most)

    def until_working_days(self, most: int) -> OpeningTable:
        """As many more years as hold `most` working days after the last instant."""
        return self._further(lambda known, more: more.working.last > known.working.last + most)

    def _further(self, enough: Callable[[Openings, Openings], bool]) -> OpeningTable:
        pairs = zip(self.calendars, self.openings, strict=True)
        further = [calendar.reach_until(partial(enough, known)) for calendar, known in pairs]
        return OpeningTable(self.calendars, further)


class Grid:
    """Cells of equal length, in each of which a calendar is open or closed throughout."""

    def __init__(self, steps: list[int], firsts: list[int], cells: list[Cells]) -> None:
        self._steps, self._firsts = steps, firsts
        self._behind = [0, *accumulate(len(cell.runs) for cell in cells)][:-1]
        self._total = pl.lit(pl.concat([cell.total for cell in cells]))
        self._runs = pl.lit(pl.concat([cell.runs for cell in cells]))

    @classmethod
    def of(cls, table: OpeningTable) -> Grid | None:
        """The grids of all calendars; None where they would be too large."""
        steps = [_step(openings) for openings in table.openings]
        sizes = [
            (openings.last - openings.first) // step + 1
            for openings, step in zip(table.openings, steps, strict=True)
        ]
        if sum(sizes) > MOST_CELLS:
            return None
        cells = [_cells(*pair) for pair in zip(table.openings, steps, strict=True)]
        return cls(steps, [openings.first for openings in table.openings], cells)

    def open_time(self, at: pl.Expr, chosen: pl.Expr | None) -> pl.Expr:
        """Open time from the anchor to each instant (Int64 microseconds); null for null."""
        step, since = self._place(at, chosen)
        cell = since // step
        index = cell + _one_of(self._behind, chosen)
        return self._total.gather(index) + self._runs.gather(index) * (since - cell * step)

    def is_open(self, at: pl.Expr, chosen: pl.Expr | None) -> pl.Expr:
        """Whether the clock runs at each instant."""
        step, since = self._place(at, chosen)
        return self._runs.gather(since // step + _one_of(self._behind, chosen)) == 1

    def _place(self, at: pl.Expr, chosen: pl.Expr | None) -> tuple[pl.Expr, pl.Expr]:
        return _one_of(self._steps, chosen), at - _one_of(self._firsts, chosen)


@dataclass(frozen=True, slots=True)
class Cells:
    """Of each cell the open time at its start, and 1 where the clock runs in it."""

    total: pl.Series
    runs: pl.Series


def _step(openings: Openings) -> int:
    ends = (boundary for pair in _lasting(openings) for boundary in pair)
    return gcd(openings.last - openings.first, *(end - openings.first for end in ends))


def _lasting(openings: Openings) -> Iterable[tuple[int, int]]:
    pairs = zip(openings.starts, openings.ends, strict=True)
    return [(start, end) for start, end in pairs if start < end]


def _cells(openings: Openings, step: int) -> Cells:
    pairs = _lasting(openings)
    size = (openings.last - openings.first) // step + 1
    starts = [(start - openings.first) // step for start, _ in pairs]
    ends = [(end - openings.first) // step for _, end in pairs]
    marks = pl.zeros(size, dtype=pl.Int64, eager=True)
    runs = marks.scatter(starts, 1).scatter(ends, -1).cum_sum()
    return Cells((runs.cum_sum() - runs) * step + openings.before[0], runs)


class Search:
    """The openings of all calendars in one sorted column, each calendar's behind the others'.

    A calendar's instants (and totals, and closings) are moved by its place times the span of
    all, so that one search finds the opening of the record's own calendar.
    """

    def __init__(self, table: OpeningTable) -> None:
        self._table = table
        self._openings = table.openings

    def open_time(self, at: pl.Expr, chosen: pl.Expr | None) -> pl.Expr:
        """Open time from the anchor to each instant (Int64 microseconds); null for null."""
        index = self._opening_at(at, chosen)
        begun, end = self._starts.gather(index), self._ends.gather(index)
        return self._before.gather(index) + pl.min_horizontal(at, end) - begun + at * 0

    def is_open(self, at: pl.Expr, chosen: pl.Expr | None) -> pl.Expr:
        """Whether the clock runs at each instant."""
        return at < self._ends.gather(self._opening_at(at, chosen))

    def reached(self, total: pl.Expr, chosen: pl.Expr | None) -> pl.Expr:
        """The earliest instant with that open time; null where these years do not reach it."""
        lists = [openings.until for openings in self._openings]
        index, found = _search(lists, total, chosen, side="left")
        begun, before = self._starts.gather(index), self._before.gather(index)
        return pl.when(found).then(begun + total - before)

    def working_day(self, at: pl.Expr, chosen: pl.Expr | None) -> pl.Expr:
        """The number of the working day on which each instant counts."""
        lists = [openings.working.closes for openings in self._openings]
        index, _ = _search(lists, at, chosen, side="right")
        behind = [0, *accumulate(map(len, lists))]
        zeros = [openings.working.zero for openings in self._openings]
        base = [place + zero for place, zero in zip(behind, zeros, strict=False)]
        return pl.when(at.is_not_null()).then(index) - _one_of(base, chosen)

    def close(self, number: pl.Expr, chosen: pl.Expr | None) -> pl.Expr:
        """When the working days with these numbers close; null beyond these years."""
        lists = [openings.working.closes for openings in self._openings]
        return self._of_day(number, chosen, lists)

    def window_end(self, number: pl.Expr, chosen: pl.Expr | None) -> pl.Expr:
        """When the working days with these numbers end on the clock; null beyond these years."""
        lists = [
            [
                calendar.window_end(day, close)
                for day, close in zip(known.working.days, known.working.closes, strict=True)
            ]
            for calendar, known in zip(self._table.calendars, self._openings, strict=True)
        ]
        return self._of_day(number, chosen, lists)

    def _of_day(
        self, number: pl.Expr, chosen: pl.Expr | None, lists: Sequence[Sequence[int]]
    ) -> pl.Expr:
        behind = [0, *accumulate(map(len, lists))]
        place = number + _one_of([openings.working.zero for openings in self._openings], chosen)
        known = (place >= 0) & (place < _one_of([len(days) for days in lists], chosen))
        index = pl.when(known).then(place + _one_of(behind, chosen))
        return _joined(lists).gather(index)

    def _opening_at(self, at: pl.Expr, chosen: pl.Expr | None) -> pl.Expr:
        """The index of the last opening that begins by each instant; null for null."""
        lists = [openings.starts for openings in self._openings]
        index, _ = _search(lists, at, chosen, side="right")
        return index - 1

    @cached_property
    def _starts(self) -> pl.Expr:
        return _joined([openings.starts for openings in self._openings])

    @cached_property
    def _ends(self) -> pl.Expr:
        return _joined([openings.ends for openings in self._openings])

    @cached_property
    def _before(self) -> pl.Expr:
        return _joined([openings.before for openings in self._openings])


def _search(
    lists: Sequence[Sequence[int]], value: pl.Expr, chosen: pl.Expr | None, *, side: str
) -> tuple[pl.Expr, pl.Expr]:
    """Where each value belongs in its calendar's list, counted through all lists joined.

    And whether it is no greater than that list's last. Null for null.
    """
    least = min((values[0] for values in lists if values), default=0)
    span = max((values[-1] for values in lists if values), default=0) - least + 2
    keys = [at * span + one - least + 1 for at, values in enumerate(lists) for one in values]
    tops = [values[-1] if values else least - 1 for values in lists]
    clipped = (value - least + 1).clip(0, span - 1)
    place = pl.lit(0, dtype=pl.Int64) if chosen is None else chosen.cast(pl.Int64)
    column = pl.lit(pl.Series(keys, dtype=pl.Int64))
    found = column.search_sorted(clipped + place * span, side=side)  # type: ignore[arg-type]
    known = value.is_not_null() & place.is_not_null()
    return pl.when(known).then(found.cast(pl.Int64)), value <= _one_of(tops, chosen)


def _one_of(values: Sequence[int], chosen: pl.Expr | None) -> pl.Expr:
    """The value of each record's calendar."""
    if chosen is None:
        return pl.lit(values[0], dtype=pl.Int64)
    return _joined([list(values)]).gather(chosen)


def _joined(lists: Sequence[Sequence[int]]) -> pl.Expr:
    return pl.lit(pl.Series([one for values in lists for one in values], dtype=pl.Int64))
