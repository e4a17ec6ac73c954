"""Tables of records: repeated ids, the audit instant, and events that have not happened yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.reference.cells import BEGINS, NOT_EVENTS, Record, read_row, types_of
from tests.reference.linking import key, linked
from tests.reference.periods import Stretch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.reference.calendars import Calendar

Rows = list[dict[str, str]]


class NoInstantError(Exception):
    """Nothing tells when anything happened."""


@dataclass
class Table:
    """The records of one table; `superseded` holds the positions of those that were replaced."""

    name: str
    types: dict[str, str]
    records: list[Record]
    superseded: set[int]
    as_of: datetime
    zone: str
    begun: list[Record]
    """The instants at which the records begin, before the future was forgotten."""

    later: dict[int, set[str]] = field(default_factory=dict)
    """Which events of a record lie after the audit instant."""

    period: Stretch = field(default_factory=Stretch)
    """What was asked for."""

    calendars: dict[str, Calendar] = field(default_factory=dict)

    def has(self, *columns: str) -> bool:
        """Whether the data has any of the columns."""
        return any(column in self.types for column in columns)


def read_tables(
    rows_by_table: Mapping[str, Rows],
    zone: str,
    own_types: Mapping[str, Mapping[str, str]],
    as_of: datetime | None,
) -> dict[str, Table]:
    """Every table, as it stood at the audit instant."""
    types = {
        name: types_of(name, rows, own_types.get(name)) for name, rows in rows_by_table.items()
    }
    records = {
        name: [read_row(row, types[name], zone, name) for row in rows]
        for name, rows in rows_by_table.items()
    }
    if as_of is None:
        moments = [
            record[column]
            for name, rows in records.items()
            for record in rows
            for column in events(types[name])
            if isinstance(record[column], datetime)
        ]
        if not moments:
            raise NoInstantError
        as_of = max(moments)
    tables = {}
    for name in rows_by_table:
        gone = superseded(records[name], types[name])
        begun = [{column: row.get(column) for column in BEGINS[name]} for row in records[name]]
        table = Table(name, types[name], records[name], gone, as_of, zone, begun)
        _forget_the_future(table)
        tables[name] = table
    for table in tables.values():
        for other in tables.values():
            if other is not table:
                link(table, other)
    return tables


def link(table: Table, other: Table) -> None:
    """Give each record the cells of its latest match in the other table, under dotted names."""
    counting = [
        (began(other, at), record)
        for at, record in enumerate(other.records)
        if at not in other.superseded and not _begun_later(other, at)
    ]
    if not (table.has(key(table.name)) and other.has(key(other.name))):
        return
    found = linked(table.name, table.records, other.name, counting)
    own = [name for name in other.types if "." not in name]
    table.types |= {f"{other.name}.{name}": other.types[name] for name in own}
    for record, match in zip(table.records, found, strict=True):
        record |= {f"{other.name}.{name}": match.get(name) for name in own}


def _begun_later(table: Table, at: int) -> bool:
    start = began(table, at)
    return start is not None and start > table.as_of


def events(types: Mapping[str, str]) -> list[str]:
    """The columns whose instants happen; a due date does not."""
    return [name for name, kind in types.items() if kind == "instant" and _happens(name)]


def _happens(column: str) -> bool:
    known = {
        "created_at",
        "first_response_at",
        "first_resolved_at",
        "resolved_at",
        "closed_at",
        "updated_at",
        "offered_at",
        "answered_at",
        "ended_at",
        "sent_at",
        "reviewed_at",
    }
    return column in known and column not in NOT_EVENTS


def superseded(records: list[Record], types: Mapping[str, str]) -> set[int]:
    """Of several rows with one id the last updated stays; of exact duplicates the first."""
    by_id: dict[str, list[int]] = {}
    for at, record in enumerate(records):
        if record.get("id") is not None:
            by_id.setdefault(record["id"], []).append(at)
    gone = set()
    for same in by_id.values():
        newest = max(same, key=lambda at: (_version(records[at], types), -at))
        gone |= set(same) - {newest}
    return gone


def _version(record: Record, types: Mapping[str, str]) -> float:
    updated = record.get("updated_at")
    if "updated_at" in types:
        return updated.timestamp() if isinstance(updated, datetime) else float("-inf")
    moments = [record[column] for column in events(types)]
    known = [moment.timestamp() for moment in moments if isinstance(moment, datetime)]
    return max(known, default=float("-inf"))


def _forget_the_future(table: Table) -> None:
    begins = next((name for name in BEGINS[table.name] if name in table.types), None)
    for at, record in enumerate(table.records):
        for column in events(table.types):
            moment = record[column]
            if column != begins and isinstance(moment, datetime) and moment > table.as_of:
                table.later.setdefault(at, set()).add(column)
                record[column] = None
        if table.name == "surveys" and "answered_at" in table.later.get(at, set()):
            record.update(dict.fromkeys(ANSWERS & set(table.types)))  # nor has the answer


ANSWERS = {"csat", "ces", "nps", "comment"}


def began(table: Table, at: int) -> datetime | None:
    """When the record begins, if it is known; also where that is after the audit instant."""
    for column in BEGINS[table.name]:
        moment = table.begun[at].get(column)
        if moment is not None:
            return moment if isinstance(moment, datetime) else None
    return None
