"""How long it takes until a case is resolved."""

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
    Setting,
    SettingKind,
    Unit,
)
from csaudit.metrics.parts import case
from csaudit.metrics.parts.durations import DURATION_SETTINGS, begins, counted_by_helpdesk

if TYPE_CHECKING:
    from collections.abc import Mapping


OWN_COUNT = ("resolution_duration", "resolution_business")


def columns(settings: Mapping[str, Any], _table: str) -> Columns:
    """Created and resolved; the status tells whether a resolve instant is stale."""
    if settings["clock"] == "helpdesk":
        return Columns(needs=(OWN_COUNT,), uses=case.RESOLVING)
    first = ("first_resolved_at",) if settings["resolve"] == "first" else ()
    return Columns(
        needs=(("created_at",), (*first, "resolved_at", "closed_at")),
        uses=(*first, *case.RESOLVING),
    )


def measure(facts: Facts) -> Duration:
    """created_at to resolved_at, or the helpdesk's own count."""
    if facts.settings["clock"] == "helpdesk":
        return _counted_by_helpdesk(facts)
    which = facts.settings["resolve"]
    start, end = facts.column("created_at"), case.resolved_at(facts, which)
    return Duration(
        start=start,
        end=end,
        faults=(
            *begins(facts, "created_at"),
            *case.unknown_when_resolved(facts, which),
            *case.end_before_start(facts, start, which),
        ),
    )


def _counted_by_helpdesk(facts: Facts) -> Duration:
    own = counted_by_helpdesk(facts, *OWN_COUNT)
    taken = facts.column(own)
    return Duration(
        elapsed=taken,
        open=~case.is_resolved(facts) if _tells_resolved(facts) else taken.is_null(),
        clock=facts.clocks.get(own, "calendar"),
        faults=(
            Fault(own, facts.unreadable(own)),
            *(
                Fault(own, case.is_resolved(facts) & taken.is_null())
                for _ in range(_tells_resolved(facts))
            ),
        ),
    )


def _tells_resolved(facts: Facts) -> bool:
    return any(facts.has(column) for column in case.RESOLVING)


METRIC = Metric(
    name="resolution_time",
    tables=("tickets",),
    kind=Kind.DURATION,
    unit=Unit.SECONDS,
    direction=Direction.LOWER,
    summary="How long it takes until a case is resolved.",
    definition=(
        "From created_at to resolved_at: the resolve instant, else the close instant. A status "
        "known to be open beats a stale instant, the case is open then, unless `resolve: first` "
        "asks for the first resolve. A final status without any instant cannot be measured and "
        "counts as unreadable. An open case is missed once the limit has passed at the audit "
        "instant and is not due before that. With `clock: helpdesk` the helpdesk's own count is "
        "judged, that on its business clock where the export tells it."
    ),
    formula="resolved_at - created_at",
    columns=columns,
    measure=measure,
    takes_limit=True,
    settings=(
        Setting(
            "resolve",
            SettingKind.CHOICE,
            "last",
            "which resolve ends the case when it was reopened",
            choices=("last", "first"),
        ),
        *DURATION_SETTINGS,
    ),
    example="""\
- id: urgent-resolution
  statement: We resolve an urgent problem within 4 hours.
  metric: resolution_time
  where: priority = 'urgent'
  within: 4h
  target: ">= 90%"
""",
    elsewhere=(
        "Zendesk offers first and full resolution, Intercom first and last close, Chatwoot one "
        "event for each resolve, osTicket whole hours, Frappe whole days rounded up."
    ),
)
