"""How long the customer waits for the team, all waits of a case together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Duration,
    Facts,
    Fault,
    Kind,
    Metric,
    Unit,
)
from csaudit.metrics.parts import case
from csaudit.metrics.parts.durations import CLOCK, OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """The requester's wait; the rest tells which cases still wait."""
    return Columns(needs=(("requester_wait",),), uses=case.RESOLVING)


def measure(facts: Facts) -> Duration:
    """requester_wait as the data carries it; in an open case it may still grow."""
    import polars as pl

    waited = facts.column("requester_wait")
    tells = any(facts.has(column) for column in case.RESOLVING)
    is_open = ~case.is_resolved(facts) if tells else pl.lit(value=False)
    return Duration(
        elapsed=pl.when(is_open).then(waited.fill_null(0)).otherwise(waited),
        open=is_open,
        clock=facts.clocks.get("requester_wait", "calendar"),
        faults=(
            Fault("requester_wait", facts.unreadable("requester_wait")),
            *(case.unknown_whether_resolved(facts) if tells else ()),
            Fault("requester_wait", ~is_open & waited.is_null()),
        ),
    )


METRIC = Metric(
    name="waiting_time",
    tables=("tickets",),
    kind=Kind.DURATION,
    unit=Unit.SECONDS,
    direction=Direction.LOWER,
    summary="How long the customer waits for the team, all waits of a case together.",
    definition=(
        "The requester's wait as the helpdesk counted it: time in which the case did not wait for "
        "the customer. In an open case the wait may still grow: it is missed once it is over the "
        "limit and not due before that. A resolved case without a wait is unreadable."
    ),
    formula="requester_wait",
    columns=columns,
    measure=measure,
    takes_limit=True,
    settings=(CLOCK, OPEN),
    example="""\
- id: nobody-waits-long
  statement: Nobody waits for us longer than two days altogether.
  metric: waiting_time
  within: 48h
""",
    elsewhere=(
        "Zendesk's requester wait is the time in New, Open and On-hold, written only when the "
        "ticket leaves for Pending or Solved; its CSV export leaves On-hold out."
    ),
)
