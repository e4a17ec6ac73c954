"""The share of resolved cases that took one answer."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Comparison,
    Detail,
    Direction,
    Facts,
    Fault,
    Kind,
    Metric,
    Setting,
    SettingKind,
    Share,
    Tally,
    Unit,
)
from csaudit.metrics.parts import call, case
from csaudit.metrics.parts.coming_back import (
    NO_REPEAT,
    Returning,
    came_back,
    unknown_whether_came_back,
)
from csaudit.metrics.parts.comparing import compare
from csaudit.metrics.parts.counting import counted
from csaudit.metrics.parts.ratio import FORM
from csaudit.metrics.parts.settling import SETTLE, resolved_too_lately, unknown_since_when
from csaudit.tables import BEGINS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from csaudit.metrics.declaration import Tallies

UNANSWERED = "unanswered#"


def columns(settings: Mapping[str, Any], table: str) -> Columns:
    """Replies (or the helpdesk's own flag), reopens, and whether the case is resolved."""
    requester = (("requester",), BEGINS[table]) if settings["no_repeat"] else ()
    if table == "calls":
        uses = ("offered_at", "ended_at", *call.ANSWERING)
        return Columns(needs=(("resolved",), *requester), uses=uses)
    reopens = ("reopens",) if settings["reopened"] == "miss" else ()
    return Columns(
        needs=(("replies", "first_contact"), case.RESOLVING, *requester),
        uses=(*reopens, "created_at", *case.RESOLVING),
    )


def measure(facts: Facts) -> Share:
    """One reply and no reopen, of the resolved cases or of all; a call resolved at once."""
    return _of_calls(facts) if facts.table == "calls" else _of_cases(facts)


def _of_cases(facts: Facts) -> Share:
    resolved = case.is_resolved(facts)
    of_all = facts.settings["of"] == "all"
    stayed = _stayed_away(facts, facts.column("created_at"), case.resolved_at(facts))
    success = _one_answer(facts) & _stayed_resolved(facts) & stayed.soon
    success = (success & resolved) if of_all else success
    unknown = success.is_null()
    told_by = "replies" if facts.has("replies") else "first_contact"
    return Share(
        success=success,
        beside=stayed.beside,
        not_due=resolved_too_lately(facts),
        outside=() if of_all else (case.not_resolved(facts),),
        faults=(
            *unknown_since_when(facts),
            *_asked(case.unknown_whether_resolved(facts), unknown, of_all=of_all),
            Fault(told_by, unknown & facts.not_known(told_by)),
            Fault(
                "reopens", unknown & facts.not_known("reopens") & _stayed_resolved(facts).is_null()
            ),
            *unknown_whether_came_back(facts, unknown, case.resolve_column(facts)),
        ),
        tallies={UNANSWERED: Tally(facts.column("replies") == 0)},
        details=_without_replies if facts.has("replies") else None,
    )


def _without_replies(found: Tallies) -> tuple[Detail, ...]:
    """Cases resolved without any reply, which one setting counts and another does not."""
    return counted(found, UNANSWERED, "without any reply")


def _of_calls(facts: Facts) -> Share:
    """Resolved in the call, of those that were answered or of all."""
    ended = facts.column("ended_at")
    stayed = _stayed_away(facts, facts.column("offered_at"), ended)
    success = facts.column("resolved") & stayed.soon
    of_all = facts.settings["of"] == "all"
    answered = call.is_answered(facts)
    success = (success & answered) if of_all else success
    unknown = success.is_null()
    return Share(
        success=success,
        beside=stayed.beside,
        outside=() if of_all else (call.not_answered(facts),),
        faults=(
            *_asked(call.unknown_whether_answered(facts), unknown, of_all=of_all),
            Fault("resolved", unknown & facts.not_known("resolved")),
            *unknown_whether_came_back(facts, unknown, "ended_at"),
        ),
    )


def _asked(faults: tuple[Fault, ...], unknown: pl.Expr, *, of_all: bool) -> tuple[Fault, ...]:
    """Of all records a known failure stands, whether or not it was resolved or answered."""
    if not of_all:
        return faults
    return tuple(Fault(fault.column, unknown & fault.when) for fault in faults)


def _one_answer(facts: Facts) -> pl.Expr:
    if not facts.has("replies"):
        return facts.column("first_contact")
    return compare(facts.column("replies"), facts.settings["replies"])


def _stayed_resolved(facts: Facts) -> pl.Expr:
    import polars as pl

    if facts.settings["reopened"] == "ignore" or not facts.has("reopens"):
        return pl.lit(value=True)
    return facts.column("reopens") == 0


def _stayed_away(facts: Facts, begun: pl.Expr, ended: pl.Expr) -> Returning:
    import polars as pl

    within = facts.settings["no_repeat"]
    if not within:
        return Returning(pl.lit(value=True), {})
    returning = came_back(facts, begun, ended, within)
    return returning._replace(soon=~returning.soon)


METRIC = Metric(
    name="first_contact_resolution",
    tables=("tickets", "calls"),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    summary="The share of resolved cases that took one answer.",
    definition=(
        "Cases resolved with as many agent replies as `replies` says (one) and without a reopen, "
        "divided by the resolved cases, or by all cases with `of: all`. A case resolved less than "
        "`settle` before the audit instant is not due yet. How many cases had no reply at all is "
        "listed. Where the data counts no replies, the "
        "helpdesk's own first_contact flag is read. With `no_repeat: 7d` a case is missed as well "
        "if its requester began another one within seven days after it was resolved; write "
        "`settle: 7d` beside it, or the newest cases count before anybody could come back. Of "
        "calls, those resolved in the call, divided by the answered ones. `form: ratio` divides "
        "by those that needed more instead: an odds, 75 % is a ratio of 3."
    ),
    formula="resolved with one reply and no reopen ÷ resolved",
    columns=columns,
    measure=measure,
    settings=(
        Setting(
            "replies",
            SettingKind.COMPARISON,
            Comparison("=", Decimal(1)),
            "how many agent replies count as first contact",
        ),
        Setting(
            "reopened",
            SettingKind.CHOICE,
            "miss",
            "what a reopened case is",
            choices=("miss", "ignore"),
        ),
        Setting(
            "of",
            SettingKind.CHOICE,
            "resolved",
            "what stands below the line",
            choices=("resolved", "all"),
        ),
        FORM,
        SETTLE,
        NO_REPEAT,
    ),
    example="""\
- id: first-contact
  statement: Three of four problems are solved with our first answer.
  metric: first_contact_resolution
  target: 75%
""",
    elsewhere=(
        "Zendesk's one-touch counts zero replies too, Freshservice counts customer interactions, "
        "Zammad whatever closes within 15 minutes, call centres no repeat contact in 7 days."
    ),
)
