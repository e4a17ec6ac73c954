"""The first rungs of every ladder: which records a standard speaks of at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from csaudit.metrics.declaration import Duration, Measure, NotMeasurableError, Series
from csaudit.plan.as_of import beginnings, begins, empty
from csaudit.plan.ladder import Rung, Verdict
from csaudit.tables import BEGINS, SUPERSEDED, Type, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from csaudit.metrics.declaration import Period
    from csaudit.plan.context import Context
    from csaudit.plan.expression_trial import Compiled
    from csaudit.plan.questions import Question


def counted(question: Question, context: Context, measure: Measure) -> list[Rung]:
    """Superseded, outside the period, or dated by a cell that cannot be read.

    Raises NotMeasurableError where only an instant can tell whether or by what a record is
    judged, and the data has none.
    """
    types = context.vocabulary.types
    begun_later = begins(context.table.name, types) > pl.lit(context.as_of)
    dates = dating(question, types)
    rungs = [
        Rung(Verdict.SUPERSEDED, None, pl.col(SUPERSEDED)),
        Rung(Verdict.OUTSIDE_PERIOD, None, begun_later),
        Rung(Verdict.OUTSIDE_PERIOD, None, _outside(question, context, measure)),
        *garbled(dates),
    ]
    if _dated_otherwise(question):
        rungs.append(Rung(Verdict.OUTSIDE_PERIOD, None, _all_empty(dates)))
    elif _needs_date(question, context) and own_date(question, measure) is None:
        if not dates:
            raise NotMeasurableError("column_missing", _undated(question))
        rungs.append(Rung(Verdict.UNREADABLE, dates[0], _all_empty(dates)))
    return rungs


def garbled(dates: Sequence[str]) -> list[Rung]:
    """The records whose first cell, of those that date it, holds something that is no instant."""
    return [
        Rung(Verdict.UNREADABLE, name, _all_empty(dates[:at]) & pl.col(unreadable(name)))
        for at, name in enumerate(dates)
    ]


def dating(question: Question, types: Mapping[str, Type]) -> list[str]:
    """The columns, of those that the data has, whose first known cell dates a record.

    They are those that tell when it begins, see `as_of.begins`, unless `dated_by` names another.
    """
    if _dated_otherwise(question):
        return [question.dated_by] if question.dated_by in types else []
    return beginnings(question.table, types)


def date_of(question: Question, types: Mapping[str, Type]) -> pl.Expr:
    """The instant that dates each record; empty where the data has none."""
    if not _dated_otherwise(question):
        return begins(question.table, types)
    known = dating(question, types)
    return pl.col(known[0]) if known else pl.lit(None, dtype=pl.Datetime("us", "UTC"))


def _dated_otherwise(question: Question) -> bool:
    """By an instant other than that at which the records begin."""
    named = question.standard.dated_by is not None
    return named and (question.dated_by,) != BEGINS[question.table]


def _all_empty(names: Sequence[str]) -> pl.Expr:
    return pl.all_horizontal(pl.lit(value=True), *(empty(name) for name in names))


def _undated(question: Question) -> str:
    wanted = " or ".join(BEGINS[question.table])
    return f"{question.table} have no {wanted}: nobody knows which period a record belongs to"


def _needs_date(question: Question, context: Context) -> bool:
    """Whether only its date tells if a record is judged, with which others, or by what target."""
    filtered = context.period.start is not None or context.period.end is not None
    standard = question.standard
    return filtered or standard.judge.every is not None or bool(standard.target_history)


def _outside(question: Question, context: Context, measure: Measure) -> pl.Expr:
    """Not in the period asked for; a flow counts what arrived or was resolved in it."""
    types = context.vocabulary.types
    instants = [date_of(question, types)] if dating(question, types) else []
    own = own_date(question, measure)
    instants = [own] if own is not None else instants
    if isinstance(measure, Series):
        if measure.lasts_until is not None and instants:
            return _over_or_not_begun(instants[0], measure.lasts_until, context.period)
        if measure.also_dated_by is not None:
            instants.append(measure.also_dated_by)
    if not instants:
        return pl.lit(value=False)
    inside = pl.any_horizontal(*(within(instant, context.period) for instant in instants))
    known = pl.any_horizontal(*(instant.is_not_null() for instant in instants))
    return known & ~inside


def _over_or_not_begun(begun: pl.Expr, until: pl.Expr, period: Period) -> pl.Expr:
    outside = pl.lit(value=False)
    if period.start is not None:
        outside |= until < pl.lit(period.start)
    if period.end is not None:
        outside |= begun >= pl.lit(period.end)
    return outside


def own_date(question: Question, measure: Measure) -> pl.Expr | None:
    """The instant by which a measure itself dates its records, unless the standard names one."""
    if not isinstance(measure, Series | Duration) or question.standard.dated_by is not None:
        return None
    return measure.dated_by


def within(instant: pl.Expr, period: Period) -> pl.Expr:
    """Boolean: the instant lies in the period; false where it is empty."""
    inside = instant.is_not_null()
    if period.start is not None:
        inside &= instant >= pl.lit(period.start)
    if period.end is not None:
        inside &= instant < pl.lit(period.end)
    return inside.fill_null(value=False)


NOT_SELECTED = "where"
"""The reason of records that the standard's own condition turns down."""


def selected(question: Question, context: Context) -> list[Rung]:
    """What `where` and `leave_out` say, after the cells that they could not read."""
    types = context.vocabulary.types
    read = [*question.where, *(item.where for item in question.exceptions)]
    rungs = [
        Rung(Verdict.UNREADABLE, name, pl.col(unreadable(name)))
        for name in dict.fromkeys(name for compiled in read for name in compiled.reads)
        if types[name] is not Type.TEXT
    ]
    for compiled in question.where:
        rungs += _where(compiled, context.condition(compiled))
    rungs += [Rung(Verdict.LEFT_OUT, why, pl.col(name)) for why, name in context.exclusions]
    rungs += [
        Rung(Verdict.LEFT_OUT, item.reason, context.condition(item.where))
        for item in question.exceptions
    ]
    return rungs


def _where(compiled: Compiled, selected: pl.Expr) -> Iterable[Rung]:
    unknown = selected.is_null()
    empties = (
        Rung(Verdict.NOT_APPLICABLE, f"empty: {name}", unknown & pl.col(name).is_null())
        for name in compiled.reads
    )
    return (
        *empties,
        Rung(Verdict.NOT_APPLICABLE, "unknown", unknown),
        Rung(Verdict.NOT_APPLICABLE, NOT_SELECTED, ~selected),
    )
