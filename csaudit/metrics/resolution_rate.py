"""The share of received cases that are resolved, whenever that was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import Columns, Direction, Facts, Kind, Metric, Share, Unit
from csaudit.metrics.parts import case

if TYPE_CHECKING:
    from collections.abc import Mapping


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """What tells whether a case is resolved."""
    return Columns(needs=(case.RESOLVING,), uses=case.RESOLVING)


def measure(facts: Facts) -> Share:
    """Resolved at the audit instant, of all received."""
    resolved = case.is_resolved(facts)
    return Share(success=resolved, open=~resolved, faults=case.unknown_whether_resolved(facts))


METRIC = Metric(
    name="resolution_rate",
    tables=("tickets",),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    summary="The share of received cases that are resolved, whenever that was.",
    definition=(
        "Cases that are resolved at the audit instant, divided by the cases received. Every open "
        "case stands below the line, however young it is."
    ),
    formula="resolved ÷ received",
    columns=columns,
    measure=measure,
    example="""\
- id: resolved
  statement: Nine of ten cases end resolved.
  metric: resolution_rate
  target: 90%
""",
    elsewhere="Freshservice divides what was resolved in a period by what was received in it.",
)
