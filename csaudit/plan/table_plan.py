"""The whole plan of a table, from its typed records to the tallies of all its standards.

Nothing is computed here: what comes out are lazy frames, one for each way in which the records
are grouped, and one for each series that makes its own groups. They share the columns of the
records, hold no Python function, and are run together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.metrics.declaration import (
    PERIOD,
    Period,
    Periods,
    Series,
    SettingNeededError,
    Share,
)
from csaudit.plan.breakdowns import KEY, WHOLE, Breakdown, breakdowns, keys
from csaudit.plan.columns import Columns
from csaudit.plan.latest_per_customer import only_latest
from csaudit.plan.periods import period_of, starts_between
from csaudit.plan.standard_plan import StandardPlan, plan_standard
from csaudit.plan.tallies import aggregates, has_ages, with_percentiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from csaudit.plan.context import Context
    from csaudit.plan.questions import Question

INSTANT = timedelta(microseconds=1)

Asked = tuple[Breakdown, int, bool]
"""A grouping, and the number of a slice of standards; or of the one that groups apart (True)."""

SLICE: Final = 16
"""Standards that share their columns and one `group_by`: polars takes longer over a wide table
than twice over half of it, so that more standards are planned slice by slice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlan:
    """The plan of one table.

    `records`: every record with the columns of the standards of each slice. `answers`: a lazy
    frame for each grouping. `standards` and `unmeasurable`: the questions with a plan and without.
    """

    context: Context
    records: Sequence[pl.LazyFrame]
    standards: Sequence[StandardPlan]
    unmeasurable: Sequence[Question]
    answers: Mapping[Asked, pl.LazyFrame]

    def records_of(self, plan: StandardPlan) -> pl.LazyFrame:
        """Every record with the columns of a standard."""
        return self.records[slice_of(plan)]


def table_plan(
    context: Context,
    questions: Sequence[Question],
    whole: Callable[[Context, Sequence[StandardPlan]], Mapping[str, pl.Expr]],
    on_need: Callable[[SettingNeededError, Question], Question],
) -> TablePlan:
    """Plans all questions on a table; `whole` makes further aggregates over all its records.

    `on_need`: what becomes of a question whose setting the data shows to be needed.
    """
    made: list[StandardPlan | Question] = []
    records: list[pl.LazyFrame] = []
    answers: dict[Asked, pl.LazyFrame] = {}
    for first in range(0, len(questions) or 1, SLICE):
        own = replace(context, columns=Columns())
        some = [
            _planned(first + place, question, own, on_need)
            for place, question in enumerate(questions[first : first + SLICE])
        ]
        standards = [plan for plan in some if isinstance(plan, StandardPlan)]
        more = whole(own, standards)
        records.append(_with_columns(own, standards))
        answers.update(_answers(records[-1], standards, own, (first // SLICE, more)))
        made += some
    return TablePlan(
        context=context,
        records=records,
        standards=[plan for plan in made if isinstance(plan, StandardPlan)],
        unmeasurable=[question for question in made if not isinstance(question, StandardPlan)],
        answers=answers,
    )


def _planned(
    number: int,
    question: Question,
    context: Context,
    on_need: Callable[[SettingNeededError, Question], Question],
) -> StandardPlan | Question:
    try:
        return plan_standard(number, question, context)
    except SettingNeededError as error:
        return on_need(error, question)


def _with_columns(context: Context, standards: Sequence[StandardPlan]) -> pl.LazyFrame:
    """The records with the columns of some standards."""
    records = context.columns.onto(context.records)
    for plan in standards:
        if isinstance(plan.measure, Share) and plan.measure.latest is not None:
            records = only_latest(records, plan.measure.latest, plan.ladder, plan.name("step"))
    return records


def _answers(
    records: pl.LazyFrame,
    standards: Sequence[StandardPlan],
    context: Context,
    whole: tuple[int, Mapping[str, pl.Expr]],
) -> Iterator[tuple[Asked, pl.LazyFrame]]:
    """The answers of one slice; `whole`: its number, and the further aggregates."""
    number, more = whole
    asking: dict[Breakdown, list[StandardPlan]] = {WHOLE: []}
    for plan in standards:
        for breakdown in breakdowns(plan, context.timezone):
            asking.setdefault(breakdown, []).append(plan)
    for breakdown, plans in asking.items():
        made = keys(breakdown, context.vocabulary, context.timezone)
        further = more if breakdown == WHOLE else {}
        yield (breakdown, number, False), _grouped(records, made, plans, further)
        for plan in plans:
            series = _grouping_apart(plan, breakdown)
            if series is not None:
                apart = _apart(records.filter(plan.is_judged), breakdown, made, series, context)
                yield (breakdown, plan.number, True), apart


def slice_of(plan: StandardPlan) -> int:
    """Which of the slices answers a standard."""
    return plan.number // SLICE


def _grouped(
    records: pl.LazyFrame,
    made: Mapping[str, pl.Expr],
    plans: Sequence[StandardPlan],
    more: Mapping[str, pl.Expr],
) -> pl.LazyFrame:
    """One row for each group, with the tallies of all standards that ask for it."""
    tallies = [one for plan in plans for one in aggregates(plan)]
    tallies += [one.alias(name) for name, one in more.items()]
    grouped = records.group_by(one.alias(name) for name, one in made.items()).agg(tallies)
    for plan in plans:
        if has_ages(plan):
            grouped = with_percentiles(grouped, plan)
    return grouped


def _apart(
    judged: pl.LazyFrame,
    breakdown: Breakdown,
    made: Mapping[str, pl.Expr],
    series: Series,
    context: Context,
) -> pl.LazyFrame:
    """One row for each group of the judged records, made by the series itself."""
    columns = [one.alias(name) for name, one in series.columns.items()]
    if breakdown.kind == "periods" and series.by_period is not None:
        periods = periods_of(breakdown.every, context)
        starts = pl.Series(every_start(breakdown.every, context), dtype=pl.Datetime("us"))
        counted = series.by_period(judged.select(columns), periods)
        inside = pl.col(PERIOD).is_between(0, len(starts) - 1)
        dated = pl.lit(starts).gather(pl.col(PERIOD)).alias(KEY)
        return counted.filter(inside).with_columns(dated).drop(PERIOD)
    keyed = [one.alias(name) for name, one in made.items()]
    grouped = series.grouped or _as_it_is
    # Not one `select`, which would make a single row of keys that are all literals.
    asked = judged.with_columns(*keyed, *columns).select(*made, *series.columns)
    return grouped(asked, list(made))


def _grouping_apart(plan: StandardPlan, breakdown: Breakdown) -> Series | None:
    """A series that makes its own groups, or periods of more than the records they date."""
    measure = plan.measure
    if not isinstance(measure, Series):
        return None
    by_period = breakdown.kind == "periods" and measure.by_period is not None
    return measure if by_period or measure.grouped is not None else None


def _as_it_is(frame: pl.LazyFrame, by: list[str]) -> pl.LazyFrame:
    return frame.group_by(by).agg()


def every_start(every: str, context: Context) -> list[datetime]:
    """The local start of every period from the first record, or the one asked for, to the last."""
    first, stretch = context.table.known.first, context.period
    if first is None:
        return []
    first = max(first, stretch.start or first)
    last = min(context.as_of, stretch.end - INSTANT if stretch.end else context.as_of)
    return starts_between(first, last, every, context.timezone) if first <= last else []


def periods_of(every: str, context: Context) -> Periods:
    """The periods from the first record to the audit instant, cut to the stretch asked for."""
    starts = every_start(every, context)
    cut = [both(period_of(start, every, context.timezone), context.period) for start in starts]
    begins = [period.start for period in cut if period.start is not None]
    ends = [period.end for period in cut if period.end is not None]
    edges = [*begins, *ends[-1:]]
    known = pl.lit(pl.Series(edges, dtype=pl.Datetime("us", "UTC")).to_physical())

    def number(instant: pl.Expr) -> pl.Expr:
        found = known.search_sorted(instant.to_physical(), side="right").cast(pl.Int64) - 1
        return pl.when(instant.is_not_null()).then(found)

    return Periods(edges, number)


def both(period: Period, asked: Period) -> Period:
    """What of a period lies in the stretch that was asked for."""
    starts = [one.start for one in (period, asked) if one.start is not None]
    ends = [one.end for one in (period, asked) if one.end is not None]
    return Period(max(starts, default=None), min(ends, default=None))
