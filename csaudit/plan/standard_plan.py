"""One standard on one table: for every record the step on which it is counted, and its measure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from csaudit.events.cases import UNKNOWN_AUTHOR, WHOLE, CaseSource
from csaudit.metrics.declaration import Direction, Duration, Fault, NotMeasurableError, Share
from csaudit.outcomes import NoData
from csaudit.plan import latest_per_customer, verdicts
from csaudit.plan.as_of import begins
from csaudit.plan.clock import timing
from csaudit.plan.expression_trial import Compiled
from csaudit.plan.facts import facts_for
from csaudit.plan.ladder import JUDGED, Ladder, Rung, Verdict, without
from csaudit.plan.population import NOT_SELECTED, counted, date_of, own_date, selected
from csaudit.plan.unmeasurable import Obstacle
from csaudit.tables import ROW, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from csaudit.metrics.declaration import Facts, Measure, Metric
    from csaudit.plan.clock import Timing
    from csaudit.plan.context import Context
    from csaudit.plan.questions import Question
    from csaudit.standards.model import Demand

INSTANT = pl.Datetime("us", "UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardPlan:
    """A question on its table: its ladder, its measure, and the columns that tell both.

    `number` tells it apart from the other standards of its table. `measured`: Int64 microseconds,
    or a mark; None where the metric measures no single record. `dated`: the instant that dates
    the record, empty where the data has none. `aside`: Boolean, the record is not of those that
    the standard judges, whatever else is known of it.
    """

    number: int
    question: Question
    ladder: Ladder
    measure: Measure
    dated: pl.Expr
    measured: pl.Expr | None
    as_of: datetime
    timing: Timing | None = None
    facts: Facts
    aside: pl.Expr

    def name(self, what: str) -> str:
        """The name of one of the standard's own columns or tallies."""
        return f"{self.number}:{what}"

    @property
    def step(self) -> pl.Expr:
        """UInt32: the number of the step on which each record is counted."""
        return pl.col(self.name("step"))

    def lands_on(self, *verdicts: Verdict) -> pl.Expr:
        """Boolean: the record has one of these verdicts."""
        return self.step.is_in(self.ladder.numbers(*verdicts))

    @property
    def is_judged(self) -> pl.Expr:
        """Boolean: the record was judged or measured."""
        return self.lands_on(*JUDGED)


def plan_standard(number: int, question: Question, context: Context) -> StandardPlan | Question:
    """The plan of a question, its columns added to the context's.

    The question itself, with an obstacle, where the data cannot show the answer.
    """
    facts = facts_for(question, question.standard, context)
    try:
        measure, late = measured_by(question.metric, facts)
        measure = _known_by_events(measure, question, context)
        population = counted(question, context, measure)
        judged, times = _judge(question, (measure, late), facts, context)
    except NotMeasurableError as error:
        return replace(question, obstacle=Obstacle(NoData(error.reason), error.words))
    latest = measure.latest if isinstance(measure, Share) else None
    chosen = selected(question, context)
    ladder = Ladder(  # in the order in which the contract counts a record
        (
            *(() if latest is None else (latest_per_customer.rung(latest),)),
            *population,
            *chosen,
            *(() if times is None else times.rungs),
            *verdicts.population(measure),
            *(() if times is None else times.faults),
            *_without_accepted(judged.rungs, question, facts, context),
        )
    )
    plan = StandardPlan(
        number=number,
        question=question,
        ladder=ladder,
        measure=measure,
        dated=context.columns.add("instant", dated(question, facts, measure)),
        measured=_measured(judged.measured, times, context),
        as_of=context.as_of,
        timing=times,
        facts=facts,
        aside=_aside(chosen, measure),
    )
    context.columns.put("verdict", plan.name("step"), ladder.expression())
    return plan


def _without_accepted(
    rungs: Sequence[Rung], question: Question, facts: Facts, context: Context
) -> Iterable[Rung]:
    ids = context.accepted.get(question.standard.id)
    if not ids:
        return rungs
    return without(rungs, facts.column("id").is_in(sorted(ids)).fill_null(value=False))


def _known_by_events(measure: Measure, question: Question, context: Context) -> Measure:
    """What nobody knows: of any case, of one with an unknown author, of one before the log."""
    source = context.table.source
    if not isinstance(source, CaseSource):
        return measure
    read = {*question.metric.columns(question.standard.settings, question.table).all()}
    faults = []
    if source.log.is_too_unreadable and (
        read & source.told_by_events() or context.name != "tickets"
    ):
        faults.append(Fault("events", pl.lit(value=True)))
    if told := sorted(read & source.told_by_messages()):
        garbled = pl.any_horizontal(pl.col(unreadable(name)) for name in told)
        faults.append(Fault("actor_role", pl.col(UNKNOWN_AUTHOR) & garbled))
    return replace(measure, faults=(*faults, *_untold(measure.faults, source)))


def _untold(faults: Iterable[Fault], source: CaseSource) -> Iterator[Fault]:
    """The faults; those of a fact that the log does not reach are the log's."""
    for fault in faults:
        if fault.column in source.reached:
            yield Fault("events", fault.when & ~pl.col(WHOLE))
        yield fault


def _aside(chosen: Sequence[Rung], measure: Measure) -> pl.Expr:
    """Boolean: the standard does not speak of a record, as far as its cells can be read."""
    known = [rung.when for rung in chosen if rung.verdict is Verdict.LEFT_OUT]
    known += [rung.when for rung in chosen if rung.reason == NOT_SELECTED]
    known += [item.when for item in measure.outside]
    return pl.any_horizontal(pl.lit(value=False), *known).fill_null(value=False)


def _measured(measured: pl.Expr | None, times: Timing | None, context: Context) -> pl.Expr | None:
    """The column of what was measured; a timing has made its own."""
    if measured is None or times is not None:
        return measured
    return context.columns.add("time", measured)


def record_id(plan: StandardPlan) -> pl.Expr:
    """The id of each record; one that has none goes by its row."""
    return pl.coalesce(plan.facts.column("id"), pl.format("row {}", pl.col(ROW)))


def told(plan: StandardPlan) -> dict[str, pl.Expr]:
    """What a row report says of each record: id, instants, limit and overrun (microseconds)."""
    measure, facts, times = plan.measure, plan.facts, plan.timing
    start = measure.start if isinstance(measure, Duration) else None
    end = measure.end if isinstance(measure, Duration) else None
    no_time, nothing = pl.lit(None, dtype=INSTANT), pl.lit(None, dtype=pl.Int64)
    begun = begins(facts.table, facts.types)
    promised = measure.due if isinstance(measure, Share) else None
    due = promised if times is None else times.due()
    return {
        "record_id": record_id(plan),
        "started_at": begun if start is None else pl.coalesce(start, begun),
        "ended_at": no_time if end is None else end,
        "due_at": no_time if due is None else due,
        "limit": nothing if times is None else times.limit,
        "overrun": nothing if times is None else times.overrun,
    }


def record_direction(question: Question) -> Direction:
    """Which way is better for one record; a target such as `<= 5%` says it for a share."""
    standard = question.standard
    if question.metric.setting("direction") is not None and standard.target is not None:
        return Direction.HIGHER if standard.target.wants_high else Direction.LOWER
    return _direction(question.metric, standard)


def dated(question: Question, facts: Facts, measure: Measure) -> pl.Expr:
    """The instant that puts each record into a period; empty where the data has none."""
    own = own_date(question, measure)
    return date_of(question, facts.types) if own is None else own


def measured_by(metric: Metric, facts: Facts) -> tuple[Measure, Measure | None]:
    """The measure; and once more, where dates have no time of day, with these as late as may be.

    What is wrong only at one end of a day is not known to be wrong.
    """
    measure = metric.measure(facts)
    if not facts.dates:
        return measure, None
    late = metric.measure(replace(facts, late=True))
    pairs = zip(measure.faults, late.faults, strict=True)
    faults = tuple(Fault(one.column, one.when & other.when) for one, other in pairs)
    return replace(measure, faults=faults), late


def _judge(
    question: Question,
    measures: tuple[Measure, Measure | None],
    facts: Facts,
    context: Context,
) -> tuple[verdicts.Judged, Timing | None]:
    measure, late = measures
    also = _also(question, context)
    if isinstance(measure, Duration):
        latest = late if isinstance(late, Duration) else None
        times = timing(measure, question.standard, facts, context, latest)
        if question.standard.within is None:
            return verdicts.measure_duration(measure, times), times
        return verdicts.judge_duration(measure, times, also), times
    if isinstance(measure, Share):
        _add_beside(measure, context)
        return verdicts.judge_share(measure, record_direction(question), also), None
    return verdicts.measure_each(measure), None


def _add_beside(measure: Share, context: Context) -> None:
    for name, make in measure.beside.items():
        context.columns.beside(name, make)


def _direction(metric: Metric, demand: Demand) -> Direction:
    if metric.setting("direction") is None:
        return metric.direction
    return Direction(demand.settings["direction"])


def _also(question: Question, context: Context) -> verdicts.Also | None:
    if question.also is None:
        return None
    if isinstance(question.also, Compiled):
        return verdicts.Also(context.condition(question.also))
    second = question.also
    demand: Demand = second.standard.and_  # type: ignore[assignment] # a metric's and
    facts = facts_for(second, demand, context)
    measure, late = measured_by(second.metric, facts)
    if isinstance(measure, Duration):
        times = timing(
            measure, demand, facts, context, late if isinstance(late, Duration) else None
        )
        judged = verdicts.judge_duration(measure, times, None).rungs
        rungs = (*times.rungs, *verdicts.population(measure), *times.faults, *judged)
    elif isinstance(measure, Share):
        _add_beside(measure, context)
        judged = verdicts.judge_share(measure, _direction(second.metric, demand), None).rungs
        rungs = (*verdicts.population(measure), *judged)
    else:
        raise NotMeasurableError(
            "cannot_be_met", f"{second.metric.name} has no verdict for one record, so `and` cannot"
        )
    return _verdict_of(Ladder(rungs), context)


def _verdict_of(ladder: Ladder, context: Context) -> verdicts.Also:
    step = context.columns.add("second verdict", ladder.expression())
    kept = (
        pl.when(step.is_in(ladder.numbers(Verdict.MET)))
        .then(statement=True)
        .when(step.is_in(ladder.numbers(Verdict.MISSED)))
        .then(statement=False)
    )
    return verdicts.Also(kept, step.is_in(ladder.numbers(Verdict.NOT_DUE)))
