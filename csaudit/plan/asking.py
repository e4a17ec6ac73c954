"""Standards made into questions; every problem of the file is collected on the way."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from csaudit.errors import Problem, UsageError
from csaudit.metrics import catalogue
from csaudit.metrics.declaration import SettingKind
from csaudit.metrics.parts.durations import PAUSES
from csaudit.plan import expressions
from csaudit.plan.expression_trial import Compiled
from csaudit.plan.header_names import in_canonical_names
from csaudit.plan.questions import (
    WITHIN_CASES,
    NamedException,
    Question,
    choosing_columns,
    dated_by,
)
from csaudit.plan.unmeasurable import absent, alike_anywhere, lacks, not_given
from csaudit.standards.model import Condition
from csaudit.standards.sql import ExpressionError
from csaudit.standards.wording import quoted_expression
from csaudit.tables import BEGINS, QUESTION_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from csaudit.errors import Place
    from csaudit.metrics.declaration import Metric
    from csaudit.plan.vocabulary import Vocabulary
    from csaudit.standards.model import Demand, LeaveOut, Standard, StandardsFile


@dataclass(slots=True)
class Asking:
    """Turns standards into questions; collects every problem of the file on the way."""

    file: StandardsFile
    vocabularies: Mapping[str, Vocabulary]
    where: str | None = None
    by: Sequence[tuple[str, ...]] = ()
    problems: list[Problem] = field(default_factory=list)
    _compiled: dict[tuple[str, str, bool, bool], Compiled] = field(default_factory=dict)

    def about(self, standard: Standard) -> Question:
        """The question that a standard asks; with an obstacle if the data cannot answer it."""
        metric = catalogue()[standard.metric]
        table = standard.table or self._own_table(standard, metric)
        if table not in self.vocabularies:
            obstacle = not_given(table)
            return Question(standard=standard, metric=metric, table=table, obstacle=obstacle)
        vocabulary = self.vocabularies[table]
        if metric.unit_judged(standard.settings) in WITHIN_CASES:
            vocabulary = of_questions(vocabulary)
        return self._on(in_canonical_names(standard, vocabulary), metric, vocabulary)

    def _own_table(self, standard: Standard, metric: Metric) -> str:
        """The metric's own table, or tickets where these could have the columns as well."""
        own, tickets = metric.tables[0], self.vocabularies.get("tickets")
        if own in self.vocabularies or "tickets" not in metric.tables or tickets is None:
            return own
        needs = metric.columns(standard.settings, "tickets").needs
        possible = {*tickets.canonical, *tickets.types}
        return "tickets" if all(possible & set(names) for names in needs) else own

    def _on(self, standard: Standard, metric: Metric, vocabulary: Vocabulary) -> Question:
        missing: list[str] = []
        settings = self._settings(standard, metric, vocabulary, missing)
        declared = metric.columns(standard.settings, vocabulary.table)
        where = self._where(standard, vocabulary, missing)
        exceptions = self._exceptions(standard, vocabulary, missing)
        also = self._also(standard, vocabulary, missing)
        breakdowns, unshown = self._breakdowns(standard, vocabulary)
        named = self._named(standard, breakdowns)
        missing += absent(declared, vocabulary)
        missing += [name for name in named if not vocabulary.knows(name)]
        compiled = [*where, *(item.where for item in exceptions), *_compiled(settings)]
        read = [*declared.all(), *named, *_reads(compiled), *_reads_of(also)]
        return Question(
            standard=standard,
            metric=metric,
            table=vocabulary.table,
            columns=_behind(
                [*BEGINS[vocabulary.table], *read], self.vocabularies[vocabulary.table]
            ),
            settings=settings,
            where=where,
            exceptions=exceptions,
            idle=tuple(self._idle(vocabulary)),
            also=also,
            breakdowns=breakdowns,
            unshown=unshown,
            doubted=self._doubted(metric, vocabulary.table),
            dated_by=dated_by(standard, vocabulary.table),
            obstacle=lacks(missing, vocabulary, self.vocabularies),
        )

    def _settings(
        self, demand: Demand, metric: Metric, vocabulary: Vocabulary, missing: list[str]
    ) -> dict[str, Any]:
        compiled: dict[str, Any] = {}
        for name, value in demand.settings.items():
            compiled[name] = value
            if isinstance(value, Condition):
                setting = metric.setting(name)
                scalar = setting is not None and setting.kind is SettingKind.VALUE
                made = self.compile(value.text, value.place, vocabulary, name, scalar=scalar)
                if made is not None:
                    compiled[name] = made
                    missing += made.missing
        return compiled

    def _where(
        self, standard: Standard, vocabulary: Vocabulary, missing: list[str]
    ) -> tuple[Compiled, ...]:
        compiled = []
        if standard.where is not None:
            place = standard.where.place
            compiled.append(self.compile(standard.where.text, place, vocabulary, "where"))
        if self.where is not None:
            compiled.append(self._flag(self.where, vocabulary))
        known = tuple(made for made in compiled if made is not None)
        for made in known:
            missing += made.missing
        return known

    def _flag(self, text: str, vocabulary: Vocabulary) -> Compiled:
        try:
            made = expressions.condition(text, vocabulary)
            self._check_flag(made)
        except ExpressionError as error:
            remedy = (
                None if error.instead is None else f"write:  --where {_in_a_shell(error.instead)}"
            )
            raise UsageError(f"--where: {error.what}", remedy) from error
        return made

    def _check_flag(self, made: Compiled) -> None:
        """Tables that lack a column of --where show nothing, but one of them must have it."""
        for name in made.missing:
            alike = alike_anywhere(name, self.vocabularies)
            if alike is not None:
                raise ExpressionError(
                    f"no column of {' or '.join(self.vocabularies)} is called {name}",
                    _renamed(made.text, name, alike[0]) if alike else None,
                )

    def _exceptions(
        self, standard: Standard, vocabulary: Vocabulary, missing: list[str]
    ) -> tuple[NamedException, ...]:
        """The file's exceptions for this table, then the standard's own."""
        found = []
        for item in self.file.leave_out:
            made = self._exception(item, vocabulary)
            if made is not None and not made.missing:
                found.append(NamedException(item.reason, made))
        for item in standard.leave_out:
            made = self._exception(item, vocabulary)
            if made is not None:
                missing += made.missing
                found.append(NamedException(item.reason, made))
        return tuple(found)

    def _idle(self, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
        """The file's exceptions that read what their table, or every table, lacks."""
        others = [] if len(self.vocabularies) == 1 else list(self.vocabularies.values())
        for item in self.file.leave_out:
            made = self._exception(item, vocabulary)
            elsewhere = [] if item.table else others
            lacking = [] if made is None else list(made.missing)
            lacking = [name for name in lacking if not any(one.knows(name) for one in elsewhere)]
            if (obstacle := lacks(lacking, vocabulary, self.vocabularies)) is not None:
                yield item.reason, obstacle.words

    def _exception(self, item: LeaveOut, vocabulary: Vocabulary) -> Compiled | None:
        if item.table not in {None, vocabulary.table}:
            return None
        return self.compile(item.where.text, item.where.place, vocabulary, "where")

    def _also(
        self, standard: Standard, vocabulary: Vocabulary, missing: list[str]
    ) -> Question | Compiled | None:
        demand = standard.and_
        if isinstance(demand, Condition):
            made = self.compile(demand.text, demand.place, vocabulary, "and")
            missing += made.missing if made is not None else ()
            return made
        if demand is None:
            return None
        metric = catalogue()[demand.metric]
        declared = metric.columns(demand.settings, vocabulary.table)
        missing += absent(declared, vocabulary)
        settings = self._settings(demand, metric, vocabulary, missing)
        columns = [*declared.all(), *_clock_columns(demand), *_reads(_compiled(settings))]
        return Question(
            standard=standard,
            metric=metric,
            table=vocabulary.table,
            settings=settings,
            columns=_behind(columns, vocabulary),
        )

    def _doubted(self, metric: Metric, table: str) -> str:
        """What an export may have left out, unless the file says that it does not."""
        settings = self.file.tables.get(table)
        expected = settings.expect.none if settings is not None else frozenset[str]()
        return "" if metric.only_about in expected else metric.only_about

    def _breakdowns(
        self, standard: Standard, vocabulary: Vocabulary
    ) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
        """What it is shown by, and the columns that the data lacks: they cost no figure."""
        wanted = [columns for columns in standard.by if columns != standard.judge.columns]
        shown = [columns for columns in wanted if all(map(vocabulary.knows, columns))]
        lost = [name for columns in wanted for name in columns if not vocabulary.knows(name)]
        asked = [columns for columns in self.by if all(map(vocabulary.knows, columns))]
        judged = [standard.judge.columns] if standard.judge.columns else []
        found = [columns for columns in standard.by if columns in shown or columns in judged]
        return tuple(dict.fromkeys([*found, *judged, *asked])), tuple(dict.fromkeys(lost))

    def _named(self, standard: Standard, breakdowns: Iterable[tuple[str, ...]]) -> list[str]:
        grouped = [name for columns in breakdowns for name in columns]
        dated = [] if standard.dated_by is None else [dated_by(standard, "tickets")]
        return list(dict.fromkeys([*grouped, *_clock_columns(standard), *dated]))

    def compile(
        self, text: str, place: Place, vocabulary: Vocabulary, key: str, *, scalar: bool = False
    ) -> Compiled | None:
        """An expression of the file; a mistake is collected with its place, and None returned."""
        of_a_case = QUESTION_COLUMNS.keys() <= vocabulary.types.keys()
        known = (text, vocabulary.table, scalar, of_a_case)
        if known in self._compiled:
            return self._compiled[known]
        make = expressions.aggregate if scalar else expressions.condition
        try:
            made = make(text, vocabulary)
        except ExpressionError as error:
            instead = error.instead
            if instead is not None and not instead.startswith("tables:"):
                instead = f"{key}: {quoted_expression(instead)}"
            self.problems.append(Problem(self.file.path, place, f"{key}: {error.what}", instead))
            return None
        self._compiled[known] = made
        return made


def _in_a_shell(text: str) -> str:
    """Conditions are full of single quotes: in double ones, where nothing else means something."""
    return shlex.quote(text) if re.search(r'["$`\\!]', text) else f'"{text}"'


def _renamed(condition: str, name: str, meant: str) -> str:
    """The condition with a column that is called otherwise."""
    plain = re.fullmatch(r"[A-Za-z_][\w.]*", meant)
    return condition.replace(f'"{name}"', name).replace(name, meant if plain else f'"{meant}"')


def of_questions(vocabulary: Vocabulary) -> Vocabulary:
    """What may be named where each row is one question: the case's columns and its own."""
    return replace(vocabulary, types={**vocabulary.types, **QUESTION_COLUMNS})


def _clock_columns(demand: Demand) -> list[str]:
    """The columns that choose a limit or a calendar, and those whose time is taken off."""
    kinds = demand.settings.get("pause") or ()
    pauses = (PAUSES[kind] for kind in kinds if kind in PAUSES)
    return [*choosing_columns(demand), *pauses]


def _compiled(settings: Mapping[str, Any]) -> list[Compiled]:
    return [value for value in settings.values() if isinstance(value, Compiled)]


def _reads(compiled: Iterable[Compiled]) -> list[str]:
    return [name for made in compiled for name in made.reads]


def _reads_of(also: Question | Compiled | None) -> list[str]:
    if also is None:
        return []
    return list(also.reads if isinstance(also, Compiled) else also.columns)


def _behind(names: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The columns of the data behind names that may be derived."""
    behind: list[str] = []
    for name in names:
        derived = vocabulary.derived.get(name)
        behind += derived.reads if derived is not None else [name]
    return tuple(name for name in dict.fromkeys(behind) if name in vocabulary.types)
