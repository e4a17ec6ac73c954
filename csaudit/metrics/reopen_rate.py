"""The share of resolved cases that came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Fault,
    Kind,
    Metric,
    Outside,
    Share,
    Unit,
)
from csaudit.metrics.parts import case
from csaudit.metrics.parts.settling import SETTLE, resolved_too_lately, unknown_since_when

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """Reopens, and what tells whether the case was ever resolved."""
    return Columns(
        needs=(("reopens",), ("first_resolved_at", *case.RESOLVING)),
        uses=("first_resolved_at", *case.RESOLVING),
    )


def measure(facts: Facts) -> Share:
    """Reopened, of those that were ever resolved."""
    reopened = facts.column("reopens") > 0
    ever = _ever_resolved(facts, reopened)
    return Share(
        success=reopened,
        not_due=resolved_too_lately(facts, also_if_open=True),
        outside=(Outside("not resolved", ~ever),),
        faults=(
            *(
                Fault(fault.column, ever.is_null() & fault.when)
                for fault in case.unknown_whether_resolved(facts)
            ),
            Fault("reopens", facts.not_known("reopens")),
            Fault("first_resolved_at", ever.is_null()),
            *unknown_since_when(facts),
        ),
    )


def _ever_resolved(facts: Facts, reopened: pl.Expr) -> pl.Expr:
    """Null where the cells that would tell cannot be read: a case that is open may have been."""
    import polars as pl

    readable = ~facts.unreadable("first_resolved_at")
    first = pl.when(readable).then(facts.column("first_resolved_at").is_not_null())
    return reopened | first | case.is_resolved(facts)


METRIC = Metric(
    name="reopen_rate",
    tables=("tickets",),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.LOWER,
    summary="The share of resolved cases that came back.",
    definition=(
        "Cases that were ever reopened, divided by the cases that were ever resolved: resolved "
        "now, or reopened since. A case resolved less than `settle` before the audit instant is "
        "not due yet, whether or not it was reopened meanwhile."
    ),
    counted="reopened",
    formula="ever reopened ÷ ever resolved",
    columns=columns,
    measure=measure,
    settings=(SETTLE,),
    example="""\
- id: reopened
  statement: At most 5 % of our solutions do not hold.
  metric: reopen_rate
  target: 5%
""",
    elsewhere=(
        "Zendesk counts moves from Solved to Open, Intercom the contact's reply after closing, "
        "ServiceNow its reopen_count."
    ),
)
