"""Open time of the stretches in which a case had some statuses, where events tell them.

A pause is such a stretch: its open time does not count, and it moves the due instant, on every
calendar. EVENTS.md, sections 4 and 7.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.events.cases import STRETCHES, CaseSource

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from csaudit.clocks.expressions import Clock
    from csaudit.plan.context import Context

_ROW: Final = "stretch of#"


def told(context: Context) -> bool:
    """Whether events tell the stretches of each status."""
    source = context.table.source
    return isinstance(source, CaseSource) and "status" in source.log.kinds


@dataclass(frozen=True, slots=True)
class Paused:
    """Of each record: `total` of its pauses in open time, null where events do not tell.

    `before_due`: of those before the limit was reached. `running`: one goes on at the audit
    instant, and the limit was not reached before. `begun`: how many began when so many of
    `TENTHS` of the limit had passed.
    """

    total: pl.Expr
    before_due: pl.Expr
    running: pl.Expr
    begun: tuple[pl.Expr, ...]


TENTHS: Final = (8, 9, 10)
"""The last but one before the limit, the last, and the first after it."""


def paused(
    kinds: Sequence[str],
    clock: Clock,
    span: tuple[pl.Expr, pl.Expr],
    limit: pl.Expr | None,
    context: Context,
) -> Paused:
    """The pauses of some kinds from `span`'s start to its end, both columns of the records."""
    key = f"pauses {sorted(kinds)} {id(clock)} {span[0]} {span[1]} {limit}"
    whats = ("total", "before due", "running", *(f"begun {tenth}" for tenth in TENTHS))
    names = [f"{key} {what}#" for what in whats]
    start, until = span

    def make(records: pl.LazyFrame) -> pl.LazyFrame:
        rows = records.with_row_index(_ROW)
        stretches = _clipped(rows, kinds, start, until, clock, limit)
        length = pl.col("length")
        so_far = length.cum_sum().over(_ROW) - length
        passed = pl.col("counted") - so_far
        reached = pl.lit(value=False) if limit is None else passed >= pl.col("limit")
        tenth = (passed * 10 - 1) // pl.col("limit")  # the limit itself is before it
        ordered = stretches.sort(_ROW, "from")
        found = (
            ordered.with_columns(reached.fill_null(value=False).alias("reached"), tenth=tenth)
            .group_by(_ROW)
            .agg(
                length.sum().alias(names[0]),
                length.filter(~pl.col("reached")).sum().alias(names[1]),
                (pl.col("lasts") & ~pl.col("reached")).any().alias(names[2]),
                *(
                    (pl.col("tenth") == number).sum().alias(name)
                    for number, name in zip(TENTHS, names[3:], strict=True)
                ),
            )
        )
        known = pl.col(STRETCHES).is_not_null()
        filled = [
            pl.when(known).then(pl.col(names[0]).fill_null(0)).alias(names[0]),
            pl.col(names[1]).fill_null(0),
            pl.col(names[2]).fill_null(value=False),
            pl.col(names[3:]).fill_null(0),
        ]
        return (
            rows.join(found, on=_ROW, how="left", maintain_order="left")
            .with_columns(filled)
            .drop(_ROW)
        )

    context.columns.beside(key, make, "time")
    total, before_due, running, *begun = (pl.col(name) for name in names)
    return Paused(total, before_due, running, tuple(begun))


def lasted(kinds: Sequence[str], clock: Clock, as_of: datetime, context: Context) -> pl.Expr:
    """Int64: the open time of the stretches of some statuses up to the audit instant."""
    key = f"lasted {sorted(kinds)} {id(clock)}#"

    def make(records: pl.LazyFrame) -> pl.LazyFrame:
        rows = records.with_row_index(_ROW)
        everything = (pl.lit(None, dtype=pl.Datetime("us", "UTC")), pl.lit(as_of))
        stretches = _clipped(rows, kinds, *everything, clock, None)
        found = stretches.group_by(_ROW).agg(pl.col("length").sum().alias(key))
        known = pl.col(STRETCHES).is_not_null()
        return (
            rows.join(found, on=_ROW, how="left", maintain_order="left")
            .with_columns(pl.when(known).then(pl.col(key).fill_null(0)).alias(key))
            .drop(_ROW)
        )

    context.columns.beside(key, make, "time")
    return pl.col(key)


def _clipped(
    rows: pl.LazyFrame,
    kinds: Sequence[str],
    start: pl.Expr,
    until: pl.Expr,
    clock: Clock,
    limit: pl.Expr | None,
) -> pl.LazyFrame:
    """One row a stretch: `from`, `length` in open time, `counted` open time up to it, `lasts`."""
    chosen = [] if clock.chosen is None else clock.chosen.meta.root_names()
    nothing = pl.lit(None, dtype=pl.Int64)
    asked = rows.select(
        _ROW,
        STRETCHES,
        start.alias("start"),
        until.alias("end"),
        (nothing if limit is None else limit).alias("limit"),
        *chosen,
    )
    begin = pl.max_horizontal("from", "start")
    end = pl.min_horizontal(pl.col("until").fill_null(pl.col("end")), "end")
    return (
        asked.filter(pl.col(STRETCHES).list.len() > 0)
        .explode(STRETCHES)
        .unnest(STRETCHES)
        .filter(pl.col("kind").is_in(sorted(kinds)))
        .with_columns(
            begin.alias("from"), end.alias("until"), pl.col("until").is_null().alias("lasts")
        )
        .filter(pl.col("from") < pl.col("until"))
        .with_columns(
            clock.elapsed(pl.col("from"), pl.col("until")).alias("length"),
            clock.elapsed(pl.col("start"), pl.col("from")).alias("counted"),
        )
    )
