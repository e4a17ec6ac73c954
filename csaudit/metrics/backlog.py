"""How many cases are waiting to be resolved."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    PERIOD,
    Columns,
    Direction,
    Facts,
    Kind,
    Metric,
    N,
    Period,
    Periods,
    Series,
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

CREATED, RESOLVED, UNDATED = "created#", "resolved#", "undated#"
BEGUN, GONE = "begun#", "gone#"
READABLE = Fraction(19, 20)


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """Created, and what tells when it was resolved."""
    return Columns(needs=(("created_at",), case.RESOLVING), uses=case.RESOLVING)


def measure(facts: Facts) -> Series:
    """Created and not resolved, at the end of the period or at the audit instant."""
    import polars as pl

    resolved = case.resolved_at(facts)

    created = facts.column("created_at")
    undated = resolved.is_null() & case.is_resolved(facts)
    end = facts.period.end
    begun = pl.lit(value=True) if end is None else created < pl.lit(end)
    gone = resolved.is_not_null() if end is None else resolved < pl.lit(end)

    def summarise(found: Tallies, period: Period) -> Summary:
        past = period.end is not None and period.end <= facts.as_of
        return _before(found) if past else _now(found)

    return Series(
        columns={CREATED: created, RESOLVED: resolved, UNDATED: undated},
        tallies={
            BEGUN: Tally(begun),
            GONE: Tally(begun & gone),
            UNDATED: Tally(begun & undated),
        },
        by_period=_by_period,
        summarise=summarise,
        lasts_until=resolved,
        open=resolved.is_null() & ~case.is_resolved(facts),
        faults=(
            *begins(facts, "created_at"),
            *case.unknown_whether_resolved(facts),
            *case.garbled_resolve(facts),
            *case.end_before_start(facts, created),
        ),
    )


def _by_period(frame: pl.LazyFrame, periods: Periods) -> pl.LazyFrame:
    """What had begun and what was gone by the end of each period, as running totals."""
    import polars as pl

    last = len(periods.edges) - 2
    begins = periods.number(pl.col(CREATED)).clip(lower_bound=0)
    leaves = pl.max_horizontal(begins, periods.number(pl.col(RESOLVED)))
    gone = pl.when(pl.col(RESOLVED).is_not_null()).then(leaves)
    cases = frame.select(begins.alias(PERIOD), gone.alias("gone"), UNDATED)
    arrived = cases.group_by(PERIOD).agg(pl.len().alias(BEGUN), pl.col(UNDATED).sum())
    left = cases.group_by(pl.col("gone").alias(PERIOD)).agg(pl.len().alias(GONE))
    every = pl.LazyFrame({PERIOD: pl.int_range(last + 1, eager=True)})
    counted = every.join(arrived, on=PERIOD, how="left").join(left, on=PERIOD, how="left")
    totals = [pl.col(name).fill_null(0).cum_sum() for name in (BEGUN, UNDATED, GONE)]
    return counted.sort(PERIOD).with_columns(totals).with_columns(pl.col(BEGUN).alias(N))


def _now(found: Tallies) -> Summary:
    n = found[N]
    return Summary(n=n, value=Fraction(n - found[UNDATED] - found[GONE]) if n else None)


def _before(found: Tallies) -> Summary:
    """At the last moment of a period that is over."""
    begun, undated = found[BEGUN], found[UNDATED]
    if not begun:
        return Summary(n=0)
    if undated > (1 - READABLE) * begun:
        words = f"of {undated} resolved cases nobody can say when they were resolved"
        return Summary(n=begun, reason="too_many_unreadable", words=words)
    said = f"without {undated} cases resolved nobody knows when" if undated else None
    return Summary(n=begun - undated, value=Fraction(begun - undated - found[GONE]), words=said)


METRIC = Metric(
    name="backlog",
    tables=("tickets",),
    kind=Kind.SERIES,
    unit=Unit.NUMBER,
    direction=Direction.LOWER,
    judges_records=False,
    summary="How many cases are waiting to be resolved.",
    definition=(
        "Cases created and not resolved at the audit instant; for a period, at its end if that "
        "is over. A case that was reopened and is open now counts as open all the time. A final "
        "status without an instant is resolved; in past periods such cases are left out, and if "
        "they are more than 5 % of those created by then, there is no figure."
    ),
    formula="created - resolved, at one instant",
    columns=columns,
    measure=measure,
    example="""\
- id: backlog
  statement: Never more than a hundred open cases at the end of a week.
  metric: backlog
  every: week
  target: "<= 100"
""",
    elsewhere=(
        "Zendesk takes a snapshot around midnight, Freshservice counts what is neither resolved "
        "nor closed, Zammad's report subtracts what was closed from what was created in the "
        "interval, which may be negative."
    ),
)
