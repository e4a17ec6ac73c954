"""How much of what comes in is resolved within the same day, working day or week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Fault,
    Kind,
    Metric,
    Period,
    Series,
    Setting,
    SettingKind,
    Share,
    Summary,
    Unit,
)
from csaudit.metrics.parts import case
from csaudit.metrics.parts.durations import begins

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl


RECEIVED, RESOLVED = "received#", "resolved#"


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """Received and resolved."""
    return Columns(needs=(("created_at",), ("resolved_at", "closed_at")), uses=case.RESOLVING)


def measure(facts: Facts) -> Share | Series:
    """By cohort each case has its own window; as a flow only the totals are compared."""
    return _flow(facts) if facts.settings["count"] == "flow" else _cohort(facts)


def _cohort(facts: Facts) -> Share:
    import polars as pl

    created, end = facts.column("created_at"), case.resolved_at(facts)
    window_end = facts.window_end(created, facts.settings["window"])
    in_time = (end < window_end).fill_null(value=False)
    return Share(
        success=in_time,
        not_due=end.is_null() & (pl.lit(facts.as_of) < window_end),
        open=end.is_null(),
        faults=_faults(facts),
    )


def _flow(facts: Facts) -> Series:
    return Series(
        columns={RECEIVED: facts.column("created_at"), RESOLVED: case.resolved_at(facts)},
        summarise=_resolved_over_received,
        also_dated_by=case.resolved_at(facts),
        faults=_faults(facts),
    )


def _faults(facts: Facts) -> tuple[Fault, ...]:
    return (
        *begins(facts, "created_at"),
        *case.unknown_when_resolved(facts),
        *case.end_before_start(facts, facts.column("created_at")),
    )


def _resolved_over_received(frame: pl.DataFrame, period: Period) -> Summary:
    received = _count(frame, RECEIVED, period)
    return Summary(n=received, numerator=_count(frame, RESOLVED, period), denominator=received)


def _count(frame: pl.DataFrame, column: str, period: Period) -> int:
    import polars as pl

    instants = frame.get_column(column).drop_nulls()
    within = pl.Series([True]).new_from_index(0, len(instants))
    if period.start is not None:
        within &= instants >= period.start
    if period.end is not None:
        within &= instants < period.end
    return int(within.sum())


METRIC = Metric(
    name="closure_rate",
    tables=("tickets",),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    summary="How much of what comes in is resolved within the same day, working day or week.",
    definition=(
        "By cohort: cases resolved before the window in which they arrived was over, divided by "
        "the cases received; at most 100 %, and not due while the window runs. As a flow: all "
        "cases resolved in a period divided by all received in it, which may exceed 100 %. Days "
        "and weeks are those of the standards file's zone; a day without received cases has no "
        "value. With `window: working day` what arrives outside hours belongs to the next working "
        "day of the calendar."
    ),
    formula="resolved within the window ÷ received",
    columns=columns,
    measure=measure,
    settings=(
        Setting(
            "count",
            SettingKind.CHOICE,
            "cohort",
            "follow each case, or compare the totals",
            choices=("cohort", "flow"),
        ),
        Setting(
            "window",
            SettingKind.CHOICE,
            "day",
            "how long a case has",
            choices=("day", "working day", "week"),
        ),
    ),
    example="""\
- id: same-day
  statement: We close at least 80 % of what arrives on the same day.
  metric: closure_rate
  target: 80%
  judge: {each: day, reach: ">= 90%"}
""",
    elsewhere=(
        "Freshservice divides resolved in the period by received in the period (a flow), others "
        "put reopened cases below the line or count what was solved over what was assigned."
    ),
)
