"""What a measure is told of the table that it is taken from."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from csaudit.events.cases import CaseSource
from csaudit.metrics.declaration import Facts, NotMeasurableError, Scale
from csaudit.plan.as_of import begins
from csaudit.plan.expression_trial import Compiled
from csaudit.plan.periods import days_touched, end_of
from csaudit.plan.population import within
from csaudit.standards.model import Standard
from csaudit.tables import SUPERSEDED

if TYPE_CHECKING:
    from datetime import datetime

    from csaudit.clocks.calendar import Calendar
    from csaudit.plan.context import Context
    from csaudit.plan.questions import Question
    from csaudit.sources import Source
    from csaudit.standards.model import Demand


def facts_for(question: Question, demand: Demand, context: Context) -> Facts:
    """The facts for one demand of a question: the standard itself, or its `and`."""
    calendar = context.clocks.calendars.get(demand.calendar)

    def window_end(instant: pl.Expr, window: str) -> pl.Expr:
        if window == "working day":
            return _working_day_end(instant, demand.calendar, context)
        return end_of(instant, window, context.timezone)

    def days(first: datetime, last: datetime) -> int:
        return _days(first, last, context.timezone, calendar)

    return Facts(
        table=context.table.name,
        types=context.vocabulary.types,
        settings=_settings(question, context),
        reads={
            name: value.reads
            for name, value in question.settings.items()
            if isinstance(value, Compiled)
        },
        as_of=context.as_of,
        timezone=context.timezone,
        period=context.period,
        window_end=window_end,
        days=days,
        view=context.vocabulary.view,
        values=context.values,
        ids=context.ids,
        began=begins(context.table.name, context.vocabulary.types),
        first=_first(context),
        clocks={
            name: column.clock
            for name, column in context.table.source.columns.items()
            if column.clock is not None
        },
        scales={
            name: Scale(Decimal(low), Decimal(high))
            for name, (low, high) in context.table.source.scales.items()
        },
        promised=_promised(demand),
        dates=context.table.dates,
        from_events=only_events_tell(context.table.source),
        in_rings=bool(demand.limits()) and all(one.kind == "rings" for one in demand.limits()),
    )


def only_events_tell(source: Source) -> frozenset[str]:
    """The columns that no export has."""
    return source.only_events_tell if isinstance(source, CaseSource) else frozenset()


def ids(context: Context | None) -> frozenset[str] | None:
    """The distinct ids of a table's records that began in the period asked for."""
    if context is None or "id" not in context.table.types:
        return None
    begun = begins(context.table.name, context.table.types)
    counted = ~pl.col(SUPERSEDED) & within(begun, context.period) & (begun <= context.as_of)
    found = context.records.filter(counted).select(pl.col("id").drop_nulls().unique())
    return frozenset(found.collect().to_series())


def _settings(question: Question, context: Context) -> dict[str, Any]:
    """Conditions become columns of the records, an aggregate stays an expression."""
    settings: dict[str, Any] = {}
    for name, value in question.settings.items():
        setting = question.metric.setting(name)
        scalar = setting is not None and setting.kind.value == "value"
        settings[name] = value
        if isinstance(value, Compiled):
            settings[name] = _aggregate(value, context) if scalar else context.condition(value)
    return settings


def _promised(demand: Demand) -> Any:  # noqa: ANN401 - a Fraction, or None
    return demand.target.value if isinstance(demand, Standard) and demand.target else None


def _aggregate(value: Compiled, context: Context) -> pl.Expr:
    for name in value.names:
        context.columns.put("view", *context.vocabulary.seen(name))
    return value.expression


def _first(context: Context) -> datetime | None:
    first = context.table.known.first
    return first if first is not None and first <= context.as_of else None


def _days(first: datetime, last: datetime, timezone: str, calendar: Calendar | None) -> int:
    if calendar is None or calendar.name == "always":
        return len(days_touched(first, last, timezone))
    days = days_touched(first, last, str(calendar.timezone))
    return sum(bool(calendar.openings(day, day)) for day in days)


def _working_day_end(instant: pl.Expr, calendar: str, context: Context) -> pl.Expr:
    if calendar == "always" or calendar not in context.clocks.calendars:
        raise NotMeasurableError(
            "clock_unknown", "window: working day needs a calendar: write  calendar: office"
        )
    return context.clocks.of([calendar]).working_day_window_end(instant)
