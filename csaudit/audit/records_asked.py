"""What a row report is asked for, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime, timedelta

    import polars as pl

    from csaudit.events.cases import CaseSource
    from csaudit.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records to list.

    Those with one of the `verdicts` (None is every one), and those not due yet that fall due
    within `due_within` of the audit instant. `ids`: only records with one of these ids. `limit`:
    so many at most, the worst. `columns` of the data are listed beside the verdict, as text.
    """

    verdicts: frozenset[str] | None = None
    due_within: timedelta | None = None
    ids: frozenset[str] | None = None
    limit: int | None = None
    columns: tuple[str, ...] = ()


SLICE: Final = 200_000
"""So many rows are put in order, and held as text, at once."""

EVERY_ONE: Final = Wanted()
MISSED: Final = Wanted(verdicts=frozenset({"missed"}))


@dataclass(frozen=True, kw_only=True)
class Cases:
    """One row for each record and standard, the worst first.

    `rows`: those asked for, in no order and without a `limit`, with the columns of
    `record_rows.COLUMNS` and those of the data that were asked for, `columns`. `counts`: of every
    standard that is told, how many records have which verdict, listed or not. `silent`: the
    standards without rows, and why. `around_the_clock`: those measured in plain time, where days
    have 24 hours. `spans`: of each standard that measures between instants, the columns that may
    tell its beginning and its end. `timezone` is that of the standards, for who shows instants to
    people. `log`: the cases that a log of events tells. `nameless`: of each standard on a table in
    which no column is the records' own number, that table; its records are told by their rows.
    """

    rows: pl.DataFrame
    as_of: datetime
    timezone: str
    limit: int | None = None
    columns: tuple[str, ...] = ()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    silent: Mapping[str, str] = field(default_factory=dict)
    around_the_clock: frozenset[str] = frozenset()
    spans: Mapping[str, tuple[Sequence[str], Sequence[str]]] = field(default_factory=dict)
    log: CaseSource | None = None
    nameless: Mapping[str, Source] = field(default_factory=dict)

    @cached_property
    def order(self) -> pl.Series:
        """The places of the listed rows: sorted when the tables they came from are gone."""
        from csaudit.audit.worst_first import worst_first

        order = worst_first(self.rows)
        return order if self.limit is None else order.head(self.limit)

    @property
    def frame(self) -> pl.DataFrame:
        """All rows, the worst first."""
        return self.rows[self.order]

    def only(self, *columns: str) -> pl.DataFrame:
        """These columns of all rows."""
        return self.rows.select(columns)[self.order]

    def first(self, most: int) -> pl.DataFrame:
        """So many of the worst."""
        return self.rows[self.order.head(most)]

    def slices(self) -> Iterator[pl.DataFrame]:
        """Some rows at a time, the worst first: a second copy of them all is never held."""
        for begin in range(0, len(self.order), SLICE):
            yield self.rows[self.order.slice(begin, SLICE)]
