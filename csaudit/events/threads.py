"""Cases that are told by what answers what: the first message of a thread is the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from csaudit.sources.recognise.folding import fold

if TYPE_CHECKING:
    from csaudit.sources import Source
    from csaudit.sources.recognise.presets import Thread


def roots(rows: pl.LazyFrame, source: Source, thread: Thread) -> pl.LazyFrame:
    """The rows with `ticket_id` the root of their thread; a circle has none.

    A parent that is not in the file is the root. Every round goes twice as far as the last one.
    """
    parent = parent_column(source, thread)
    if parent is None:
        return rows
    own = pl.col("ticket_id")
    frame = rows.with_columns(_whole_number(own)).collect()
    answered = pl.coalesce(_whole_number(pl.col(parent)), own)
    links = frame.select(own.alias("own"), answered.alias("root")).unique("own")
    outside = links.filter(~pl.col("root").is_in(links["own"].implode()))["root"]
    ends = pl.concat([links.filter(pl.col("root") == pl.col("own"))["own"], outside])
    for _ in range(len(links).bit_length()):
        further = links.select(pl.col("own").alias("root"), pl.col("root").alias("further"))
        links = links.join(further, on="root", how="left").select(
            "own", pl.coalesce("further", "root").alias("root")
        )
    reached = pl.when(pl.col("root").is_in(ends.implode())).then("root")
    settled = links.select("own", reached.alias("root"))
    return (
        frame.join(settled, left_on="ticket_id", right_on="own", how="left", maintain_order="left")
        .with_columns(pl.col("root").alias("ticket_id"))
        .drop("root")
        .lazy()
    )


def _whole_number(text: pl.Expr) -> pl.Expr:
    """Numbers without the point that a column gets from its empty cells: `3.0` is 3."""
    return text.str.replace(r"^(\d+)\.0+$", "$1")


def parent_column(source: Source, thread: Thread) -> str | None:
    """The column with the number of what a message answers."""
    return next(
        (name for name, one in source.columns.items() if fold(one.header) == fold(thread.root)),
        None,
    )
