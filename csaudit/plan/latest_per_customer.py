"""Of several records that belong together only the latest counts: customers, not cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from csaudit.plan.ladder import JUDGED, Ladder, Rung, Verdict
from csaudit.tables import FILE, ROW

if TYPE_CHECKING:
    from csaudit.metrics.declaration import Latest


def rung(latest: Latest) -> Rung:
    """Where the earlier records are counted; no condition on one record tells which they are.

    It is the first of its ladder, so that its number is 0.
    """
    return Rung(Verdict.NOT_APPLICABLE, latest.reason, pl.lit(value=False))


def only_latest(records: pl.LazyFrame, latest: Latest, ladder: Ladder, step: str) -> pl.LazyFrame:
    """The records with the earlier ones of those that are judged moved to the first rung.

    `step` names the column with the number of the rung.
    """
    judged = pl.col(step).is_in(ladder.numbers(*JUDGED))
    order = [one.alias(f"{number}") for number, one in enumerate(latest.order)]
    place = pl.struct(*order, pl.col(step), pl.col(FILE), pl.col(ROW)).rank("ordinal")
    key = pl.when(judged).then(latest.key)
    ranked = records.with_columns(key.alias("key#"), pl.when(judged).then(place).alias("place#"))
    earlier = judged & (pl.col("place#") < pl.col("place#").max().over("key#"))
    moved = pl.when(earlier).then(pl.lit(0, dtype=pl.UInt32)).otherwise(pl.col(step))
    return ranked.with_columns(moved.alias(step)).drop("key#", "place#")
