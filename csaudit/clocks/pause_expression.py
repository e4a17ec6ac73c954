"""The open time of pauses as a polars expression. Imported late: it needs polars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from csaudit.clocks.expressions import INSTANT, elapsed

if TYPE_CHECKING:
    from csaudit.clocks.calendar import Calendar

FROM = "from"
UNTIL = "until"


def open_pause(pauses: pl.Expr, start: pl.Expr, end: pl.Expr, calendar: Calendar) -> pl.Expr:
    """The open time of each case's pauses, Int64 microseconds, as `csaudit.clocks.pauses` has it.

    `pauses` is a list of structs with the instants `from` and `until`; an empty list is 0. A
    pause without `from` is left out. Null if the list, the start or the end is null.
    """

    def batch(cases: pl.Series) -> pl.Series:
        frame = cases.struct.unnest().with_row_index("row")
        known = pl.all_horizontal(pl.col("pauses", "start", "end").is_not_null())
        begin, until = pl.col(FROM), pl.col(UNTIL)
        # In order of their beginnings, each pause adds what no earlier one has covered.
        covered = until.cum_max().shift(1).over("row")
        open_time = (
            frame.filter(pl.col("pauses").list.len() > 0)
            .explode("pauses")
            .unnest("pauses")
            .filter(begin.is_not_null())
            .with_columns(
                pl.max_horizontal(begin, "start"),
                pl.min_horizontal(until.fill_null(pl.col("end")), "end"),
            )
            .filter(begin < until)
            .sort("row", FROM)
            .with_columns(begin.clip(lower_bound=covered))
            .filter(begin < until)
            .select("row", paused=elapsed(begin, until, calendar))
            .group_by("row")
            .agg(pl.col("paused").sum())
        )
        joined = frame.join(open_time, on="row", how="left", maintain_order="left")
        return joined.select(pl.when(known).then(pl.col("paused").fill_null(0))).to_series()

    cases = pl.struct(pauses=pauses, start=start.cast(INSTANT), end=end.cast(INSTANT))
    return cases.map_batches(batch, return_dtype=pl.Int64, is_elementwise=True)
