"""An audit from end to end: standards and tables in, a report out."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from csaudit.audit.as_of import as_it_stood, audit_instant
from csaudit.audit.cases import cases, judges
from csaudit.audit.evaluation import Context, Evaluated, evaluate
from csaudit.audit.expected import check_expectations
from csaudit.audit.facts import ids
from csaudit.audit.gate import gate
from csaudit.audit.inputs import exclusions, summarise
from csaudit.audit.loading import Loaded, load
from csaudit.audit.notes import notes
from csaudit.audit.periods import filtered
from csaudit.audit.questions import Asking, Obstacle, Question
from csaudit.audit.report import NoData, Report, Run, StandardsFile, Tool
from csaudit.audit.results import results, unmeasured
from csaudit.audit.selection import select
from csaudit.audit.vocabulary import vocabulary
from csaudit.audit.zones import check_zones
from csaudit.clocks.calendar import ALWAYS, Calendar
from csaudit.errors import DataError, Problem, StandardsError
from csaudit.metrics.declaration import SettingNeededError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from csaudit.audit.as_of import AuditInstant
    from csaudit.audit.expressions import Vocabulary
    from csaudit.audit.options import Options
    from csaudit.audit.report import Result
    from csaudit.metrics.declaration import Period
    from csaudit.sources import Source
    from csaudit.standards import StandardsFile as Standards


UNREAD = {NoData.TOO_MANY_UNREADABLE, NoData.COLUMN_MISSING, NoData.CLOCK_UNKNOWN}


def audit(sources: Sequence[Source], file: Standards, options: Options, version: str) -> Report:
    """Audit tables against standards.

    Raises StandardsError for a mistake in the file, UsageError for one in the options, and
    DataError where the records cannot be audited at all.
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    file = select(file, options.select, options.ignore)
    survey = _Survey(sources, file, options)
    evaluated = survey.answers()
    found: list[Result] = []
    for answer in evaluated:
        if isinstance(answer, Evaluated):
            found += results(answer, survey.timezone, survey.period)
        else:
            found.append(unmeasured(answer))
    if file.is_example:
        _check_readable(found)
    return Report(
        tool=Tool(name="csaudit", version=version),
        run=Run(started_at=started, seconds=time.perf_counter() - clock),
        as_of=survey.instant.at,
        as_of_from=survey.instant.source,
        timezone=survey.timezone,
        inputs=tuple(summarise(context, file) for context in survey.contexts.values()),
        standards=StandardsFile(path=file.path, sha256=file.sha256, title=file.title),
        gate=gate(found, file, options),
        results=tuple(found),
        notes=notes(survey.contexts, evaluated, file, options),
    )


def judge_cases(
    sources: Sequence[Source], file: Standards, options: Options
) -> tuple[pl.DataFrame, list[str]]:
    """One row for each record and standard (see `cases.COLUMNS`).

    The second item names the standards that have nothing to say of a single record, or cannot
    be measured on this data.
    """
    file = select(file, options.select, options.ignore)
    survey = _Survey(sources, file, options)
    answers = survey.answers(each=True)
    told = [answer for answer in answers if isinstance(answer, Evaluated) and judges(answer)]
    silent = {standard.id for standard in file.standards} - {
        answer.question.standard.id for answer in told
    }
    return cases(told), sorted(silent)


class _Survey:
    """Everything that is worked out once for all standards."""

    def __init__(self, sources: Sequence[Source], file: Standards, options: Options) -> None:
        self.timezone = options.timezone or file.timezone or "UTC"
        self._file = file
        self._calendars = {ALWAYS.name: ALWAYS} | {
            name: Calendar(spec) for name, spec in file.calendars.items()
        }
        vocabularies = {
            source.table: vocabulary(
                source.table,
                {name: column.type for name, column in source.columns.items()},
                self.timezone,
                self._calendars,
            )
            for source in sources
        }
        self.questions = self._ask(vocabularies, options)
        tables = [load(source, self._wanted(source)) for source in sources]
        check_zones(tables, self.questions, file)
        self._check_rows(tables)
        self.instant: AuditInstant = audit_instant(options.as_of, tables, self.timezone)
        check_expectations(tables, file, self.instant)
        self.period: Period = filtered(
            options.since,
            options.until,
            options.month,
            options.last,
            as_of=self.instant.at,
            timezone=self.timezone,
        )
        self.contexts = {table.name: self._context(table, vocabularies) for table in tables}

    def _ask(self, vocabularies: Mapping[str, Vocabulary], options: Options) -> list[Question]:
        asking = Asking(self._file, vocabularies, options.where, options.by)
        questions = [asking.about(standard) for standard in self._file.standards]
        if asking.problems:
            raise StandardsError(asking.problems)
        if self._file.is_example:
            questions = [question for question in questions if question.obstacle is None]
        if not questions or all(question.obstacle is not None for question in questions):
            raise _nothing_measurable(questions)
        return questions

    def _wanted(self, source: Source) -> list[str]:
        asked = [question for question in self.questions if question.table == source.table]
        excluded = [name for _, name in exclusions(source)]
        return ["id", *excluded, *(name for question in asked for name in question.columns)]

    def _check_rows(self, tables: Sequence[Loaded]) -> None:
        for table in tables:
            if table.frame.is_empty():
                raise DataError(
                    f"{', '.join(table.source.paths)} has no rows: there is nothing to audit.",
                    "export at least one record, or leave the file away",
                )

    def _context(self, table: Loaded, vocabularies: Mapping[str, Vocabulary]) -> Context:
        known = vocabularies[table.name]
        own = {name: kind for name, kind in known.types.items() if name in table.types}
        return Context(
            table=table,
            frame=as_it_stood(table, self.instant.at),
            vocabulary=replace(known, types=own),
            as_of=self.instant.at,
            timezone=self.timezone,
            period=self.period,
            calendars=self._calendars,
            exclusions=exclusions(table.source),
            ids=lambda name: ids(self.contexts.get(name)),
        )

    def answers(self, *, each: bool = False) -> list[Evaluated | Question]:
        """Every question evaluated; the example set leaves out what the data cannot show."""
        answers = [self._answer(question, each=each) for question in self.questions]
        measured = [answer for answer in answers if isinstance(answer, Evaluated)]
        if not measured:
            raise _nothing_measurable([one for one in answers if isinstance(one, Question)])
        return list(measured) if self._file.is_example else answers

    def _answer(self, question: Question, *, each: bool = False) -> Evaluated | Question:
        """The question evaluated; itself where something stands in its way."""
        if question.obstacle is not None:
            return question
        try:
            return evaluate(question, self.contexts[question.table], each=each)
        except SettingNeededError as error:
            if self._file.is_example:
                return replace(question, obstacle=Obstacle(NoData.COLUMN_MISSING, error.what))
            raise StandardsError([_needed(error, question, self._file)]) from error


def _needed(error: SettingNeededError, question: Question, file: Standards) -> Problem:
    place = question.standard.place_of(error.setting)
    return Problem(file.path, place, f"{question.standard.id}: {error.what}", error.instead)


def _check_readable(found: Sequence[Result]) -> None:
    """The example set ignores what it has no data for; with none at all that would be green."""
    unread = [result for result in found if result.gates and result.reason in UNREAD]
    if len(unread) == sum(result.gates for result in found):
        worst = unread[0]
        columns = ", ".join(f"{name} {count:,}" for name, count in worst.unreadable_by.items())
        raise DataError(
            f"not one standard can be measured on this data: {worst.id} is {worst.reason} "
            f"({worst.words or f'unreadable cells: {columns}'}).",
            "look at what was recognised with  csaudit inspect  and name what it could not know",
        )


def _nothing_measurable(questions: Sequence[Question]) -> DataError:
    why = "; ".join(
        f"{question.standard.id}: {question.obstacle.words}"
        for question in questions
        if question.obstacle is not None
    )
    return DataError(
        f"not one standard can be measured on this data ({why or 'none was asked for'}).",
        "name the columns in standards.yaml:  tables: {tickets: {columns: {created_at: ...}}}",
    )
