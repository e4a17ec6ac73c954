"""Any share: a condition of your own, over the records where it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Kind,
    Metric,
    Setting,
    SettingKind,
    Share,
    Unit,
)
from csaudit.metrics.parts import expression

if TYPE_CHECKING:
    from collections.abc import Mapping


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """None of its own: the condition names them."""
    return Columns()


def measure(facts: Facts) -> Share:
    """The condition; where an empty cell makes it unknown, the record is not applicable."""
    success = facts.settings["success"]
    return Share(
        success=success,
        outside=(expression.unknown(facts, "success", success),),
        faults=expression.garbled(facts, "success"),
    )


METRIC = Metric(
    name="share",
    tables=("tickets", "calls", "surveys", "reviews"),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    summary="Any share: a condition of your own, over the records where it is known.",
    definition=(
        "Records for which `success` is true, divided by the records for which it is true or "
        "false. A record for which an empty cell makes it unknown is not applicable; one with a "
        "cell that the condition reads and nobody can is unreadable."
    ),
    formula="success ÷ (success + no success)",
    columns=columns,
    measure=measure,
    settings=(
        Setting(
            "success", SettingKind.CONDITION, None, "an SQL condition on one record", required=True
        ),
        Setting(
            "direction",
            SettingKind.CHOICE,
            "higher",
            "which way is better",
            choices=("higher", "lower"),
        ),
    ),
    example="""\
- id: phone-share
  statement: At least a third of our customers reach us by phone.
  metric: share
  success: channel = 'phone'
  target: ">= 33%"
""",
    elsewhere="Helpdesks leave shares of one's own to their report builders, where unknown is no.",
)
