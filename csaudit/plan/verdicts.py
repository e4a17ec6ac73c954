"""A metric's measure, made into the last rungs of a ladder and the column that was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from csaudit.metrics.declaration import Direction, Duration, Score, Series, Share
from csaudit.plan.ladder import Rung, Verdict

if TYPE_CHECKING:
    from csaudit.metrics.declaration import Measure
    from csaudit.plan.clock import Timing


ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True)
class Also:
    """`and:` a second demand on the same record: kept, broken or unknown, or too early to say."""

    kept: pl.Expr
    not_due: pl.Expr | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The rungs of judging, and what is kept of each record beside its rung.

    `measured`: Int64 microseconds for durations, the mark for scores: a float where it is a
    fraction.
    """

    rungs: tuple[Rung, ...]
    measured: pl.Expr | None = None


def population(measure: Measure) -> list[Rung]:
    """The records outside the metric's population, then those that it cannot read."""
    return [
        *(Rung(Verdict.NOT_APPLICABLE, item.reason, item.when) for item in measure.outside),
        *(Rung(Verdict.UNREADABLE, fault.column, fault.when) for fault in measure.faults),
    ]


def judge_duration(measure: Duration, timing: Timing, also: Also | None) -> Judged:
    """Attainment: did each case keep its limit; an open one has missed it or is not due."""
    is_open, over = timing.open, timing.over
    given_up = _or_never(measure.given_up)
    unknown = given_up & timing.measured.is_null()
    rungs = (
        Rung(Verdict.MISSED, "closed unanswered", _or_never(measure.missed), at_least=True),
        Rung(Verdict.MISSED, ABANDONED, given_up & (over | unknown), at_least=True),
        *_given_up_in_time(measure.given_up_is, given_up),
        Rung(Verdict.MISSED, None, is_open & over, open=True),
        Rung(Verdict.MISSED, None, ~is_open & over),
        *_also_broken(also, is_open),
        *_also_unknown(also, is_open),
        Rung(Verdict.NOT_DUE, None, is_open, open=True),
        Rung(Verdict.MET, ABANDONED, given_up, at_least=True),
        _everybody_else(Verdict.MET),
    )
    return Judged(rungs, timing.measured)


def _given_up_in_time(treatment: str, given_up: pl.Expr) -> list[Rung]:
    if treatment == "miss":
        return [Rung(Verdict.MISSED, ABANDONED, given_up, at_least=True)]
    return [Rung(Verdict.NOT_APPLICABLE, ABANDONED, given_up)] if treatment == "ignore" else []


def measure_duration(measure: Duration, timing: Timing) -> Judged:
    """A statistic: how long the ended cases took; open ones are known to last at least so long."""
    timeless = _or_never(measure.missed) | _or_never(measure.given_up)
    rungs = (
        Rung(Verdict.NOT_APPLICABLE, "no time to measure", timeless),
        Rung(Verdict.NOT_DUE, None, timing.open, open=True),
        _everybody_else(Verdict.MEASURED),
    )
    return Judged(rungs, timing.measured)


def _or_never(condition: pl.Expr | None) -> pl.Expr:
    return pl.lit(value=False) if condition is None else condition


def judge_share(measure: Share, direction: Direction, also: Also | None) -> Judged:
    """Kept or broken; where lower is better, success is the thing that should not happen."""
    success = measure.success
    broken = success if direction is Direction.LOWER else ~success
    early = measure.not_due if measure.not_due is not None else pl.lit(value=False)
    rungs = (
        *([] if also is None else _open_apart(measure, Verdict.MISSED, broken & ~early)),
        *_also_broken(also, measure.open),
        Rung(Verdict.NOT_APPLICABLE, "unknown", success.is_null() & ~early.fill_null(value=False)),
        *_also_unknown(also, measure.open),
        *_open_apart(measure, Verdict.NOT_DUE, early),
        *_open_apart(measure, Verdict.MISSED, broken),
        *_open_apart(measure, Verdict.MET, pl.lit(value=True)),
    )
    return Judged(rungs)


def _open_apart(measure: Share | Series, verdict: Verdict, when: pl.Expr) -> list[Rung]:
    return _still_apart(verdict, when, measure.open)


def _still_apart(verdict: Verdict, when: pl.Expr, is_open: pl.Expr | None) -> list[Rung]:
    """One rung, or two where it is known which cases had no end at the audit instant."""
    still = [] if is_open is None else [Rung(verdict, None, when & is_open, open=True)]
    return [*still, Rung(verdict, None, when)]


def measure_each(measure: Score | Series) -> Judged:
    """No verdict for one record: it is only measured."""
    early = measure.not_due if measure.not_due is not None else pl.lit(value=False)
    unknown = (
        [Rung(Verdict.NOT_APPLICABLE, "unknown", measure.value.is_null())]
        if isinstance(measure, Score)
        else []
    )
    rungs = [Rung(Verdict.NOT_DUE, None, early), *unknown]
    if isinstance(measure, Series):
        rungs += _open_apart(measure, Verdict.MEASURED, pl.lit(value=True))
        return Judged(tuple(rungs))
    rungs.append(_everybody_else(Verdict.MEASURED))
    if measure.of is None:
        return Judged(tuple(rungs), measure.value)
    return Judged(tuple(rungs), measure.value.cast(pl.Float64) / measure.of.cast(pl.Float64))


def _also_broken(also: Also | None, is_open: pl.Expr | None = None) -> list[Rung]:
    return [] if also is None else _still_apart(Verdict.MISSED, ~also.kept, is_open)


def _also_unknown(also: Also | None, is_open: pl.Expr | None) -> list[Rung]:
    """Not known to have failed: too early to say, or not applicable whatever comes."""
    if also is None:
        return []
    early = [] if also.not_due is None else _still_apart(Verdict.NOT_DUE, also.not_due, is_open)
    return [*early, Rung(Verdict.NOT_APPLICABLE, "and: unknown", also.kept.is_null())]


def _everybody_else(verdict: Verdict) -> Rung:
    return Rung(verdict, None, pl.lit(value=True))
