"""Of several records that belong together only the latest counts: customers, not cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from csaudit.plan.ladder import JUDGED, Ladder, Rung, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.metrics.declaration import Latest

KEY = "latest of#"


def rung(latest: Latest) -> Rung:
    """Where the earlier records are counted; no condition on one record tells which they are."""
    return Rung(Verdict.NOT_APPLICABLE, latest.reason, pl.lit(value=False))


def columns(latest: Latest) -> Mapping[str, pl.Expr]:
    """What `only_latest` needs to know of each record."""
    return {KEY: latest.key, **{_place(n): one for n, one in enumerate(latest.order)}}


def only_latest(frame: pl.DataFrame, latest: Latest, ladder: Ladder, rungs: str) -> pl.DataFrame:
    """The frame with the earlier ones of the judged records moved to their rung.

    `rungs` names the column of rungs; the rung of the earlier ones is the ladder's first.
    """
    order = [_place(number) for number in range(len(latest.order))]
    judged = frame.with_row_index("#").filter(pl.col(rungs).is_in(ladder.numbers(*JUDGED)))
    last = judged.sort(KEY, *order, rungs, "#").group_by(KEY, maintain_order=True).last()["#"]
    earlier = judged.filter(~pl.col("#").is_in(last.implode()))["#"]
    moved = frame.get_column(rungs).scatter(earlier, 0)
    return frame.with_columns(moved).drop(KEY, *order)


def _place(number: int) -> str:
    return f"{KEY}{number}"
