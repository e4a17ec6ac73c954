"""The running total of open time, and working days, as lookups over polars series.

Where all boundaries lie on a common grid (15 minutes, say) the total at an instant is found by
direct indexing; where such a grid would be too large, by search in the sorted openings.
Imported late: it needs polars.
"""

from __future__ import annotations

from functools import cached_property
from math import gcd
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import polars as pl

if TYPE_CHECKING:
    from csaudit.clocks.calendar import Calendar
    from csaudit.clocks.openings import Openings

MOST_CELLS: Final = 4_000_000
"""Cells of a grid, 64 MB; on a grid of 15 minutes that is 114 years."""


class Lookup:
    """What some openings say of a series of instants (Int64 microseconds); null for null."""

    def __init__(self, calendar: Calendar, openings: Openings) -> None:
        self.openings = openings
        self._calendar = calendar
        self._starts = _whole(openings.starts)
        self._ends = _whole(openings.ends)
        self._before = _whole(openings.before)
        self._until = _whole(openings.until)

    def open_time(self, instants: pl.Series) -> pl.Series:
        """Open time from the calendar's anchor to each instant."""
        if self._grid is not None:
            step, total, runs = self._grid
            since = instants - self.openings.first
            cell = since // step
            return total.gather(cell) + runs.gather(cell) * (since - cell * step)
        at = self._opening_at(instants)
        begun, length = self._starts.gather(at), (self._ends - self._starts).gather(at)
        since = instants - begun
        after_close = since - length
        return self._before.gather(at) + since - after_close * (after_close > 0).cast(pl.Int64)

    def is_open(self, instants: pl.Series) -> pl.Series:
        """Whether the clock runs."""
        if self._grid is not None:
            step, _, runs = self._grid
            return runs.gather((instants - self.openings.first) // step) == 1
        return instants < self._ends.gather(self._opening_at(instants))

    def reached(self, open_time: pl.Series) -> pl.Series:
        """The earliest instant with that open time; null where these years do not reach it."""
        at = self._until.search_sorted(open_time, side="left")
        begun = self._starts.gather(at, null_on_oob=True)
        return begun + open_time - self._before.gather(at, null_on_oob=True)

    def working_day(self, instants: pl.Series) -> pl.Series:
        """The number of the working day on which each instant counts."""
        at = self._closes.search_sorted(instants, side="right").cast(pl.Int64)
        return at - self.openings.working.zero + instants * 0

    def close(self, working_days: pl.Series) -> pl.Series:
        """When the working days with these numbers close; null beyond these years."""
        return self._closes.gather(working_days + self.openings.working.zero, null_on_oob=True)

    def window_end(self, working_days: pl.Series) -> pl.Series:
        """When the working days with these numbers end on the clock; null beyond these years."""
        return self._window_ends.gather(working_days + self.openings.working.zero, null_on_oob=True)

    def _opening_at(self, instants: pl.Series) -> pl.Series:
        """The index of the last opening that begins by each instant; any index for null."""
        return self._starts.search_sorted(instants, side="right").cast(pl.Int64) - 1

    @cached_property
    def _grid(self) -> tuple[int, pl.Series, pl.Series] | None:
        """The step, the total at each cell's start, and 1 for a cell in which the clock runs."""
        first, last = self.openings.first, self.openings.last
        some = self._starts < self._ends
        starts, ends = self._starts.filter(some) - first, self._ends.filter(some) - first
        step = gcd(last - first, *starts, *ends)
        cells = (last - first) // step
        if cells > MOST_CELLS:
            return None
        marks = pl.zeros(cells + 1, dtype=pl.Int64, eager=True)
        runs = marks.scatter(starts // step, 1).scatter(ends // step, -1).cum_sum()
        total = (runs.cum_sum() - runs) * step + self.openings.before[0]
        return step, total, runs

    @cached_property
    def _closes(self) -> pl.Series:
        return _whole(self.openings.working.closes)

    @cached_property
    def _window_ends(self) -> pl.Series:
        days, closes = self.openings.working.days, self.openings.working.closes
        return _whole(
            [self._calendar.window_end(day, close) for day, close in zip(days, closes, strict=True)]
        )


def lookup(calendar: Calendar, openings: Openings) -> Lookup:
    """The lookup over these openings, made once for as long as the calendar keeps them."""
    known = _known.get(calendar)
    if known is None or known.openings is not openings:
        known = _known[calendar] = Lookup(calendar, openings)
    return known


_known: WeakKeyDictionary[Calendar, Lookup] = WeakKeyDictionary()


def _whole(values: list[int]) -> pl.Series:
    return pl.Series(values, dtype=pl.Int64)
