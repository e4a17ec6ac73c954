"""The share of resolved cases that took one answer."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Comparison,
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
from csaudit.metrics.parts import case
from csaudit.metrics.parts.comparing import compare
from csaudit.metrics.parts.ratio import FORM
from csaudit.metrics.parts.settling import SETTLE, resolved_too_lately

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl


def columns(settings: Mapping[str, Any], _table: str) -> Columns:
    """Replies (or the helpdesk's own flag), reopens, and whether the case is resolved."""
    reopens = ("reopens",) if settings["reopened"] == "miss" else ()
    return Columns(
        needs=(("replies", "first_contact"), case.RESOLVING), uses=(*reopens, *case.RESOLVING)
    )


def measure(facts: Facts) -> Share:
    """One reply and no reopen, of the resolved cases or of all."""
    resolved = case.is_resolved(facts)
    of_all = facts.settings["of"] == "all"
    success = _one_answer(facts) & _stayed_resolved(facts)
    return Share(
        success=(success & resolved) if of_all else success,
        not_due=resolved_too_lately(facts),
        outside=() if of_all else (case.not_resolved(facts),),
        faults=(
            *case.unknown_whether_resolved(facts),
            *_unknown(facts, (success & resolved).is_null() if of_all else success.is_null()),
        ),
    )


def _one_answer(facts: Facts) -> pl.Expr:
    if not facts.has("replies"):
        return facts.column("first_contact")
    return compare(facts.column("replies"), facts.settings["replies"])


def _stayed_resolved(facts: Facts) -> pl.Expr:
    import polars as pl

    if facts.settings["reopened"] == "ignore" or not facts.has("reopens"):
        return pl.lit(value=True)
    return facts.column("reopens") == 0


def _unknown(facts: Facts, unknown: pl.Expr) -> tuple[Fault, ...]:
    counted = "replies" if facts.has("replies") else "first_contact"
    return (
        Fault(counted, unknown & facts.not_known(counted)),
        Fault("reopens", unknown),
    )


METRIC = Metric(
    name="first_contact_resolution",
    tables=("tickets",),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    summary="The share of resolved cases that took one answer.",
    definition=(
        "Cases resolved with as many agent replies as `replies` says (one) and without a reopen, "
        "divided by the resolved cases, or by all cases with `of: all`. A case resolved less than "
        "`settle` before the audit instant is not due yet. Where the data counts no replies, the "
        "helpdesk's own first_contact flag is read. `form: ratio` divides by those that needed "
        "more instead: an odds, 75 % is a ratio of 3."
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
