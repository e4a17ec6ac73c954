"""A queue as a sweep over the instants at which somebody joins or leaves it.

At one instant those who leave go before those who join. Whoever joins meets the customers who
were waiting before; those who join at the very same instant do not meet each other. A wait that
takes no time is no wait, but whoever joins and leaves at once has met the queue all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

QUEUE, JOINED, LEFT = "queue#", "joined#", "left#"


def sweep(waits: pl.LazyFrame, by: list[str]) -> pl.LazyFrame:
    """One row for each queue and instant at which somebody joined or left it.

    `waits`: the key columns `by`, QUEUE text, JOINED and LEFT instants (LEFT empty while the wait
    goes on). Gives the keys, QUEUE, `at`, `until` (the next instant of the queue, empty for the
    last), `arrived` (how many joined), `met` (how many waited before them) and `length` (how many
    wait from then on).
    """
    import polars as pl

    queue = [*by, QUEUE]
    real = pl.col(LEFT).is_null() | (pl.col(LEFT) > pl.col(JOINED))
    none, one = pl.lit(0, dtype=pl.Int64), pl.lit(1, dtype=pl.Int64)
    joined = waits.select(
        *queue,
        pl.col(JOINED).alias("at"),
        one.alias("arrived"),
        real.cast(pl.Int64).alias("up"),
        none.alias("down"),
    )
    left = waits.filter(real & pl.col(LEFT).is_not_null()).select(
        *queue, pl.col(LEFT).alias("at"), none.alias("arrived"), none.alias("up"), one.alias("down")
    )
    return (
        pl.concat([joined, left])
        .group_by([*queue, "at"])
        .agg(pl.col("arrived", "up", "down").sum())
        .sort(*queue, "at")
        .with_columns(
            (pl.col("up") - pl.col("down")).cum_sum().over(queue).alias("length"),
            pl.col("at").shift(-1).over(queue).alias("until"),
        )
        .with_columns((pl.col("length") - pl.col("up")).alias("met"))
        .drop("up", "down")
    )


def clip(steps: pl.LazyFrame, first: pl.Expr, last: pl.Expr, end: pl.Expr) -> pl.LazyFrame:
    """The steps that lie in a stretch from `first` to `last`, whose time ends at `end`.

    `at` and `until` are cut to it; `lasted` is what lies between, Int64 microseconds. A queue
    that was waiting when the stretch began keeps that length; nobody arrives then.
    """
    import polars as pl

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


def episodes(steps: pl.LazyFrame, by: list[str], above: int) -> pl.LazyFrame:
    """Each time that a queue was longer: the keys, QUEUE, `at`, `until`, and the `longest`."""
    import polars as pl

    queue = [*by, QUEUE]
    longer = pl.col("length") > above
    return (
        steps.sort(*queue, "at")
        .with_columns(longer.rle_id().over(queue).alias("run"))
        .filter(longer)
        .group_by([*queue, "run"])
        .agg(pl.col("at").min(), pl.col("until").max(), pl.col("length").max().alias("longest"))
        .sort("at", QUEUE)
    )


def united(steps: pl.LazyFrame, by: list[str], above: int) -> pl.LazyFrame:
    """How long any queue was longer: the keys, and `lasted`, Int64 microseconds.

    Stretches of several queues that overlap count once: each begins where those before it, in
    the order of their beginnings, have all ended.
    """
    import polars as pl

    before = pl.col("until").cum_max().shift(1).over(by)
    begin = pl.max_horizontal(pl.col("at"), before)
    return (
        steps.filter(pl.col("length") > above)
        .sort(*by, "at", "until")
        .with_columns((pl.col("until") - begin).dt.total_microseconds().clip(0).alias("alone"))
        .group_by(by)
        .agg(pl.col("alone").sum().alias("lasted"))
    )
