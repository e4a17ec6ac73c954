"""What is worked out once for all standards: questions, tables, the audit instant, the period."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from csaudit.audit.event_shape import check_is_no_log
from csaudit.audit.expectations import check_expectations
from csaudit.audit.pseudonyms import pseudonyms
from csaudit.audit.report import Note
from csaudit.audit.row_accounting import exclusions
from csaudit.audit.unauditable import (
    check_is_a_table,
    no_rows,
    nothing_in_the_example,
    nothing_measurable,
)
from csaudit.audit.with_events import check_roles, check_sizes, with_events
from csaudit.clocks.calendar import ALWAYS, Calendar
from csaudit.errors import Problem, StandardsError, UsageError
from csaudit.outcomes import NoData
from csaudit.plan.as_of import as_it_stood, audit_instant
from csaudit.plan.asking import Asking, of_questions
from csaudit.plan.context import A_YEAR, Clocks, Context
from csaudit.plan.facts import ids
from csaudit.plan.linking import asked_of, key, link, linked_types
from csaudit.plan.periods import filtered
from csaudit.plan.questions import QUESTIONS, WITHIN_CASES, Question
from csaudit.plan.table_plan import table_plan
from csaudit.plan.typed_tables import Loaded, Wanted, load
from csaudit.plan.unmeasurable import Obstacle, alike_anywhere
from csaudit.plan.vocabulary import as_text, vocabulary
from csaudit.plan.zones import check_zones
from csaudit.sources.recognise.folding import fold
from csaudit.timezones import check_zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import polars as pl

    from csaudit.audit.options import Options
    from csaudit.metrics.declaration import Period, SettingNeededError
    from csaudit.plan.as_of import AuditInstant
    from csaudit.plan.standard_plan import StandardPlan
    from csaudit.plan.table_plan import TablePlan
    from csaudit.plan.vocabulary import Vocabulary
    from csaudit.sources import Source
    from csaudit.standards import StandardsFile as Standards


class Preparation:
    """Everything that is worked out once for all standards, up to the plan of each table.

    `by`: the flag that names further columns, for messages.
    """

    def __init__(
        self, sources: Sequence[Source], file: Standards, options: Options, by: str = "--by"
    ) -> None:
        self.timezone = options.timezone or file.timezone or "UTC"
        check_zone(self.timezone)
        self._file = file
        self.notes: tuple[Note, ...] = ()
        self._accepted = options.accepted
        self._pseudonyms = pseudonyms(options)
        self._period(options, datetime.now(UTC))  # a flag that is wrong is told before the data
        self.given = with_events(sources, file, options.as_of, self.timezone)
        sources = self._sources = self.given.sources
        self._calendars = {ALWAYS.name: ALWAYS} | {
            name: Calendar(spec) for name, spec in file.calendars.items()
        }
        vocabularies = self._vocabularies(Clocks(self._calendars, *A_YEAR))
        for error in _lost(options.pseudonymise, vocabularies, "--pseudonymise"):
            raise error
        self.questions = self._ask(vocabularies, options, by)
        if self.given.cases is not None:
            check_roles(self.given.cases, self.questions)
        tables = load(
            sources, {one.table: self._wanted(one, vocabularies) for one in sources}, options.memory
        )
        check_zones(tables, self.questions, file)
        self._check_rows(tables)
        self.instant: AuditInstant = audit_instant(
            options.as_of, tables, self.timezone, self.given.newest
        )
        asked = None if options.as_of is None else self.instant.at
        check_expectations(tables, self.given, file, asked)
        self.period = self._period(options, self.instant.at)
        stood = {
            table.name: replace(table, frame=as_it_stood(table, self.instant.at))
            for table in tables
        }
        clocks = Clocks(self._calendars, *_extent(tables, self.instant.at))
        vocabularies = self._vocabularies(clocks)
        self.contexts = {
            table.name: self._context(table, stood, vocabularies, clocks) for table in tables
        }
        self._look_within_cases()

    def _vocabularies(self, clocks: Clocks) -> dict[str, Vocabulary]:
        made = (
            vocabulary(
                source.table,
                {name: column.type for name, column in source.columns.items()}
                | linked_types(source, self._sources),
                self.timezone,
                clocks,
            )
            for source in self._sources
        )
        headers = {source.table: _headers(source) for source in self._sources}
        of_file = frozenset(header for source in self._sources for header in source.headers)
        return {
            one.table: replace(
                one,
                pseudonyms=self._pseudonyms,
                headers={fold(header): name for header, name in headers[one.table].items()},
                spelled=tuple(header for header in headers[one.table] if header in of_file),
            )
            for one in made
        }

    def _period(self, options: Options, as_of: datetime) -> Period:
        return filtered(
            options.since,
            options.until,
            options.month,
            options.last,
            as_of=as_of,
            timezone=self.timezone,
        )

    def _ask(
        self, vocabularies: Mapping[str, Vocabulary], options: Options, flag: str
    ) -> list[Question]:
        by = [_combination(name, vocabularies) for name in options.by]
        lost = list(_lost((name for columns in by for name in columns), vocabularies, flag))
        if flag == "--by":
            self.notes = tuple(_not_shown(error) for error in lost)
        elif lost:
            raise lost[0]
        asking = Asking(self._file, vocabularies, options.where, by)
        asked = (asking.about(standard) for standard in self._file.standards)
        questions = [self.given.explained(question) for question in asked]
        if asking.problems:
            raise StandardsError(asking.problems)
        if self._file.is_example:
            questions = [question for question in questions if question.obstacle is None]
        if all(question.obstacle is not None for question in questions):
            for source in self._sources:
                check_is_a_table(source)
            if self._file.is_example:
                raise nothing_in_the_example(self._sources)
            raise nothing_measurable(questions, self._sources)
        return questions

    def _wanted(self, source: Source, vocabularies: Mapping[str, Vocabulary]) -> Wanted:
        asked = [question for question in self.questions if question.table == source.table]
        excluded = [name for _, name in exclusions(source)]
        named = [name for question in self.questions for name in question.columns]
        linked = [key(source.table)] if any("." in name for name in named) else []
        own = [name for question in asked for name in question.columns]
        columns = ["id", *linked, *excluded, *own, *asked_of(source.table, named)]
        known = vocabularies[source.table]
        values = dict.fromkeys(
            name
            for question in self.questions
            for table, name in question.known_by_value()
            if table == source.table and name in known.types and "." not in name
        )
        return Wanted(columns, {name: as_text(name, known) for name in values})

    def _check_rows(self, tables: Sequence[Loaded]) -> None:
        for table in tables:
            if not table.known.rows:
                raise no_rows(table.source)
            check_is_no_log(table)

    def _context(
        self,
        table: Loaded,
        stood: Mapping[str, Loaded],
        vocabularies: Mapping[str, Vocabulary],
        clocks: Clocks,
    ) -> Context:
        """A table with what it takes of the others, all as they stood at the audit instant."""
        known = vocabularies[table.name]
        asked = [question for question in self.questions if question.table == table.name]
        named = [name for question in asked for name in question.columns]
        linked = {name for name in named if "." in name and name not in table.types}
        own = {
            name: kind
            for name, kind in known.types.items()
            if name in table.types or name in linked
        }
        as_of = self.instant.at
        return Context(
            table=table,
            records=link(stood[table.name].frame, table.name, list(stood.values()), linked, as_of),
            vocabulary=replace(known, types=own),
            as_of=as_of,
            timezone=self.timezone,
            period=self.period,
            clocks=clocks,
            values=lambda name: _values(name, table, stood, known),
            exclusions=exclusions(table.source),
            name=table.name,
            accepted=self._accepted,
            ids=lambda name: ids(self.contexts.get(name)),
        )

    def _look_within_cases(self) -> None:
        """The contexts in which each row is a question, or a gap, where events tell them."""
        cases = self.given.cases
        if cases is None or not cases.reads_messages:
            return
        own = self.contexts["tickets"]
        for name in {question.context for question in self.questions} & {*WITHIN_CASES}:
            asked = cases.derived.questions if name == QUESTIONS else cases.derived.gaps()
            check_sizes(cases, asked)
            self.contexts[name] = replace(
                own,
                name=name,
                records=cases.questions(own.records, asked),
                vocabulary=of_questions(own.vocabulary),
            )

    def _home(self, question: Question) -> str:
        """The context that a question is planned on; a table that tells no questions says so."""
        return question.context if question.context in self.contexts else question.table

    def plans(
        self, more: Callable[[Context, Sequence[StandardPlan]], Mapping[str, pl.Expr]]
    ) -> list[TablePlan]:
        """The plan of every table; `more` are further aggregates over its records.

        Questions that the data cannot answer have an obstacle; the example set leaves them out.
        Raises DataError if there are no others, StandardsError where a setting must be written.
        """
        plans = []
        for context in self.contexts.values():
            asked = [one for one in self.questions if self._home(one) == context.name]
            measurable = [question for question in asked if question.obstacle is None]
            plans.append(table_plan(context, measurable, more, self._on_need))
        without = [question for question in self.questions if question.obstacle is not None]
        without += [question for plan in plans for question in plan.unmeasurable]
        if len(without) == len(self.questions):
            raise nothing_measurable(without, self._sources)
        return plans

    def _on_need(self, error: SettingNeededError, question: Question) -> Question:
        """A setting that the data shows to be needed: a mistake, but not in the example set."""
        if self._file.is_example:
            return replace(question, obstacle=Obstacle(NoData.COLUMN_MISSING, error.what))
        raise StandardsError([_needed(error, question, self._file)]) from error

    def in_order(self, plans: Sequence[TablePlan]) -> list[tuple[Question, StandardPlan | None]]:
        """Every question in the order of the file, with its plan or with its obstacle."""
        planned = {one.question.standard.id: one for plan in plans for one in plan.standards}
        without = {one.standard.id: one for plan in plans for one in plan.unmeasurable}
        found = [
            (without.get(question.standard.id, question), planned.get(question.standard.id))
            for question in self.questions
        ]
        if self._file.is_example:
            return [(question, plan) for question, plan in found if plan is not None]
        return found


def _extent(tables: Sequence[Loaded], as_of: datetime) -> tuple[int, int]:
    """The earliest and the latest instant of all tables, in microseconds."""
    known = [one.known for one in tables]
    first = [one.earliest for one in known if one.earliest is not None]
    last = [one.latest for one in known if one.latest is not None]
    return _microseconds(min([as_of, *first])), _microseconds(max([as_of, *last]))


def _microseconds(instant: datetime) -> int:
    since = instant - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _values(
    name: str, table: Loaded, stood: Mapping[str, Loaded], known: Vocabulary
) -> Sequence[str | None]:
    """The distinct cells of a column, its own, another table's, or one that is derived."""
    if name in known.derived:
        return known.derived[name].values
    other, _, column = name.partition(".")
    if column and name not in table.types and other in stood:
        return [*stood[other].known.values.get(column, ()), None]
    found = table.known.values.get(name, ())
    # A case that was resolved only after the audit instant was still open then.
    return list(dict.fromkeys([*found, "open"])) if name == "status" else found


def _combination(written: str, vocabularies: Mapping[str, Vocabulary]) -> tuple[str, ...]:
    """`agent,channel` are two columns taken together, unless one column is called so."""
    if any(vocabulary.knows(written) for vocabulary in vocabularies.values()):
        return (written,)
    return tuple(filter(None, (part.strip() for part in written.split(",")))) or (written,)


def _headers(source: Source) -> dict[str, str]:
    """Which column each header is read into, where it is one only."""
    found: dict[str, dict[str, str]] = {}
    for column in source.columns.values():
        for header in column.headers:
            found.setdefault(fold(header), {})[column.name] = header
    only = (next(iter(one.items())) for one in found.values() if len(one) == 1)
    return {header: name for name, header in only}


def _lost(
    names: Iterable[str], vocabularies: Mapping[str, Vocabulary], flag: str
) -> Iterator[UsageError]:
    """What to say of columns that no table has; one that only some tables lack is no mistake."""
    for name in names:
        alike = alike_anywhere(name, vocabularies)
        if alike is not None:
            yield UsageError(
                f"{flag} {name}: no column of {' or '.join(vocabularies)} is called so.",
                f"write:  {flag} {shlex.quote(alike[0])}"
                if alike
                else "csaudit inspect FILE lists the columns",
            )


def _not_shown(error: UsageError) -> Note:
    """A breakdown that nothing can be shown by costs no figure."""
    setting = (error.remedy or "").removeprefix("write:  ")
    return Note(code="breakdown_missing", message=error.message, setting=setting)


def _needed(error: SettingNeededError, question: Question, file: Standards) -> Problem:
    place = question.standard.place_of(error.setting)
    return Problem(file.path, place, f"{question.standard.id}: {error.what}", error.instead)
