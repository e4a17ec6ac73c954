"""The share of answered calls that were handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Fault,
    Kind,
    Metric,
    Share,
    Unit,
)
from csaudit.metrics.parts import call

if TYPE_CHECKING:
    from collections.abc import Mapping


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """Handed on, and what tells who was answered."""
    return Columns(needs=(("transferred",),), uses=call.ANSWERING)


def measure(facts: Facts) -> Share:
    """Handed on, of the answered calls."""
    return Share(
        success=facts.column("transferred"),
        outside=(call.not_answered(facts),),
        faults=(
            *call.unknown_whether_answered(facts),
            Fault("transferred", facts.not_known("transferred")),
        ),
    )


METRIC = Metric(
    name="transfer_rate",
    tables=("calls", "tickets"),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.LOWER,
    summary="The share of answered calls that were handed on.",
    definition=(
        "Calls handed on to somebody else, divided by the calls that were answered. An answered "
        "call of which nobody says whether it was handed on is unreadable."
    ),
    counted="handed on",
    formula="handed on ÷ answered",
    columns=columns,
    measure=measure,
    example="""\
- id: one-ear
  statement: At most one call in ten is handed on.
  metric: transfer_rate
  target: 10%
""",
    elsewhere="Some count transfers rather than calls, so that a call handed on twice weighs two.",
)
