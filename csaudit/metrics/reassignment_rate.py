"""The share of cases that were handed from one agent to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Fault,
    Kind,
    Metric,
    Setting,
    SettingKind,
    Share,
    Unit,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """How often the case was handed over."""
    return Columns(needs=(("reassignments",),))


def measure(facts: Facts) -> Share:
    """Handed over more often than the setting allows, of all cases."""
    return Share(
        success=facts.column("reassignments") > facts.settings["more_than"],
        faults=(Fault("reassignments", facts.not_known("reassignments")),),
    )


METRIC = Metric(
    name="reassignment_rate",
    tables=("tickets",),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.LOWER,
    counted="handed over",
    summary="The share of cases that were handed from one agent to another.",
    definition=(
        "Cases handed over more often than `more_than`, divided by all cases, open ones too. A "
        "case of which nobody says how often is unreadable."
    ),
    formula="handed over more often than N ÷ all cases",
    columns=columns,
    measure=measure,
    settings=(
        Setting(
            "more_than",
            SettingKind.COUNT,
            0,
            "how many times a case may be handed over",
        ),
    ),
    example="""\
- id: one-pair-of-hands
  statement: At most one case in ten changes hands more than once.
  metric: reassignment_rate
  more_than: 1
  target: 10%
""",
    elsewhere=(
        "Zendesk counts group and assignee stations, of which the first is no hand-over; "
        "ServiceNow has reassignment_count, Intercom count_assignments."
    ),
)
