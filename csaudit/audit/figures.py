"""The figure behind a result: one value, exact, with what it was made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from csaudit.audit import statistics
from csaudit.metrics.declaration import Direction, Duration, N, Score, Series, Share
from csaudit.plan.ladder import Verdict
from csaudit.plan.standard_plan import record_direction
from csaudit.plan.tallies import BILLION, share_of

if TYPE_CHECKING:
    from csaudit.metrics.declaration import Detail, Period, Summary
    from csaudit.plan.ladder import Tally
    from csaudit.plan.standard_plan import StandardPlan

MICROSECONDS: Final = 1_000_000
PERCENT: Final = 100
USUAL_CONFIDENCE: Final = 0.95

Tallies = Mapping[str, Any]
"""What the plan tells of one group for one standard, by the names that `plan.tallies` gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`value`: a share (0 to 1), seconds, a number or a score, exact; None without data.

    `n` counts the judged records; `lower`: the true value is at least `value`; `reached`: the
    seconds within which the promised share really is done; `words`: what a number cannot say.
    """

    n: int
    value: Fraction | None = None
    numerator: int | None = None
    denominator: int | None = None
    lower: bool = False
    reached: Fraction | None = None
    interval: statistics.Interval | None = None
    details: tuple[Detail, ...] = ()
    reason: str | None = None
    words: str | None = None


def figure(plan: StandardPlan, found: Tallies, tally: Tally, period: Period) -> Figure:
    """The figure of some of a standard's records, whose tallies and steps were counted."""
    measure = plan.measure
    match measure:
        case Duration() if plan.question.standard.within is not None:
            return replace(_attainment(plan, found, tally), details=_details(plan, found))
        case Duration():
            return _statistic(plan, found, tally)
        case Share():
            return replace(_share(plan, tally), details=_details(plan, found))
        case Score():
            return replace(_score(plan, measure, found, tally), details=_details(plan, found))
        case Series():
            return _series(plan, measure, found, period)


def confidence(plan: StandardPlan) -> float:
    """How sure an interval is: 95 % unless the standard says otherwise."""
    asked = plan.question.standard.confidence
    return USUAL_CONFIDENCE if asked is None else float(asked)


def _attainment(plan: StandardPlan, found: Tallies, tally: Tally) -> Figure:
    met, n = tally.count(Verdict.MET), tally.judged
    if not n:
        return Figure(n=0)
    return Figure(
        n=n,
        value=Fraction(met, n),
        numerator=met,
        denominator=n,
        reached=_reached(plan, found),
        interval=statistics.wilson(met, n, confidence(plan)),
    )


def _reached(plan: StandardPlan, found: Tallies) -> Fraction | None:
    """The time within which the promised share really is done, if that can be said."""
    if plan.timing is not None and plan.timing.mixed:
        return None
    reached = _percentile(plan, found)
    return None if reached is None or reached.lower else _seconds(reached.value)


def _percentile(plan: StandardPlan, found: Tallies) -> statistics.Percentile | None:
    if found["doubt"] is not None:
        return statistics.percentile(found["doubt"], share_of(plan))
    if found["at"] is not None:
        return statistics.Percentile(found["at"], lower=False)
    return None if found["longest"] is None else statistics.Percentile(found["longest"], lower=True)


def _statistic(plan: StandardPlan, found: Tallies, tally: Tally) -> Figure:
    n = tally.judged
    if not n:
        return Figure(n=0)
    if plan.question.standard.statistic == "mean":
        return _mean(found, n, confidence(plan))
    reached = _percentile(plan, found)
    if reached is None:
        return Figure(n=n)
    return Figure(n=n, value=_seconds(reached.value), lower=reached.lower)


def _mean(found: Tallies, n: int, sure: float) -> Figure:
    """The mean in seconds; squares of microseconds need more than 64 bits to be exact."""
    mean = Fraction(int(found["sum"]), n * MICROSECONDS)
    in_seconds = Fraction(int(found["squares"]), MICROSECONDS * MICROSECONDS)
    return Figure(n=n, value=mean, interval=statistics.t_interval(mean, in_seconds, n, sure))


def _seconds(microseconds: int) -> Fraction:
    return Fraction(microseconds, MICROSECONDS)


def _share(plan: StandardPlan, tally: Tally) -> Figure:
    met, missed = tally.count(Verdict.MET), tally.count(Verdict.MISSED)
    lower = record_direction(plan.question) is Direction.LOWER
    success, n = (missed if lower else met), met + missed
    if not n:
        return Figure(n=0)
    interval = statistics.wilson(success, n, confidence(plan))
    if plan.question.settings.get("form") == "ratio":
        return _ratio(success, n, interval)
    return Figure(
        n=n, value=Fraction(success, n), numerator=success, denominator=n, interval=interval
    )


def _ratio(success: int, n: int, interval: statistics.Interval) -> Figure:
    """Above ÷ below the line; with nothing below, there is no number, and any target is met."""
    below = n - success
    low, high = (share / (1 - share) if share < 1 else float("inf") for share in interval)
    return Figure(
        n=n,
        value=Fraction(success, below) if below else None,
        numerator=success,
        denominator=below,
        interval=(low, high),
        words=None if below else "nothing below the line",
    )


def _score(plan: StandardPlan, measure: Score, found: Tallies, tally: Tally) -> Figure:
    n = tally.judged
    if not n:
        return Figure(n=0)
    sure = confidence(plan)
    if measure.net:
        ups, downs = found["ups"], found["downs"]
        return Figure(
            n=n,
            value=Fraction(PERCENT * (ups - downs), n),
            numerator=ups - downs,
            denominator=n,
            interval=statistics.adjusted_wald(ups, downs, n, sure),
        )
    total, squares = _sums(found)
    return Figure(n=n, value=total / n, interval=statistics.t_interval(total / n, squares, n, sure))


def _sums(found: Tallies) -> tuple[Fraction, Fraction]:
    """The sum of the marks and of their squares, exact."""
    if "marks" in found:
        counted = [
            (Fraction(Decimal(pair["mark"])) / Fraction(Decimal(pair["of"])), one["count"])
            for one in found["marks"]
            for pair in [next(value for value in one.values() if isinstance(value, dict))]
        ]
        total = sum((mark * count for mark, count in counted), Fraction(0))
        return total, sum((mark * mark * count for mark, count in counted), Fraction(0))
    whole, products, part = (
        int(found[name]) for name in ("whole squares", "products", "part squares")
    )
    squares = whole * BILLION * BILLION + 2 * products * BILLION + part
    return Fraction(int(found["sum"]), BILLION), Fraction(squares, BILLION * BILLION)


def _series(plan: StandardPlan, measure: Series, found: Tallies, period: Period) -> Figure:
    if measure.grouped is not None and measure.by_period is None and not found[N]:
        return Figure(n=0, reason="no_records")
    summary = measure.summarise(found, period)
    value, below = summary.value, summary.denominator
    if value is None and below:
        value = Fraction(summary.numerator or 0, below)
    parts = below == summary.n and measure.also_dated_by is None and summary.value is None
    return Figure(
        n=summary.n,
        value=value,
        numerator=summary.numerator,
        denominator=below,
        interval=statistics.wilson(summary.numerator or 0, below, confidence(plan))
        if below and parts
        else None,
        details=summary.details,
        reason=_why(summary, value),
        words=summary.words,
    )


def _why(summary: Summary, value: Fraction | None) -> str | None:
    nothing = value is None and summary.words is None
    return summary.reason or ("no_records" if nothing else None)


def _details(plan: StandardPlan, found: Tallies) -> tuple[Detail, ...]:
    measure = plan.measure
    if isinstance(measure, Series) or measure.details is None:
        return ()
    return measure.details(found)
