"""Events given beside or in place of tickets: the cases that they tell take the tickets' place."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.errors import DataError
from csaudit.events.cases import CaseSource
from csaudit.events.log import EventLog, read_log
from csaudit.events.statuses import STATUSES
from csaudit.plan.as_of import AuditInstant, audit_instant, happening
from csaudit.plan.questions import WITHIN_CASES
from csaudit.sources.recognise.status_vocabulary import likely_status
from csaudit.table_settings import EventSettings
from csaudit.tables import FILE, ROW

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from csaudit.plan.questions import Question
    from csaudit.sources import Source
    from csaudit.standards import StandardsFile

MOST_WORDS = 5
MOST_PAIRS: Final = 30_000_000
"""So many questions of one case times the stretches of its statuses."""


@dataclass(frozen=True, slots=True)
class Given:
    """The tables to audit, and the log that some of their facts come from.

    `newest`: the newest event of the log, and the cell that tells it.
    """

    sources: tuple[Source, ...]
    log: EventLog | None = None
    newest: AuditInstant | None = None

    @property
    def cases(self) -> CaseSource | None:
        """The tickets that events tell."""
        return next((one for one in self.sources if isinstance(one, CaseSource)), None)

    def explained(self, question: Question) -> Question:
        """The question; where a column is missing that events would tell, with what they lack."""
        obstacle, cases = question.obstacle, self.cases
        if obstacle is None or obstacle.column is None or cases is None:
            return question
        if question.table != "tickets" or (missing := cases.lacks(obstacle.column)) is None:
            return question
        paths = ", ".join(cases.log.source.paths)
        words = f"{obstacle.column} is told by events, and {paths} holds {missing}"
        return replace(question, obstacle=replace(obstacle, words=words))


def with_events(
    sources: Sequence[Source], file: StandardsFile, as_of: datetime | str | None, timezone: str
) -> Given:
    """The tables, tickets by what their events tell; without events they stay as they are.

    Raises:
        DataError: the log cannot be read, or not one of its status words is known.

    """
    given = next((one for one in sources if one.table == "events"), None)
    if given is None:
        return Given(tuple(sources))
    others = [one for one in sources if one.table != "events"]
    log = read_log(given)
    _check_statuses(log)
    asked = None if as_of is None else audit_instant(as_of, (), timezone).at
    newest = _newest(log)
    known = [newest.at] if newest is not None else []
    at = asked or max([*known, *_latest(others)], default=None)
    tickets = next((one for one in others if one.table == "tickets"), None)
    if at is None:
        raise DataError(
            f"{', '.join(log.source.paths)} has no event that can be read.",
            "look at what was recognised with  csaudit inspect",
        )
    cases = CaseSource(log, tickets, settings_of(log, file), at)
    rest = [one for one in others if one.table != "tickets"]
    return Given((cases, *rest), log, newest)


def settings_of(log: EventLog, file: StandardsFile) -> EventSettings:
    """What the file says, over what such a log does by itself."""
    preset = log.source.preset
    own = {} if preset is None else preset.defaults.model_dump()
    written = file.tables.get("events")
    if written is None:
        return EventSettings().with_(own)
    said = {name: getattr(written.events, name) for name in written.events.said}
    return EventSettings().with_({**own, **said})


def check_roles(cases: CaseSource, questions: Iterable[Question]) -> None:
    """Messages tell nothing where nobody knows who is an agent and who a customer.

    Raises:
        DataError: a standard needs to know, and not one author's role is known.

    """
    told = cases.told_by_messages()
    needs = any(told & {*one.columns} or one.context in WITHIN_CASES for one in questions)
    if not needs or not cases.nobody_is_known():
        return
    unknown = cases.unknown_actors
    messages, people = sum(unknown.values()), len(unknown)
    listed = [f'"{actor}"' for actor in unknown if actor is not None][:MOST_WORDS]
    raise DataError(
        f"{', '.join(cases.log.source.paths)}: nobody's role is known: {messages:,} "
        f"message{'s' * (messages != 1)} by {people:,} actor{'s' * (people != 1)}.",
        "say who of them is an agent; add to standards.yaml:  "
        f"tables: {{events: {{agents: [{', '.join(listed) or '...'}]}}}}",
    )


def check_sizes(cases: CaseSource, asked: pl.LazyFrame) -> None:
    """Each question of a case is held against each stretch of its statuses.

    Raises:
        DataError: a case has so much of both that no memory would hold it.

    """
    counted = asked.group_by("ticket_id").len("questions")
    changes = pl.col("stretches").list.len().fill_null(0).alias("changes")
    sized = cases.derived.cases.select("ticket_id", changes).join(counted, on="ticket_id")
    pairs = pl.col("questions").cast(pl.Int64) * pl.col("changes")
    largest = sized.filter(pairs > MOST_PAIRS).sort(pairs, descending=True).head(1).collect()
    for case, stretches, questions in largest.iter_rows():
        raise DataError(
            f"{', '.join(cases.log.source.paths)}: case {case} has {questions:,} questions or gaps "
            f"and {stretches:,} changes of status, more than can be held against each other.",
            "say which column tells the cases apart; add to standards.yaml:  "
            'tables: {events: {columns: {ticket_id: "Its header"}}}',
        )


def _newest(log: EventLog) -> AuditInstant | None:
    if log.newest is None:
        return None
    last = log.frame.filter(log.frame["at"] == log.newest).row(0, named=True)
    where = f"{log.source.paths[last[FILE]]}, row {last[ROW]:,}"
    columns = log.source.columns
    header = columns["at"].header if "at" in columns else "the time"
    return AuditInstant(log.newest, f"{header} in {where}")


def _latest(sources: Sequence[Source]) -> list[datetime]:
    """The newest instant of what happened, in each of the other tables."""
    found = []
    for source in sources:
        names = happening(source.table, source.columns)
        if names:
            frame = source.read(names).frame.select(names).max().collect()
            found += [at for at in frame.row(0) if at is not None]
    return found


def _check_statuses(log: EventLog) -> None:
    """A log in which no status is known would leave every case open."""
    unknown = {word: count for word, count in log.statuses.items() if word not in STATUSES}
    if not unknown or len(unknown) < len(log.statuses):
        return
    common = sorted(unknown, key=lambda word: (-unknown[word], word))[:MOST_WORDS]
    column = log.source.columns.get("to")
    name = column.header if column is not None else "to"
    words = ", ".join(f'"{word}" {unknown[word]:,}' for word in common)
    more = ", …" if len(unknown) > len(common) else ""
    values = ", ".join(
        f"{json.dumps(word, ensure_ascii=False)}: {likely_status(word)}" for word in common
    )
    told = f"{{events: {{columns: {{to: {{values: {{{values}}}}}}}}}}}"
    raise DataError(
        f'{", ".join(log.source.paths)}: not one status word of "{name}" is known ({words}{more}).',
        f"add to standards.yaml:  tables: {told}",
    )
