"""Looks at exports without judging them: what was recognised, and what could be measured."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from csaudit.audit.remarks.cross_check import notes as cross_checked
from csaudit.audit.remarks.satisfaction_words import MESSAGE
from csaudit.audit.report import Example, Note
from csaudit.audit.with_events import with_events
from csaudit.clocks.calendar import ALWAYS, Calendar
from csaudit.errors import DataError, StandardsError
from csaudit.inspect.cells_seen import Seen, look, packed, preset_title, preset_zone
from csaudit.inspect.events_seen import events_seen, sentences
from csaudit.inspect.findings import (
    ColumnSeen,
    FileSeen,
    Inspection,
    MetricSeen,
    StandardSeen,
    TableSeen,
)
from csaudit.inspect.kept_within import kept_within
from csaudit.inspect.not_as_wished import GUESS, OPENED, explained
from csaudit.metrics import catalogue
from csaudit.plan.asking import Asking
from csaudit.plan.context import A_YEAR, Clocks
from csaudit.plan.linking import linked_types
from csaudit.plan.vocabulary import vocabulary
from csaudit.sources.recognise.event_shape import looks_like_log
from csaudit.sources.recognise.header_guesses import likely
from csaudit.sources.recognise.satisfaction_words import are_unknown, line
from csaudit.tables import BEGINS, TABLES, Type

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csaudit.inspect.cells_seen import Look
    from csaudit.inspect.findings import EventsSeen
    from csaudit.metrics.declaration import Metric
    from csaudit.plan.vocabulary import Vocabulary
    from csaudit.sources import Source, SourceColumn
    from csaudit.sources.files.text_table import TextTable
    from csaudit.standards import StandardsFile

EACH_MESSAGE: Final = "the single messages of each case"
"""What a metric of single answers needs; only events tell it."""


def inspect(
    sources: Sequence[Source], file: StandardsFile | None = None, *, shares: bool = False
) -> Inspection:
    """Look at every table, and at what the standards need of them; `shares`: also how long it took.

    Raises DataError where a file cannot be read to its end, StandardsError for a condition of
    the standards that makes no sense on this data.
    """
    told = _told_by_events(sources, file)
    tables = tuple(_table(source, told) for source in sources)
    if shares:
        tables = tuple(_with_shares(sources, table, file) for table in tables)
    if file is None or not file.standards:
        return Inspection(tables=tables)
    standards = tuple(_standards(sources, tables, file))
    return Inspection(tables=tables, standards_path=file.path, standards=standards)


def _with_shares(
    sources: Sequence[Source], table: TableSeen, file: StandardsFile | None
) -> TableSeen:
    """Nothing of times without a zone, and of a log beside its tickets nothing twice."""
    if table.zoneless:
        return table
    if table.judged != table.table and any(one.table == table.judged for one in sources):
        return table
    zone = (file.timezone if file is not None else None) or table.zone_of_preset or "UTC"
    shares, remarks = kept_within(sources, table, zone)
    return replace(table, kept_within=shares, remarks=(*table.remarks, *remarks))


# ---- one table ----


def _told_by_events(sources: Sequence[Source], file: StandardsFile | None) -> EventsSeen | None:
    return next((events_seen(one, file) for one in sources if one.table == "events"), None)


def _table(source: Source, told: EventsSeen | None) -> TableSeen:
    seen = look(source)
    order = [name for name in TABLES[source.table] if name in source.columns]
    columns = tuple(
        _column(source, source.columns[name], seen.columns[name])
        for name in dict.fromkeys([*order, *source.columns])
        if "#" not in name
    )
    preset = preset_title(source)
    bare = TableSeen(
        table=source.table,
        files=tuple(_file(raw) for raw in source.files),
        preset=source.recognised_as if preset is not None else None,
        preset_title=preset,
        because=source.because,
        rows=seen.rows,
        superseded=seen.superseded,
        columns=columns,
        metrics=(),
        explained=(),
        remarks=(*_remarks(seen), *_cross_checked(source, seen)),
        left_out=tuple(reason for reason, _ in source.exclusions),
        scales={name: f"{low}-{high}" for name, (low, high) in source.scales.items()},
        zone_of_preset=preset_zone(source),
        events=told if source.table == "events" else None,
        facts=_facts(source, told),
    )
    if told is not None and source.table == "events":
        return _of_events(bare, told)
    bare = replace(bare, remarks=(*bare.remarks, *_likely(source, bare), *_words(bare)))
    metrics = tuple(
        _metric(metric, bare) for metric in catalogue().values() if source.table in metric.tables
    )
    return replace(bare, metrics=metrics, explained=tuple(explained(source, bare, metrics)))


def _facts(source: Source, told: EventsSeen | None) -> frozenset[str]:
    """What events tell of the cases that this table lists."""
    if told is None or source.table not in {"events", "tickets"}:
        return frozenset()
    return frozenset({*told.facts, *([EACH_MESSAGE] if "message" in told.kinds else [])})


def _of_events(bare: TableSeen, told: EventsSeen) -> TableSeen:
    """What a log tells of cases, and so which metrics of tickets can be measured."""
    metrics = [
        _metric(metric, bare) for metric in catalogue().values() if bare.judged in metric.tables
    ]
    remarks = bare.remarks
    if told.kinds_meant is not None:
        what = "some of the words that are no kind of event are one by another name"
        remarks = (*remarks, Note(code="kinds_meant", message=what, setting=told.kinds_meant))
    return replace(bare, metrics=tuple(metrics), explained=tuple(sentences(told)), remarks=remarks)


def _file(raw: TextTable) -> FileSeen:
    text = raw.separator is not None or raw.format.startswith(("JSON", "NDJSON"))
    return FileSeen(
        path=raw.path,
        format=raw.format,
        encoding=raw.encoding if text else None,
        separator=raw.separator,
        compression=packed(raw.path),
        root=raw.root or None,
        rows=raw.rows,
    )


def _column(source: Source, column: SourceColumn, seen: Look) -> ColumnSeen:
    return ColumnSeen(
        name=column.name,
        headers=column.headers,
        canonical=column.name in TABLES[source.table],
        type=column.type.value,
        unit=column.unit,
        clock=column.clock if column.type is Type.DURATION else None,
        timezone=column.timezone,
        zone=seen.zone,
        order=seen.order,
        format=column.format,
        present=seen.present,
        missing=seen.missing,
        unreadable=seen.unreadable,
        example=seen.example,
        unreadable_examples=tuple(
            Example(text=one.text, row=one.row, path=one.path) for one in seen.unread
        ),
        values=dict(seen.values),
        strange=dict(seen.strange),
        problem=seen.problem,
    )


def _remarks(seen: Seen) -> Iterator[Note]:
    for remark in dict.fromkeys(seen.remarks):
        yield Note(code=remark.code, message=remark.message, setting=remark.setting)


def _cross_checked(source: Source, seen: Seen) -> Iterator[Note]:
    """What the export tells twice; nothing where a column could not be read at all."""
    if not any(one.problem for one in seen.columns.values()):
        yield from cross_checked(source)


def _likely(source: Source, table: TableSeen) -> Iterator[Note]:
    """What the headers may mean that nobody knows, where no record tells when it began."""
    if table.preset is not None or any(name in source.columns for name in BEGINS[table.table]):
        return
    if looks_like_log(source.table, source.columns, source.headers):
        return
    unknown = {
        column.headers[0]: [column.example or ""]
        for column in table.columns
        if not column.canonical
    }
    if pairs := likely(table.table, unknown, source.columns.keys()):
        columns = ", ".join(
            f"{name}: {json.dumps(header, ensure_ascii=False)}" for name, header in pairs.items()
        )
        yield Note(
            code=GUESS,
            message=f"nothing is known to tell when {OPENED[table.table]}. Some columns may mean "
            "this; it is a guess: check it before you write it.",
            setting=f"tables: {{{table.table}: {{columns: {{{columns}}}}}}}",
        )


def _words(table: TableSeen) -> Iterator[Note]:
    """The line that says which mark each word of a survey is, where nobody knows one of them."""
    csat = table.column("csat")
    if csat is not None and _is_in_unknown_words(csat):
        setting = line(table.table, csat.headers[0], csat.values)
        yield Note(code="satisfaction_words", message=MESSAGE, setting=setting)


def _is_in_unknown_words(csat: ColumnSeen) -> bool:
    return csat.type == Type.TEXT and are_unknown(csat.values)


# ---- what can be measured ----


def _metric(metric: Metric, table: TableSeen) -> MetricSeen:
    needs = metric.columns(metric.defaults(), table.table).needs
    if not needs and not any(setting.required for setting in metric.settings):
        needs = ((EACH_MESSAGE,),)
    lacks = [_lack(names, table) for names in needs if not any(map(table.has, names))]
    csat = table.column("csat")
    if metric.name == "customer_satisfaction" and csat is not None and _is_in_unknown_words(csat):
        lacks.append("csat in words that are known")
    return MetricSeen(name=metric.name, lacks=tuple(lacks), write=tuple(_to_write(metric, table)))


def _lack(names: Sequence[str], table: TableSeen) -> str:
    """`resolved_at or closed_at`; of a column that is there it is said that nothing is in it."""
    there = [column for name in names if (column := table.column(name)) is not None]
    if not there:
        return " or ".join(names)
    told = [f"a value in {column.name}" for column in there]
    return " or ".join([*told, *(name for name in names if table.column(name) is None)])


def _to_write(metric: Metric, table: TableSeen) -> Iterator[str]:
    """The settings that only the team knows."""
    for setting in metric.settings:
        if setting.required:
            yield setting.name
    csat = table.column("csat")
    numeric = csat is not None and csat.type == Type.NUMBER
    if metric.name == "customer_satisfaction" and numeric:
        yield "scale"


# ---- the standards of a file ----


def _standards(
    sources: Sequence[Source], tables: Sequence[TableSeen], file: StandardsFile
) -> Iterator[StandardSeen]:
    calendars = {ALWAYS.name: ALWAYS} | {
        name: Calendar(spec) for name, spec in file.calendars.items()
    }
    clocks = Clocks(calendars, *A_YEAR)
    asking = Asking(file, _vocabularies(_with_cases(sources, file), file, clocks))
    questions = [asking.about(standard) for standard in file.standards]
    if asking.problems:
        raise StandardsError(asking.problems)
    seen = {table.table: table for table in tables}
    seen.setdefault("tickets", seen.get("events", tables[0]))
    for question in questions:
        obstacle = question.obstacle.words if question.obstacle else None
        if obstacle is None:
            settings = question.standard.settings
            needs = question.metric.columns(settings, question.table).needs
            table = seen[question.table]
            lacks = [_lack(names, table) for names in needs if not any(map(table.has, names))]
            obstacle = f"{question.table} lacks {', '.join(lacks)}" if lacks else None
        yield StandardSeen(
            id=question.standard.id,
            metric=question.metric.name,
            table=question.table,
            obstacle=obstacle,
        )


def _with_cases(sources: Sequence[Source], file: StandardsFile) -> Sequence[Source]:
    """The tables as an audit has them: cases that events tell are tickets."""
    try:
        return with_events(sources, file, None, file.timezone or "UTC").sources
    except DataError:  # it is told in the sentences on the log
        return [source for source in sources if source.table != "events"]


def _vocabularies(
    sources: Sequence[Source], file: StandardsFile, clocks: Clocks
) -> dict[str, Vocabulary]:
    return {
        source.table: vocabulary(
            source.table,
            {name: column.type for name, column in source.columns.items()}
            | linked_types(source, sources),
            file.timezone or "UTC",
            clocks,
        )
        for source in sources
    }
