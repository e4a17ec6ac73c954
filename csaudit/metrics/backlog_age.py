"""How old the open cases are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Duration,
    Facts,
    Kind,
    Metric,
    Outside,
    Unit,
)
from csaudit.metrics.parts import case
from csaudit.metrics.parts.durations import begins

if TYPE_CHECKING:
    from collections.abc import Mapping


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """Created, and what tells which cases are open."""
    return Columns(needs=(("created_at",), case.RESOLVING), uses=case.RESOLVING)


def measure(facts: Facts) -> Duration:
    """From created_at to the audit instant, of every open case."""
    import polars as pl

    return Duration(
        start=facts.column("created_at"),
        end=pl.lit(facts.as_of),
        outside=(Outside("resolved", case.is_resolved(facts)),),
        faults=(*case.unknown_whether_resolved(facts), *begins(facts, "created_at")),
    )


METRIC = Metric(
    name="backlog_age",
    tables=("tickets",),
    kind=Kind.DURATION,
    unit=Unit.SECONDS,
    direction=Direction.LOWER,
    summary="How old the open cases are.",
    definition=(
        "From created_at to the audit instant, of every case that is open then. `statistic: max` "
        "is the oldest; with `within` it is the share of open cases that are no older."
    ),
    formula="audit instant - created_at, of open cases",
    columns=columns,
    measure=measure,
    takes_limit=True,
    example="""\
- id: nothing-forgotten
  statement: No open case is older than 30 days.
  metric: backlog_age
  statistic: max
  target: "<= 30d"
""",
    elsewhere="Helpdesks show open tickets in age bands; few name the oldest.",
)
