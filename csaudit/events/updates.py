"""What one update makes of a field: several changes at one instant count as their net change.

Events of a case that are equal in `at` and `seq` are one update. The value after it is the one
`to` if all agree; else the end of the chain of changes, if it has one end; a circle through the
value before leaves that one; and otherwise it is the greatest of the values.
"""

from __future__ import annotations

from typing import Final

import polars as pl

UPDATE: Final = ("case", "at", "seq")
"""What tells one update from another."""

SEQ: Final = pl.Int32()
"""The rank of a number that orders the events of one instant; null before all of them."""

FIELDS: Final = ("status", "agent", "team", "priority")
"""The kinds of events that change a field."""


def net(changes: pl.LazyFrame) -> pl.LazyFrame:
    """One row an update of one field.

    `changes` has UPDATE, `from` (null where the log does not say) and `to`. Gives `after`, null
    where the changes are a circle; `circle`, the values of it; `greatest`; and `start`, the
    value before the first change, null where the log does not say.
    """
    one = changes.group_by(UPDATE).agg(
        pl.col("to").max().alias("greatest"),
        pl.col("to").min().alias("least"),
        pl.col("from").min().alias("lowest"),
        pl.col("from").max().alias("highest"),
    )
    apart = (pl.col("greatest") != pl.col("least")) | (pl.col("lowest") != pl.col("highest"))
    several = one.filter(apart).select(UPDATE)
    chains = _chains(changes.join(several, on=UPDATE, how="semi"))
    agreed = pl.col("greatest") == pl.col("least")
    after = pl.when(agreed).then(pl.col("greatest")).otherwise(pl.col("end"))
    circle = pl.col("circle").list.len().fill_null(0) > 0
    start = pl.when(pl.col("lowest") == pl.col("highest")).then(pl.col("lowest"))
    return one.join(chains, on=UPDATE, how="left").select(
        *UPDATE,
        pl.when(~circle).then(pl.coalesce(after, "greatest")).alias("after"),
        "circle",
        "greatest",
        pl.coalesce(start, "first", "lowest").alias("start"),
    )


def _chains(changes: pl.LazyFrame) -> pl.LazyFrame:
    """Of updates with several values: the one end, the one start, or the values of a circle.

    A value that is changed to more often than from is an end, the other way round a start.
    """
    arrows = pl.concat(
        [
            changes.select(*UPDATE, pl.col("to").alias("value"), pl.lit(1).alias("degree")),
            changes.select(*UPDATE, pl.col("from").alias("value"), pl.lit(-1).alias("degree")),
        ]
    )
    degrees = arrows.group_by(*UPDATE, "value").agg(pl.col("degree").sum())
    value, degree = pl.col("value"), pl.col("degree")
    known = value.is_not_null().all()
    ends, starts = value.filter(degree > 0), value.filter(degree < 0)
    return degrees.group_by(UPDATE).agg(
        pl.when(known & (ends.len() == 1)).then(ends.first()).alias("end"),
        pl.when(known & (starts.len() == 1)).then(starts.first()).alias("first"),
        pl.when(known & (degree == 0).all()).then(value.implode()).alias("circle"),
    )


def after_each(timeline: pl.LazyFrame) -> pl.LazyFrame:
    """The timeline with `after` of every update, those that are circles among them.

    It lies in order, case by case, and the first row of each case has its `after`.
    """
    before = pl.col("after").forward_fill().shift(1)
    for _ in range(2):  # the value before a circle may itself be what another circle left
        through = pl.col("circle").list.contains(before)
        settled = pl.when(through).then(before).otherwise(pl.col("greatest"))
        timeline = timeline.with_columns(
            pl.when(pl.col("circle").is_null())
            .then(pl.col("after"))
            .otherwise(settled)
            .alias("after")
        )
    return timeline
