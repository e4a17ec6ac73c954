"""When is a call answered, given up, or still waiting? The one answer of every metric on calls.

The flag `answered` decides where it is known, then the instant of the answer, then the flag
`abandoned`. A call that ended without an answer was given up; where the data has no end of
calls, so was every call that was not answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.metrics.declaration import Fault, Outside
from csaudit.tables import STILL_WAITING

if TYPE_CHECKING:
    import polars as pl

    from csaudit.metrics.declaration import Facts

ANSWERING = ("answered", "answered_at", "abandoned")
"""The columns that tell whether a call was answered, best first."""

WAITING = ("offered_at", *ANSWERING, "ended_at", "wait")
"""The columns that tell how long a caller waited."""


def offered(facts: Facts) -> str:
    """The column that tells when the call began; a case that is a call begins when created."""
    own = facts.table == "calls" or facts.has("offered_at")
    return "offered_at" if own else "created_at"


def is_answered(facts: Facts) -> pl.Expr:
    """Boolean: an agent answered; null where nobody can say."""
    import polars as pl

    if not any(facts.has(column) for column in ANSWERING):
        return pl.lit(value=True)
    flag, abandoned = facts.column("answered"), facts.column("abandoned")
    return (
        pl.when(_not_yet(facts))
        .then(statement=False)
        .when(flag.is_not_null())
        .then(flag)
        .when(facts.column("answered_at").is_not_null())
        .then(statement=True)
        .when(abandoned)
        .then(statement=False)
        .when(pl.any_horizontal(*(facts.unreadable(column) for column in ANSWERING)))
        .then(None)
        .when(pl.lit(facts.has("answered_at")))
        .then(statement=False)
        .otherwise(~abandoned)
    )


def unknown_whether_answered(facts: Facts) -> tuple[Fault, ...]:
    """The calls of which nobody can say whether they were answered, by column."""
    unknown = is_answered(facts).is_null()
    garbled = tuple(Fault(name, unknown & facts.unreadable(name)) for name in ANSWERING)
    known = next((name for name in ANSWERING if facts.has(name)), ANSWERING[0])
    return (*garbled, Fault(known, unknown))


def not_answered(facts: Facts) -> Outside:
    """The calls outside a population of answered ones."""
    return Outside("not answered", ~is_answered(facts))


def is_over(facts: Facts) -> pl.Expr:
    """Boolean: the call does not wait any more."""
    if not facts.has("ended_at"):
        return ~_not_yet(facts)
    waited = facts.column("wait").is_not_null() | facts.column("ended_at").is_not_null()
    gave_up = facts.column("abandoned").fill_null(value=False)
    return ~_not_yet(facts) & (is_answered(facts) | gave_up | waited)


def _not_yet(facts: Facts) -> pl.Expr:
    """Boolean: what the flags tell had not happened at the audit instant."""
    import polars as pl

    return pl.col(STILL_WAITING) if facts.table == "calls" else pl.lit(value=False)


def given_up(facts: Facts) -> pl.Expr:
    """Boolean: the call ended without an answer."""
    return ~is_answered(facts) & is_over(facts)


def still_waits(facts: Facts) -> pl.Expr:
    """Boolean: neither answered nor given up at the audit instant."""
    return ~is_answered(facts) & ~is_over(facts)


def wait_ended_at(facts: Facts) -> pl.Expr:
    """The instant at which the caller was answered or gave up; empty where it is not known."""
    import polars as pl

    by_wait = facts.column(offered(facts))
    by_wait += pl.duration(microseconds=facts.column("wait"), time_unit="us")
    if facts.clocks.get("wait", "calendar") != "calendar":
        by_wait = pl.lit(None, dtype=pl.Datetime("us", "UTC"))
    return (
        pl.when(is_answered(facts))
        .then(pl.coalesce(facts.column("answered_at"), by_wait))
        .when(is_over(facts))
        .then(pl.coalesce(by_wait, facts.column("ended_at")))
    )


def ended_before_offered(facts: Facts) -> tuple[Fault, ...]:
    """The calls whose wait ended before it began, by the column that says so."""
    early = wait_ended_at(facts) < facts.column(offered(facts))
    return (Fault("answered_at", early & is_answered(facts)), Fault("ended_at", early))


def waited(facts: Facts) -> pl.Expr:
    """Int64 microseconds that the caller waited, up to the audit instant while still waiting."""
    import polars as pl

    began = facts.column(offered(facts))
    until = pl.when(still_waits(facts)).then(pl.lit(facts.as_of)).otherwise(wait_ended_at(facts))
    return pl.coalesce((until - began).dt.total_microseconds(), facts.column("wait"))


def wait_column(facts: Facts) -> str:
    """The column that should have told how long an answered caller waited."""
    return "wait" if facts.has("wait") or not facts.has("answered_at") else "answered_at"
