"""Business time as polars expressions: lookups in tables of openings, without any Python function.

Instants are `Datetime("us", "UTC")`, durations `Int64` microseconds. Null in, null out: a case
without an end has no elapsed time. An instant outside the years that calendars know gives null
too. A `Clock` answers for one calendar, or for the one of several that each record goes by: their
openings lie in one table, each calendar's behind the others'. Imported late: it needs polars.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.clocks.opening_table import Grid, OpeningTable, Search
from csaudit.clocks.spec import EARLIEST, LATEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.clocks.calendar import Calendar

INSTANT: Final = pl.Datetime("us", "UTC")


@dataclass(frozen=True)
class Clock:
    """The time that runs on `calendars` between instants from `first` to `last` (microseconds).

    `chosen`: UInt32, of each record the place of its calendar among them, null where it has
    none; None where there is only one. Instants beyond `first` and `last` give null.
    """

    calendars: Sequence[Calendar]
    first: int
    last: int
    chosen: pl.Expr | None = None
    _reaching: dict[int, OpeningTable] = field(default_factory=dict)

    @property
    def plain(self) -> bool:
        """Whether the clock never stops."""
        return all(calendar.always_open for calendar in self.calendars)

    def open_time(self, instant: pl.Expr) -> pl.Expr:
        """Open time from an anchor, the same for all instants of a calendar, to each instant."""
        at = _microseconds(instant)
        if self.plain:
            return self._known(at)
        return self._layout.open_time(self._within(at), self.chosen)

    def elapsed(self, start: pl.Expr, end: pl.Expr) -> pl.Expr:
        """Open time from `start` to `end`, negative if `end` is the earlier one."""
        return self.open_time(end) - self.open_time(start)

    def is_open(self, instant: pl.Expr) -> pl.Expr:
        """Whether the clock runs at `instant`; Boolean."""
        at = _microseconds(instant)
        if self.plain:
            return pl.when(self._known(at).is_not_null()).then(statement=True)
        return self._layout.is_open(self._within(at), self.chosen)

    def due(self, start: pl.Expr, limit: pl.Expr, most: int) -> pl.Expr:
        """The earliest instant, not before `start`, with `limit` of open time since `start`.

        `limit`: microseconds, none greater than `most`. A limit of 0 is due at `start`; a
        negative one, or one that calendars do not reach, is null.
        """
        if self.plain:
            plain = self._known((_microseconds(start) + limit).cast(INSTANT))
            return pl.when(limit >= 0).then(plain)
        target = self.open_time(start) + limit
        table = self._table_for(most)
        reached = Search(table).reached(target, self.chosen).cast(INSTANT)
        return pl.when(limit > 0).then(reached).when(limit == 0).then(start)

    def working_day_due(self, start: pl.Expr, days: pl.Expr, most: int) -> pl.Expr:
        """The close of the working day that lies `days` after the one on which `start` counts.

        `days`: none greater than `most`; 0 is the same day, a negative number is null.
        """
        found = self._days_for(most)
        at = self._within(_microseconds(start))
        number = found.working_day(at, self.chosen) + days
        return pl.when(days >= 0).then(found.close(number, self.chosen).cast(INSTANT))

    def working_day_window_end(self, start: pl.Expr) -> pl.Expr:
        """The end, on the clock, of the working day on which `start` counts.

        An arrival in closed time counts on the day of the next opening. A night shift that runs
        beyond midnight carries its day's end with it.
        """
        found = self._days_for(1)
        at = self._within(_microseconds(start))
        number = found.working_day(at, self.chosen)
        return found.window_end(number, self.chosen).cast(INSTANT)

    def _known(self, value: pl.Expr) -> pl.Expr:
        """Null where a record has no calendar at all."""
        return value if self.chosen is None else pl.when(self.chosen.is_not_null()).then(value)

    def _within(self, at: pl.Expr) -> pl.Expr:
        """Null where the openings are not known."""
        first, last = self._table.first, self._table.last
        return pl.when((at >= first) & (at < last)).then(at)

    @cached_property
    def _table(self) -> OpeningTable:
        return OpeningTable.between(self.calendars, _clip(self.first), _clip(self.last))

    @cached_property
    def _layout(self) -> Grid | Search:
        return Grid.of(self._table) or Search(self._table)

    def _table_for(self, most: int) -> OpeningTable:
        """Openings until `most` microseconds of open time after the last instant have passed."""
        if most not in self._reaching:
            self._reaching[most] = self._table.until_open_time(most)
        return self._reaching[most]

    def _days_for(self, most: int) -> Search:
        """Openings until `most` working days after the last instant have closed."""
        if -most - 1 not in self._reaching:
            self._reaching[-most - 1] = self._table.until_working_days(most)
        return Search(self._reaching[-most - 1])


def _clip(instant: int) -> int:
    return min(max(instant, EARLIEST), LATEST - 1)


def _microseconds(instant: pl.Expr) -> pl.Expr:
    return instant.cast(INSTANT).to_physical()
