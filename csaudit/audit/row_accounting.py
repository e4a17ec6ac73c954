"""What became of every row of a table, before any standard looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from csaudit.audit.report import Example, InputSummary
from csaudit.audit.results import counts
from csaudit.plan.as_of import beginnings, begins
from csaudit.plan.expressions import condition
from csaudit.plan.ladder import Ladder, Rung, Tally, Verdict
from csaudit.plan.population import garbled, within
from csaudit.standards.sql import ExpressionError
from csaudit.tables import FILE, ROW, SUPERSEDED, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from csaudit.audit.answers import Answers
    from csaudit.plan.context import Context
    from csaudit.sources import Source
    from csaudit.standards import StandardsFile

EXAMPLES = 3
ROWS, FIRST, LAST, PLACES = "rows:", "first:", "last:", "places:"


def exclusions(source: Source) -> tuple[tuple[str, str], ...]:
    """The reasons for which records are left out by default, each with its column."""
    return source.exclusions


def accounting(context: Context, file: StandardsFile) -> dict[str, pl.Expr]:
    """What `summarise` needs of all records: where each is counted, and unreadable cells."""
    begun = begins(context.table.name, context.table.types)
    step = context.columns.put("verdict", ROWS, ladder(context, file).expression())
    place = pl.struct(FILE, ROW)
    flagged = {
        f"{PLACES}{name}": place.filter(pl.col(unreadable(name)) & ~pl.col(SUPERSEDED))
        .sort()
        .head(EXAMPLES)
        .implode()
        for name in context.table.unreadable()
    }
    return {
        ROWS: step.value_counts().implode(),
        FIRST: begun.min(),
        LAST: begun.max(),
        **flagged,
    }


_AUDITED: Final = Rung(Verdict.MEASURED, None, pl.lit(value=True))


def ladder(context: Context, file: StandardsFile, rest: Rung = _AUDITED) -> Ladder:
    """Where the rows of a table are counted, whatever the standards ask; `rest`: all others."""
    types = context.table.types
    begun = begins(context.table.name, types)
    outside = begun.is_not_null() & ~within(begun, context.period)
    return Ladder(
        (
            Rung(Verdict.SUPERSEDED, None, pl.col(SUPERSEDED)),
            Rung(Verdict.OUTSIDE_PERIOD, None, begun > context.as_of),
            Rung(Verdict.OUTSIDE_PERIOD, None, outside),
            *garbled(beginnings(context.table.name, types)),
            *(Rung(Verdict.LEFT_OUT, why, pl.col(name)) for why, name in context.exclusions),
            *_left_out(context, file),
            rest,
        )
    )


def unmeasured_rows(answers: Answers, file: StandardsFile, reason: str) -> Tally:
    """Where a standard counts the rows of its table that it cannot measure."""
    rest = Rung(Verdict.NOT_APPLICABLE, reason, pl.lit(value=True))
    return Tally(ladder(answers.context, file, rest), counts(answers.whole[ROWS]))


def summarise(answers: Answers, file: StandardsFile) -> InputSummary:
    """One table: its rows, all accounted for, and its unreadable cells with examples."""
    context, told = answers.context, answers.whole
    table, source = context.table, context.table.source
    tally = Tally(ladder(context, file), counts(told[ROWS]))
    return InputSummary(
        table=table.name,
        paths=source.paths,
        sha256=source.sha256,
        source=source.recognised_as,
        rows=table.known.rows,
        superseded=tally.count(Verdict.SUPERSEDED),
        outside_period=tally.count(Verdict.OUTSIDE_PERIOD),
        left_out=tally.by_reason(Verdict.LEFT_OUT),
        unreadable=table.unreadable(),
        undated=tally.count(Verdict.UNREADABLE),
        audited=tally.judged,
        first=told[FIRST],
        last=told[LAST],
        examples=_examples(source, told),
        headers={name: source.columns[name].header for name in table.types},
    )


def _examples(source: Source, told: Mapping[str, Any]) -> dict[str, tuple[Example, ...]]:
    """The first unreadable cells of each column, in file order."""
    places = {
        name.removeprefix(PLACES): [(place[FILE], place[ROW]) for place in found]
        for name, found in told.items()
        if name.startswith(PLACES)
    }
    found = source.examples_at(places) if places else {}
    return {
        name: tuple(Example(text=one.text, row=one.row, path=one.path) for one in cells)
        for name, cells in found.items()
    }


def _left_out(context: Context, file: StandardsFile) -> Iterator[Rung]:
    for item in file.leave_out:
        if item.table not in {None, context.table.name}:
            continue
        try:
            made = condition(item.where.text, context.vocabulary)
        except ExpressionError:
            continue  # a mistake in the file was reported when the questions were asked
        if not made.missing:
            yield Rung(Verdict.LEFT_OUT, item.reason, context.condition(made))
