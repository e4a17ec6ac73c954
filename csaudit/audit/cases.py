"""One row for each record and standard: what was measured, and where the record was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.audit.evaluation import MEASURED, RUNG, Evaluated
from csaudit.audit.shown import unit
from csaudit.metrics.declaration import Duration

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def cases(answers: Sequence[Evaluated]) -> pl.DataFrame:
    """The rows of every standard that has a verdict or a measure for one record."""
    empty = pl.DataFrame(schema=COLUMNS)
    return pl.concat([empty, *(_rows(answer) for answer in answers if judges(answer))])


def judges(answer: Evaluated) -> bool:
    """Whether the standard says something of each single record."""
    return answer.question.metric.judges_records


def _rows(answer: Evaluated) -> pl.DataFrame:
    rungs = answer.ladder.rungs
    numbers = list(range(len(rungs)))
    verdicts, reasons = [rung.verdict.value for rung in rungs], [rung.reason for rung in rungs]
    ran = pl.col("verdict").is_in(["met", "missed", "measured", "not_due"])
    lasted = pl.col(MEASURED) if MEASURED in answer.frame.columns else pl.lit(None)
    scale = MICROSECONDS if isinstance(answer.measure, Duration) else 1
    named = answer.frame.with_columns(
        pl.col(RUNG).replace_strict(numbers, verdicts, return_dtype=pl.String).alias("verdict"),
        pl.col(RUNG).replace_strict(numbers, reasons, return_dtype=pl.String).alias("reason"),
    )
    return named.select(
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
    ).cast(COLUMNS)  # type: ignore[arg-type] # a mapping of names to dtypes is what cast takes


def _unit(answer: Evaluated) -> str | None:
    if isinstance(answer.measure, Duration):
        return "seconds"
    return unit(answer.question) if MEASURED in answer.frame.columns else None
