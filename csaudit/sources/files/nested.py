"""Records that hold a list, as one record an item: a ticket's changes, a conversation's parts."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from csaudit.errors import DataError
from csaudit.sources.files.flattening import Columns
from csaudit.sources.files.text_table import TextTable, unique_headers
from csaudit.tables import ROW

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PARENT: Final = "^."
"""Before the name of a column of the record that an item lies in; `^^.` is the one above it."""

ITSELF: Final = "^.itself"
"""A record stands before its items once by itself: this column says `yes` there."""


def one_an_item(table: TextTable, each: str) -> TextTable:
    """The items of the list at the path `each` of every record; `a[].b[]` is a list of lists.

    An item has its own columns, and those of the record around it as `^.name`. Before its items
    each record stands once by itself, for what is told of it alone.

    Raises:
        DataError: a cell at the path is no list.

    """
    first, *inner = [part.removeprefix(".") for part in each.removesuffix("[]").split("[]")]
    if first not in table.headers:
        return table
    columns = Columns(table.path)
    above = PARENT if not inner else "^" * len(inner) + PARENT
    kept = [name for name in table.headers if name != first]
    frame = table.frame.select(*kept, first).collect()
    for number, record in enumerate(frame.iter_rows(named=True), start=1):
        cell = record.pop(first)
        own = {f"{above}{name}": value for name, value in record.items() if value is not None}
        columns.add({**own, ITSELF: "yes"})
        for item in _items(table.path, number, cell, inner):
            columns.add({**own, **item})
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
    )


def _items(
    path: str, number: int, cell: str | None, inner: list[str]
) -> Iterator[Mapping[str, Any]]:
    """The items of a cell, those of the innermost lists, each with what is around them."""
    if cell is None or not cell.strip():
        return
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        found = [found]
    if not isinstance(found, list):
        raise DataError(f"{path}, record {number:,}: there is no list where one is expected.")
    yield from _inside(found, inner, {})


def _inside(
    items: list[Any], inner: list[str], around: Mapping[str, Any]
) -> Iterator[Mapping[str, Any]]:
    for item in items:
        if not isinstance(item, dict):
            continue
        if not inner:
            yield {**around, **item}
            continue
        name, *deeper = inner
        nested: Any = item
        for part in name.split("."):
            nested = nested.get(part) if isinstance(nested, dict) else None
        rest = {key: value for key, value in item.items() if key != name.split(".")[0]}
        outer = {f"{PARENT}{key}": value for key, value in rest.items()}
        yield from _inside(nested if isinstance(nested, list) else [], deeper, {**around, **outer})
