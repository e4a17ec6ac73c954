"""Frames in memory (and typed file formats) into columns of text, so that one path reads all."""

from __future__ import annotations

import hashlib
import io
from typing import Final

import polars as pl

from csaudit.sources.raw import Raw, unique_headers
from csaudit.tables import ROW

MEMORY: Final = "a frame in memory"


def raw_frame(frame: pl.DataFrame, path: str = MEMORY, sha256: str | None = None) -> Raw:
    """The records of a frame as text, each value as a file would have written it exactly."""
    headers = unique_headers(frame.columns)
    texts = [
        as_text(frame[old]).alias(new) for old, new in zip(frame.columns, headers, strict=True)
    ]
    text = (
        pl.DataFrame(texts).with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int64))
    )
    if sha256 is None:
        buffer = io.BytesIO()
        text.write_ipc(buffer)
        sha256 = hashlib.sha256(buffer.getvalue()).hexdigest()
    return Raw(
        path=path,
        sha256=sha256,
        format="frame",
        headers=headers,
        frame=text.lazy(),
        rows=text.height,
    )


def as_text(series: pl.Series) -> pl.Series:
    """A column as text, without losing a digit, a fraction of a second or a zone."""
    dtype = series.dtype
    if isinstance(dtype, pl.Datetime):
        if dtype.time_zone is None:
            return series.dt.strftime("%Y-%m-%d %H:%M:%S%.f")
        return series.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%S%.fZ")
    if isinstance(dtype, pl.Duration):
        seconds = series.dt.total_microseconds().cast(pl.Decimal(38, 6)) / 1_000_000
        return "PT" + seconds.cast(pl.String) + "S"
    if isinstance(dtype, pl.List | pl.Array | pl.Struct | pl.Object):
        return pl.Series(series.name, [_json(value) for value in series.to_list()], dtype=pl.String)
    return series.cast(pl.String)


def _json(value: object) -> str | None:
    import json

    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)
