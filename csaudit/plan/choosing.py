"""The column by which limits and calendars are chosen.

Where events tell all the values that a case ever had, it is the one of when the clock ran: raising
a priority later does not make an old promise stricter, and lowering it saves no miss. EVENTS.md,
section 7.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.events.cases import CASE_ID, CaseSource
from csaudit.events.updates import FIELDS
from csaudit.plan.vocabulary import as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.plan.context import Context
    from csaudit.standards.quantities import LimitTable

_ROW: Final = "value of#"


@dataclass(frozen=True, slots=True)
class Choosing:
    """A column that chooses: its cells as text, and all that occur in the data."""

    cells: pl.Expr
    values: Sequence[str | None]


def _history(name: str, context: Context) -> pl.LazyFrame | None:
    """Every value of a column that a case had, where events tell it: see `Derived.histories`."""
    source = context.table.source
    if isinstance(source, CaseSource) and name in FIELDS[1:] and name in source.log.kinds:
        return source.derived.histories[name]
    return None


def may_change(name: str) -> bool:
    """Whether a case may have several values of a column, one after the other."""
    return name in FIELDS[1:]


def is_known_over_time(name: str, context: Context) -> bool:
    """Whether events tell the values that a case had of a column."""
    return _history(name, context) is not None


def ever(table: LimitTable, context: Context) -> list[str | None]:
    """The values by which a table of limits may have to go."""
    history = None if table.at == "latest" else _history(table.by, context)
    latest = context.values(table.by)
    if history is None:
        return list(latest)
    held = history.select(pl.col("value").unique(maintain_order=True)).collect()["value"]
    return list(dict.fromkeys([*held.filter(held != ""), *latest]))


def choosing(table: LimitTable, span: tuple[pl.Expr, pl.Expr], context: Context) -> Choosing:
    """The values by which a table of limits goes, as `at` says: from `span`'s start to its end.

    One that a case got only later is none; of a case whose values no event tells it is the cell.
    """
    history = None if table.at == "latest" else _history(table.by, context)
    if history is None:
        return context.choosing(table.by)
    start, end = span
    key = f"{table.by} at {table.at} {start} {end}#"

    def make(records: pl.LazyFrame) -> pl.LazyFrame:
        rows = records.with_row_index(_ROW)
        case = CASE_ID if context.name != context.table.name else "id"
        asked = rows.select(_ROW, case, start.alias("start"), end.alias("end"))
        spells = history.with_columns(pl.col("at").shift(-1).over("ticket_id").alias("until"))
        had = asked.join(spells, left_on=case, right_on="ticket_id", maintain_order="left_right")
        value, begun = pl.col("value"), pl.col("at") <= pl.col("end")
        if table.at == "end":
            chosen = value.filter(begun).last()
        else:
            ended = (pl.col("until") <= pl.col("start")).fill_null(value=False)
            chosen = value.filter(begun & ~ended & (value != "")).first()
        found = had.group_by(_ROW, maintain_order=True).agg(chosen.fill_null("").alias(key))
        own = pl.coalesce(key, as_text(table.by, context.vocabulary))
        return (
            rows.join(found, on=_ROW, how="left", maintain_order="left")
            .with_columns(own.replace("", None).alias(key))
            .drop(_ROW)
        )

    context.columns.beside(key, make, "choice")
    return Choosing(pl.col(key), list(dict.fromkeys([*ever(table, context), None])))
