"""What a reader of the report should know beside its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from csaudit.audit import behind_the_figure
from csaudit.audit.remarks import (
    error_budget,
    first_replies,
    near_the_limit,
    satisfaction_words,
    undated,
)
from csaudit.audit.remarks.occurring import occurring
from csaudit.audit.report import Note
from csaudit.errors import look_alikes
from csaudit.metrics.parts.call import ANSWERING
from csaudit.plan.choosing import ever, is_known_over_time, may_change
from csaudit.plan.linking import key, matched
from csaudit.plan.literals import literals, occurs
from csaudit.plan.questions import WITHIN_CASES
from csaudit.plan.zones import needed
from csaudit.sources.recognise.zone_in_header import zone_to_write
from csaudit.standards.quantities import LimitTable, fold
from csaudit.standards.waiting import longest_waits, ordinary_weeks
from csaudit.standards.wording import quoted
from csaudit.tables import SUPERSEDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from csaudit.audit.answers import Answers
    from csaudit.audit.options import Options
    from csaudit.clocks.calendar import Calendar
    from csaudit.plan.context import Context
    from csaudit.plan.questions import Question
    from csaudit.plan.standard_plan import StandardPlan
    from csaudit.plan.vocabulary import Vocabulary
    from csaudit.standards import Standard, StandardsFile
    from csaudit.standards.quantities import LimitRow

MATCHES, UNMATCHED, OCCURS = "matches", "unmatched:", "occurs"


def noted(context: Context, standards: Sequence[StandardPlan]) -> dict[str, pl.Expr]:
    """What the notes need of all records of a table."""
    found: dict[str, pl.Expr] = {}
    for plan in standards:
        for number, compiled in enumerate(plan.question.where):
            matches = context.condition(compiled).any()
            found[plan.name(f"{MATCHES}{number}")] = matches
        for number, (_, column, word) in enumerate(_words(plan, context.vocabulary)):
            found[plan.name(f"{OCCURS}{number}")] = occurs(column, word, context.vocabulary)
        found |= satisfaction_words.tallies(plan, context)
        found |= first_replies.tallies(plan, context.table.types, made=_made(context))
        found |= near_the_limit.tallies(plan)
        found |= error_budget.tallies(plan)
        found |= behind_the_figure.tallies(plan)
    for other in _linked(context):
        lost = pl.col(matched(other)).is_null() & ~pl.col(SUPERSEDED)
        found[f"{UNMATCHED}{other}"] = lost.sum()
    return found


def _words(plan: StandardPlan, vocabulary: Vocabulary) -> Iterator[tuple[str, str, str]]:
    """Of each condition its text, and the columns and words that it compares."""
    question = plan.question
    for compiled in (*question.where, *(item.where for item in question.exceptions)):
        for column, word in literals(compiled.text, vocabulary):
            yield compiled.text, column, word


def _words_of_nobody(plan: StandardPlan, answers: Answers) -> Iterator[Note]:
    """Words in conditions that occur nowhere in their column: slips of the pen, perhaps."""
    lost: dict[tuple[str, str], list[str]] = {}
    for number, (text, column, word) in enumerate(_words(plan, answers.context.vocabulary)):
        if not answers.whole[plan.name(f"{OCCURS}{number}")]:
            lost.setdefault((text, column), []).append(f"'{word}'")
    nothing = set(_idle(plan, answers))
    own = {compiled.text for compiled in plan.question.where}
    for (text, column), words in lost.items():
        if text not in nothing:
            yield Note(
                code="no_such_value",
                message=f"no record has {column} {' or '.join(words)}, as the condition ({text}) "
                f"says; {occurring([column], answers.context)}",
                standard=plan.question.standard.id if text in own else None,
            )


def _idle(plan: StandardPlan, answers: Answers) -> Iterator[str]:
    """The conditions that match no record at all, which is told by itself."""
    for number, compiled in enumerate(plan.question.where):
        if not answers.whole[plan.name(f"{MATCHES}{number}")]:
            yield compiled.text


def _made(context: Context) -> bool:
    """Whether first replies are known as durations only."""
    column = context.table.source.columns.get("first_response_at")
    return column is not None and column.after is not None


def notes(
    answers: Mapping[str, Answers],
    asked: Sequence[tuple[Question, StandardPlan | None]],
    file: StandardsFile,
    options: Options,
) -> tuple[Note, ...]:
    """Every remark once, those on the data first."""
    found: list[Note] = []
    for name, one in answers.items():
        if name in WITHIN_CASES:
            continue
        found += _on_the_data(one.context)
        found += _without_match(one)
    if file.timezone is None and options.timezone is None:
        found += _without_zone(asked)
    weeks = ordinary_weeks(file)
    for question, plan in asked:
        found += _idle_exceptions(question)
        found += _unshown(question, answers)
        if plan is not None:
            found += _on_the_standard(plan, answers[question.context])
            found += first_replies.remarks(plan, answers[question.context])
            found += near_the_limit.remarks(plan, answers[question.context])
            found += satisfaction_words.remarks(plan, answers[question.context])
            found += undated.remarks(plan, answers[question.context].context)
            found += _on_the_wait(question.standard, weeks)
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
            setting=f"timezone: {zone_to_write([header])}",
        )


def _linked(context: Context) -> list[str]:
    """The tables whose columns a standard reads here."""
    return sorted({name.partition(".")[0] for name in context.vocabulary.types if "." in name})


def _without_match(answers: Answers) -> Iterator[Note]:
    """Records that find no record of a table whose columns a standard reads."""
    context = answers.context
    for other in _linked(context):
        if lost := answers.whole[f"{UNMATCHED}{other}"]:
            yield Note(
                code="unmatched",
                message=f"{lost:,} of {context.table.known.rows:,} {context.table.name} find no "
                f"record in {other} by {key(context.table.name)}",
            )


def _idle_exceptions(question: Question) -> Iterator[Note]:
    """An exception for everybody that reads a column which nobody has leaves nothing out."""
    for reason, words in question.idle:
        yield Note(
            code="idle_exception",
            message=f"the exception ({reason}) leaves nothing out: {words}",
        )


def _unshown(question: Question, answers: Mapping[str, Answers]) -> Iterator[Note]:
    """Breakdowns that the data cannot show; with the one that is meant, if one is called alike."""
    answered = answers.get(question.context)
    known = answered.context.vocabulary.called() if answered is not None else []
    for name in question.unshown:
        alike = look_alikes(name, known)
        setting = f'tables: {{{question.table}: {{columns: {{{name}: "Its header"}}}}}}'
        if alike and any(name in columns for columns in question.standard.by):
            meant = [
                [alike[0] if one == name else one for one in columns]
                for columns in question.standard.by
            ]
            lists = (_names(one) if len(one) == 1 else f"[{_names(one)}]" for one in meant)
            setting = f"by: [{', '.join(lists)}]"
        yield Note(
            code="breakdown_missing",
            message=f"not shown by {name}: {question.table} has no such column",
            standard=question.standard.id,
            setting=setting,
        )


def _names(columns: Iterable[str]) -> str:
    return ", ".join(map(quoted, columns))


def _without_zone(asked: Sequence[tuple[Question, StandardPlan | None]]) -> Iterator[Note]:
    """Days of UTC, where nobody said whose days are meant."""
    for question, plan in asked:
        if plan is not None and _speaks_of_days(question):
            yield Note(
                code="days_in_utc",
                message="days and periods begin at midnight UTC, since no timezone is set",
                setting="timezone: Europe/London",
            )


def _speaks_of_days(question: Question) -> bool:
    standard = question.standard
    by_period = standard.every is not None or standard.judge.every is not None
    return by_period or "window" in standard.settings


def _on_the_standard(plan: StandardPlan, answers: Answers) -> Iterator[Note]:
    question, context = plan.question, answers.context
    yield from _matches_nothing(plan, answers)
    yield from _words_of_nobody(plan, answers)
    yield from _idle_limits(question.standard, context)
    yield from _present_value(question.standard, context)
    if question.standard.dated_by is not None:
        yield Note(
            code="dated_by",
            message=(
                f"records are dated by {question.dated_by}: those without it are outside the period"
            ),
            standard=question.standard.id,
        )
    yield from _given_up_unknown(question, context)
    if question.table == "tickets" and needed(question) and "reopens" not in context.table.types:
        yield from _without_reopens(question)


def _given_up_unknown(question: Question, context: Context) -> Iterator[Note]:
    """What counts calls in which the caller gave up, where nothing tells which these are."""
    if question.metric.setting("abandoned") is None or question.table != "calls":
        return
    if not any(name in context.table.types for name in ANSWERING):
        yield Note(
            code="given_up_unknown",
            message="nothing tells which callers gave up: every call counts as answered",
            standard=question.standard.id,
            setting='tables: {calls: {columns: {abandoned: {from: "Its header", values: '
            "{Abandoned: yes}}}}}",
        )


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


def _matches_nothing(plan: StandardPlan, answers: Answers) -> Iterator[Note]:
    """A condition that matches no record at all, with the values that do occur."""
    for number, compiled in enumerate(plan.question.where):
        if not answers.whole[plan.name(f"{MATCHES}{number}")]:
            yield Note(
                code="where_matches_nothing",
                message=(
                    f"the condition ({compiled.text}) matches no record; "
                    f"{occurring(compiled.names, answers.context)}"
                ),
                standard=plan.question.standard.id,
            )


def _idle_limits(standard: Standard, context: Context) -> Iterator[Note]:
    """A limit for a value that no record has: a slip of the pen, perhaps."""
    table = standard.within
    if not isinstance(table, LimitTable):
        return
    seen = {fold(value) for value in ever(table, context) if value is not None}
    idle = [value for value in table.limits if value not in seen]
    if idle:
        yield Note(
            code="idle_limit",
            message=f"no record has {table.by} {' or '.join(idle)}, for which a limit is written; "
            f"{occurring([table.by], context)}",
            standard=standard.id,
        )


def _present_value(standard: Standard, context: Context) -> Iterator[Note]:
    """A limit by a value that changes, where the data tells only the last one."""
    table = standard.within
    if not isinstance(table, LimitTable) or table.at == "latest":
        return
    if is_known_over_time(table.by, context):
        return
    if table.at is not None:
        yield Note(
            code="priority_now",
            message=f"the data tells only which {table.by} a case has now: at: {table.at} needs "
            "events that tell when it changed",
            standard=standard.id,
            setting=f"within: {_with_latest(table)}",
        )
    elif may_change(table.by):
        told = f"limits go by the {table.by} that a case has now: only events tell an earlier one"
        yield Note(code="priority_now", message=told, standard=standard.id)


def _with_latest(table: LimitTable) -> str:
    """The whole table of limits, so that none is lost where it is written."""
    limits = ", ".join(f"{quoted(row.value)}: {_row(row)}" for row in table.limits.values())
    last = f", otherwise: {_row(table.otherwise)}" if table.otherwise else ""
    return f"{{by: {quoted(table.by)}, at: latest, limits: {{{limits}}}{last}}}"


def _row(row: LimitRow) -> str:
    limit = str(row.limit)
    return limit if row.calendar is None else f"{{limit: {limit}, calendar: {row.calendar}}}"
