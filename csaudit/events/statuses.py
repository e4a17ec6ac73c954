"""Which status a case had when: what it was resolved, how long it waited, when it paused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.events.updates import SEQ, UPDATE, after_each, net

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from csaudit.table_settings import EventSettings

STATUSES: Final[Mapping[str, int]] = {
    "new": 0,
    "open": 10,
    "pending": 30,
    "on_hold": 40,
    "resolved": 50,
    "closed": 60,
}
"""Their rank: of several that one update leaves open, the highest counts."""

UNKNOWN: Final = 20
"""The rank of a word that is no status: the case is open, and nobody knows who waits."""

_FINAL: Final = STATUSES["resolved"]
_INITIAL, _CHANGE = 0, 1


def rank(words: pl.Expr) -> pl.Expr:
    """Status words as their rank; null stays null."""
    found = words.replace_strict(STATUSES, default=UNKNOWN, return_dtype=pl.Int8)
    return pl.when(words.is_not_null()).then(found)


def word(ranks: pl.Expr) -> pl.Expr:
    """Ranks as the canonical word; an unknown word is an open status."""
    names = {number: name for name, number in STATUSES.items()} | {UNKNOWN: "open"}
    return ranks.replace_strict(names, return_dtype=pl.String)


def timeline(cases: pl.LazyFrame, events: pl.LazyFrame, opening: pl.LazyFrame) -> pl.LazyFrame:
    """Every case's updates of status in order, the status that it began with first.

    Args:
        cases: `case`, `began`, and `first_status`, the rank that the creation tells.
        events: the changes of status: UPDATE, `from`, `to` as ranks.
        opening: updates in which a message of the customer opens a case that waits or is resolved.

    Gives `case`, `at`, `seq`, `after` and `change`, which is false where an update leaves the
    status as it was.

    """
    updates = net(events)
    earliest = (
        updates.sort(UPDATE).group_by("case", maintain_order=True).agg(pl.col("start").first())
    )
    nothing = pl.lit(None, dtype=pl.List(pl.Int8))
    begin = cases.join(earliest, on="case", how="left").select(
        "case",
        pl.col("began").alias("at"),
        pl.lit(None, dtype=SEQ).alias("seq"),
        pl.lit(_INITIAL, dtype=pl.Int8).alias("order"),
        pl.coalesce("first_status", "start", pl.lit(0, dtype=pl.Int8)).alias("after"),
        nothing.alias("circle"),
        pl.lit(None, dtype=pl.Int8).alias("greatest"),
        pl.lit(value=False).alias("by message"),
    )
    told = updates.select(
        *UPDATE,
        pl.lit(_CHANGE, dtype=pl.Int8).alias("order"),
        "after",
        "circle",
        "greatest",
        pl.lit(value=False).alias("by message"),
    )
    said = opening.join(updates, on=UPDATE, how="anti").select(
        *UPDATE,
        pl.lit(_CHANGE, dtype=pl.Int8).alias("order"),
        pl.lit(None, dtype=pl.Int8).alias("after"),
        nothing.alias("circle"),
        pl.lit(None, dtype=pl.Int8).alias("greatest"),
        pl.lit(value=True).alias("by message"),
    )
    columns = (*UPDATE, "order", "after", "circle", "greatest", "by message")
    rows = pl.concat([begin.select(columns), told.select(columns), said.unique(UPDATE)])
    ordered = after_each(rows.sort("case", "at", "order", "seq", nulls_last=False))
    waits = pl.col("after").forward_fill().is_in([STATUSES["pending"], _FINAL])
    opened = pl.when(pl.col("by message") & waits).then(STATUSES["open"]).cast(pl.Int8)
    return (
        ordered.with_columns(pl.coalesce("after", opened).forward_fill().alias("after"))
        .with_columns(_changes().alias("change"))
        .select(*UPDATE, "order", "after", "change", "by message")
    )


def _begins() -> pl.Expr:
    """The first row of its case."""
    return (pl.col("case") != pl.col("case").shift(1)).fill_null(value=True)


def _changes() -> pl.Expr:
    return _begins() | (pl.col("after") != pl.col("after").shift(1))


def runs(timeline: pl.LazyFrame, as_of: datetime, settings: EventSettings) -> pl.LazyFrame:
    """One row a status that a case had: from `at` to `until`, the last one to the audit instant.

    `final`; `run` numbers the stretches of final and of other statuses; `opens`: a final status
    ended here; `ends`: a stretch of final statuses begins here; `lasts`: the last of its case.
    """
    rows = _numbered(timeline.filter("change"))
    if settings.reopen_grace:
        grace = pl.duration(microseconds=settings.reopen_grace)
        begin = pl.col("at").first().over("run")
        run = rows.select("case", "run", "final", begin.alias("begin")).unique("run").sort("run")
        same = pl.col("case").shift(-1) == pl.col("case")
        follows = pl.col("case").shift(1) == pl.col("case")
        short = same & follows & ~pl.col("final")
        brief = (pl.col("begin").shift(-1) - pl.col("begin")) < grace
        noise = run.filter((short & brief).fill_null(value=False)).select("run")
        rows = rows.join(noise, on="run", how="anti").sort("case", "at", "order", "seq")
        rows = _numbered(rows.with_columns(_changes().alias("change")).filter("change"))
    same = (pl.col("case") == pl.col("case").shift(-1)).fill_null(value=False)
    return rows.with_columns(
        pl.when(same).then(pl.col("at").shift(-1)).otherwise(pl.lit(as_of)).alias("until"),
        (~same).alias("lasts"),
    )


def _numbered(rows: pl.LazyFrame) -> pl.LazyFrame:
    final = pl.col("after") >= _FINAL
    first = _begins()
    was = final.shift(1).fill_null(value=False) & ~first
    return rows.with_columns(
        final.alias("final"),
        (first | (final != final.shift(1))).cum_sum().alias("run"),
        (was & ~final).alias("opens"),
        (final & ~was).alias("ends"),
    )


def again(timeline: pl.LazyFrame) -> pl.LazyFrame:
    """Cases in which a final status is repeated later without an opening: `times`, `last`."""
    final = (pl.col("after") >= _FINAL) & ~pl.col("by message") & ~pl.col("change")
    later = pl.col("at") > pl.col("at").shift(1)
    return (
        timeline.filter(final & later)
        .group_by("case")
        .agg(pl.len().cast(pl.Int64).alias("times"), pl.col("at").max().alias("last"))
    )


def facts(runs: pl.LazyFrame) -> pl.LazyFrame:
    """One row a case: what its statuses tell; waits in microseconds."""
    at, length = pl.col("at"), (pl.col("until") - pl.col("at")).dt.total_microseconds()
    rank_ = pl.col("after")
    ends, last = pl.col("ends"), pl.col("final").last()
    waits = {
        "agent_work": rank_ <= STATUSES["open"],
        "agent_wait": rank_ == STATUSES["pending"],
        "on_hold": rank_ == STATUSES["on_hold"],
        "requester_wait": (rank_ < _FINAL) & (rank_ != STATUSES["pending"]),
        "all_wait": rank_ < _FINAL,
    }
    closes = rank_ == STATUSES["closed"]
    return runs.group_by("case", maintain_order=True).agg(
        at.filter(ends).first().alias("first_resolved_at"),
        pl.when(last).then(at.filter(ends).last()).alias("resolved_at"),
        pl.when(last)
        .then(at.filter(closes & (pl.col("run") == pl.col("run").last())).first())
        .alias("closed_at"),
        rank_.last().alias("rank"),
        pl.col("opens").sum().cast(pl.Int64).alias("reopens"),
        (rank_ == UNKNOWN).any().alias("unknown status"),
        *(length.filter(kind).sum().alias(name) for name, kind in waits.items()),
        *_stretches(),
    )


def _stretches() -> list[pl.Expr]:
    """The stretches of every status but the last final one, and those that do not count."""
    before_reopening = pl.col("final") & ~(pl.col("run") == pl.col("run").last())
    stretch = (~pl.col("final") | before_reopening) & (pl.col("until") > pl.col("at"))
    until = pl.when(~pl.col("lasts")).then(pl.col("until"))
    kind = pl.when(pl.col("final")).then(pl.lit("resolved")).otherwise(word(pl.col("after")))
    struct = pl.struct(pl.col("at").alias("from"), until.alias("until"), kind.alias("kind"))
    pause = stretch & ~kind.is_in(["new", "open"])
    return [
        struct.filter(stretch).implode().alias("stretches"),
        struct.filter(pause).implode().alias("pauses"),
    ]
