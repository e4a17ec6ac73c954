"""The figure behind a result: one value, exact, with what it was made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.audit import statistics
from csaudit.metrics.declaration import (
    Detail,
    Direction,
    Duration,
    Period,
    Score,
    Series,
    Share,
    Summary,
)
from csaudit.plan.evaluation import MEASURED, RUNG, record_direction
from csaudit.plan.ladder import JUDGED, Tally, Verdict
from csaudit.plan.verdicts import MARK, MARK_OF

if TYPE_CHECKING:
    from csaudit.plan.evaluation import Evaluated

MICROSECONDS: Final = 1_000_000
MEDIAN: Final = Fraction(1, 2)
PERCENT: Final = 100
ALL_TIME: Final = Period(None, None)
USUAL_CONFIDENCE: Final = 0.95


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


def figure(evaluated: Evaluated, cases: pl.DataFrame, tally: Tally, period: Period) -> Figure:
    """The figure of some of a standard's records: `cases` with their `tally`."""
    measure = evaluated.measure
    match measure:
        case Duration() if evaluated.question.standard.within is not None:
            return replace(_attainment(evaluated, cases, tally), details=_details(evaluated, cases))
        case Duration():
            return _statistic(evaluated, cases, tally)
        case Share():
            return replace(_share(evaluated, tally), details=_details(evaluated, cases))
        case Score():
            return replace(_score(evaluated, cases, tally), details=_details(evaluated, cases))
        case Series():
            return _series(evaluated, measure, cases, period)


def confidence(evaluated: Evaluated) -> float:
    """How sure an interval is: 95 % unless the standard says otherwise."""
    asked = evaluated.question.standard.confidence
    return USUAL_CONFIDENCE if asked is None else float(asked)


def _attainment(evaluated: Evaluated, cases: pl.DataFrame, tally: Tally) -> Figure:
    met, n = tally.count(Verdict.MET), tally.judged
    if not n:
        return Figure(n=0)
    reached = _reached(evaluated, cases)
    return Figure(
        n=n,
        value=Fraction(met, n),
        numerator=met,
        denominator=n,
        reached=reached,
        interval=statistics.wilson(met, n, confidence(evaluated)),
    )


def _reached(evaluated: Evaluated, cases: pl.DataFrame) -> Fraction | None:
    """The time within which the promised share really is done, if that can be said."""
    if evaluated.timing is not None and evaluated.timing.mixed:
        return None
    target = evaluated.question.standard.target
    promised = Fraction(1) if target is None else target.value
    found = statistics.percentile(_durations(evaluated, cases), promised)
    return None if found is None or found.lower else _seconds(found.value)


def _statistic(evaluated: Evaluated, cases: pl.DataFrame, tally: Tally) -> Figure:
    n = tally.judged
    if not n:
        return Figure(n=0)
    statistic = evaluated.question.standard.statistic or "median"
    if statistic == "mean":
        return _mean(cases.filter(_rung_in(evaluated, *JUDGED)), n, confidence(evaluated))
    found = statistics.percentile(_durations(evaluated, cases), _share_of(statistic))
    if found is None:
        return Figure(n=n)
    return Figure(n=n, value=_seconds(found.value), lower=found.lower)


def _mean(ended: pl.DataFrame, n: int, sure: float) -> Figure:
    """The mean in seconds; squares of microseconds need more than 64 bits to be exact."""
    wide = pl.col(MEASURED).cast(pl.Int128)
    total, squares = ended.select(wide.sum().alias("total"), (wide * wide).sum()).row(0)
    mean = Fraction(int(total), n * MICROSECONDS)
    in_seconds = Fraction(int(squares), MICROSECONDS * MICROSECONDS)
    return Figure(n=n, value=mean, interval=statistics.t_interval(mean, in_seconds, n, sure))


def _share_of(statistic: str) -> Fraction:
    if statistic == "median":
        return MEDIAN
    return Fraction(1) if statistic == "max" else Fraction(int(statistic[1:]), PERCENT)


def _durations(evaluated: Evaluated, cases: pl.DataFrame) -> pl.DataFrame:
    """`measured` and `open` of the records that a percentile is taken over."""
    at_least = pl.col(RUNG).is_in(evaluated.ladder.at_least())
    counted = _rung_in(evaluated, *JUDGED, Verdict.NOT_DUE) & pl.col(MEASURED).is_not_null()
    if evaluated.question.settings.get("open") == "leave_out":
        counted &= ~at_least
    return cases.filter(counted).select(pl.col(MEASURED), at_least.alias("open"))


def _rung_in(evaluated: Evaluated, *verdicts: Verdict) -> pl.Expr:
    return pl.col(RUNG).is_in(evaluated.ladder.numbers(*verdicts))


def _seconds(microseconds: int) -> Fraction:
    return Fraction(microseconds, MICROSECONDS)


def _share(evaluated: Evaluated, tally: Tally) -> Figure:
    met, missed = tally.count(Verdict.MET), tally.count(Verdict.MISSED)
    lower = record_direction(evaluated.question) is Direction.LOWER
    success, n = (missed if lower else met), met + missed
    if not n:
        return Figure(n=0)
    interval = statistics.wilson(success, n, confidence(evaluated))
    if evaluated.question.settings.get("form") == "ratio":
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


def _score(evaluated: Evaluated, cases: pl.DataFrame, tally: Tally) -> Figure:
    measure = evaluated.measure
    n = tally.judged
    if not isinstance(measure, Score) or not n:
        return Figure(n=0)
    counted = _marks(measure, cases.filter(_rung_in(evaluated, *JUDGED)))
    total = sum((mark * count for mark, count in counted), Fraction(0))
    sure = confidence(evaluated)
    if measure.net:
        ups = sum(count for mark, count in counted if mark > 0)
        downs = sum(count for mark, count in counted if mark < 0)
        return Figure(
            n=n,
            value=PERCENT * total / n,
            numerator=ups - downs,
            denominator=n,
            interval=statistics.adjusted_wald(ups, downs, n, sure),
        )
    squares = sum((mark * mark * count for mark, count in counted), Fraction(0))
    return Figure(n=n, value=total / n, interval=statistics.t_interval(total / n, squares, n, sure))


def _marks(measure: Score, cases: pl.DataFrame) -> list[tuple[Fraction, int]]:
    """Each distinct mark, exact, and how many records have it."""
    exact = [MEASURED] if measure.of is None else [MARK, MARK_OF]
    return [
        (Fraction(Decimal(mark[0])) / (Fraction(Decimal(mark[1])) if mark[1:] else 1), count)
        for *mark, count in cases.group_by(exact).len().iter_rows()
    ]


def _series(evaluated: Evaluated, measure: Series, cases: pl.DataFrame, period: Period) -> Figure:
    counted = cases.filter(_rung_in(evaluated, *JUDGED)).select(*measure.columns)
    summary = measure.summarise(counted, period)
    value, below = summary.value, summary.denominator
    if value is None and below:
        value = Fraction(summary.numerator or 0, below)
    parts = below == summary.n and measure.also_dated_by is None and summary.value is None
    return Figure(
        n=summary.n,
        value=value,
        numerator=summary.numerator,
        denominator=below,
        interval=statistics.wilson(summary.numerator or 0, below, confidence(evaluated))
        if below and parts
        else None,
        details=summary.details,
        reason=_why(summary, value),
        words=summary.words,
    )


def _why(summary: Summary, value: Fraction | None) -> str | None:
    nothing = value is None and summary.words is None
    return summary.reason or ("no_records" if nothing else None)


def _details(evaluated: Evaluated, cases: pl.DataFrame) -> tuple[Detail, ...]:
    measure = evaluated.measure
    if isinstance(measure, Series) or measure.details is None:
        return ()
    return measure.details(cases.filter(_rung_in(evaluated, *JUDGED)))
