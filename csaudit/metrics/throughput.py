"""How many cases are resolved in a day."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Kind,
    Metric,
    N,
    Outside,
    Period,
    Series,
    Setting,
    SettingKind,
    Summary,
    Tally,
    Unit,
)
from csaudit.metrics.parts import case
from csaudit.metrics.parts.stretch import covered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.metrics.declaration import Tallies

AGENTS = "agents#"
AGENT_AND_DAY = "agent and day"


def columns(settings: Mapping[str, Any], _table: str) -> Columns:
    """When cases were resolved, and by whom where that is asked."""
    agent = (("agent",),) if settings["per"] == AGENT_AND_DAY else ()
    return Columns(
        needs=(("resolved_at", "closed_at"), *agent), uses=("created_at", *case.RESOLVING)
    )


def measure(facts: Facts) -> Series:
    """Resolved cases over the days that the data covers."""
    by_agent = facts.settings["per"] == AGENT_AND_DAY
    no_agent = (Outside("no agent", facts.not_known("agent")),) if by_agent else ()

    def summarise(found: Tallies, period: Period) -> Summary:
        stretch = covered(facts, period)
        days = facts.days(stretch.first, stretch.last) if stretch else 0
        n, agents = found[N], found[AGENTS] if by_agent else 1
        if not days or not n:
            return Summary(n=0)
        return Summary(n=n, value=Fraction(n, days * agents))

    return Series(
        tallies={AGENTS: Tally(facts.column("agent"), "distinct")},
        summarise=summarise,
        dated_by=case.resolved_at(facts),
        outside=(case.not_resolved(facts), *no_agent),
        faults=(
            *case.unknown_whether_resolved(facts),
            *case.unknown_when_resolved(facts),
            *case.end_before_start(facts, facts.column("created_at")),
        ),
    )


METRIC = Metric(
    name="throughput",
    tables=("tickets",),
    kind=Kind.SERIES,
    unit=Unit.NUMBER,
    direction=Direction.HIGHER,
    judges_records=False,
    summary="How many cases are resolved in a day.",
    definition=(
        "Cases resolved in the period, divided by its days. Every day counts that lies between "
        "the first record and the audit instant, also one on which nothing was resolved; with a "
        "calendar, the days on which it opens. `per: agent and day` divides by the agents as "
        "well who resolved at least one case in the period. Periods hold the cases that were "
        "resolved in them."
    ),
    formula="resolved ÷ days, or ÷ (days × agents)",
    columns=columns,
    measure=measure,
    settings=(
        Setting(
            "per",
            SettingKind.CHOICE,
            "day",
            "whether the agents are divided by as well",
            choices=("day", AGENT_AND_DAY),
        ),
    ),
    example="""\
- id: twenty-a-day
  statement: We resolve twenty cases a day.
  metric: throughput
  target: ">= 20"
""",
    elsewhere="Helpdesks count solved tickets by agent and leave the days to the reader.",
)
