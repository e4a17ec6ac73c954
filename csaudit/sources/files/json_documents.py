"""JSON into columns of text: an array, an object that holds the array, or one object a line."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

import polars as pl
from polars.io.plugins import register_io_source

from csaudit.errors import DataError
from csaudit.sources.files.flattening import Columns, text_of
from csaudit.sources.files.json_stream import JsonStream
from csaudit.sources.files.text_table import TextTable, unique_headers
from csaudit.tables import ROW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from csaudit.sources.files.contents import File

OWN_NAMES: Final = frozenset({"id", "Id", "ID", "key", "number"})
"""A single object that has one of these is a record, not an envelope around records."""


def looks_like_json(head: str) -> bool:
    """Whether text begins as a JSON document of objects does."""
    return head.lstrip()[:1] in {"{", "["}


def read_json(file: File, roots: Iterable[str] = ()) -> TextTable:
    """The records of a JSON document; nested objects become dotted paths.

    Args:
        file: the document.
        roots: paths at which records are known to lie, for documents with several lists.

    Raises:
        DataError: broken JSON, or no array of objects in it, or several.

    """
    document = _Document(file.path)
    try:
        with file.text() as stream:
            document.read(JsonStream(file.path, stream))
    except RecursionError:
        raise DataError(f"{file.path}: the JSON is nested too deeply to be read.") from None
    root, columns = document.records(frozenset(roots))
    names = columns.names() or ("",)
    headers = unique_headers(names)
    return TextTable(
        path=file.path,
        sha256=file.sha256,
        format="JSON lines" if document.lines else "JSON",
        headers=headers,
        frame=_lazily(columns, dict(zip(headers, names, strict=True))),
        rows=columns.records,
        encoding=file.encoding,
        root=root,
        envelope=document.envelope,
        remarks=file.remarks,
    )


def _lazily(columns: Columns, paths: Mapping[str, str]) -> pl.LazyFrame:
    """A frame that lays out the columns that a query asks for, and no others."""

    def laid_out(
        wanted: list[str] | None, predicate: pl.Expr | None, rows: int | None, _size: int | None
    ) -> Iterator[pl.DataFrame]:
        asked = [ROW, *paths] if wanted is None else wanted
        number = pl.int_range(1, columns.records + 1, dtype=pl.Int64, eager=True)
        made = (number if name == ROW else columns.column(paths[name]) for name in asked)
        frame = pl.DataFrame([one.alias(name) for name, one in zip(asked, made, strict=True)])
        frame = frame if predicate is None else frame.filter(predicate)
        yield frame if rows is None else frame.head(rows)

    schema = {ROW: pl.Int64(), **dict.fromkeys(paths, pl.String())}
    return register_io_source(laid_out, schema=pl.Schema(schema), is_pure=True)


_PAGES: Final = frozenset(
    {"tickets", "ticket_metrics", "issues", "conversations", "results", "result", "records"}
)
"""Where pages of an API keep their records."""


def _is_page(value: Any) -> bool:  # noqa: ANN401 - whatever JSON holds
    """Whether an object is one page of an export, of several that stand in one file."""
    if not isinstance(value, dict) or OWN_NAMES & value.keys():
        return False
    found = [value[name] for name in _PAGES & value.keys()]
    return len(found) == 1 and isinstance(found[0], list)


class _Document:
    """What a document holds: lists of records by their path, and plain values around them."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._lists: dict[str, Columns] = {}
        self.envelope: dict[str, str | None] = {}
        self.lines = False

    def read(self, stream: JsonStream) -> None:
        """Sorts everything in the text."""
        if stream.peek() == "[":
            # Several pages that were written one behind the other.
            while stream.peek() == "[":
                self._gather("", stream)
        elif (first := stream.first_object()) is None:
            self._open(stream, "")
        elif stream.peek():
            self._several(first, stream)
        elif not isinstance(first, dict):
            raise DataError(f"{self._path} holds no list of records: it is a single value.")
        elif OWN_NAMES & first.keys() or (self._is_lines_by_name() and not _is_page(first)):
            self._list("").add(first)
        else:
            self._sort(first, "")
        while stream.peek():
            self._list("").add(stream.value())

    def _is_lines_by_name(self) -> bool:
        """Whether a single object is the only record of a quiet day, by the name of its file."""
        return not {".ndjson", ".jsonl"}.isdisjoint(PurePath(self._path).suffixes)

    def records(self, roots: frozenset[str]) -> tuple[str, Columns]:
        """The one list of records, with its path."""
        lists = self._lists
        if len(lists) > 1:
            lists = {name: found for name, found in lists.items() if name in roots} or lists
        if len(lists) > 1:
            lists = {name: found for name, found in lists.items() if found.records} or lists
        if not lists:
            raise DataError(
                f"{self._path} holds no list of records: there is no array of objects in it."
            )
        if len(lists) > 1:
            names = ", ".join(f'"{name}"' for name in lists)
            raise DataError(
                f"{self._path} holds several lists of records ({names}); one is needed.",
                "export one of them, or name a preset of your own with its root:  source: FILE",
            )
        return next(iter(lists.items()))

    def _several(self, first: Any, stream: JsonStream) -> None:  # noqa: ANN401 - whatever JSON holds
        """Values one behind the other: pages of an API, or one record a line."""
        if not _is_page(first):
            self.lines = True
            self._list("").add(first)
            return
        self._sort(first, "")
        while stream.peek():
            self._sort(self._page(stream.value()), "")

    def _page(self, value: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever JSON holds
        if isinstance(value, dict):
            return value
        raise DataError(f"{self._path} holds pages of records, and one of them is no object.")

    def _list(self, path: str) -> Columns:
        return self._lists.setdefault(path, Columns(self._path))

    def _gather(self, path: str, stream: JsonStream) -> None:
        columns = self._list(path)
        for item in stream.items():
            columns.add(item)

    def _open(self, stream: JsonStream, path: str) -> None:
        """An object too large to be decoded at once: an envelope around many records."""
        for key in stream.entries():
            name = f"{path}.{key}" if path else key
            if stream.peek() == "{":
                self._open(stream, name)
            elif stream.peek() == "[" and stream.holds_objects():
                self._gather(name, stream)
            else:
                self.envelope[name] = text_of(stream.value())

    def _sort(self, node: dict[str, Any], path: str) -> None:
        """The same for an object that is already decoded."""
        for key, value in node.items():
            name = f"{path}.{key}" if path else key
            if isinstance(value, dict):
                self._sort(value, name)
            elif isinstance(value, list) and (not value or isinstance(value[0], dict)):
                columns = self._list(name)
                for item in value:
                    columns.add(item)
            else:
                self.envelope[name] = text_of(value)
