"""How long a customer waits for the first answer of a human."""

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
    NotMeasurableError,
    Outside,
    Setting,
    SettingKind,
    Tally,
    Unit,
)
from csaudit.metrics.parts import case, reply
from csaudit.metrics.parts.counting import counted
from csaudit.metrics.parts.durations import DURATION_SETTINGS, begins, counted_by_helpdesk

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

OWN_COUNT = ("first_response_duration", "first_response_business")
CLOSED, CLOSED_UNANSWERED = "closed#", "closed unanswered"


def columns(settings: Mapping[str, Any], _table: str) -> Columns:
    """Created and answered; the rest tells whether a case was closed without any answer."""
    if settings["clock"] == "helpdesk":
        return Columns(needs=(OWN_COUNT,), uses=("created_at", *case.RESOLVING))
    return Columns(
        needs=(("created_at",), reply.REPLY),
        uses=("first_response_duration", *case.RESOLVING, "channel", "started_by"),
    )


def measure(facts: Facts) -> Duration:
    """created_at to the first response; a duration column stands in for a missing instant."""
    if facts.settings["clock"] == "helpdesk":
        return _counted_by_helpdesk(facts)
    if not facts.has("first_response_at") and not reply.duration_counts(facts):
        raise NotMeasurableError(
            "clock_unknown",
            "first_response_duration was counted on the helpdesk's own business clock, which "
            "gives no instant: write  clock: helpdesk  to judge it as it is",
        )
    start, end = facts.column("created_at"), reply.answered_at(facts)
    garbled = facts.unreadable("first_response_at") | reply.garbled_duration(facts)
    closed = _closed_unanswered(facts, end.is_null() & ~garbled)
    return Duration(
        start=start,
        end=end,
        **{**closed, "outside": (*_begun_by_agents(facts), *closed.get("outside", ()))},
        faults=(
            *begins(facts, "created_at"),
            Fault("first_response_at", facts.unreadable("first_response_at")),
            Fault("first_response_duration", end.is_null() & reply.garbled_duration(facts)),
            *_unknown_whether_closed(facts, end.is_null()),
            Fault("first_response_at", end < start),
        ),
    )


def _begun_by_agents(facts: Facts) -> tuple[Outside, ...]:
    """Cases that nobody asked for have no first response."""
    if "started_by" not in facts.from_events:
        return ()
    return (Outside("agent_started", facts.column("started_by") == "agent"),)


def _closed_unanswered(facts: Facts, unanswered: pl.Expr) -> dict[str, Any]:
    """Outside, or missed; either way the report says how many there were."""
    closed = unanswered & case.is_resolved(facts)
    if facts.settings["closed_unanswered"] != "miss":
        return {"outside": (Outside(CLOSED_UNANSWERED, closed),)}
    return {
        "missed": closed,
        "tallies": {CLOSED: Tally(closed)},
        "details": lambda found: counted(found, CLOSED, CLOSED_UNANSWERED),
    }


def _unknown_whether_closed(facts: Facts, unanswered: pl.Expr) -> tuple[Fault, ...]:
    return tuple(
        Fault(fault.column, unanswered & fault.when)
        for fault in case.unknown_whether_resolved(facts)
    )


def _counted_by_helpdesk(facts: Facts) -> Duration:
    own = counted_by_helpdesk(facts, *OWN_COUNT)
    waited = facts.column(own)
    return Duration(
        elapsed=waited,
        open=waited.is_null(),
        clock=facts.clocks.get(own, "calendar"),
        **_closed_unanswered(facts, waited.is_null() & ~facts.unreadable(own)),
        faults=(
            Fault(own, facts.unreadable(own)),
            *_unknown_whether_closed(facts, waited.is_null()),
        ),
    )


METRIC = Metric(
    name="first_response_time",
    tables=("tickets",),
    kind=Kind.DURATION,
    unit=Unit.SECONDS,
    direction=Direction.LOWER,
    summary="How long a customer waits for the first answer of a human.",
    definition=(
        "From created_at to first_response_at, the first public reply of a human agent. Where the "
        "export has only the helpdesk's own duration in calendar time, created_at plus that "
        "duration is the instant; with `clock: helpdesk` the helpdesk's own count is judged, that "
        "on its business clock where the export tells it. A case without a reply that is still "
        "open counts as missed once the limit has passed at the audit instant and is not due "
        "before that. A case closed "
        "without any reply is not applicable, or a miss; it is counted and shown either way."
    ),
    formula="first_response_at - created_at",
    columns=columns,
    measure=measure,
    takes_limit=True,
    settings=(
        Setting(
            "closed_unanswered",
            SettingKind.CHOICE,
            "not_applicable",
            "what a case is that was closed without any reply",
            choices=("not_applicable", "miss"),
        ),
        *DURATION_SETTINGS,
    ),
    example="""\
- id: email-first-response
  statement: We answer every e-mail within 24 hours.
  metric: first_response_time
  where: channel = 'email'
  within: 24h
  target: ">= 95%"
""",
    elsewhere=(
        "Zendesk counts from creation to the first public agent comment, Intercom from the "
        "contact's first reply without out-of-office time, Chatwoot from the hand-off by a bot, "
        "GLPI until somebody takes the ticket on."
    ),
)
