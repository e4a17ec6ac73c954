"""When was a case first answered? By the instant, or by the helpdesk's own duration."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from csaudit.metrics.declaration import Facts

REPLY = ("first_response_at", "first_response_duration")
"""The columns that tell when the first answer was given, best first."""


def answered_at(facts: Facts) -> pl.Expr:
    """The first response; a duration in calendar time stands in for a missing instant."""
    import polars as pl

    at = facts.column("first_response_at")
    if not duration_counts(facts):
        return at
    waited = pl.duration(microseconds=facts.column("first_response_duration"), time_unit="us")
    answered = facts.column("created_at") + waited
    happened = pl.when(answered <= pl.lit(facts.as_of)).then(answered)
    return pl.coalesce(at, happened)


def duration_counts(facts: Facts) -> bool:
    """Only a duration in calendar time gives back the instant."""
    return (
        facts.has("first_response_duration")
        and facts.clocks.get("first_response_duration", "calendar") == "calendar"
    )


def garbled_duration(facts: Facts) -> pl.Expr:
    """Boolean: the duration should have given the instant, and cannot be read."""
    import polars as pl

    if not duration_counts(facts):
        return pl.lit(value=False)
    return facts.unreadable("first_response_duration")
