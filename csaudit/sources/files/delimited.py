"""Delimited text (CSV and its kin) into columns of text, lazily where the file allows it."""

from __future__ import annotations

import csv
import io
import sys
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Final, TextIO

import polars as pl

from csaudit.errors import DataError
from csaudit.sources.files.layout import Layout, layout_of
from csaudit.sources.files.record_shape import Shape, survey
from csaudit.sources.files.text_table import TextTable, unique_headers
from csaudit.sources.files.totals import may_have_totals, totals
from csaudit.sources.model import Remark
from csaudit.tables import ROW

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csaudit.sources.files.contents import File

CHUNK: Final = 50_000
_NAMES: Final = {",": "CSV", ";": "CSV with semicolons", "\t": "TSV", "|": "CSV with bars"}


def read_delimited(file: File) -> TextTable:
    """The records of a delimited file.

    Raises:
        DataError: a quote is opened and never closed.

    """
    with _large_cells():
        return _read(file, layout_of(file.path, file.head()))


@contextmanager
def _large_cells() -> Iterator[None]:
    """Python's reader refuses cells of more than 128 KB, unless it is told otherwise."""
    limit = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(limit)


def _read(file: File, layout: Layout) -> TextTable:
    headers = unique_headers(layout.header)
    remarks = list(file.remarks)
    frame, shape = None, None
    if not file.bare_returns:
        shape = survey(
            file.source, layout.separator, layout.header, layout.header_lines, quotes=file.quotes
        )
        if shape.well_formed:
            frame = _scan(file, layout, headers, shape)
            if may_have_totals(file.end()):
                shape.totals = totals(frame, shape.records, shape.footer())
                frame = frame.filter(~pl.col(ROW).is_in(list(shape.totals)))
        else:
            stray = f"{file.path} has quotes out of place; they were read as text."
            remarks.append(Remark("quotes", stray))
    if frame is None or shape is None:
        frame, shape = _forgiving(file, layout, headers)
    return TextTable(
        path=file.path,
        sha256=file.sha256,
        format=_NAMES[layout.separator],
        headers=headers,
        frame=frame,
        rows=shape.records - len(shape.skipped()),
        encoding=file.encoding,
        separator=layout.separator,
        remarks=(*remarks, *odd_rows(file.path, layout.title, shape)),
    )


def _scan(file: File, layout: Layout, headers: Sequence[str], shape: Shape) -> pl.LazyFrame:
    """The lazy reader of polars: only the columns that a query asks for are ever held."""
    names = [f"{number}" for number in range(len(headers))]
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
    if skipped := shape.skipped():
        frame = frame.filter(~pl.col(ROW).is_in(skipped))
    cells = [pl.col(name).alias(header) for name, header in zip(names, headers, strict=True)]
    return frame.select(pl.col(ROW).cast(pl.Int64), *cells)


def _forgiving(file: File, layout: Layout, headers: Sequence[str]) -> tuple[pl.LazyFrame, Shape]:
    """Python's reader: slower, in memory, but a quote within a cell is only a quote."""
    shape = Shape(layout.header, well_formed=False)
    with file.text() as stream:
        frame = tabulated(_records(file, stream, layout), headers, shape)
    return frame.lazy(), shape


def tabulated(rows: Iterator[Sequence[str]], headers: Sequence[str], shape: Shape) -> pl.DataFrame:
    """Rows of cells as a frame of text with ROW; what is no record is counted and left out."""
    schema = {ROW: pl.Int64(), **dict.fromkeys(headers, pl.String())}
    width = len(headers)
    frames = [pl.DataFrame(schema=schema)]
    while chunk := list(islice(rows, CHUNK)):
        kept = []
        for cells in chunk:
            if shape.add(cells):
                padded = (*cells[:width], *[None] * (width - len(cells)))
                kept.append((shape.records, *padded))
        frames.append(pl.DataFrame(kept, schema=schema, orient="row"))
    frame = pl.concat(frames)
    shape.totals = totals(frame.lazy(), shape.records, shape.footer())
    return frame.filter(~pl.col(ROW).is_in(list(shape.footer())))


def _records(file: File, stream: TextIO, layout: Layout) -> Iterator[list[str]]:
    """The records as lists of cells, all that stands before them left out."""
    lines = _Lines(stream)
    reader = csv.reader(lines, delimiter=layout.separator, skipinitialspace=True)
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
        if reader.line_num > layout.header_lines:
            yield cells


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


def odd_rows(path: str, title: Sequence[str], shape: Shape) -> Iterator[Remark]:
    """What is to be said of rows that are no records, or not as wide as the header."""
    rows = shape.records - len(shape.skipped())
    if title:
        yield Remark(
            "title_rows", f'{path}: what stands above the table was skipped: "{title[0]}".'
        )
    if shape.blank:
        nothing = f"{path}: {len(shape.blank):,} rows have nothing in them; they were skipped."
        yield Remark("blank_rows", nothing)
    if shape.repeated:
        again = f"{path}: the header is repeated {len(shape.repeated):,} times; it was skipped."
        yield Remark("repeated_headers", again)
    if footer := shape.footer():
        first = next(iter(footer.values()))
        yield Remark("footer_rows", f'{path}: what stands under the table was skipped: "{first}".')
    if short := shape.cut_short():
        yield Remark(
            "short_rows",
            f"{path}: {short:,} of {rows:,} rows have fewer cells than the header; "
            "the missing ones were read as empty.",
        )
    if shape.long:
        yield Remark(
            "long_rows",
            f"{path}: {shape.long:,} of {rows:,} rows have more cells than the header; "
            "the ones too many were dropped.",
        )
