"""What a table's standards are planned on: its records as they stood, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from csaudit.clocks.expressions import Clock
from csaudit.plan.choosing import Choosing
from csaudit.plan.columns import Columns
from csaudit.plan.vocabulary import as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    import polars as pl

    from csaudit.clocks.calendar import Calendar
    from csaudit.metrics.declaration import Period
    from csaudit.plan.expression_trial import Compiled
    from csaudit.plan.typed_tables import Loaded
    from csaudit.plan.vocabulary import Vocabulary


A_YEAR: Final = (1_767_225_600_000_000, 1_767_398_400_000_000)
"""Some days of 2026, for the clocks of conditions that are tried before any record is read."""


@dataclass(frozen=True)
class Clocks:
    """The clocks of all calendars, for instants from `first` to `last` (microseconds)."""

    calendars: Mapping[str, Calendar]
    first: int
    last: int
    _made: dict[tuple[object, ...], Clock] = field(default_factory=dict)

    def of(self, names: Sequence[str], chosen: pl.Expr | None = None) -> Clock:
        """The clock of one calendar, or of the one of several whose place a column tells."""
        key = (*names, None if chosen is None else str(chosen))
        if key not in self._made:
            calendars = [self.calendars[name] for name in names]
            self._made[key] = Clock(calendars, self.first, self.last, chosen)
        return self._made[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One table as it stood at the audit instant, and what its standards are judged by.

    `records`: the typed records, with the columns of other tables that are asked for. `values`:
    of a column the distinct cells as text, of those that were asked for beforehand. `ids`: the
    ids of another table, see `facts.ids`. `name`: the table's, or `questions`.
    `columns`: what the standards have asked for so far. `accepted`: of each standard the ids of
    misses that are known and taken on.
    """

    table: Loaded
    records: pl.LazyFrame
    vocabulary: Vocabulary
    as_of: datetime
    timezone: str
    period: Period
    clocks: Clocks
    values: Callable[[str], Sequence[str | None]]
    exclusions: Sequence[tuple[str, str]] = ()
    ids: Callable[[str], Collection[str] | None] = lambda _table: None
    columns: Columns = field(default_factory=Columns)
    name: str = ""
    accepted: Mapping[str, Collection[str]] = field(default_factory=dict)

    def condition(self, compiled: Compiled) -> pl.Expr:
        """A condition as a Boolean column."""
        for name in compiled.names:
            self.columns.put("view", *self.vocabulary.seen(name))
        return self.columns.add("condition", compiled.expression, compiled.sql)

    def choosing(self, name: str) -> Choosing:
        """A column that chooses limits or calendars."""
        return Choosing(as_text(name, self.vocabulary), self.values(name))

    def open_time(self, clock: Clock, instant: pl.Expr) -> pl.Expr:
        """The column with the open time up to an instant, which is itself a column."""
        key = (id(clock), str(instant))
        return self.columns.add("open time", clock.open_time(instant), key)
