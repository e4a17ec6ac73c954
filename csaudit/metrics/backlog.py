"""How many cases are waiting to be resolved."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Kind,
    Metric,
    Period,
    Series,
    Summary,
    Unit,
)
from csaudit.metrics.parts import case
from csaudit.metrics.parts.durations import begins

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

CREATED, RESOLVED, UNDATED = "created#", "resolved#", "undated#"
READABLE = Fraction(19, 20)


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """Created, and what tells when it was resolved."""
    return Columns(needs=(("created_at",), case.RESOLVING), uses=case.RESOLVING)


def measure(facts: Facts) -> Series:
    """Created and not resolved, at the end of the period or at the audit instant."""
    resolved = case.resolved_at(facts)

    def summarise(frame: pl.DataFrame, period: Period) -> Summary:
        past = period.end is not None and period.end <= facts.as_of
        return _before(frame, period.end) if past else _now(frame)

    return Series(
        columns={
            CREATED: facts.column("created_at"),
            RESOLVED: resolved,
            UNDATED: resolved.is_null() & case.is_resolved(facts),
        },
        summarise=summarise,
        lasts_until=resolved,
        open=resolved.is_null() & ~case.is_resolved(facts),
        faults=(*begins(facts, "created_at"), *case.unknown_whether_resolved(facts)),
    )


def _now(frame: pl.DataFrame) -> Summary:
    is_open = frame.get_column(RESOLVED).is_null() & ~frame.get_column(UNDATED)
    return Summary(n=len(frame), value=Fraction(is_open.sum()) if len(frame) else None)


def _before(frame: pl.DataFrame, end: Any) -> Summary:  # noqa: ANN401 - an instant
    """At the last moment of a period that is over."""
    import polars as pl

    begun = frame.filter(pl.col(CREATED) < end)
    undated = begun.get_column(UNDATED).sum()
    if not len(begun):
        return Summary(n=0)
    if undated > (1 - READABLE) * len(begun):
        words = f"of {undated} resolved cases nobody can say when they were resolved"
        return Summary(n=len(begun), reason="too_many_unreadable", words=words)
    dated = begun.filter(~pl.col(UNDATED))
    still = dated.get_column(RESOLVED).is_null() | (dated.get_column(RESOLVED) >= end)
    said = f"without {undated} cases resolved nobody knows when" if undated else None
    return Summary(n=len(dated), value=Fraction(still.sum()), words=said)


METRIC = Metric(
    name="backlog",
    tables=("tickets",),
    kind=Kind.SERIES,
    unit=Unit.NUMBER,
    direction=Direction.LOWER,
    judges_records=False,
    summary="How many cases are waiting to be resolved.",
    definition=(
        "Cases created and not resolved at the audit instant; for a period, at its end if that "
        "is over. A case that was reopened and is open now counts as open all the time. A final "
        "status without an instant is resolved; in past periods such cases are left out, and if "
        "they are more than 5 % of those created by then, there is no figure."
    ),
    formula="created - resolved, at one instant",
    columns=columns,
    measure=measure,
    example="""\
- id: backlog
  statement: Never more than a hundred open cases at the end of a week.
  metric: backlog
  every: week
  target: "<= 100"
""",
    elsewhere=(
        "Zendesk takes a snapshot around midnight, Freshservice counts what is neither resolved "
        "nor closed, Zammad's report subtracts what was closed from what was created in the "
        "interval, which may be negative."
    ),
)
