"""Through whose hands a case went: agents, teams, and the priorities that it had."""

from __future__ import annotations

import polars as pl

from csaudit.events.updates import SEQ, UPDATE, after_each, net


def timeline(cases: pl.LazyFrame, events: pl.LazyFrame) -> pl.LazyFrame:
    """Every value that a field of a case had, in order; `after` is empty text for nobody.

    `cases` has `case` and `began`; `events` UPDATE, `from` and `to`. The first row of a case is
    the value that it began with. `change` is false where an update leaves it as it was.
    """
    updates = net(events)
    first = updates.sort(UPDATE).group_by("case", maintain_order=True).agg(pl.col("start").first())
    nothing = pl.lit(None, dtype=pl.List(pl.String)).alias("circle")
    begin = cases.join(first, on="case").select(
        "case",
        pl.col("began").alias("at"),
        pl.lit(None, dtype=SEQ).alias("seq"),
        pl.lit(0, dtype=pl.Int8).alias("order"),
        pl.col("start").fill_null("").alias("after"),
        nothing,
        pl.lit("").alias("greatest"),
    )
    told = updates.select(
        *UPDATE, pl.lit(1, dtype=pl.Int8).alias("order"), "after", "circle", "greatest"
    )
    rows = pl.concat([begin, told]).sort("case", "at", "order", "seq", nulls_last=False)
    same = (pl.col("case") == pl.col("case").shift(1)).fill_null(value=False)
    differs = pl.col("after") != pl.col("after").shift(1)
    return after_each(rows).with_columns((~same | differs).alias("change"))


def facts(timeline: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """One row a case: the last value `name`, and how often it went from one to another.

    `first` is the first value that there was, `first_at` when, `handovers` the changes from one to
    another, by way of nobody too, and `giver` the value that was the first to hand over.
    """
    value = pl.col("after")
    held = timeline.filter("change")
    named = held.filter(value != "")
    same = (pl.col("case") == pl.col("case").shift(1)) & (value == value.shift(1))
    of_the_case = pl.col("case") == pl.col("case").shift(1)
    handed = named.with_columns(
        (~same.fill_null(value=False)).alias("hand"),
        pl.when(of_the_case).then(value.shift(1)).alias("before"),
    )
    counted = handed.group_by("case", maintain_order=True).agg(
        (pl.col("hand").sum().cast(pl.Int64) - 1).clip(0).alias("handovers"),
        value.first().alias("first"),
        pl.col("at").first().alias("first_at"),
        pl.col("before").filter("hand").drop_nulls().first().alias("giver"),
    )
    last = held.group_by("case", maintain_order=True).agg(value.last().alias(name))
    return last.join(counted, on="case", how="left").with_columns(
        pl.when(pl.col(name) != "").then(pl.col(name)).alias(name),
        pl.col("handovers").fill_null(0),
    )
