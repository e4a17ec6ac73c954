"""The share of calls whose caller gave up waiting."""

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
from csaudit.metrics.parts import call
from csaudit.metrics.parts.answering import SHORT_ABANDON

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """What tells who gave up; the wait tells who did so at once."""
    return Columns(needs=(("abandoned", "answered_at", "answered"),), uses=call.WAITING)


def measure(facts: Facts) -> Share:
    """Given up, of all that were offered; the flag where it is known."""
    import polars as pl

    answered, flag = call.is_answered(facts), facts.column("abandoned")
    waits = call.still_waits(facts)
    abandoned = ~answered & ~waits & pl.coalesce(flag, call.given_up(facts))
    return Share(
        success=abandoned,
        not_due=waits,
        open=waits,
        outside=_short(facts, abandoned),
        faults=tuple(
            Fault(fault.column, abandoned.is_null() & fault.when)
            for fault in call.unknown_whether_answered(facts)
        ),
    )


def _short(facts: Facts, abandoned: pl.Expr) -> tuple[Outside, ...]:
    short = facts.settings["short_abandon"]
    if not short:
        return ()
    return (Outside("short abandon", abandoned & (call.waited(facts) <= short)),)


METRIC = Metric(
    name="abandonment_rate",
    tables=("calls", "tickets"),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.LOWER,
    summary="The share of calls whose caller gave up waiting.",
    definition=(
        "Calls given up before an agent answered, divided by the calls offered. A call that was "
        "answered is none of them, whatever the flag `abandoned` says; of the others the flag "
        "decides, and where there is none, a call that ended was given up. Those given "
        "up after no longer than `short_abandon` are not applicable; a call that still waits at "
        "the audit instant is not due. Where not one of a hundred calls or more was given up there "
        "is no verdict, since many exports leave those out; `expect: {abandoned: 0}` says that "
        "this one does not."
    ),
    counted="given up",
    only_about="abandoned",
    formula="given up ÷ offered",
    columns=columns,
    measure=measure,
    settings=(SHORT_ABANDON,),
    example="""\
- id: few-give-up
  statement: At most 5 % of the callers give up.
  metric: abandonment_rate
  target: 5%
""",
    elsewhere=(
        "Calls that end in the voice menu are usually left out; Zendesk Talk tells abandoned in "
        "queue, in the menu, on hold and on voicemail apart."
    ),
)
