"""The results of one standard: itself, its groups, its periods, and the one judgement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from csaudit.audit import judging
from csaudit.audit.figures import Figure, figure
from csaudit.audit.promise import detail, limit, number, settings, shown, unit
from csaudit.audit.report import PeriodOf, PlaceOf, Result
from csaudit.audit.standard_judgement import Found, judged
from csaudit.metrics.declaration import Period, Series
from csaudit.outcomes import Outcome
from csaudit.plan.evaluation import RUNG, Evaluated
from csaudit.plan.ladder import Tally, Verdict
from csaudit.plan.periods import instant_of, period_of, start_of, starts_between
from csaudit.plan.population import within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from csaudit.plan.questions import Question
    from csaudit.standards.model import Standard


INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a standard's records: a group, a period, or all of them.

    `cases` are its own records, `summed` those that its figure is made of: for a flow every
    record of the whole, since a case may arrive in one period and be resolved in another.
    """

    group: Mapping[str, str | None]
    period: PeriodOf | None
    cases: pl.DataFrame
    summed: pl.DataFrame
    stretch: Period


def unmeasured(question: Question) -> Result:
    """The result of a standard that the data cannot show."""
    obstacle = question.obstacle
    return replace(
        _blank(question, gates=True),
        outcome=Outcome.NO_DATA,
        reason=None if obstacle is None else obstacle.reason,
        words=None if obstacle is None else obstacle.words,
        settings=settings(question),
        limit=limit(question.standard),
        target=shown(judging.target_of(question.standard)),
        warn=shown(question.standard.warn),
    )


def results(evaluated: Evaluated, timezone: str, stretch: Period) -> list[Result]:
    """The standard's own result, then its breakdowns, then its periods."""
    evaluated = _in_order(evaluated)
    whole = _find(evaluated, Part({}, None, evaluated.frame, evaluated.frame, stretch))
    parts = {
        columns: _with_records(evaluated, _groups(evaluated, columns, stretch))
        for columns in evaluated.question.breakdowns
    }
    periods = {
        every: _with_records(evaluated, _periods(evaluated, every, timezone, stretch))
        for every in _lengths(evaluated.question.standard)
    }
    segments = [
        _find(evaluated, part, promise) for part, promise in _segments(evaluated, timezone, stretch)
    ]
    own = judged(evaluated.question, whole, parts, periods, segments)
    shown = [found.result for group in (*parts.values(), *periods.values()) for found in group]
    return [own, *shown]


def _segments(
    evaluated: Evaluated, timezone: str, stretch: Period
) -> Iterator[tuple[Part, Standard]]:
    """The stretches in which one target of a history held, each with its own promise."""
    standard = evaluated.question.standard
    history = standard.target_history
    untils = [*(dated.start for dated in history[1:]), None]
    for dated, until in zip(history, untils, strict=False):
        held = Period(
            None if dated.start is None else _midnight(dated.start, timezone),
            None if until is None else _midnight(until, timezone),
        )
        cases = evaluated.frame.filter(within(pl.col("dated"), held))
        promise = replace(standard, target=dated.target, target_history=())
        if cases.height:
            name = "the beginning" if dated.start is None else dated.start.isoformat()
            yield Part({"from": name}, None, cases, cases, stretch), promise


def _midnight(day: date, timezone: str) -> datetime:
    return instant_of(datetime.combine(day, time()), timezone)


def _in_order(evaluated: Evaluated) -> Evaluated:
    """What a series sums up in an order of its own; every part of it keeps that order."""
    measure = evaluated.measure
    if not isinstance(measure, Series):
        return evaluated
    return replace(evaluated, frame=evaluated.frame.sort(*measure.columns))


def _with_records(evaluated: Evaluated, parts: Iterable[Part]) -> list[Found]:
    """The parts that hold records which the standard speaks of."""
    found = [_find(evaluated, part) for part in parts]
    return [one for one in found if one.tally.own or (_lasting(evaluated) and one.figure.n)]


def _lengths(standard: Standard) -> list[str]:
    named = (standard.every, standard.judge.every)
    return list(dict.fromkeys(every for every in named if every is not None))


def _groups(evaluated: Evaluated, columns: tuple[str, ...], stretch: Period) -> Iterator[Part]:
    keys = list(columns)
    for values, cases in _partitions(evaluated.frame, keys):
        yield Part(dict(zip(columns, values, strict=True)), None, cases, cases, stretch)


def _periods(evaluated: Evaluated, every: str, timezone: str, stretch: Period) -> Iterator[Part]:
    key = start_of(pl.col("dated"), every, timezone).alias("#period")
    frame = evaluated.frame.with_columns(key)
    measure = evaluated.measure
    beyond = isinstance(measure, Series) and measure.reaches_beyond
    known = frame.filter(pl.col("#period").is_not_null())
    dated = {start: cases for (start,), cases in _partitions(known, ["#period"])}
    starts = _every_start(evaluated, every, timezone, stretch) if _lasting(evaluated) else dated
    for start in starts:
        hour = start.hour if every == "hour" else None
        period = PeriodOf(every=every, start=start.date(), hour=hour)
        cases = dated.get(start, frame.clear())
        summed = evaluated.frame if beyond else cases
        yield Part({}, period, cases, summed, _both(period_of(start, every, timezone), stretch))


def _both(period: Period, asked: Period) -> Period:
    """What of a period lies in the stretch that was asked for."""
    starts = [one.start for one in (period, asked) if one.start is not None]
    ends = [one.end for one in (period, asked) if one.end is not None]
    return Period(max(starts, default=None), min(ends, default=None))


def _lasting(evaluated: Evaluated) -> bool:
    """Whether records belong to every period that they last through."""
    measure = evaluated.measure
    return isinstance(measure, Series) and measure.lasts_until is not None


def _every_start(
    evaluated: Evaluated, every: str, timezone: str, stretch: Period
) -> list[datetime]:
    """The start of every period from the first record, or the one asked for, to the last."""
    first = evaluated.frame.get_column("dated").min()
    if not isinstance(first, datetime):
        return []
    first = max(first, stretch.start or first)
    last = min(evaluated.as_of, stretch.end - INSTANT if stretch.end else evaluated.as_of)
    return starts_between(first, last, every, timezone) if first <= last else []


def _partitions(frame: pl.DataFrame, keys: list[str]) -> list[tuple[tuple[Any, ...], pl.DataFrame]]:
    """The frame by the values of its keys, in their order, empty values last."""
    found = frame.partition_by(keys, as_dict=True, include_key=True)
    return sorted(found.items(), key=lambda item: [(value is None, value) for value in item[0]])


def _find(evaluated: Evaluated, part: Part, promise: Standard | None = None) -> Found:
    counts = dict(part.cases.get_column(RUNG).value_counts(sort=False).iter_rows())
    tally = Tally(evaluated.ladder, counts)
    question = evaluated.question
    standard = question.standard
    is_part = bool(part.group) or part.period is not None
    found = figure(evaluated, part.summed, tally, part.stretch)
    least = judging.least_records(
        standard, question.table, group=bool(part.group) and promise is None
    )
    promise = promise or _promise(standard, part)
    verdict = judging.judge(found, tally, promise, least=least, sampled=_sampled(question))
    target = judging.target_of(promise)
    judged_by = None if verdict.outcome is Outcome.NO_DATA else target
    result = replace(
        _blank(question, gates=not is_part),
        group=part.group,
        period=part.period,
        outcome=verdict.outcome,
        reason=verdict.reason or (found.words if found.value is None else None),
        certain=verdict.certain,
        margin=number(judging.margin(found, judged_by)),
        budget=judging.budget(found, judged_by),
        target=shown(target),
        warn=shown(promise.warn),
        limit=limit(standard),
        settings=settings(question),
        **_counted(tally),
        **_figured(found),
    )
    if standard.judge.how == "spread":
        # Its target is no share of the records, so that there is no time to reach it in.
        result = replace(result, reached_seconds=None)
    return Found(found, tally, result)


def _promise(standard: Standard, part: Part) -> Standard:
    """What is promised of a part of the records."""
    if standard.judge.how == "spread" and (part.group or part.period is not None):
        # A spread's target is about the difference of its parts, not about any one of them.
        return replace(standard, target=None, warn=None, within=None)
    if standard.target_history and part.period is not None:
        return replace(standard, target=standard.target_on(part.period.start))
    return standard


def _sampled(question: Question) -> bool:
    return question.metric.sampled or question.table in {"surveys", "reviews"}


def _blank(question: Question, *, gates: bool) -> Result:
    standard = question.standard
    return Result(
        id=standard.id,
        statement=standard.statement,
        metric=question.metric.name,
        table=question.table,
        group={},
        period=None,
        gates=gates,
        outcome=Outcome.INFO,
        unit=unit(question),
        counted=question.metric.counted or None,
        statistic=_spread_of(standard) if gates else standard.statistic,
        severity=standard.severity,
        mandatory=standard.mandatory,
        dimension=standard.dimension,
        owner=standard.owner,
        audience=standard.audience,
        reference=standard.reference,
        place=PlaceOf(line=standard.place.line, column=standard.place.column),
    )


def _spread_of(standard: Standard) -> str | None:
    """What is judged is a difference: of shares, or of a statistic."""
    if standard.judge.how != "spread":
        return standard.statistic
    return f"spread of {standard.statistic}" if standard.statistic else "spread"


def _counted(tally: Tally) -> dict[str, Any]:
    return {
        "superseded": tally.count(Verdict.SUPERSEDED),
        "outside_period": tally.count(Verdict.OUTSIDE_PERIOD),
        "not_due": tally.count(Verdict.NOT_DUE),
        "not_applicable": tally.count(Verdict.NOT_APPLICABLE),
        "not_applicable_by": tally.by_reason(Verdict.NOT_APPLICABLE),
        "left_out": tally.count(Verdict.LEFT_OUT),
        "left_out_by": tally.by_reason(Verdict.LEFT_OUT),
        "unreadable": tally.count(Verdict.UNREADABLE),
        "unreadable_by": tally.by_reason(Verdict.UNREADABLE),
        "open": tally.open,
    }


def _figured(found: Figure) -> dict[str, Any]:
    return {
        "value": number(found.value),
        "n": found.n,
        "numerator": found.numerator,
        "denominator": found.denominator,
        "bound": "lower" if found.lower else None,
        "reached_seconds": number(found.reached),
        "interval": found.interval,
        "details": tuple(detail(line) for line in found.details),
        "words": found.words,
    }
