"""How long agents work on a case or a call."""

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
    Unit,
)
from csaudit.metrics.parts import call, case
from csaudit.metrics.parts.durations import CLOCK, OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping


def columns(_settings: Mapping[str, Any], table: str) -> Columns:
    """The work on a case; of a call its talk, hold and wrap-up, or its two ends."""
    if table == "calls":
        uses = ("hold", "wrap_up", "ended_at", *call.ANSWERING)
        return Columns(needs=(("talk", "answered_at"),), uses=uses)
    return Columns(needs=(("handle_time",),), uses=case.RESOLVING)


def measure(facts: Facts) -> Duration:
    """The work as the data carries it."""
    return _of_calls(facts) if facts.table == "calls" else _of_cases(facts)


def _of_cases(facts: Facts) -> Duration:
    import polars as pl

    worked = facts.column("handle_time")
    tells = any(facts.has(column) for column in case.RESOLVING)
    is_open = ~case.is_resolved(facts) if tells else pl.lit(value=False)
    return Duration(
        elapsed=pl.when(is_open).then(worked.fill_null(0)).otherwise(worked),
        open=is_open,
        clock=facts.clocks.get("handle_time", "calendar"),
        stretches=("new", "open"),
        faults=(
            Fault("handle_time", facts.unreadable("handle_time")),
            *(case.unknown_whether_resolved(facts) if tells else ()),
            Fault("handle_time", ~is_open & worked.is_null()),
        ),
    )


def _of_calls(facts: Facts) -> Duration:
    if facts.has("talk"):
        return _added_up(facts)
    if facts.has("answered_at") and facts.has("ended_at"):
        return _between_instants(facts)
    words = "calls have neither talk, nor answered_at and ended_at"
    raise NotMeasurableError("column_missing", words)


def _added_up(facts: Facts) -> Duration:
    talk, parts = facts.column("talk"), ("talk", "hold", "wrap_up")
    return Duration(
        elapsed=talk + facts.column("hold").fill_null(0) + facts.column("wrap_up").fill_null(0),
        clock=facts.clocks.get("talk", "calendar"),
        outside=(call.not_answered(facts),),
        faults=(
            *call.unknown_whether_answered(facts),
            *(Fault(part, facts.unreadable(part)) for part in parts),
            Fault("talk", talk.is_null()),
        ),
    )


def _between_instants(facts: Facts) -> Duration:
    import polars as pl

    answered_at, ended_at = facts.column("answered_at"), facts.column("ended_at")
    spoken = ended_at.fill_null(pl.lit(facts.as_of)) - answered_at
    return Duration(
        elapsed=spoken.dt.total_microseconds() + facts.column("wrap_up").fill_null(0),
        open=ended_at.is_null(),
        outside=(call.not_answered(facts),),
        faults=(
            *call.unknown_whether_answered(facts),
            Fault("answered_at", answered_at.is_null()),
            Fault("ended_at", facts.unreadable("ended_at") | (ended_at < answered_at)),
            Fault("wrap_up", facts.unreadable("wrap_up")),
        ),
    )


METRIC = Metric(
    name="handle_time",
    tables=("tickets", "calls"),
    kind=Kind.DURATION,
    unit=Unit.SECONDS,
    direction=Direction.LOWER,
    summary="How long agents work on a case or a call.",
    definition=(
        "Of a case, the time that agents worked on it, as the helpdesk counted it; in an open "
        "case it may still grow: it is missed once it is over the limit and not due before that. "
        "Of an answered call, talk plus hold plus wrap-up; an empty hold or wrap-up is none. "
        "Where the data has no talk time, from answered_at to ended_at, which holds both talk and "
        "hold, plus wrap-up."
    ),
    formula="handle_time, or talk + hold + wrap_up",
    columns=columns,
    measure=measure,
    takes_limit=True,
    settings=(CLOCK, OPEN),
    example="""\
- id: handle-time
  statement: A call takes us six minutes on average.
  metric: handle_time
  table: calls
  statistic: mean
  target: "<= 6m"
""",
    elsewhere=(
        "Call centres add talk, hold and after-call work (AHT). Zendesk's agent work time is the "
        "time in New and Open, Intercom's handling time runs from assignment to close, its "
        "adjusted one without idle time."
    ),
)
