"""Delimited text (CSV and its kin) into columns of text, lazily where the file allows it."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, TextIO

import polars as pl

from csaudit.errors import DataError
from csaudit.sources.model import Remark
from csaudit.sources.raw import Raw, unique_headers
from csaudit.sources.shape import Shape, survey
from csaudit.tables import ROW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.sources.files import File

SEPARATORS: Final = (",", ";", "\t", "|")
CHUNK: Final = 50_000


@dataclass(frozen=True, slots=True)
class _Layout:
    separator: str
    headers: tuple[str, ...]
    header_lines: int


def read_delimited(file: File) -> Raw:
    """The records of a delimited file.

    Raises:
        DataError: a quote is opened and never closed.

    """
    layout = _layout(file)
    remarks = list(file.remarks)
    frame, shape = None, None
    if not file.bare_returns:
        shape = survey(file.source, layout.separator, len(layout.headers), layout.header_lines)
        if shape.well_formed:
            frame = _scan(file, layout, shape)
        else:
            stray = f"{file.path} has quotes out of place; they were read as text."
            remarks.append(Remark("quotes", stray))
    if frame is None or shape is None:
        frame, shape = _forgiving(file, layout)
    return Raw(
        path=file.path,
        sha256=file.sha256,
        format="CSV",
        headers=layout.headers,
        frame=frame,
        rows=shape.records - len(shape.blank),
        encoding=file.encoding,
        separator=layout.separator,
        remarks=(*remarks, *_ragged(file.path, shape)),
    )


def _layout(file: File) -> _Layout:
    head = file.head()
    separator = _separator(head)
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
    cells: list[str] = []
    while not any(cell.strip() for cell in cells):
        cells = next(reader)
    return _Layout(separator, unique_headers(cells), reader.line_num)


def _separator(head: str) -> str:
    """The separator that the first line has most of; a comma where it has none."""
    line = next(line for line in io.StringIO(head) if line.strip())
    bare = "".join(line.split('"')[::2])
    return max(SEPARATORS, key=lambda mark: (bare.count(mark), -SEPARATORS.index(mark)))


def _scan(file: File, layout: _Layout, shape: Shape) -> pl.LazyFrame:
    """The lazy reader of polars: only the columns that a query asks for are ever held."""
    names = [f"{number}" for number in range(len(layout.headers))]
    frame = pl.scan_csv(
        file.source,
        has_header=False,
        skip_lines=layout.header_lines,
        separator=layout.separator,
        schema=dict.fromkeys(names, pl.String),
        extra_columns="ignore",
        missing_columns="insert",
        row_index_name=ROW,
        row_index_offset=1,
        glob=False,
    )
    if shape.blank:
        frame = frame.filter(~pl.col(ROW).is_in(shape.blank))
    cells = [pl.col(name).alias(header) for name, header in zip(names, layout.headers, strict=True)]
    return frame.select(pl.col(ROW).cast(pl.Int64), *cells)


def _forgiving(file: File, layout: _Layout) -> tuple[pl.LazyFrame, Shape]:
    """Python's reader: slower, in memory, but a quote within a cell is only a quote."""
    shape = Shape(well_formed=False)
    width = len(layout.headers)
    schema = {ROW: pl.Int64(), **dict.fromkeys(layout.headers, pl.String())}
    frames = [pl.DataFrame(schema=schema)]
    with file.text() as stream:
        records = _records(file, stream, layout)
        while rows := list(islice(records, CHUNK)):
            kept = []
            for cells in rows:
                if shape.add(cells, width):
                    padded = (*cells[:width], *[None] * (width - len(cells)))
                    kept.append((shape.records, *padded))
            frames.append(pl.DataFrame(kept, schema=schema, orient="row"))
    return pl.concat(frames).lazy(), shape


def _records(file: File, stream: TextIO, layout: _Layout) -> Iterator[list[str]]:
    """The records as lists of cells, the header left out."""
    lines = _Lines(stream)
    limit = csv.field_size_limit(sys.maxsize)
    try:
        reader = csv.reader(lines, delimiter=layout.separator, skipinitialspace=True)
        seen_header = False
        while True:
            start = reader.line_num + 1
            lines.since.clear()
            cells = next(reader, None)
            if cells is None:
                return
            if lines.ended and _unclosed("".join(lines.since), layout.separator):
                raise DataError(
                    f"{file.path}: a quoted cell that begins in line {start} is never closed.",
                    'a quote inside a cell is written twice: "".',
                )
            if seen_header:
                yield cells
            seen_header = seen_header or any(cell.strip() for cell in cells)
    finally:
        csv.field_size_limit(limit)


class _Lines:
    """The lines of a file, with those of the record in hand remembered."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.since: list[str] = []
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        for line in self._stream:
            self.since.append(line)
            yield line
        self.ended = True


def _unclosed(record: str, separator: str) -> bool:
    try:
        rows = csv.reader(
            io.StringIO(record, newline=""), delimiter=separator, skipinitialspace=True, strict=True
        )
        for _ in rows:
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _ragged(path: str, shape: Shape) -> Iterator[Remark]:
    if shape.blank:
        nothing = f"{path}: {len(shape.blank):,} rows have nothing in them; they were skipped."
        yield Remark("blank_rows", nothing)
    if shape.short:
        yield Remark(
            "short_rows",
            f"{path}: {shape.short:,} of {shape.records:,} rows have fewer cells than the header; "
            "the missing ones were read as empty.",
        )
    if shape.long:
        yield Remark(
            "long_rows",
            f"{path}: {shape.long:,} of {shape.records:,} rows have more cells than the header; "
            "the ones too many were dropped.",
        )
