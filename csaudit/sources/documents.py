"""JSON into columns of text: an array, an object that holds the array, or one object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from csaudit.errors import DataError
from csaudit.sources.raw import Raw, unique_headers
from csaudit.tables import ROW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from csaudit.sources.files import File

CHUNK: Final = 20_000

OWN_NAMES: Final = frozenset({"id", "Id", "ID", "key", "number"})
"""A single object that has one of these is a record, not an envelope around records."""


def looks_like_json(head: str) -> bool:
    """Whether text begins as a JSON document of objects does."""
    return head.lstrip()[:1] in {"{", "["}


def read_json(file: File) -> Raw:
    """The records of a JSON document; nested objects become dotted paths.

    Raises:
        DataError: broken JSON, or no array of objects in it.

    """
    with file.text() as stream:
        text = stream.read()
    try:
        rows, envelope = _records(file.path, text)
        columns = _columns(file.path, rows)
    except RecursionError:
        raise DataError(f"{file.path}: the JSON is nested too deeply to be read.") from None
    headers = unique_headers(columns.columns)
    frame = columns.rename(dict(zip(columns.columns, headers, strict=True)), strict=False)
    return Raw(
        path=file.path,
        sha256=file.sha256,
        format="JSON",
        headers=headers,
        frame=frame.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int64)).lazy(),
        encoding=file.encoding,
        envelope=envelope,
        remarks=file.remarks,
    )


_DECODER: Final = json.JSONDecoder(
    # Numbers stay the text that they are: 1.50 is not 1.5, and no digit of an id is lost.
    parse_float=str,
    parse_int=str,
    parse_constant=lambda _: None,
)


def _records(path: str, text: str) -> tuple[list[Any], dict[str, str | None]]:
    documents = list(_documents(path, text))
    if len(documents) > 1:
        return documents, {}
    (document,) = documents
    if isinstance(document, list):
        return document, {}
    arrays: dict[str, list[Any]] = {}
    envelope: dict[str, str | None] = {}
    _open_envelope(document, "", arrays, envelope)
    if OWN_NAMES & document.keys():
        return [document], {}
    if not arrays:
        raise DataError(f"{path} holds no list of records: there is no array of objects in it.")
    if len(arrays) > 1:
        names = ", ".join(f'"{name}"' for name in arrays)
        raise DataError(f"{path} holds several lists of records ({names}); one is needed.")
    return next(iter(arrays.values())), envelope


def _documents(path: str, text: str) -> Iterator[Any]:
    """The JSON values of the text: one, or one a line."""
    position, end = 0, len(text)
    while True:
        while position < end and text[position].isspace():
            position += 1
        if position == end:
            return
        try:
            value, position = _DECODER.raw_decode(text, position)
        except json.JSONDecodeError as error:
            raise DataError(
                f"{path} is broken JSON: {error.msg[0].lower()}{error.msg[1:]}, "
                f"line {error.lineno:,} column {error.colno:,}."
            ) from None
        yield value


def _open_envelope(
    node: dict[str, Any], path: str, arrays: dict[str, list[Any]], envelope: dict[str, str | None]
) -> None:
    """Sorts what an object holds into arrays of objects and the plain values around them."""
    for key, value in node.items():
        name = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            _open_envelope(value, name, arrays, envelope)
        elif isinstance(value, list):
            if not value or isinstance(value[0], dict):
                arrays[name] = value
        else:
            envelope[name] = _text(value)


def _columns(path: str, rows: Iterable[Any]) -> pl.DataFrame:
    """All paths of all records as text; a path that first appears late is a column too."""
    frames: list[pl.DataFrame] = []
    chunk: list[dict[str, str | None]] = []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise DataError(
                f"{path} is not a list of records: item {number:,} is no object of named values."
            )
        record: dict[str, str | None] = {}
        _flatten(row, "", record)
        chunk.append(record)
        if len(chunk) == CHUNK:
            frames.append(_frame(chunk))
            chunk = []
    frames.append(_frame(chunk))
    return pl.concat(frames, how="diagonal")


def _frame(chunk: list[dict[str, str | None]]) -> pl.DataFrame:
    names = dict.fromkeys(name for record in chunk for name in record)
    columns = {name: [record.get(name) for record in chunk] for name in names}
    schema = dict.fromkeys(names, pl.String)
    try:
        return pl.DataFrame(columns, schema=schema)
    except UnicodeEncodeError:  # half a surrogate pair, which UTF-8 cannot hold
        mended = {name: [_mended(cell) for cell in cells] for name, cells in columns.items()}
        return pl.DataFrame(mended, schema=schema)


def _mended(cell: str | None) -> str | None:
    return cell if cell is None else cell.encode(errors="replace").decode()


def _flatten(node: dict[str, Any], path: str, record: dict[str, str | None]) -> None:
    for key, value in node.items():
        name = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            _flatten(value, name, record)
        else:
            record[name] = _text(value)


def _text(value: Any) -> str | None:  # noqa: ANN401 - whatever JSON holds
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
