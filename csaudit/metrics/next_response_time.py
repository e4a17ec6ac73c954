"""How long a customer waits for each further answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

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
    Unit,
)
from csaudit.metrics.parts import case
from csaudit.metrics.parts.durations import OPEN, PAUSE

if TYPE_CHECKING:
    from collections.abc import Mapping


UNKNOWN_AUTHOR: Final = "unknown author#"
"""Boolean: somebody whom nobody knows wrote to the case, see `events.cases`."""


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """None that a table of cases has: a log of events tells the questions."""
    return Columns(uses=("created_at", *case.RESOLVING))


def measure(facts: Facts) -> Duration:
    """From a question to its answer.

    Raises NotMeasurableError where no log of events tells single messages.
    """
    import polars as pl

    if "started_by" not in facts.from_events:
        why = (
            "the events hold no message of a customer or an agent"
            if facts.from_events
            else "tickets hold one row a case: give a log of them, as  events=FILE"
        )
        raise NotMeasurableError(
            "column_missing",
            f"next_response_time needs every single message with its instant and author, and {why}",
        )
    asked = pl.col("question latest" if facts.settings["from"] == "latest" else "question asked")
    answered = pl.col("question answered")
    told = pl.col("question asked").is_not_null()
    if facts.settings["from"] == "update" and facts.has("resolved_at"):
        resolved = facts.column("resolved_at")
        answered = pl.coalesce(answered, pl.when(resolved >= asked).then(resolved))
    closed = answered.is_null() & told & case.is_resolved(facts)
    first = pl.col("question first").fill_null(value=False)
    outside = [Outside("first response", first)] if facts.settings["first"] == "leave_out" else []
    misses = facts.settings["closed_unanswered"] == "miss"
    if not misses:
        outside.append(Outside("closed unanswered", closed))
    return Duration(
        start=asked,
        end=answered,
        dated_by=asked,
        missed=closed if misses else None,
        outside=tuple(outside),
        faults=(
            Fault("actor_role", pl.col(UNKNOWN_AUTHOR)),
            Fault("events", ~told),
        ),
    )


def unit_judged(settings: Mapping[str, Any]) -> str:
    """Questions; or the gaps between replies."""
    return "gaps" if settings["from"] == "update" else "questions"


METRIC = Metric(
    name="next_response_time",
    tables=("tickets",),
    kind=Kind.DURATION,
    unit=Unit.SECONDS,
    direction=Direction.LOWER,
    summary="How long a customer waits for each further answer (needs events).",
    definition=(
        "From the oldest message of the customer that is not answered yet (or the latest, with "
        "`from: latest`) to the next public reply of an agent, once for every question: they are "
        "what is counted, not cases, and each is dated by its start. The first response is left "
        "to first_response_time unless `first: count`. An open question is missed once the limit "
        "has passed and not due before; one of a resolved case is not applicable. With `from: "
        "update` a gap is counted, from the last reply or the beginning to the next reply; a "
        "resolve ends it, and a reopening begins one anew. It needs single "
        "messages, each with its instant and its author, which a log of events holds: "
        "`events=FILE`."
    ),
    formula="agent's reply - oldest unanswered customer message",
    columns=columns,
    measure=measure,
    takes_limit=True,
    unit_judged=unit_judged,
    settings=(
        Setting(
            "from",
            SettingKind.CHOICE,
            "oldest",
            "from which of several unanswered messages the wait is counted; or from the last "
            "reply, whoever wrote since: how long a customer hears nothing",
            choices=("oldest", "latest", "update"),
        ),
        Setting(
            "first",
            SettingKind.CHOICE,
            "leave_out",
            "whether the first response is judged here, too",
            choices=("leave_out", "count"),
        ),
        Setting(
            "closed_unanswered",
            SettingKind.CHOICE,
            "ignore",
            "what a question is that was not answered when the case was resolved",
            choices=("ignore", "miss"),
        ),
        PAUSE,
        OPEN,
    ),
    example="""\
- id: next-answer
  statement: Every further message is answered within 8 hours.
  metric: next_response_time
  within: 8h
  target: 90%
  on_no_data: ignore
""",
    elsewhere=(
        "Zendesk counts from the oldest unanswered comment, FreeScout from the latest message, "
        "Zammad keeps only the longest gap of a ticket. Zendesk's periodic update is `from: "
        "update`, its pausable update the same with `pause: [pending]`."
    ),
)
