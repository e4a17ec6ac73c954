"""Records that hold a list, as one record an item: a ticket's changes, a conversation's parts."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from csaudit.errors import DataError
from csaudit.sources.files.flattening import Columns
from csaudit.sources.files.text_table import TextTable, unique_headers
from csaudit.sources.notations.numbers import whole_number
from csaudit.tables import ROW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

PARENT: Final = "^."
"""Before the name of a column of the record that an item lies in; `^^.` is the one above it."""

ITSELF: Final = "^.itself"
"""A record stands before its items once by itself: this column says `yes` there."""


_TOTALS: Final = ("total", "total_count", "totalCount", "totalSize", "count")
"""What an object that holds a list may call the number of all items, also of those elsewhere."""


@dataclass(frozen=True, slots=True)
class _Path:
    """Where a list lies: in which column, at which keys of its cell, and which lists inside."""

    column: str
    keys: tuple[str, ...]
    inner: tuple[str, ...]

    @property
    def above(self) -> str:
        """Before the names of the record's own columns."""
        return "^" * len(self.inner) + PARENT

    def is_capped(self, record: Mapping[str, str], items: Sequence[Any]) -> bool:
        """The object around the list says that it has more items."""
        around, dot, _ = self.column.rpartition(".")
        told = [record.get(f"{around}.{name}") or "" for name in _TOTALS] if dot else []
        return any((whole_number(one) or 0) > len(items) for one in told)


def one_an_item(table: TextTable, each: Iterable[str]) -> TextTable:
    """The items of the lists at some paths of every record; `a[].b[]` is a list of lists.

    An item has its own columns, and those of the record around it as `^.name`; one that is a list
    itself has the columns `0`, `1`, …. Before its items each record stands once by itself, for
    what is told of it alone.

    Raises:
        DataError: a cell at the path is no list.

    """
    paths = [path for one in each if (path := _path(one, table.headers)) is not None]
    if not paths:
        return table
    lists = [path.column for path in paths]
    columns, capped = Columns(table.path), 0
    for number, record in enumerate(table.frame.collect().iter_rows(named=True), start=1):
        own = {name: record[name] for name in table.headers if record[name] is not None}
        own = {name: value for name, value in own.items() if name not in lists}
        above = {path.above: _named(own, path.above) for path in paths}
        columns.add({ITSELF: "yes"} | {n: v for known in above.values() for n, v in known.items()})
        cut = False
        for path in paths:
            items = _items(table.path, number, record[path.column], path)
            cut |= path.is_capped(own, items)
            for item in _inside(items, path.inner, {}):
                columns.add({**above[path.above], **item})
        capped += cut
    names = columns.names()
    headers = unique_headers(names)
    row = pl.int_range(1, columns.records + 1, dtype=pl.Int64, eager=True).alias(ROW)
    laid_out = [
        columns.column(name).alias(header) for header, name in zip(headers, names, strict=True)
    ]
    return replace(
        table,
        headers=headers,
        frame=pl.LazyFrame([row, *laid_out]),
        rows=columns.records,
        capped=capped,
    )


def _path(each: str, headers: Sequence[str]) -> _Path | None:
    """Where the list is; None where no column holds it."""
    first, *inner = (part.removeprefix(".") for part in each.removesuffix("[]").split("[]"))
    parts = first.split(".")
    for size in range(len(parts), 0, -1):
        if (column := ".".join(parts[:size])) in headers:
            return _Path(column, tuple(parts[size:]), tuple(inner))
    return None


def _named(own: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {f"{prefix}{name}": value for name, value in own.items()}


def _items(path: str, number: int, cell: str | None, where: _Path) -> list[Any]:
    """The list that a cell holds."""
    if cell is None or not cell.strip():
        return []
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        found = None
    if where.keys and isinstance(found, dict):
        found = _at(found, where.keys) or []
    elif isinstance(found, dict):
        found = [found]
    if not isinstance(found, list):
        raise DataError(f"{path}, record {number:,}: there is no list where one is expected.")
    return found


def _at(value: Any, keys: Iterable[str]) -> Any:  # noqa: ANN401 - whatever JSON holds
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _inside(
    items: list[Any], inner: Sequence[str], around: Mapping[str, Any]
) -> Iterator[Mapping[str, Any]]:
    """The items of the innermost lists, each with what is around them."""
    for entry in items:
        item = _named_by_number(entry) if isinstance(entry, list) else entry
        if not isinstance(item, dict):
            continue
        if not inner:
            yield {**around, **item}
            continue
        name, *deeper = inner
        nested = _at(item, name.split("."))
        rest = {key: value for key, value in item.items() if key != name.split(".")[0]}
        outer = _named(rest, PARENT)
        yield from _inside(nested if isinstance(nested, list) else [], deeper, {**around, **outer})


def _named_by_number(item: list[Any]) -> dict[str, Any]:
    return {str(number): value for number, value in enumerate(item)}
