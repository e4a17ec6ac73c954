"""What a reader of the report should know beside its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from csaudit.audit import first_replies
from csaudit.audit.report import Note
from csaudit.plan.evaluation import Evaluated
from csaudit.plan.linking import key, unmatched
from csaudit.plan.zones import needed
from csaudit.standards.quantities import LimitTable, fold
from csaudit.standards.waiting import longest_waits, ordinary_weeks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from csaudit.audit.options import Options
    from csaudit.clocks.calendar import Calendar
    from csaudit.plan.context import Context
    from csaudit.plan.questions import Question
    from csaudit.standards import Standard, StandardsFile

MOST = 5


def notes(
    contexts: Mapping[str, Context],
    answers: Sequence[Evaluated | Question],
    file: StandardsFile,
    options: Options,
) -> tuple[Note, ...]:
    """Every remark once, those on the data first."""
    found: list[Note] = []
    for context in contexts.values():
        found += _on_the_data(context)
        found += _without_match(context, contexts)
    if file.timezone is None and options.timezone is None:
        found += _without_zone(answers)
    weeks = ordinary_weeks(file)
    for answer in answers:
        found += _idle_exceptions(answer.question if isinstance(answer, Evaluated) else answer)
        if isinstance(answer, Evaluated):
            found += _on_the_standard(answer, contexts[answer.question.table])
            found += first_replies.remarks(answer, contexts[answer.question.table])
            found += _on_the_wait(answer.question.standard, weeks)
    return tuple(dict.fromkeys(found))


def _on_the_data(context: Context) -> Iterator[Note]:
    for remark in context.table.remarks:
        yield Note(code=remark.code, message=remark.message, setting=remark.setting)
    for column, example in context.table.zoneless.items():
        header = context.table.source.columns[column].header
        yield Note(
            code="no_timezone",
            message=(
                f'the times in "{header}" carry no time zone (row {example.row}: '
                f'"{example.text}"); no standard measures with them'
            ),
            setting="timezone: Europe/London",
        )


def _without_match(context: Context, contexts: Mapping[str, Context]) -> Iterator[Note]:
    """Records that find no record of a table whose columns a standard reads."""
    linked = {name.partition(".")[0] for name in context.vocabulary.types if "." in name}
    for other in sorted(linked & set(contexts)):
        lost = unmatched(context.frame, context.table.name, contexts[other].table)
        if lost:
            yield Note(
                code="unmatched",
                message=f"{lost:,} of {context.frame.height:,} {context.table.name} find no record "
                f"in {other} by {key(context.table.name)}",
            )


def _idle_exceptions(question: Question) -> Iterator[Note]:
    """An exception for everybody that reads a column which nobody has leaves nothing out."""
    for reason, words in question.idle:
        yield Note(
            code="idle_exception",
            message=f"the exception ({reason}) leaves nothing out: {words}",
        )


def _without_zone(answers: Sequence[Evaluated | Question]) -> Iterator[Note]:
    """Days of UTC, where nobody said whose days are meant."""
    for answer in answers:
        if isinstance(answer, Evaluated) and _speaks_of_days(answer.question):
            yield Note(
                code="days_in_utc",
                message="days and periods begin at midnight UTC, since no timezone is set",
                setting="timezone: Europe/London",
            )


def _speaks_of_days(question: Question) -> bool:
    standard = question.standard
    by_period = standard.every is not None or standard.judge.every is not None
    return by_period or "window" in standard.settings


def _on_the_standard(answer: Evaluated, context: Context) -> Iterator[Note]:
    question = answer.question
    yield from _matches_nothing(answer, context)
    yield from _idle_limits(question.standard, context)
    if question.standard.dated_by is not None:
        yield Note(
            code="dated_by",
            message=(
                f"records are dated by {question.dated_by}: those without it are outside the period"
            ),
            standard=question.standard.id,
        )
    if question.table == "tickets" and needed(question) and "reopens" not in context.table.types:
        yield from _without_reopens(question)


def _on_the_wait(standard: Standard, weeks: Mapping[str, Calendar]) -> Iterator[Note]:
    """What a limit on opening hours means to a customer."""
    if waits := [sentence for _, sentence in longest_waits(standard, weeks)]:
        yield Note(code="longest_wait", message="; ".join(waits), standard=standard.id)


def _without_reopens(question: Question) -> Iterator[Note]:
    if question.standard.settings.get("reopened") == "miss":
        yield Note(
            code="no_reopens",
            message="the data counts no reopens: a case that came back cannot be told",
            standard=question.standard.id,
            setting="reopened: ignore",
        )


def _matches_nothing(answer: Evaluated, context: Context) -> Iterator[Note]:
    """A condition that matches no record at all, with the values that do occur."""
    question = answer.question
    for compiled in question.where:
        chosen = compiled.on(context.vocabulary, context.frame.lazy())
        if not chosen.any():
            yield Note(
                code="where_matches_nothing",
                message=(
                    f"the condition ({compiled.text}) matches no record; "
                    f"{_occurring(compiled.names, context)}"
                ),
                standard=question.standard.id,
            )


def _idle_limits(standard: Standard, context: Context) -> Iterator[Note]:
    """A limit for a value that no record has: a slip of the pen, perhaps."""
    table = standard.within
    if not isinstance(table, LimitTable):
        return
    column = context.vocabulary.view(table.by).cast(pl.String).alias(table.by)
    seen = {fold(value) for value in context.frame.select(column)[table.by].unique().drop_nulls()}
    idle = [value for value in table.limits if value not in seen]
    if idle:
        yield Note(
            code="idle_limit",
            message=f"no record has {table.by} {' or '.join(idle)}, for which a limit is written; "
            f"{_occurring([table.by], context)}",
            standard=standard.id,
        )


def _occurring(names: Sequence[str], context: Context) -> str:
    said = []
    for name in names:
        seen = context.frame.select(context.vocabulary.view(name).alias(name)).get_column(name)
        if seen.dtype != pl.String:
            continue
        common = seen.drop_nulls().value_counts(sort=True).head(MOST).get_column(name).to_list()
        said.append(f"{name} holds {', '.join(sorted(common)) or 'nothing'}")
    return "; ".join(said) or "look at the columns with  csaudit inspect"
