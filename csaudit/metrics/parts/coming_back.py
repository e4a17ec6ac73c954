"""`no_repeat: 7d`: whether the requester came back with another case soon after this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.metrics.declaration import Fault, Setting, SettingKind
from csaudit.tables import SUPERSEDED

if TYPE_CHECKING:
    import polars as pl

    from csaudit.metrics.declaration import Facts

NO_REPEAT = Setting(
    "no_repeat",
    SettingKind.DURATION,
    None,
    "for how long after the end the requester may not begin another one",
)


def came_back(facts: Facts, begun: pl.Expr, ended: pl.Expr, within: int) -> pl.Expr:
    """Boolean: another record of the same requester began after the end, `within` µs of it.

    All records of the table count, whatever the standard leaves out; null where the requester
    or the end is not known.
    """
    import polars as pl

    requester = facts.column("requester").str.strip_chars().str.to_lowercase()
    counts = ~pl.col(SUPERSEDED) & (begun <= pl.lit(facts.as_of))
    records = pl.struct(
        requester.alias("requester"),
        ended.alias("ended"),
        pl.when(counts).then(begun).alias("begun"),
    )

    def following(series: pl.Series) -> pl.Series:
        return _next_begun(series.struct.unnest())

    following_begun = records.map_batches(following, return_dtype=pl.Datetime("us", "UTC"))
    soon = following_begun <= ended + pl.duration(microseconds=within, time_unit="us")
    known = requester.is_not_null() & ended.is_not_null()
    return pl.when(known).then(soon.fill_null(value=False))


def _next_begun(records: pl.DataFrame) -> pl.Series:
    """For each record the instant at which its requester began the next one after its end."""
    begun = records.select("requester", "begun").drop_nulls().sort("begun")
    ends = records.with_row_index().drop_nulls(["requester", "ended"]).sort("ended")
    found = ends.select("index", "requester", "ended").join_asof(
        begun,
        left_on="ended",
        right_on="begun",
        by="requester",
        strategy="forward",
        allow_exact_matches=False,
        check_sortedness=False,
    )
    rows = records.with_row_index().select("index")
    return rows.join(found, on="index", how="left", maintain_order="left").get_column("begun")


def unknown_whether_came_back(facts: Facts, unknown: pl.Expr, end: str) -> tuple[Fault, ...]:
    """The records of which nobody can say: the requester is not known, or the end."""
    return (Fault("requester", unknown & facts.not_known("requester")), Fault(end, unknown))
