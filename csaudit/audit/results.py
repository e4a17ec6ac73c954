"""The results of one standard: itself, its groups, its periods, and the one judgement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from csaudit.audit import judging
from csaudit.audit.figures import Figure, Tallies, figure
from csaudit.audit.identity import PeriodOf
from csaudit.audit.promise import detail, limit, number, settings, shown, unit
from csaudit.audit.report import PlaceOf, Result
from csaudit.audit.standard_judgement import Found, judged
from csaudit.metrics.declaration import N, Period, Series
from csaudit.outcomes import NoData, Outcome
from csaudit.plan.breakdowns import WHOLE, Breakdown, breakdowns
from csaudit.plan.ladder import Tally, Verdict
from csaudit.plan.periods import period_of
from csaudit.plan.table_plan import both, every_start
from csaudit.tables import natural_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from csaudit.audit.answers import Answers
    from csaudit.plan.questions import Question
    from csaudit.plan.standard_plan import StandardPlan
    from csaudit.standards.model import Standard

MANY: Final = 100
"""So many records of which it never happens once make one doubt that the export has it all."""

NOBODY: Mapping[str, Any] = {"steps": [], N: 0, "at": None, "longest": None, "doubt": None}
"""The tallies of a group without any record."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a standard's records: a group, a period, or all of them.

    `tallies` are those of its own records; for a flow or a stock the figure's are of other
    records too, since a case may arrive in one period and be resolved in another. `is_stretch`:
    those under one target of a history.
    """

    group: Mapping[str, str | None]
    period: PeriodOf | None
    tallies: Tallies
    stretch: Period
    is_stretch: bool = False


def unmeasured(question: Question, rows: Tally | None) -> Result:
    """The result of a standard that the data cannot show; `rows`: where its table's are counted."""
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
        **({} if rows is None else _counted(rows)),
    )


def results(plan: StandardPlan, answers: Answers) -> list[Result]:
    """The standard's own result, then its breakdowns, then its periods."""
    whole, segments = _find(plan, _whole(plan, answers)), _under_each_target(plan, answers)
    promise = _only_promise(whole, segments)
    if promise is not None:
        whole = _find(plan, _whole(plan, answers), promise)
    parts: dict[tuple[str, ...], list[Found]] = {}
    periods: dict[str, list[Found]] = {}
    for breakdown in breakdowns(plan, answers.context.timezone):
        match breakdown.kind:
            case "groups":
                found = _groups(plan, breakdown, answers)
                parts[breakdown.columns] = _with_records(plan, found, promise)
            case "periods":
                found = _periods(plan, breakdown, answers)
                periods[breakdown.every] = _with_records(plan, found)
            case "targets" | "whole":
                pass
    own = judged(plan.question, whole, parts, periods, [found for found, _ in segments])
    told = [found.result for group in (*parts.values(), *periods.values()) for found in group]
    return [own, *told]


def _whole(plan: StandardPlan, answers: Answers) -> Part:
    rows = answers.rows(plan, WHOLE)
    tallies = next(iter(rows.values()), NOBODY)
    return Part({}, None, tallies, answers.context.period)


def _groups(plan: StandardPlan, breakdown: Breakdown, answers: Answers) -> Iterator[Part]:
    """In the order of their values, empty values last."""
    rows, columns = answers.rows(plan, breakdown), breakdown.columns
    for values in sorted(rows, key=lambda values: [*map(natural_order, columns, values)]):
        group = dict(zip(columns, values, strict=True))
        yield Part(group, None, rows[values], answers.context.period)


def _periods(plan: StandardPlan, breakdown: Breakdown, answers: Answers) -> Iterator[Part]:
    every, context = breakdown.every, answers.context
    rows = answers.rows(plan, breakdown)
    dated = sorted(start for (start,) in rows if isinstance(start, datetime))
    starts = every_start(every, context) if _lasting(plan) else dated
    for start in starts:
        hour = start.hour if every == "hour" else None
        period = PeriodOf(every=every, start=start.date(), hour=hour)
        stretch = both(period_of(start, every, context.timezone), context.period)
        yield Part({}, period, rows.get((start,), NOBODY), stretch)


def _under_each_target(plan: StandardPlan, answers: Answers) -> list[tuple[Found, Standard]]:
    """What was found of the records under each target of a history, and that promise."""
    return [
        (_find(plan, part, promise), promise)
        for breakdown in breakdowns(plan, answers.context.timezone)
        if breakdown.kind == "targets"
        for part, promise in _segments(plan, breakdown, answers)
    ]


def _only_promise(whole: Found, segments: Sequence[tuple[Found, Standard]]) -> Standard | None:
    """The promise that held for all records, where it was one of a history."""
    held = [(found, promise) for found, promise in segments if found.tally.judged]
    if len(held) != 1 or held[0][0].tally.judged != whole.tally.judged:
        return None
    return held[0][1]


def _segments(
    plan: StandardPlan, breakdown: Breakdown, answers: Answers
) -> Iterator[tuple[Part, Standard]]:
    """The stretches in which one target of a history held, each with its own promise."""
    standard = plan.question.standard
    rows = answers.rows(plan, breakdown)
    # Nothing was promised before the first target, unless that one has always held.
    first = len(breakdown.starts) + 1 - len(standard.target_history)
    for place, dated in enumerate(standard.target_history, start=first):
        promise = replace(standard, target=dated.target, target_history=())
        if (place,) in rows:
            name = "the beginning" if dated.start is None else dated.start.isoformat()
            period = answers.context.period
            part = Part({"from": name}, None, rows[place,], period, is_stretch=True)
            yield part, promise


def _with_records(
    plan: StandardPlan, parts: Iterator[Part], promise: Standard | None = None
) -> list[Found]:
    """The parts that hold records which the standard speaks of."""
    found = [_find(plan, part, promise) for part in parts]
    return [one for one in found if one.tally.own or (_lasting(plan) and one.figure.n)]


def _lasting(plan: StandardPlan) -> bool:
    """Whether records belong to every period that they last through."""
    measure = plan.measure
    return isinstance(measure, Series) and measure.lasts_until is not None


def _find(plan: StandardPlan, part: Part, promise: Standard | None = None) -> Found:
    steps, aside = part.tallies["steps"], part.tallies.get("aside", 0)
    tally = Tally(plan.ladder, counts(steps), aside)
    question = plan.question
    standard = question.standard
    is_part = bool(part.group) or part.period is not None
    found = figure(plan, part.tallies, tally, part.stretch)
    is_group = bool(part.group) and not part.is_stretch
    least = judging.least_records(standard, question.table, group=is_group)
    promise = promise or _promise(standard, part)
    if not is_part:
        found = _doubted(found, question)
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
    return Found(found, tally, result, promise)


def _doubted(found: Figure, question: Question) -> Figure:
    """What never happens among many may have been left out of the export."""
    if not question.doubted or found.numerator or found.n < MANY:
        return found
    words = (
        f"not one of {found.n:,} {question.table} was {question.metric.counted}: the export may "
        f"leave those out; if it does not, add  tables: {{{question.table}: {{expect: "
        f"{{{question.doubted}: 0}}}}}}"
    )
    return replace(found, value=None, reason=NoData.NO_RECORDS.value, words=words)


def counts(steps: list[Mapping[str, int]]) -> dict[int, int]:
    """How many records landed on each step, as the plan's `value_counts` tells it."""
    return {
        next(value for name, value in one.items() if name != "count"): one["count"] for one in steps
    }


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
