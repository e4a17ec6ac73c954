"""What a row report is asked for, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    import polars as pl

    from csaudit.events.cases import CaseSource


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


EVERY_ONE: Final = Wanted()
MISSED: Final = Wanted(verdicts=frozenset({"missed"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """One row for each record and standard, the worst first.

    `frame`: the rows asked for, with the columns of `record_rows.COLUMNS` and those of the data
    that were asked for, `columns`. `asked`: how many rows there are without the limit. `counts`:
    of every standard that is told, how many records have which verdict, listed or not. `silent`:
    the standards without rows, and why. `around_the_clock`: those measured in plain time, where
    days have 24 hours. `timezone` is that of the standards, for who shows instants to people.
    `log`: the cases that a log of events tells.
    """

    frame: pl.DataFrame
    as_of: datetime
    timezone: str
    asked: int = 0
    columns: tuple[str, ...] = ()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    silent: Mapping[str, str] = field(default_factory=dict)
    around_the_clock: frozenset[str] = frozenset()
    log: CaseSource | None = None
