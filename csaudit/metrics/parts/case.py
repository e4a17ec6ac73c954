"""When is a case resolved? The one answer that every metric on tickets uses.

The end of a case is its resolve instant, else its close instant. A status known to be open
beats it: the instant is stale. A final status without any instant counts as resolved, but at
an unknown time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.metrics.declaration import Fault, Outside
from csaudit.tables import FINAL_STATUSES, OPEN_STATUSES

if TYPE_CHECKING:
    import polars as pl

    from csaudit.metrics.declaration import Facts

RESOLVING = ("resolved_at", "closed_at", "status")
"""The columns that tell whether a case is resolved; any one of them will do."""


def status_is_open(facts: Facts) -> pl.Expr:
    """Boolean: the status says that work on the case goes on."""
    return facts.column("status").is_in(sorted(OPEN_STATUSES)).fill_null(value=False)


def status_is_final(facts: Facts) -> pl.Expr:
    """Boolean: the status says that the case is over."""
    return facts.column("status").is_in(sorted(FINAL_STATUSES)).fill_null(value=False)


def resolved_at(facts: Facts, which: str = "last") -> pl.Expr:
    """The instant at which the case was resolved; empty while it is open.

    `which` is `last`, or `first`: then a later reopening does not matter.
    """
    import polars as pl

    end = pl.coalesce(facts.column("resolved_at"), facts.column("closed_at"))
    if which == "first":
        return pl.coalesce(facts.column("first_resolved_at"), end)
    return pl.when(~status_is_open(facts)).then(end)


def is_resolved(facts: Facts) -> pl.Expr:
    """Boolean: the case is resolved; null where the cells that would tell are unreadable."""
    import polars as pl

    return (
        pl.when(status_is_open(facts))
        .then(statement=False)
        .when(status_is_final(facts) | resolved_at(facts).is_not_null())
        .then(statement=True)
        .when(_garbled(facts, "resolved_at") | _garbled(facts, "closed_at"))
        .then(None)
        .otherwise(statement=False)
    )


def unknown_whether_resolved(facts: Facts) -> tuple[Fault, ...]:
    """The records of which nobody can say whether they are resolved, by column."""
    unknown = is_resolved(facts).is_null()
    return (
        Fault("resolved_at", unknown & _garbled(facts, "resolved_at")),
        Fault("closed_at", unknown),
    )


def not_resolved(facts: Facts) -> Outside:
    """The records outside a population of resolved cases."""
    return Outside("not resolved", ~is_resolved(facts))


def unknown_when_resolved(facts: Facts, which: str = "last") -> tuple[Fault, ...]:
    """The resolved records of which nobody knows when they were, by the column at fault."""
    missing = resolved_at(facts, which).is_null() & status_is_final(facts)
    return (*garbled_resolve(facts, which), Fault(resolve_column(facts), missing))


def garbled_resolve(facts: Facts, which: str = "last") -> tuple[Fault, ...]:
    """The resolved records whose resolve instant cannot be read, by the column at fault."""
    import polars as pl

    open_ = status_is_open(facts)
    first = pl.lit(value=False)
    if which == "first":
        open_ = facts.column("first_resolved_at").is_not_null()
        first = _garbled(facts, "first_resolved_at")
    return (
        Fault("first_resolved_at", first),
        Fault("resolved_at", ~open_ & _garbled(facts, "resolved_at")),
        Fault("closed_at", ~open_ & facts.not_known("resolved_at") & _garbled(facts, "closed_at")),
    )


def resolve_column(facts: Facts) -> str:
    """The column that should have carried the resolve instant."""
    return "resolved_at" if facts.has("resolved_at") or not facts.has("closed_at") else "closed_at"


def end_before_start(facts: Facts, start: pl.Expr, which: str = "last") -> tuple[Fault, ...]:
    """The records that were resolved before they began, by the column that says so."""
    too_early = resolved_at(facts, which) < start
    from_first = facts.column("first_resolved_at").is_not_null() if which == "first" else None
    by_resolve = facts.column("resolved_at").is_not_null()
    faults = (Fault("resolved_at", too_early & by_resolve), Fault("closed_at", too_early))
    return (
        faults
        if from_first is None
        else (Fault("first_resolved_at", too_early & from_first), *faults)
    )


def _garbled(facts: Facts, column: str) -> pl.Expr:
    return facts.unreadable(column)
