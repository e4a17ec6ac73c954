"""The story of single records: what the audit made of each, and the sum that led there.

Verdicts, measures, limits and due instants are those of the audit; here they are only told. The
stretches of open and closed time add up to what was measured, or are left away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from csaudit.audit.auditing import judge_cases
from csaudit.audit.open_time import Pause, Stretch, in_turn, working_days
from csaudit.audit.record_rows import (
    CALENDAR,
    FILE_OF,
    OF_A_STORY,
    ROW_OF,
    STRETCHES_OF,
    instant_of,
)
from csaudit.audit.records_asked import Wanted
from csaudit.clocks.calendar import ALWAYS, Calendar
from csaudit.errors import DataError, look_alikes
from csaudit.sources.typed.status_words import statuses
from csaudit.tables import FILE, ROW, TABLES, Type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from csaudit.audit.options import Options
    from csaudit.audit.records_asked import Cases
    from csaudit.events.cases import CaseSource
    from csaudit.sources import Source
    from csaudit.standards import Standard, StandardsFile

_PLAIN_WORDS: Final = {"status", "priority", "channel"}
_NAMES_A_ZONE: Final = re.compile(r"(Z|[+-]\d\d:?\d\d|\b[A-Z]{3,4})$|^\d{9,}$", re.ASCII)
_MOST_ALIKE: Final = 20_000

Place = tuple[str, int]
"""A file, and the number of a record in it; the first is row 1."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the record's as it stands in its file; None is an empty one.

    `read_as`: what it is taken for, where that is another word or nothing. `timezone`: of a time
    that names none, the zone that it was read in.
    """

    column: str
    header: str
    text: str | None
    read_as: str | None
    timezone: str | None
    path: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one standard made of one record: `row` as a row report has it.

    `place`: where it stands, if a file holds it, and `cells` by column. `clock`: whether the time
    between its own instants was measured; `began` and `ended` are the columns that told them, and
    `ends` all that may tell the end. `days`: of a limit in working days, the day on which it
    counts as received, and those after it. `instants`: those that could be read.
    """

    standard: Standard
    row: Mapping[str, Any]
    timezone: str
    clock: bool
    stretches: tuple[Stretch, ...]
    place: Place | None
    cells: Mapping[str, Cell]
    instants: Mapping[str, datetime]
    began: str | None
    ended: str | None
    ends: tuple[str, ...]
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Of each id its cells, what its standards say, and its events where a log tells them.

    `timezone`: that of the standards.
    """

    as_of: datetime
    timezone: str
    cells: Mapping[str, Sequence[Cell]]
    told: Mapping[str, Sequence[Told]]
    events: Mapping[str, Sequence[Mapping[str, Any]]]


def explain(
    sources: Sequence[Source],
    file: StandardsFile,
    options: Options,
    ids: Sequence[str],
    *,
    people: bool = False,
) -> Story:
    """The story of the records with these ids; `people` names who did what.

    Raises:
        DataError: a record that no standard speaks of; and as `audit`.

    """
    cases = judge_cases(sources, file, options, Wanted(ids=frozenset(ids)))
    teller = _Teller(sources, file, cases)
    told, cells, frame = {}, {}, cases.frame
    for wanted in ids:
        # A question of a case goes by the case's id and its own number.
        own = pl.col("record_id") == wanted
        rows = frame.filter(own | pl.col("record_id").str.starts_with(f"{wanted}#"))
        if rows.is_empty():
            raise _unknown(wanted, sources, cases.log)
        found = rows.sort("record_id", maintain_order=True).to_dicts()
        found.sort(key=lambda row: teller.place[row["standard"]])
        by_place = teller.cells_of(found, wanted)
        cells[wanted] = [cell for own in by_place.values() for cell in own.values()]
        told[wanted] = [teller.told(row, by_place) for row in found]
    events = {}
    if cases.log is not None:
        events = {one: _events(cases.log, one, people=people) for one in ids}
    return Story(cases.as_of, cases.timezone, cells, told, events)


def _unknown(wanted: str, sources: Sequence[Source], log: CaseSource | None) -> DataError:
    tables = [*sources, *([] if log is None else [log])]
    known = {source.table: _ids(source) for source in tables}
    own = next((table for table, ids in known.items() if wanted in ids), None)
    if own is not None:
        what = f"{wanted} is one of the {own}, of which no standard judges a single record."
        return DataError(what, "csaudit tickets --all lists those that one judges")
    ids = sorted({one for found in known.values() for one in found})
    alike = look_alikes(wanted, ids[:_MOST_ALIKE])
    hint = f"there is {', '.join(alike)}" if alike else "ids are those of csaudit tickets --all"
    return DataError(f"no record has the id {wanted}.", hint)


def _ids(source: Source) -> list[str]:
    if "id" not in source.columns:
        return []
    return source.read(["id"]).frame.select(pl.col("id").drop_nulls()).collect()["id"].to_list()


class _Teller:
    """Tells records of one audit; `place`: where each standard stands in its file."""

    def __init__(self, sources: Sequence[Source], file: StandardsFile, cases: Cases) -> None:
        self._sources = {source.table: source for source in sources}
        self._cases = cases
        self._standards = {standard.id: standard for standard in file.standards}
        self._calendars = {ALWAYS.name: ALWAYS} | {
            name: Calendar(spec) for name, spec in file.calendars.items()
        }
        self.place = {standard.id: number for number, standard in enumerate(file.standards)}

    def cells_of(
        self, rows: Sequence[Mapping[str, Any]], wanted: str
    ) -> dict[Place, dict[str, Cell]]:
        """What the files say of a record, by the rows that it has."""
        return {
            (cell.path, cell.row): {one.column: one for one in cells}
            for table in dict.fromkeys(row["table"] for row in rows)
            if (source := self._sources.get(table)) is not None
            for cells in _cells(source, rows, wanted)
            for cell in cells[:1]
        }

    def told(self, row: dict[str, Any], cells: Mapping[Place, Mapping[str, Cell]]) -> Told:
        standard = self._standards[row["standard"]]
        own = row[CALENDAR]
        calendar = self._calendars[own or standard.calendar]
        instants, place = _instants(row), self._place(row)
        starts, ends = self._cases.spans.get(standard.id, ((), ()))
        # An end that is a duration after the beginning is not told by the beginning.
        ends = [name for name in ends if name not in starts] or ends
        stretches = self._stretches(standard, row, calendar) if own is not None else ()
        days = self._days(row, calendar) if own is not None else ()
        zone = self._cases.timezone if calendar is ALWAYS else str(calendar.timezone)
        return Told(
            standard=standard,
            row={key: cell for key, cell in row.items() if key not in OF_A_STORY},
            timezone=zone,
            clock=own is not None,
            stretches=stretches,
            place=place if place in cells else None,
            cells=cells.get(place, {}) if place is not None else {},
            instants={name: at for name, at in instants.items() if at is not None},
            began=_telling(row["started_at"], starts, instants),
            ended=_telling(row["ended_at"], ends, instants),
            ends=tuple(name for name in ends if name in instants),
            days=days,
        )

    def _place(self, row: Mapping[str, Any]) -> Place | None:
        source = self._sources.get(row["table"])
        if source is None or row[FILE_OF] is None:
            return None
        return source.paths[row[FILE_OF]], row[ROW_OF]

    def _stretches(
        self, standard: Standard, row: Mapping[str, Any], calendar: Calendar
    ) -> tuple[Stretch, ...]:
        """Open and closed time in turn; none where that is not what was measured."""
        begin, end = row["started_at"], row["ended_at"] or self._cases.as_of
        if row["unit"] != "seconds" or row["measured"] is None or begin is None or begin > end:
            return ()
        kinds = standard.settings.get("pause") or ()
        pauses = [
            Pause(max(one["from"], begin), min(one["until"] or end, end), one["kind"])
            for one in row[STRETCHES_OF] or ()
            if one["kind"] in kinds
        ]
        found = tuple(in_turn(calendar, (begin, end), pauses, row["due_at"]))
        paused = round(sum(one.seconds for one in found if one.counted) - row["measured"], 6)
        if paused == 0:
            return found
        if not kinds or pauses or paused < 0:
            return ()  # measured in another way: a duration that the export carries
        total = Stretch(None, None, paused, counted=False, why=f"paused: {', '.join(kinds)}")
        return (*found, total)

    @staticmethod
    def _days(row: Mapping[str, Any], calendar: Calendar) -> tuple[date, ...]:
        if row["limit"] is not None or row["due_at"] is None or row["started_at"] is None:
            return ()
        return tuple(working_days(calendar, row["started_at"], row["due_at"]))


def _instants(row: dict[str, Any]) -> dict[str, datetime | None]:
    """The record's own instants, taken out of the row."""
    return {
        name: row.pop(instant_of(name))
        for name, column in TABLES[row["table"]].items()
        if column.type is Type.INSTANT and instant_of(name) in row
    }


def _telling(
    at: datetime | None, names: Sequence[str], instants: Mapping[str, datetime | None]
) -> str | None:
    """Which of some columns told an instant; the first that the table has, if several did."""
    return next((name for name in instants if at and name in names and instants[name] == at), None)


def _cells(source: Source, rows: Sequence[Mapping[str, Any]], wanted: str) -> Iterator[list[Cell]]:
    """By row a record's instants, figures and what it was, and nobody's name."""
    places = {(row[FILE_OF], row[ROW_OF]) for row in rows if row["table"] == source.table}
    names = [
        name for name in TABLES[source.table] if name in source.columns and _is_told(name, source)
    ]
    if not places or "id" not in source.columns:
        return
    for (file, row), texts in sorted(source.texts_at(["id", *names], places).items()):
        if (file, row) in places and texts["id"][1] == wanted:
            told = (_cell(source, name, *texts[name], (source.paths[file], row)) for name in names)
            yield [
                cell
                for cell in told
                if cell.text is not None or source.columns[cell.column].type is Type.INSTANT
            ]


def _cell(source: Source, name: str, text: str | None, read: str | None, place: Place) -> Cell:
    column = source.columns[source.columns[name].after or name]
    if name == "status" and read is not None:
        read = statuses(pl.Series([read]))[0]
    other = read is None or text is None or read.casefold() != text.casefold()
    return Cell(
        column=name,
        header=column.header,
        text=text,
        read_as=(read or "") if other and text is not None else None,
        timezone=None if text is None or _NAMES_A_ZONE.search(text) else column.timezone,
        path=place[0],
        row=place[1],
    )


def _is_told(name: str, source: Source) -> bool:
    return source.columns[name].type not in {Type.TEXT, Type.TAGS} or name in _PLAIN_WORDS


def _events(log: CaseSource, wanted: str, *, people: bool) -> list[dict[str, Any]]:
    """The events of a case in order, and of each what became of it."""
    case = wanted.partition("#")[0]
    own = log.log.frame.lazy().filter(pl.col("ticket_id") == case)
    fates = log.derived.fates.select("event", pl.col("fate").cast(pl.String).alias("became"))
    after = pl.col("kind") != "created"
    order = ("at", after, pl.col("seq").fill_null(0), FILE, ROW, "event")
    found = own.join(fates, on="event", how="left").sort(order)
    plain = found.with_columns(pl.col("kind").cast(pl.String))
    if not people:  # statuses and priorities are nobody's
        nobody = pl.col("kind").is_in(["status", "priority", "created"])
        hidden = [pl.when(nobody).then(pl.col(name)).alias(name) for name in ("from", "to")]
        plain = plain.with_columns(pl.lit(None, dtype=pl.String).alias("actor"), *hidden)
    columns = ("at", "kind", "actor", "actor_role", "public", "from", "to", "became")
    return plain.select(columns).collect().to_dicts()
