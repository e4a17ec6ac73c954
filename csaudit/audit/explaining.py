"""The story of single records: what the audit made of each, and the sum that led there.

Verdicts, measures, limits and due instants are those of the audit; here they are only told. The
stretches of open and closed time add up to what was measured, or are left away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from csaudit.audit.auditing import judge_cases
from csaudit.audit.record_rows import CALENDAR, FILE_OF, ROW_OF
from csaudit.audit.records_asked import EVERY_ONE, Wanted
from csaudit.clocks.calendar import ALWAYS, Calendar
from csaudit.errors import DataError, look_alikes
from csaudit.tables import TABLES, Type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from csaudit.audit.options import Options
    from csaudit.audit.records_asked import Cases
    from csaudit.events.cases import CaseSource
    from csaudit.sources import Source
    from csaudit.standards import Standard, StandardsFile

_MICROSECOND: Final = timedelta(microseconds=1)
_PLAIN_WORDS: Final = {"status", "priority", "channel"}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the time between beginning and end: `why` says why it counts, or does not.

    Time that a total takes off (a pause) has no beginning and no end of its own.
    """

    begin: datetime | None
    end: datetime | None
    seconds: float
    counted: bool
    why: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the record's as it stands in its file: the first record is row 1."""

    column: str
    header: str
    text: str
    path: str
    row: int


@dataclass(frozen=True, slots=True)
class Told:
    """What one standard made of one record: `row` as a row report has it.

    `clock`: whether it measured the time between the record's own instants.
    """

    standard: Standard
    row: Mapping[str, Any]
    timezone: str
    clock: bool
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Of each id its cells, what its standards say, and its events where a log tells them."""

    as_of: datetime
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
    calendars = {ALWAYS.name: ALWAYS} | {
        name: Calendar(spec) for name, spec in file.calendars.items()
    }
    standards = {standard.id: standard for standard in file.standards}
    told, cells, frame = {}, {}, cases.frame
    for wanted in ids:
        # A question of a case goes by the case's id and its own number.
        own = pl.col("record_id") == wanted
        rows = frame.filter(own | pl.col("record_id").str.starts_with(f"{wanted}#"))
        if rows.is_empty():
            raise _unknown(wanted, judge_cases(sources, file, options, EVERY_ONE).rows)
        found = rows.sort("standard", "record_id", maintain_order=True).to_dicts()
        cells[wanted] = [one for source in sources for one in _cells(source, found, wanted)]
        told[wanted] = [_told(standards[row["standard"]], row, calendars, cases) for row in found]
    events = {}
    if cases.log is not None:
        events = {one: _events(cases.log, one, people=people) for one in ids}
    return Story(cases.as_of, cells, told, events)


def _unknown(wanted: str, frame: pl.DataFrame) -> DataError:
    known = frame.get_column("record_id").drop_nulls().unique().sort().to_list()
    alike = look_alikes(wanted, known[:20_000])
    hint = f"there is {', '.join(alike)}" if alike else "ids are those of csaudit tickets --all"
    return DataError(f"no record that a standard speaks of has the id {wanted}.", hint)


def _cells(source: Source, rows: Sequence[Mapping[str, Any]], wanted: str) -> Iterator[Cell]:
    """What the files say of a record: its instants, figures and what it was, and nobody's name."""
    places = {(row[FILE_OF], row[ROW_OF]) for row in rows if row["table"] == source.table}
    names = [
        name for name in TABLES[source.table] if name in source.columns and _is_told(name, source)
    ]
    if not places or "id" not in source.columns:
        return
    for (file, row), texts in sorted(source.texts_at(["id", *names], places).items()):
        if (file, row) in places and texts["id"] == wanted:
            for name in names:
                if (text := texts[name]) is not None:
                    header = source.columns[source.columns[name].after or name].header
                    yield Cell(name, header, text, source.paths[file], row)


def _is_told(name: str, source: Source) -> bool:
    return source.columns[name].type not in {Type.TEXT, Type.TAGS} or name in _PLAIN_WORDS


def _told(
    standard: Standard, row: dict[str, Any], calendars: Mapping[str, Calendar], cases: Cases
) -> Told:
    own = row.pop(CALENDAR)
    calendar = calendars[own or standard.calendar]
    stretches: tuple[Stretch, ...] = ()
    if own is not None and row["unit"] == "seconds" and row["measured"] is not None:
        stretches = _stretches(standard, row, calendar, cases.as_of)
    zone = cases.timezone if calendar is ALWAYS else str(calendar.timezone)
    return Told(standard, row, zone, own is not None, stretches)


def _stretches(
    standard: Standard, row: Mapping[str, Any], calendar: Calendar, as_of: datetime
) -> tuple[Stretch, ...]:
    """Open and closed time in turn; none where that is not what was measured."""
    begin, end = row["started_at"], row["ended_at"] or as_of
    if begin is None or begin > end:
        return ()
    found = tuple(_in_turn(calendar, begin, end))
    total = sum(one.seconds for one in found if one.counted)
    paused = round(total - row["measured"], 6)
    kinds = standard.settings.get("pause") or ()
    if paused == 0:
        return found
    if not kinds or paused < 0:
        return ()  # measured in another way: a duration that the export carries
    return (*found, Stretch(None, None, paused, counted=False, why=f"paused: {', '.join(kinds)}"))


def _in_turn(calendar: Calendar, begin: datetime, end: datetime) -> Iterator[Stretch]:
    if calendar.always_open:
        yield _stretch(begin, end, counted=True, why="around the clock")
        return
    first, last = (calendar.local(_ticks(at)).date() for at in (begin, end))
    day = timedelta(days=1)
    at = begin
    for opens, closes in calendar.openings(first - day, last + day):
        since, until = max(_instant(opens), begin), min(_instant(closes), end)
        if since >= until:
            continue
        if at < since:
            yield _stretch(at, since, counted=False, why=_closed(calendar, at, since))
        yield _stretch(since, until, counted=True, why=f"open ({calendar.name})")
        at = until
    if at < end:
        yield _stretch(at, end, counted=False, why=_closed(calendar, at, end))


def _closed(calendar: Calendar, begin: datetime, end: datetime) -> str:
    """Closed, and the holidays by name on which it was."""
    first = calendar.local(_ticks(begin)).date()
    last = calendar.local(_ticks(end) - 1).date()
    days = [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]
    names = [name for day in days if (name := calendar.holidays(day.year).get(day)) is not None]
    return f"closed: {', '.join(dict.fromkeys(names))}" if names else "closed"


def _stretch(begin: datetime, end: datetime, *, counted: bool, why: str) -> Stretch:
    return Stretch(begin, end, (end - begin) / timedelta(seconds=1), counted, why)


def _ticks(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def _instant(ticks: int) -> datetime:
    return _EPOCH + ticks * _MICROSECOND


def _events(log: CaseSource, wanted: str, *, people: bool) -> list[dict[str, Any]]:
    """The events of a case in order, and of each what became of it."""
    case = wanted.partition("#")[0]
    own = log.log.frame.lazy().filter(pl.col("ticket_id") == case)
    fates = log.derived.fates.select("event", pl.col("fate").cast(pl.String).alias("became"))
    found = own.join(fates, on="event", how="left").sort("at", "seq", "event", nulls_last=False)
    plain = found.with_columns(pl.col("kind").cast(pl.String))
    if not people:  # statuses and priorities are nobody's
        nobody = pl.col("kind").is_in(["status", "priority", "created"])
        hidden = [pl.when(nobody).then(pl.col(name)).alias(name) for name in ("from", "to")]
        plain = plain.with_columns(pl.lit(None, dtype=pl.String).alias("actor"), *hidden)
    columns = ("at", "kind", "actor", "actor_role", "public", "from", "to", "became")
    return plain.select(columns).collect().to_dicts()
