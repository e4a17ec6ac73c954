"""An audit from end to end: standards and tables in, a report out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from csaudit.audit import behind_the_figure
from csaudit.audit.accepting import check_named, remarks
from csaudit.audit.answers import lazy, run
from csaudit.audit.engines import explained
from csaudit.audit.event_accounting import derived_columns, event_notes, summary_of
from csaudit.audit.gate import gate
from csaudit.audit.misfits import naming_misfits
from csaudit.audit.preparation import Preparation
from csaudit.audit.record_rows import COLUMNS, judges, record_rows, span_of
from csaudit.audit.records_asked import Cases, Wanted
from csaudit.audit.remarks import error_budget, gathering
from csaudit.audit.remarks.cross_check import noted as cross_checked
from csaudit.audit.remarks.notes import noted, notes
from csaudit.audit.report import Report, Run, StandardsFile, Tool
from csaudit.audit.results import results, unmeasured
from csaudit.audit.row_accounting import accounting, summarise, unmeasured_rows
from csaudit.audit.selection import asked as asked_of
from csaudit.clocks.calendar import ALWAYS
from csaudit.errors import DataError, UsageError
from csaudit.metrics.declaration import Period
from csaudit.outcomes import NoData
from csaudit.plan.questions import WITHIN_CASES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csaudit.audit.answers import Answers
    from csaudit.audit.options import Options
    from csaudit.audit.report import Note, Result
    from csaudit.plan.ladder import Tally
    from csaudit.plan.questions import Question
    from csaudit.plan.standard_plan import StandardPlan
    from csaudit.plan.table_plan import TablePlan
    from csaudit.sources import Source
    from csaudit.standards import StandardsFile as Standards


UNREAD = {NoData.TOO_MANY_UNREADABLE, NoData.COLUMN_MISSING, NoData.CLOCK_UNKNOWN}


def audit(
    sources: Sequence[Source],
    file: Standards,
    options: Options,
    version: str,
    started: datetime | None = None,
) -> Report:
    """Audit tables against standards; `started` is when the files began to be read, else now.

    Raises StandardsError for a mistake in the file, UsageError for one in the options, and
    DataError where the records cannot be audited at all.
    """
    started = started or datetime.now(UTC)
    file, options = asked_of(file, options, sources)
    options.on_phase("reading")
    prepared, plans = _planned(sources, file, options)
    options.on_phase("counting")
    asked = prepared.in_order(plans)
    with naming_misfits(plans, [question for question, _ in asked]):
        answers = {one.context.name: one for one in run(plans, options.engine, options.cluster)}
    options.on_phase("judging")
    found: list[Result] = []
    wholes: list[tuple[Result, StandardPlan, TablePlan]] = []
    for question, plan in asked:
        if plan is None:
            found.append(unmeasured(question, _rows(question, answers, file)))
            continue
        answer = answers[question.context]
        whole, *parts = results(plan, answer)
        whole = replace(whole, **behind_the_figure.of(plan, answer))
        found += [whole, *parts]
        wholes.append((whole, plan, answer.plan))
    if file.is_example:
        _check_readable(found)
    cases = prepared.given.cases
    logged = [] if cases is None else [summary_of(cases)]
    derived = () if cases is None else derived_columns(cases)
    known = known_misses(sources, file, options) if options.accepted else ()
    told = [] if cases is None else list(event_notes(cases, derived))
    return Report(
        tool=Tool(name="csaudit", version=version),
        run=Run(started_at=started, seconds=(datetime.now(UTC) - started).total_seconds()),
        as_of=prepared.instant.at,
        as_of_from=prepared.instant.source,
        timezone=prepared.timezone,
        period=_asked_for(prepared.period),
        inputs=(
            *logged,
            *(summarise(one, file) for name, one in answers.items() if name not in WITHIN_CASES),
        ),
        standards=StandardsFile(path=file.path, sha256=file.sha256, title=file.title),
        gate=gate(found, file, options),
        results=tuple(found),
        notes=(
            *told,
            *known,
            *cross_checked(sources, asked=options.cross_check),
            *prepared.notes,
            *gathering.notes(wholes),
            *(
                note
                for result, plan, _ in wholes
                for note in error_budget.remarks(plan, answers[plan.question.context], result)
            ),
            *notes(answers, asked, file, options),
        ),
        derived=derived,
    )


def _rows(question: Question, answers: Mapping[str, Answers], file: Standards) -> Tally | None:
    """Where the rows of a table count that cannot show the answer; None of what is no row."""
    obstacle = question.obstacle
    if obstacle is None or question.context not in answers or question.context in WITHIN_CASES:
        return None
    return unmeasured_rows(answers[question.context], file, obstacle.reason)


def explain_plan(sources: Sequence[Source], file: Standards, options: Options) -> str:
    """The plan of an audit, as polars would run it; raises as `audit`."""
    file, options = asked_of(file, options, sources)
    _, plans = _planned(sources, file, options)
    return explained(lazy(plans))


def _planned(
    sources: Sequence[Source], file: Standards, options: Options
) -> tuple[Preparation, list[TablePlan]]:
    prepared = Preparation(sources, file, options)
    plans = prepared.plans(
        lambda context, planned: {**accounting(context, file), **noted(context, planned)}
    )
    return prepared, list(plans)


def judge_cases(
    sources: Sequence[Source], file: Standards, options: Options, wanted: Wanted
) -> Cases:
    """One row for each record and standard that is asked for, see `Cases`; raises as `audit`."""
    _check_columns(wanted.columns)
    file, options = asked_of(file, replace(options, by=wanted.columns), sources)
    if len(options.by) < len(wanted.columns):
        raise UsageError("--columns lists columns of the export; a period is none of them.")
    wanted = replace(wanted, columns=options.by)
    prepared = Preparation(sources, file, options, by="--columns")
    plans = {plan.context.name: plan for plan in prepared.plans(lambda _context, _planned: {})}
    silent: dict[str, str] = {}
    listed: list[tuple[TablePlan, StandardPlan]] = []
    for question, plan in prepared.in_order(list(plans.values())):
        if plan is None:
            silent[question.standard.id] = question.obstacle.words if question.obstacle else ""
        elif judges(plan):
            listed.append((plans[question.context], plan))
        else:
            words = f"{question.metric.name} says nothing of a single record"
            silent[question.standard.id] = words
    with naming_misfits(plans.values(), [plan.question for _, plan in listed]):
        rows, counts = record_rows(listed, wanted, options)
    return Cases(
        rows=rows,
        limit=wanted.limit,
        columns=wanted.columns,
        as_of=prepared.instant.at,
        timezone=prepared.timezone,
        counts=counts,
        silent=silent,
        log=prepared.given.cases,
        nameless=_nameless(listed),
        spans={plan.question.standard.id: span_of(plan) for _, plan in listed},
        around_the_clock=frozenset(
            standard.id
            for standard in file.standards
            if standard.calendar_by is None and standard.calendars() == {ALWAYS.name}
        ),
    )


def _nameless(listed: Sequence[tuple[TablePlan, StandardPlan]]) -> dict[str, Source]:
    """The tables whose records have no number of their own, by standard."""
    return {
        plan.question.standard.id: table.context.table.source
        for table, plan in listed
        if "id" not in table.context.table.types
    }


def known_misses(sources: Sequence[Source], file: Standards, options: Options) -> tuple[Note, ...]:
    """What became of the misses that are accepted; see `accepting.remarks`."""
    ids = frozenset(one for ids in options.accepted.values() for one in ids)
    cases = judge_cases(sources, file, replace(options, by=(), every=None), Wanted(ids=ids))
    check_named(cases, options.accepted)
    return tuple(remarks(cases.frame, [one.id for one in file.standards], options.accepted))


def _check_columns(names: Sequence[str]) -> None:
    """Raise UsageError for a column that every row has by itself."""
    for name in names:
        if name in COLUMNS:
            raise UsageError(f"--columns {name}: every row has {name} by itself.", "leave it away")


def _asked_for(period: Period) -> tuple[datetime | None, datetime | None] | None:
    return None if period == Period(None, None) else (period.start, period.end)


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
