"""How much of what comes in is resolved within the same day, working day or week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    PERIOD,
    Columns,
    Direction,
    Facts,
    Fault,
    Kind,
    Metric,
    N,
    Period,
    Periods,
    Series,
    Setting,
    SettingKind,
    Share,
    Summary,
    Tally,
    Unit,
)
from csaudit.metrics.parts import case
from csaudit.metrics.parts.durations import begins

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from csaudit.metrics.declaration import Tallies

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
    created, resolved = facts.column("created_at"), case.resolved_at(facts)
    return Series(
        columns={RECEIVED: created, RESOLVED: resolved},
        tallies={
            RECEIVED: Tally(_inside(created, facts.period)),
            RESOLVED: Tally(_inside(resolved, facts.period)),
        },
        by_period=_by_period,
        summarise=_resolved_over_received,
        also_dated_by=resolved,
        faults=_faults(facts),
    )


def _faults(facts: Facts) -> tuple[Fault, ...]:
    return (
        *begins(facts, "created_at"),
        *case.unknown_when_resolved(facts),
        *case.end_before_start(facts, facts.column("created_at")),
    )


def _inside(instant: pl.Expr, period: Period) -> pl.Expr:
    import polars as pl

    inside = instant.is_not_null()
    if period.start is not None:
        inside &= instant >= pl.lit(period.start)
    if period.end is not None:
        inside &= instant < pl.lit(period.end)
    return inside


def _by_period(frame: pl.LazyFrame, periods: Periods) -> pl.LazyFrame:
    """What was received and what was resolved in each period, whatever became of the rest."""
    import polars as pl

    counts = [
        frame.group_by(periods.number(pl.col(name)).alias(PERIOD)).agg(pl.len().alias(name))
        for name in (RECEIVED, RESOLVED)
    ]
    both = counts[0].join(counts[1], on=PERIOD, how="full", coalesce=True)
    counted = both.with_columns(pl.col(RECEIVED, RESOLVED).fill_null(0))
    return counted.with_columns(pl.col(RECEIVED).alias(N))


def _resolved_over_received(found: Tallies, _period: Period) -> Summary:
    received = found[RECEIVED]
    return Summary(n=received, numerator=found[RESOLVED], denominator=received)


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
