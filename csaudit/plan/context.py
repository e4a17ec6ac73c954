"""What a table's standards are judged on: its records as they stood, and their conditions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from csaudit.clocks.calendar import Calendar
    from csaudit.metrics.declaration import Period
    from csaudit.plan.expressions import Compiled, Vocabulary
    from csaudit.plan.typed_tables import Loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One table as it stood at the audit instant, and what its standards are judged by.

    `ids`: of another table, see `facts.ids`.
    """

    table: Loaded
    frame: pl.DataFrame
    vocabulary: Vocabulary
    as_of: datetime
    timezone: str
    period: Period
    calendars: Mapping[str, Calendar]
    exclusions: Sequence[tuple[str, str]] = ()
    ids: Callable[[str], pl.Series | None] = lambda _table: None
    cache: dict[str, pl.Series] = field(default_factory=dict)


class Conditions:
    """The compiled conditions of a question, each made a column of the frame once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._columns: dict[str, pl.Series] = {}

    def column(self, compiled: Compiled) -> pl.Expr:
        """The condition as a Boolean column."""
        key = f"condition#{compiled.sql}"
        cache = self._context.cache
        if key not in cache:
            lazy = self._context.frame.lazy()
            cache[key] = compiled.on(self._context.vocabulary, lazy).alias(key)
        self._columns[key] = cache[key]
        return pl.col(key)

    def frame(self) -> pl.DataFrame:
        """The records with a column for each condition asked for so far."""
        return self._context.frame.with_columns(*self._columns.values())
