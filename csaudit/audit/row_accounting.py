"""What became of every row of a table, before any standard looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from csaudit.audit.report import Example, InputSummary
from csaudit.plan.as_of import beginnings, begins
from csaudit.plan.context import Conditions
from csaudit.plan.expressions import condition
from csaudit.plan.ladder import Ladder, Rung, Tally, Verdict
from csaudit.plan.population import garbled, within
from csaudit.standards.sql import ExpressionError
from csaudit.tables import FILE, ROW, SUPERSEDED, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from csaudit.plan.context import Context
    from csaudit.plan.typed_tables import Loaded
    from csaudit.sources import Source
    from csaudit.standards import StandardsFile

EXAMPLES = 3


def exclusions(source: Source) -> tuple[tuple[str, str], ...]:
    """The reasons for which records are left out by default, each with its column."""
    return source.exclusions


def summarise(context: Context, file: StandardsFile) -> InputSummary:
    """One table: its rows, all accounted for, and its unreadable cells with examples."""
    table, source = context.table, context.table.source
    tally = _tally(context, file)
    unreadable_cells = table.unreadable()
    oldest, newest = _extent(context)
    return InputSummary(
        table=table.name,
        paths=source.paths,
        sha256=source.sha256,
        source=source.recognised_as,
        rows=table.frame.height,
        superseded=tally.count(Verdict.SUPERSEDED),
        outside_period=tally.count(Verdict.OUTSIDE_PERIOD),
        left_out=tally.by_reason(Verdict.LEFT_OUT),
        unreadable=unreadable_cells,
        undated=tally.count(Verdict.UNREADABLE),
        audited=tally.judged,
        first=oldest,
        last=newest,
        examples=_examples(table, unreadable_cells),
        headers={name: source.columns[name].header for name in table.types},
    )


def _examples(table: Loaded, columns: Iterable[str]) -> dict[str, tuple[Example, ...]]:
    """The first unreadable cells of each column, in file order."""
    places = {
        name: table.frame.filter(pl.col(unreadable(name)) & ~pl.col(SUPERSEDED))
        .select(FILE, ROW)
        .sort(FILE, ROW)
        .head(EXAMPLES)
        .rows()
        for name in columns
    }
    found = table.source.examples_at(places) if places else {}
    return {
        name: tuple(Example(text=one.text, row=one.row, path=one.path) for one in cells)
        for name, cells in found.items()
    }


def _tally(context: Context, file: StandardsFile) -> Tally:
    types = context.table.types
    begun = begins(context.table.name, types)
    conditions = Conditions(context)
    ladder = Ladder(
        (
            Rung(Verdict.SUPERSEDED, None, pl.col(SUPERSEDED)),
            Rung(Verdict.OUTSIDE_PERIOD, None, begun > context.as_of),
            Rung(
                Verdict.OUTSIDE_PERIOD, None, begun.is_not_null() & ~within(begun, context.period)
            ),
            *garbled(beginnings(context.table.name, types)),
            *(Rung(Verdict.LEFT_OUT, why, pl.col(name)) for why, name in context.exclusions),
            *_left_out(context, file, conditions),
            Rung(Verdict.MEASURED, None, pl.lit(value=True)),
        )
    )
    rungs = conditions.frame().select(ladder.expression().alias("rung")).get_column("rung")
    return Tally(ladder, dict(rungs.value_counts(sort=False).iter_rows()))


def _left_out(context: Context, file: StandardsFile, conditions: Conditions) -> list[Rung]:
    rungs = []
    for item in file.leave_out:
        if item.table not in {None, context.table.name}:
            continue
        try:
            made = condition(item.where.text, context.vocabulary)
        except ExpressionError:
            continue  # a mistake in the file was reported when the questions were asked
        if not made.missing:
            rungs.append(Rung(Verdict.LEFT_OUT, item.reason, conditions.column(made)))
    return rungs


def _extent(context: Context) -> tuple[datetime | None, datetime | None]:
    begin = begins(context.table.name, context.table.types)
    found = context.frame.select(begin.min().alias("first"), begin.max().alias("last"))
    return found.row(0)
