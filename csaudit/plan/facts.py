"""What a measure is told of the table that it is taken from."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from csaudit.metrics.declaration import Facts, NotMeasurableError, Scale
from csaudit.plan.as_of import begins
from csaudit.plan.expressions import Compiled
from csaudit.plan.periods import days_touched, end_of
from csaudit.plan.population import within
from csaudit.standards.model import Standard
from csaudit.tables import SUPERSEDED

if TYPE_CHECKING:
    from datetime import datetime

    from csaudit.clocks.calendar import Calendar
    from csaudit.plan.context import Conditions, Context
    from csaudit.plan.questions import Question
    from csaudit.standards.model import Demand


def facts_for(question: Question, demand: Demand, context: Context, made: Conditions) -> Facts:
    """The facts for one demand of a question: the standard itself, or its `and`."""
    calendar = context.calendars.get(demand.calendar)

    def window_end(instant: pl.Expr, window: str) -> pl.Expr:
        if window == "working day":
            return _working_day_end(instant, calendar)
        return end_of(instant, window, context.timezone)

    def days(first: datetime, last: datetime) -> int:
        return _days(first, last, context.timezone, calendar)

    return Facts(
        table=context.table.name,
        types=context.vocabulary.types,
        settings=_settings(question, made),
        reads={
            name: value.reads
            for name, value in question.settings.items()
            if isinstance(value, Compiled)
        },
        as_of=context.as_of,
        timezone=context.timezone,
        window_end=window_end,
        days=days,
        view=context.vocabulary.view,
        values=lambda name: values(name, context),
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
        in_rings=bool(demand.limits()) and all(one.kind == "rings" for one in demand.limits()),
    )


def values(name: str, context: Context) -> list[str | None]:
    """The distinct cells of a column, as text."""
    return context.frame.get_column(name).cast(pl.String).unique().sort().to_list()


def ids(context: Context | None) -> pl.Series | None:
    """The distinct ids of a table's records that began in the period asked for."""
    if context is None or "id" not in context.table.types:
        return None
    begun = begins(context.table.name, context.table.types)
    counted = ~pl.col(SUPERSEDED) & within(begun, context.period) & (begun <= context.as_of)
    return context.frame.filter(counted).get_column("id").drop_nulls().unique()


def _settings(question: Question, made: Conditions) -> dict[str, Any]:
    """Conditions become columns of the records, an aggregate stays an expression."""
    settings: dict[str, Any] = {}
    for name, value in question.settings.items():
        setting = question.metric.setting(name)
        scalar = setting is not None and setting.kind.value == "value"
        settings[name] = value
        if isinstance(value, Compiled):
            settings[name] = value.expression if scalar else made.column(value)
    return settings


def _promised(demand: Demand) -> Any:  # noqa: ANN401 - a Fraction, or None
    return demand.target.value if isinstance(demand, Standard) and demand.target else None


def _first(context: Context) -> datetime | None:
    begun = begins(context.table.name, context.table.types)
    known = ~pl.col(SUPERSEDED) & (begun <= pl.lit(context.as_of))
    first: datetime | None = context.frame.select(begun.filter(known).min().alias("first")).item()
    return first


def _days(first: datetime, last: datetime, timezone: str, calendar: Calendar | None) -> int:
    if calendar is None or calendar.name == "always":
        return len(days_touched(first, last, timezone))
    days = days_touched(first, last, str(calendar.timezone))
    return sum(bool(calendar.openings(day, day)) for day in days)


def _working_day_end(instant: pl.Expr, calendar: Calendar | None) -> pl.Expr:
    from csaudit.clocks import expressions

    if calendar is None or calendar.name == "always":
        raise NotMeasurableError(
            "clock_unknown", "window: working day needs a calendar: write  calendar: office"
        )
    return expressions.working_day_window_end(instant, calendar)
