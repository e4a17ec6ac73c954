"""How many answers a resolved case took."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Fault,
    Kind,
    Metric,
    Score,
    Unit,
)
from csaudit.metrics.parts import case

if TYPE_CHECKING:
    from collections.abc import Mapping


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """Replies, and what tells whether the case is resolved."""
    return Columns(needs=(("replies",), case.RESOLVING), uses=case.RESOLVING)


def measure(facts: Facts) -> Score:
    """The replies of each resolved case."""
    return Score(
        value=facts.column("replies"),
        outside=(case.not_resolved(facts),),
        faults=(
            *case.unknown_whether_resolved(facts),
            Fault("replies", facts.not_known("replies")),
        ),
    )


METRIC = Metric(
    name="replies_to_resolve",
    tables=("tickets",),
    kind=Kind.SCORE,
    unit=Unit.NUMBER,
    direction=Direction.LOWER,
    summary="How many answers a resolved case took.",
    definition="The mean number of agent replies over the resolved cases.",
    formula="agent replies ÷ resolved cases",
    columns=columns,
    measure=measure,
    example="""\
- id: few-replies
  statement: On average a problem is solved with two answers.
  metric: replies_to_resolve
  target: "<= 2"
""",
    elsewhere="Zendesk counts public agent comments (a chat as one), Help Scout user replies.",
)
