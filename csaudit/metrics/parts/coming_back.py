"""`no_repeat: 7d`: whether the requester came back with another case soon after this one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from csaudit.metrics.declaration import Fault, Setting, SettingKind
from csaudit.tables import FILE, ROW, SUPERSEDED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from csaudit.metrics.declaration import Facts

BY, END, NEXT = "by#", "end#", "next begun#"


class Returning(NamedTuple):
    """Boolean `soon`, and what must be made `beside` the records before it can be told."""

    soon: pl.Expr
    beside: Mapping[str, Callable[[pl.LazyFrame], pl.LazyFrame]]


NO_REPEAT = Setting(
    "no_repeat",
    SettingKind.DURATION,
    None,
    "for how long after the end the requester may not begin another one",
)


def came_back(facts: Facts, begun: pl.Expr, ended: pl.Expr, within: int) -> Returning:
    """Whether another record of the same requester began after the end, `within` µs of it.

    All records of the table count, whatever the standard leaves out; null where the requester
    or the end is not known.
    """
    import polars as pl

    requester = facts.column("requester").str.strip_chars().str.to_lowercase()
    counts = ~pl.col(SUPERSEDED) & (begun <= pl.lit(facts.as_of))

    def beside(records: pl.LazyFrame) -> pl.LazyFrame:
        """The records with the instant at which their requester began the next one."""
        others = records.filter(counts).select(requester.alias(BY), begun.alias(NEXT)).drop_nulls()
        own = records.select(FILE, ROW, requester.alias(BY), ended.alias(END)).drop_nulls()
        found = own.sort(END).join_asof(
            others.sort(NEXT),
            left_on=END,
            right_on=NEXT,
            by=BY,
            strategy="forward",
            allow_exact_matches=False,
            check_sortedness=False,
            coalesce=False,
        )
        return records.join(found.select(FILE, ROW, NEXT), on=[FILE, ROW], how="left")

    soon = pl.col(NEXT) <= ended + pl.duration(microseconds=within, time_unit="us")
    known = requester.is_not_null() & ended.is_not_null()
    return Returning(pl.when(known).then(soon.fill_null(value=False)), {NEXT: beside})


def unknown_whether_came_back(facts: Facts, unknown: pl.Expr, end: str) -> tuple[Fault, ...]:
    """The records of which nobody can say: the requester is not known, or the end."""
    return (Fault("requester", unknown & facts.not_known("requester")), Fault(end, unknown))
