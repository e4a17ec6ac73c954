"""The open time of pauses as a lazy query. Imported late: it needs polars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from csaudit.clocks.expressions import Clock

FROM = "from"
UNTIL = "until"


def open_pause(cases: pl.LazyFrame, clock: Clock) -> pl.LazyFrame:
    """The open time of each case's pauses, as `csaudit.clocks.pauses` has it.

    `cases` has a key `case`, the instants `start` and `end`, and `pauses`, a list of structs with
    the instants `from` and `until`; an empty list is 0. A pause without `from` is left out. Gives
    `case` and `paused` (Int64 microseconds), which is null if the list, the start or the end is.
    """
    known = pl.all_horizontal(pl.col("pauses", "start", "end").is_not_null())
    begin, until = pl.col(FROM), pl.col(UNTIL)
    # In order of their beginnings, each pause adds what no earlier one has covered.
    covered = until.cum_max().shift(1).over("case")
    open_time = (
        cases.filter(pl.col("pauses").list.len() > 0)
        .explode("pauses")
        .unnest("pauses")
        .filter(begin.is_not_null())
        .with_columns(
            pl.max_horizontal(begin, "start"),
            pl.min_horizontal(until.fill_null(pl.col("end")), "end"),
        )
        .filter(begin < until)
        .sort("case", FROM)
        .with_columns(begin.clip(lower_bound=covered))
        .filter(begin < until)
        .select("case", paused=clock.elapsed(begin, until))
        .group_by("case")
        .agg(pl.col("paused").sum())
    )
    paused = pl.when(known).then(pl.col("paused").fill_null(0))
    return cases.join(open_time, on="case", how="left").select("case", paused.alias("paused"))
