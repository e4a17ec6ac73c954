"""Frames in memory and typed file formats into columns of text, so that one path reads all."""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.errors import DataError
from csaudit.sources.files.text_table import TextTable, unique_headers
from csaudit.tables import ROW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.sources.files.contents import File

MEMORY: Final = "a frame in memory"


def raw_frame(frame: pl.DataFrame) -> TextTable:
    """The records of a frame as text, each value as a file would have written it exactly."""
    buffer = io.BytesIO()
    frame.write_ipc(buffer)
    digest = hashlib.sha256(buffer.getvalue()).hexdigest()
    return _raw(MEMORY, digest, "frame", frame.lazy(), frame.height)


def read_parquet(file: File) -> TextTable:
    """The records of a Parquet file, lazily.

    Raises:
        DataError: it is damaged.

    """
    try:
        frame = pl.scan_parquet(file.source, glob=False)
        rows = frame.select(pl.len()).collect().item()
        return _raw(file.path, file.sha256, "Parquet", frame, rows)
    except (pl.exceptions.PolarsError, OSError):
        raise DataError(f"{file.path} is damaged: it cannot be read as Parquet.") from None


def _raw(path: str, sha256: str, kind: str, frame: pl.LazyFrame, rows: int) -> TextTable:
    columns = [
        part for name, dtype in frame.collect_schema().items() for part in _texts(name, dtype)
    ]
    headers = unique_headers(name for name, _ in columns)
    texts = [text.alias(header) for header, (_, text) in zip(headers, columns, strict=True)]
    numbered = frame.select(texts).with_row_index(ROW, offset=1)
    numbered = numbered.with_columns(pl.col(ROW).cast(pl.Int64))
    return TextTable(
        path=path, sha256=sha256, format=kind, headers=headers, frame=numbered, rows=rows
    )


def _texts(name: str, dtype: pl.DataType) -> Iterator[tuple[str, pl.Expr]]:
    """A column as text; a struct as one column for each of its fields."""
    yield from _parts(name, pl.col(name), dtype)


def _parts(name: str, value: pl.Expr, dtype: pl.DataType) -> Iterator[tuple[str, pl.Expr]]:
    if isinstance(dtype, pl.Struct):
        for field in dtype.fields:
            inner = field.dtype if isinstance(field.dtype, pl.DataType) else field.dtype()
            yield from _parts(f"{name}.{field.name}", value.struct.field(field.name), inner)
    else:
        yield name, as_text(value, dtype)


def as_text(value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """A column as text, without losing a digit, a fraction of a second or a zone."""
    if isinstance(dtype, pl.Datetime):
        if dtype.time_zone is None:
            return value.dt.to_string("%Y-%m-%d %H:%M:%S%.f")
        return value.dt.convert_time_zone("UTC").dt.to_string("%Y-%m-%dT%H:%M:%S%.fZ")
    if isinstance(dtype, pl.Duration):
        seconds = value.dt.total_microseconds().cast(pl.Decimal(38, 6)) / 1_000_000
        return "PT" + seconds.cast(pl.String) + "S"
    if isinstance(dtype, pl.List | pl.Array | pl.Object):
        return value.map_batches(_json, return_dtype=pl.String, is_elementwise=True)
    if isinstance(dtype, pl.Binary):
        return value.cast(pl.String, strict=False)
    return value.cast(pl.String)


def _json(values: pl.Series) -> pl.Series:
    texts = [
        None if value is None else json.dumps(value, ensure_ascii=False, default=str)
        for value in values.to_list()
    ]
    return pl.Series(values.name, texts, dtype=pl.String)
