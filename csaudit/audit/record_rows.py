"""One row for each record and standard: what was measured, and where the record was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.audit.promise import unit
from csaudit.metrics.declaration import Duration
from csaudit.plan.evaluation import MEASURED, RUNG, Evaluated
from csaudit.plan.ladder import Tally, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from csaudit.audit.records_asked import Wanted
    from csaudit.plan.ladder import Rung

MICROSECONDS: Final = 1_000_000
INSTANT: Final = pl.Datetime("us", "UTC")

COLUMNS: Final = {
    "standard": pl.String(),
    "table": pl.String(),
    "record_id": pl.String(),
    "verdict": pl.String(),
    "measured": pl.Float64(),
    "unit": pl.String(),
    "limit": pl.Float64(),
    "overrun": pl.Float64(),
    "started_at": INSTANT,
    "ended_at": INSTANT,
    "due_at": INSTANT,
    "reason": pl.String(),
}
"""The columns of the row report; durations in seconds, instants in UTC."""

_WORST_FIRST: Final = (
    Verdict.MISSED,
    Verdict.NOT_DUE,
    Verdict.MEASURED,
    Verdict.MET,
    Verdict.UNREADABLE,
    Verdict.LEFT_OUT,
    Verdict.NOT_APPLICABLE,
    Verdict.OUTSIDE_PERIOD,
    Verdict.SUPERSEDED,
)


def judges(answer: Evaluated) -> bool:
    """Whether the standard says something of each single record."""
    return answer.question.metric.judges_records


def verdicts(answer: Evaluated) -> dict[str, int]:
    """How many records have which verdict."""
    counts = dict(answer.frame.get_column(RUNG).value_counts(sort=False).iter_rows())
    tally = Tally(answer.ladder, counts)
    found = {verdict.value: tally.count(verdict) for verdict in _WORST_FIRST}
    return {verdict: number for verdict, number in found.items() if number}


def rows(answer: Evaluated, wanted: Wanted) -> pl.DataFrame:
    """The rows of one standard that are asked for."""
    rungs = answer.ladder.rungs
    numbers = list(range(len(rungs)))
    named_so, reasons = [rung.verdict.value for rung in rungs], [_reason(rung) for rung in rungs]
    ran = pl.col("verdict").is_in(["met", "missed", "measured", "not_due"])
    lasted = pl.col(MEASURED) if MEASURED in answer.frame.columns else pl.lit(None)
    scale = MICROSECONDS if isinstance(answer.measure, Duration) else 1
    named = answer.frame.lazy().with_columns(
        pl.col(RUNG).replace_strict(numbers, named_so, return_dtype=pl.String).alias("verdict"),
        pl.col(RUNG).replace_strict(numbers, reasons, return_dtype=pl.String).alias("reason"),
    )
    told = named.filter(_asked_for(wanted, answer.as_of)).select(
        pl.lit(answer.question.standard.id).alias("standard"),
        pl.lit(answer.question.table).alias("table"),
        pl.col("record_id"),
        pl.col("verdict"),
        pl.when(ran).then(lasted.cast(pl.Float64) / scale).alias("measured"),
        pl.lit(_unit(answer)).alias("unit"),
        pl.when(ran).then(pl.col("limit") / MICROSECONDS).alias("limit"),
        pl.when(ran).then(pl.col("overrun") / MICROSECONDS).alias("overrun"),
        pl.col("started_at"),
        pl.col("ended_at"),
        pl.when(ran).then(pl.col("due_at")).alias("due_at"),
        pl.col("reason"),
    )
    return told.cast(COLUMNS).collect()  # type: ignore[arg-type] # a mapping of names to dtypes is what cast takes


def worst_first(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The rows of all standards in one order, whatever the order of the records was.

    Misses by their overrun, then what falls due soonest, then what lasted longest.
    """
    found = pl.concat([pl.DataFrame(schema=COLUMNS), *parts])
    seconds = pl.when(pl.col("unit") == "seconds").then(pl.col("measured"))
    order = {verdict.value: number for number, verdict in enumerate(_WORST_FIRST)}
    return found.sort(
        pl.col("verdict").replace_strict(order, return_dtype=pl.UInt8),
        pl.when(pl.col("overrun") > 0).then(pl.col("overrun")),
        pl.col("due_at"),
        seconds,
        pl.col("started_at"),
        pl.col("record_id"),
        pl.col("standard"),
        descending=[False, True, False, True, False, False, False],
        nulls_last=True,
    )


def _reason(rung: Rung) -> str | None:
    """Why a record is not judged; and of a case that never ended, why its time still grows."""
    return "still open" if rung.verdict is Verdict.MISSED and rung.open else rung.reason


def _asked_for(wanted: Wanted, as_of: datetime) -> pl.Expr:
    if wanted.verdicts is None:
        return pl.lit(value=True)
    verdict = pl.col("verdict")
    asked = verdict.is_in(sorted(wanted.verdicts))
    if wanted.due_within is not None:
        soon = pl.col("due_at") <= as_of + wanted.due_within
        asked |= ((verdict == Verdict.NOT_DUE.value) & soon).fill_null(value=False)
    return asked


def _unit(answer: Evaluated) -> str | None:
    if isinstance(answer.measure, Duration):
        return "seconds"
    return unit(answer.question) if MEASURED in answer.frame.columns else None
