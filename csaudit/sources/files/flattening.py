"""JSON objects into flat records of text: nested objects become dotted paths."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from csaudit.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

CHUNK: Final = 10_000

Record = dict[str, str | None]


_SPARSE: Final = 4
"""A path that fewer than one in so many records of a chunk has is kept by its rows."""


class Columns:
    """Records gathered into columns of text; a path that first appears late is a column too.

    What few records have takes the room of what they have: export formats know thousands of
    custom fields. A column is only laid out when somebody asks for it.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._names: dict[str, None] = {}
        self._chunks: list[tuple[int, dict[str, pl.Series]]] = []
        self._sparse: dict[str, tuple[list[int], list[str | None]]] = {}
        self._chunk: list[Record] = []
        self.records = 0

    def add(self, item: Any) -> None:  # noqa: ANN401 - whatever JSON holds
        """Puts in one record."""
        self.records += 1
        if not isinstance(item, dict):
            raise DataError(
                f"{self._path} is not a list of records: item {self.records:,} is no object of "
                "named values."
            )
        self._chunk.append(flat(item))
        if len(self._chunk) == CHUNK:
            self._flush()

    def names(self) -> tuple[str, ...]:
        """Every path, in the order in which they first appeared."""
        self._flush()
        return tuple(self._names)

    def column(self, name: str) -> pl.Series:
        """All cells of a path."""
        rows, values = self._sparse.get(name, ([], []))
        sparse = pl.Series([None], dtype=pl.String).new_from_index(0, self.records)
        if rows:
            sparse = sparse.scatter(rows, _series(values))
        parts, at = [], 0
        for size, dense in self._chunks:
            parts.append(dense.get(name, sparse.slice(at, size)))
            at += size
        return pl.concat(parts) if parts else sparse

    def _flush(self) -> None:
        filled: dict[str, int] = {}
        for record in self._chunk:
            for name in record:
                filled[name] = filled.get(name, 0) + 1
        self._names |= dict.fromkeys(filled)
        many = [name for name, count in filled.items() if count * _SPARSE >= len(self._chunk)]
        dense = {name: _series([record.get(name) for record in self._chunk]) for name in many}
        if len(dense) < len(filled):
            self._keep_rows(frozenset(many))
        if self._chunk:
            self._chunks.append((len(self._chunk), dense))
        self._chunk = []

    def _keep_rows(self, dense: frozenset[str]) -> None:
        first = sum(size for size, _ in self._chunks)
        for row, record in enumerate(self._chunk, start=first):
            for name, cell in record.items():
                if name not in dense:
                    rows, values = self._sparse.setdefault(name, ([], []))
                    rows.append(row)
                    values.append(cell)


def _series(cells: list[str | None]) -> pl.Series:
    try:
        return pl.Series(cells, dtype=pl.String)
    except UnicodeEncodeError:  # half a surrogate pair, which UTF-8 cannot hold
        return pl.Series([_mended(cell) for cell in cells], dtype=pl.String)


def flat(item: Mapping[str, Any]) -> Record:
    """One object as a record.

    >>> flat({"id": "7", "via": {"channel": "email"}, "tags": ["a", "b"]})
    {'id': '7', 'via.channel': 'email', 'tags': '["a","b"]'}
    """
    record: Record = {}
    _flatten(item, "", record)
    return record


def text_of(value: Any) -> str | None:  # noqa: ANN401 - whatever JSON holds
    """A value as text; a list as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _flatten(node: Mapping[str, Any], prefix: str, record: Record) -> None:
    for key, value in node.items():
        # Nearly every value is text (numbers were kept as text) or nothing.
        kind = type(value)
        if kind is str or value is None:
            record[prefix + key] = value
        elif kind is dict:
            if "completedCycles" in value and _is_service_level(value):
                _service_level(value, record)
            _flatten(value, f"{prefix}{key}.", record)
        elif kind is list and _is_fields(value):
            for field in value:
                record[f"{prefix}{key}.{field['id']}"] = text_of(field["value"])
        else:
            record[prefix + key] = text_of(value)


_OF_FIELDS: Final = frozenset({"id", "value", "name", "title", "key", "label", "text"})
"""What a custom field has; a change of one (`type`, `field_name`) is no field."""


def _is_fields(value: list[Any]) -> bool:
    """Whether a list holds custom fields: objects of an id and a value, and hardly more."""
    return bool(value) and all(
        isinstance(item, dict) and {"id", "value"} <= item.keys() <= _OF_FIELDS for item in value
    )


def _is_service_level(value: Mapping[str, Any]) -> bool:
    return isinstance(value.get("name"), str) and isinstance(value.get("completedCycles"), list)


def _service_level(value: Mapping[str, Any], record: Record) -> None:
    """The last cycle of a Jira service level, by the level's own name.

    The field that holds it has another number in each Jira. A cycle that goes on has taken no
    time yet, and is decided only where it is breached already.
    """
    ongoing = value.get("ongoingCycle")
    cycles = [cycle for cycle in value["completedCycles"] if isinstance(cycle, dict)]
    cycle = cycles[-1] if cycles else ongoing if isinstance(ongoing, dict) else {}
    name = f"sla[{value['name']}]"
    for part, key in {
        "started": "startTime",
        "stopped": "stopTime",
        "breach": "breachTime",
    }.items():
        instant = cycle.get(key)
        if isinstance(instant, dict):
            found = (instant.get(form) for form in ("epochMillis", "jira", "iso8601"))
            record[f"{name}.{part}"] = text_of(next((one for one in found if one), None))
    if "breached" in cycle and (cycles or cycle["breached"] is True):
        record[f"{name}.breached"] = text_of(cycle["breached"])
    if cycles and isinstance(elapsed := cycle.get("elapsedTime"), dict):
        record[f"{name}.elapsed"] = text_of(elapsed.get("millis"))


def _mended(cell: str | None) -> str | None:
    return cell if cell is None else cell.encode(errors="replace").decode()
