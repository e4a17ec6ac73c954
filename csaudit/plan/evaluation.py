"""The two columns that the audit keeps of a standard: the rung of each record, and its measure.

All standards of a table are evaluated in one lazy query over the narrow typed frame. What
`check`, `tickets`, `trend` and `explain` tell is read off these columns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from csaudit.metrics.declaration import (
    Direction,
    Duration,
    Measure,
    NotMeasurableError,
    Share,
)
from csaudit.outcomes import NoData
from csaudit.plan import latest_per_customer as earlier
from csaudit.plan import verdicts
from csaudit.plan.as_of import begins
from csaudit.plan.clock import Timing, timing
from csaudit.plan.context import Conditions
from csaudit.plan.expressions import Compiled
from csaudit.plan.facts import facts_for
from csaudit.plan.ladder import Ladder, Verdict
from csaudit.plan.limits import Choosing
from csaudit.plan.population import date_of, own_date, selected, who_counts
from csaudit.plan.unmeasurable import Obstacle
from csaudit.standards.quantities import LimitTable
from csaudit.tables import ROW, Type

if TYPE_CHECKING:
    from datetime import datetime

    from csaudit.metrics.declaration import Facts, Metric
    from csaudit.plan.context import Context
    from csaudit.plan.expressions import Vocabulary
    from csaudit.plan.questions import Question
    from csaudit.standards.model import Demand

RUNG = "rung"
MEASURED = "measured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """A question, its ladder, and for every record of its table the rung and the measure.

    `frame` holds `rung` (UInt16), `measured` (Int64 or Decimal, where the metric measures),
    the columns of every breakdown as text, `dated` (the instant that dates the record) and
    whatever the measure sums up.
    """

    question: Question
    ladder: Ladder
    frame: pl.DataFrame
    measure: Measure
    as_of: datetime
    timing: Timing | None = None


def evaluate(question: Question, context: Context, *, each: bool = False) -> Evaluated | Question:
    """The rung and the measure of every record; the question with an obstacle if there is one.

    With `each` the frame also says of each record what a row report tells: `record_id`,
    `started_at`, `ended_at`, `due_at`, and `limit` and `overrun` in microseconds. A record that
    has no id goes by its row.
    """
    conditions = Conditions(context)
    facts = facts_for(question, question.standard, context, conditions)
    try:
        measure = question.metric.measure(facts)
        counted = who_counts(question, context, measure)
        judged, times = _judge(question, measure, facts, context, conditions)
    except NotMeasurableError as error:
        return replace(question, obstacle=Obstacle(NoData(error.reason), error.words))
    latest = measure.latest if isinstance(measure, Share) else None
    ladder = Ladder(  # in the order in which the contract counts a record
        (
            *(() if latest is None else (earlier.rung(latest),)),
            *counted,
            *selected(question, context, conditions),
            *(() if times is None else times.rungs),
            *verdicts.population(measure),
            *(() if times is None else times.faults),
            *judged.rungs,
        )
    )
    columns = {RUNG: ladder.expression(), "dated": dated(question, facts, measure)}
    if judged.measured is not None:
        columns[MEASURED] = judged.measured
    columns |= judged.columns
    columns |= {} if latest is None else earlier.columns(latest)
    columns |= {name: _as_text(name, context.vocabulary) for name in _grouped(question)}
    if each:
        columns |= _told(measure, times, facts)
    kept = [expression.alias(name) for name, expression in columns.items()]
    frame = conditions.frame().lazy().select(kept).collect()
    if latest is not None:
        frame = earlier.only_latest(frame, latest, ladder, RUNG)
    return Evaluated(
        question=question,
        ladder=ladder,
        frame=frame,
        measure=measure,
        as_of=context.as_of,
        timing=times,
    )


def _told(measure: Measure, times: Timing | None, facts: Facts) -> dict[str, pl.Expr]:
    start = measure.start if isinstance(measure, Duration) else None
    end = measure.end if isinstance(measure, Duration) else None
    no_time, nothing = pl.lit(None, dtype=pl.Datetime("us", "UTC")), pl.lit(None, dtype=pl.Int64)
    begun = begins(facts.table, facts.types)
    return {
        "record_id": pl.coalesce(facts.column("id"), pl.format("row {}", pl.col(ROW))),
        "started_at": begun if start is None else pl.coalesce(start, begun),
        "ended_at": no_time if end is None else end,
        "due_at": _due(measure, times),
        "limit": nothing if times is None else times.limit,
        "overrun": nothing if times is None else times.overrun,
    }


def _due(measure: Measure, times: Timing | None) -> pl.Expr:
    promised = measure.due if isinstance(measure, Share) else None
    due = promised if times is None else times.due
    return pl.lit(None, dtype=pl.Datetime("us", "UTC")) if due is None else due


def _judge(
    question: Question,
    measure: Measure,
    facts: Facts,
    context: Context,
    conditions: Conditions,
) -> tuple[verdicts.Judged, Timing | None]:
    also = _also(question, context, conditions)
    if isinstance(measure, Duration):
        times = _timing(question.standard, measure, facts, context)
        if question.standard.within is None:
            return verdicts.measure_duration(measure, times), times
        return verdicts.judge_duration(measure, times, also), times
    if isinstance(measure, Share):
        return verdicts.judge_share(measure, record_direction(question), also), None
    return verdicts.measure_each(measure), None


def record_direction(question: Question) -> Direction:
    """Which way is better for one record; a target such as `<= 5%` says it for a share."""
    standard = question.standard
    if question.metric.setting("direction") is not None and standard.target is not None:
        return Direction.HIGHER if standard.target.wants_high else Direction.LOWER
    return _direction(question.metric, standard)


def _direction(metric: Metric, demand: Demand) -> Direction:
    if metric.setting("direction") is None:
        return metric.direction
    return Direction(demand.settings["direction"])


def _timing(demand: Demand, measure: Duration, facts: Facts, context: Context) -> Timing:
    choosing = [demand.calendar_by] if demand.calendar_by else []
    if isinstance(demand.within, LimitTable):
        choosing.append(demand.within.by)
    found = {name: _choosing(name, context) for name in choosing}
    return timing(measure, demand, facts, context.calendars, found)


def _choosing(name: str, context: Context) -> Choosing:
    cells = _as_text(name, context.vocabulary)
    occurring = context.frame.select(cells.alias(name)).get_column(name).unique().sort()
    return Choosing(cells, occurring.to_list())


def _also(question: Question, context: Context, conditions: Conditions) -> verdicts.Also | None:
    if question.also is None:
        return None
    if isinstance(question.also, Compiled):
        return verdicts.Also(conditions.column(question.also))
    second = question.also
    demand: Demand = second.standard.and_  # type: ignore[assignment] # a metric's and
    told = facts_for(second, demand, context, conditions)
    measure = second.metric.measure(told)
    if isinstance(measure, Duration):
        times = _timing(demand, measure, told, context)
        judged = verdicts.judge_duration(measure, times, None).rungs
        rungs = (*times.rungs, *verdicts.population(measure), *times.faults, *judged)
    elif isinstance(measure, Share):
        judged = verdicts.judge_share(measure, _direction(second.metric, demand), None).rungs
        rungs = (*verdicts.population(measure), *judged)
    else:
        raise NotMeasurableError(
            "cannot_be_met", f"{second.metric.name} has no verdict for one record, so `and` cannot"
        )
    return _verdict_of(Ladder(rungs))


def _verdict_of(ladder: Ladder) -> verdicts.Also:
    rung = ladder.expression()
    kept = (
        pl.when(rung.is_in(ladder.numbers(Verdict.MET)))
        .then(statement=True)
        .when(rung.is_in(ladder.numbers(Verdict.MISSED)))
        .then(statement=False)
    )
    return verdicts.Also(kept, rung.is_in(ladder.numbers(Verdict.NOT_DUE)))


def dated(question: Question, facts: Facts, measure: Measure) -> pl.Expr:
    """The instant that puts each record into a period; empty where the data has none."""
    own = own_date(question, measure)
    return date_of(question, facts.types) if own is None else own


def _grouped(question: Question) -> list[str]:
    return list(dict.fromkeys(name for columns in question.breakdowns for name in columns))


def _as_text(name: str, vocabulary: Vocabulary) -> pl.Expr:
    """A breakdown's values are text; tags are joined, since a ticket has one set of them."""
    column = vocabulary.view(name)
    kind = vocabulary.derived[name].type if name in vocabulary.derived else vocabulary.types[name]
    match kind:
        case Type.TAGS:
            return column.list.sort().list.join(", ")
        case Type.YES_NO:
            return pl.when(column).then(pl.lit("yes")).when(~column).then(pl.lit("no"))
        case Type.INSTANT:
            return column.dt.strftime("%Y-%m-%d %H:%M:%S")
        case Type.NUMBER:
            return column.cast(pl.String).str.replace(r"\.?0+$", "")
        case _:
            return column.cast(pl.String)
