"""A queue as a sweep over the instants at which somebody joins or leaves it.

At one instant those who leave go before those who join. Whoever joins meets the customers who
were waiting before; those who join at the very same instant do not meet each other. A wait that
takes no time is no wait, but whoever joins and leaves at once has met the queue all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

    from csaudit.metrics.parts.stretch import Stretch

QUEUE, JOINED, LEFT = "queue#", "joined#", "left#"


def sweep(waits: pl.DataFrame) -> pl.DataFrame:
    """One row for each queue and instant at which somebody joined or left it, in order.

    `waits`: QUEUE text, JOINED and LEFT instants (LEFT empty while the wait goes on). Gives
    `queue`, `at`, `until` (the next instant of the queue, empty for the last), `arrived` (how
    many joined), `met` (how many waited before them) and `length` (how many wait from then on).
    """
    import polars as pl

    real = pl.col(LEFT).is_null() | (pl.col(LEFT) > pl.col(JOINED))
    joined = waits.select(
        pl.col(QUEUE).alias("queue"),
        pl.col(JOINED).alias("at"),
        pl.lit(1, dtype=pl.Int64).alias("arrived"),
        real.cast(pl.Int64).alias("up"),
        pl.lit(0, dtype=pl.Int64).alias("down"),
    )
    left = waits.filter(real & pl.col(LEFT).is_not_null()).select(
        pl.col(QUEUE).alias("queue"),
        pl.col(LEFT).alias("at"),
        pl.lit(0, dtype=pl.Int64).alias("arrived"),
        pl.lit(0, dtype=pl.Int64).alias("up"),
        pl.lit(1, dtype=pl.Int64).alias("down"),
    )
    return (
        pl.concat([joined, left])
        .group_by("queue", "at")
        .agg(pl.col("arrived", "up", "down").sum())
        .sort("queue", "at")
        .with_columns(
            (pl.col("up") - pl.col("down")).cum_sum().over("queue").alias("length"),
            pl.col("at").shift(-1).over("queue").alias("until"),
        )
        .with_columns((pl.col("length") - pl.col("up")).alias("met"))
        .select("queue", "at", "until", "arrived", "met", "length")
    )


def clip(steps: pl.DataFrame, stretch: Stretch) -> pl.DataFrame:
    """The steps that lie in a stretch of time, `at` and `until` cut to it.

    A queue that was waiting when the stretch began keeps that length; nobody arrives then.
    """
    import polars as pl

    first, last, end = (pl.lit(instant) for instant in stretch)
    before = pl.col("at") < first
    touches = (pl.col("at") <= last) & (pl.col("until").is_null() | (pl.col("until") > first))
    return (
        steps.filter(touches)
        .with_columns(
            pl.when(before).then(0).otherwise(pl.col("arrived")).alias("arrived"),
            pl.max_horizontal(pl.col("at"), first).alias("at"),
            pl.min_horizontal(pl.col("until").fill_null(end), end).alias("until"),
        )
        .with_columns((pl.col("until") - pl.col("at")).dt.total_microseconds().alias("lasted"))
    )


def episodes(steps: pl.DataFrame, above: int) -> list[tuple[str, datetime, datetime, int]]:
    """Each time that a queue was longer: the queue, from, to, and the longest it was."""
    import polars as pl

    run = (pl.col("length") > above).rle_id().over("queue")
    found = (
        steps.with_columns(run.alias("run"))
        .filter(pl.col("length") > above)
        .group_by("queue", "run")
        .agg(pl.col("at").min(), pl.col("until").max(), pl.col("length").max())
        .sort("at", "queue")
    )
    return list(found.select("queue", "at", "until", "length").iter_rows())
