"""The share of cases that kept the due instant which the export itself carries."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Detail,
    Direction,
    Facts,
    Fault,
    Kind,
    Metric,
    N,
    Outside,
    Setting,
    SettingKind,
    Share,
    Tally,
    Unit,
)
from csaudit.metrics.parts import case, reply
from csaudit.metrics.parts.counting import counted
from csaudit.tables import Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from csaudit.metrics.declaration import Tallies

DUE_AT = "due_at"
FLAGGED, FLAG, DIFFER, ID = "flagged#", "flag#", "differ#", "ids#"


def columns(settings: Mapping[str, Any], _table: str) -> Columns:
    """The due instant, or the helpdesk's own flag; and when the promise was fulfilled."""
    due = settings["due"]
    if due == "response_due_at":
        needs = ((due, "due_met"), (*reply.REPLY, "due_met"))
        return Columns(needs=needs, uses=("due_met", "created_at", *reply.REPLY, *case.RESOLVING))
    return Columns(needs=((due, "due_met"),), uses=("due_met", "id", *case.RESOLVING))


def measure(facts: Facts) -> Share:
    """Fulfilled by the due instant; the flag only where no due instant exists."""
    due = facts.settings["due"]
    answers = facts.has("first_response_at") or reply.duration_counts(facts)
    if not facts.has(due) or (due == "response_due_at" and not answers):
        return _by_flag(facts)
    return _answered_by(facts, due) if due == "response_due_at" else _resolved_by(facts, due)


def _by_flag(facts: Facts) -> Share:
    flag = facts.column("due_met")
    return Share(
        success=flag,
        outside=(Outside("no due date", flag.is_null() & ~facts.unreadable("due_met")),),
        faults=(Fault("due_met", facts.unreadable("due_met")),),
    )


def _resolved_by(facts: Facts, due: str) -> Share:
    import polars as pl

    facts.column(due, Type.INSTANT)  # which tells where it is none
    promised, end = facts.latest(due), case.resolved_at(facts)
    kept = (end <= promised).fill_null(value=False)
    return Share(
        **(_compared(facts, kept) if due == DUE_AT and facts.has("due_met") else {}),
        success=kept,
        not_due=end.is_null() & (pl.lit(facts.as_of) <= promised),
        open=end.is_null(),
        due=promised,
        outside=(_no_due_date(facts, due),),
        faults=(Fault(due, facts.unreadable(due)), *case.unknown_when_resolved(facts)),
    )


def _compared(facts: Facts, kept: pl.Expr) -> dict[str, Any]:
    """The helpdesk's own flag beside what its instants say."""
    import polars as pl

    flag = facts.column("due_met")
    tallies = {
        FLAGGED: Tally(flag, "count"),
        FLAG: Tally(flag),
        DIFFER: Tally(flag != kept),
        ID: Tally(pl.when(flag != kept).then(facts.column("id")), "ids"),
    }
    return {"tallies": tallies, "details": _flag_and_instants}


def _flag_and_instants(found: Tallies) -> tuple[Detail, ...]:
    n, differ, ids = found[FLAGGED], found[DIFFER], tuple(found[ID])
    if not n:
        return ()
    return (
        *counted({**found, N: n}, FLAG, "kept by the helpdesk's own word"),
        Detail(label="the two differ", value=Fraction(differ, n), n=n, numerator=differ, ids=ids),
    )


def _answered_by(facts: Facts, due: str) -> Share:
    import polars as pl

    promised, answered = facts.latest(due), reply.answered_at(facts)
    garbled = facts.unreadable("first_response_at") | reply.garbled_duration(facts)
    unanswered = answered.is_null() & ~garbled
    return Share(
        success=(answered <= promised).fill_null(value=False),
        not_due=unanswered & (pl.lit(facts.as_of) <= promised),
        open=unanswered,
        due=promised,
        outside=(
            _no_due_date(facts, due),
            Outside("closed unanswered", unanswered & case.is_resolved(facts)),
        ),
        faults=(
            Fault(due, facts.unreadable(due)),
            Fault("first_response_at", facts.unreadable("first_response_at")),
            Fault("first_response_duration", answered.is_null() & reply.garbled_duration(facts)),
        ),
    )


def _no_due_date(facts: Facts, due: str) -> Outside:
    return Outside("no due date", facts.not_known(due) & ~facts.unreadable(due))


METRIC = Metric(
    name="due_date_met",
    tables=("tickets",),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    summary="The share of cases that kept the due instant which the export itself carries.",
    definition=(
        "Cases resolved (or, for response_due_at, answered) by their due instant, divided by the "
        "cases that have one. Past due and still open is a miss; not past due and open is not due "
        "yet. Where the export carries no due instant, the helpdesk's own yes or no is read; where "
        "it carries both, the instants judge, and how often the helpdesk's own word says kept, and "
        "where the two differ, stands below."
    ),
    formula="fulfilled by the due instant ÷ cases with a due instant",
    columns=columns,
    measure=measure,
    settings=(
        Setting(
            "due",
            SettingKind.COLUMN,
            DUE_AT,
            "the due instant: due_at, response_due_at, or any column of instants",
        ),
    ),
    example="""\
- id: due-date-kept
  statement: We keep the dates that we promise.
  metric: due_date_met
  target: 95%
""",
    elsewhere="Boston's OnTime_Status counts a case without a due date as on time.",
)
