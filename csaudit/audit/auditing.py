"""An audit from end to end: standards and tables in, a report out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from csaudit.audit.gate import gate
from csaudit.audit.notes import notes
from csaudit.audit.preparation import Survey
from csaudit.audit.record_rows import judges, rows, verdicts, worst_first
from csaudit.audit.records_asked import Cases
from csaudit.audit.report import Report, Run, StandardsFile, Tool
from csaudit.audit.results import results, unmeasured
from csaudit.audit.row_accounting import summarise
from csaudit.audit.selection import select
from csaudit.clocks.calendar import ALWAYS
from csaudit.errors import DataError
from csaudit.metrics.declaration import Period
from csaudit.outcomes import NoData
from csaudit.plan.evaluation import Evaluated
from csaudit.plan.questions import Question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from csaudit.audit.options import Options
    from csaudit.audit.records_asked import Wanted
    from csaudit.audit.report import Result
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
    file = select(file, options.select, options.ignore)
    survey = Survey(sources, file, options)
    evaluated = list(survey.answers())
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
        run=Run(started_at=started, seconds=(datetime.now(UTC) - started).total_seconds()),
        as_of=survey.instant.at,
        as_of_from=survey.instant.source,
        timezone=survey.timezone,
        period=_asked_for(survey.period),
        inputs=tuple(summarise(context, file) for context in survey.contexts.values()),
        standards=StandardsFile(path=file.path, sha256=file.sha256, title=file.title),
        gate=gate(found, file, options),
        results=tuple(found),
        notes=notes(survey.contexts, evaluated, file, options),
    )


def judge_cases(
    sources: Sequence[Source], file: Standards, options: Options, wanted: Wanted
) -> Cases:
    """One row for each record and standard that is asked for, see `Cases`; raises as `audit`."""
    file = select(file, options.select, options.ignore)
    survey = Survey(sources, file, options)
    parts: list[pl.DataFrame] = []
    counts: dict[str, Mapping[str, int]] = {}
    silent: dict[str, str] = {}
    for answer in survey.answers(each=True):
        if isinstance(answer, Question):
            silent[answer.standard.id] = answer.obstacle.words if answer.obstacle else ""
            continue
        name = answer.question.standard.id
        if judges(answer):
            parts.append(rows(answer, wanted))
            counts[name] = verdicts(answer)
        else:
            silent[name] = f"{answer.question.metric.name} says nothing of a single record"
    return Cases(
        frame=worst_first(parts),
        as_of=survey.instant.at,
        timezone=survey.timezone,
        counts=counts,
        silent=silent,
        around_the_clock=frozenset(
            standard.id
            for standard in file.standards
            if standard.calendar_by is None and standard.calendars() == {ALWAYS.name}
        ),
    )


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
