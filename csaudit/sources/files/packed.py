"""What a file is by its first bytes, and what is inside of packed ones."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from typing import Final

import polars as pl

from csaudit.errors import DataError
from csaudit.sources.files.bounds import read_bounded, too_large
from csaudit.sources.files.zstd_frames import out_of_nothing

TEXT, PARQUET, EXCEL, GZIP, ZIP, ZSTD = "text", "parquet", "excel", "gzip", "zip", "zstd"

_MAGIC: Final = (
    (b"PAR1", PARQUET),
    (b"\xd0\xcf\x11\xe0", EXCEL),
    (b"\x1f\x8b", GZIP),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\x28\xb5\x2f\xfd", ZSTD),
)
_LINES: Final = 50_000
"""Lines that are unpacked together."""

_WORKBOOK: Final = "xl/workbook.xml"


def kind_of(head: bytes) -> str:
    """The kind of a file that begins like this; text where nothing else fits."""
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), TEXT)


def unpack(path: str, kind: str, content: bytes, most: int) -> tuple[bytes | None, str]:
    """What a packed file holds, and how it was packed; None for a workbook, which is a zip too.

    Raises:
        DataError: it is damaged, holds more than one file, or more than `most` bytes.

    """
    try:
        if kind == GZIP:
            with gzip.open(io.BytesIO(content)) as stream:
                return read_bounded(path, stream, most), "gzip"
        if kind == ZSTD:
            return _zstd(path, content, most), "zstd"
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _member(path, archive, most)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, pl.exceptions.PolarsError):
        raise DataError(f"{path} is damaged: it cannot be unpacked.") from None
    except (RuntimeError, NotImplementedError) as error:
        raise DataError(f"{path} cannot be unpacked: {error}.") from None


def _zstd(path: str, content: bytes, most: int) -> bytes:
    if out_of_nothing(content) > most:
        raise too_large(path, "may hold", most)
    # polars unpacks zstd itself, line by line; Python only does from 3.14 on.
    lines, size = pl.scan_lines(content, glob=False), 0
    parts = []
    for batch in lines.collect_batches(maintain_order=True, chunk_size=_LINES):
        part = batch.to_series()
        size += int(part.str.len_bytes().sum()) + len(part)
        if size > most:
            raise too_large(path, "holds", most)
        parts.append("\n".join([*part, ""]).encode())
    return b"".join(parts)


def _member(path: str, archive: zipfile.ZipFile, most: int) -> tuple[bytes | None, str]:
    names = [
        name
        for name in archive.namelist()
        if not name.endswith("/") and not name.startswith("__MACOSX/")
    ]
    if _WORKBOOK in names:
        return None, "zip"
    if len(names) != 1:
        shown = ", ".join(names[:5]) or "nothing"
        raise DataError(f"{path} must hold one file, and it holds {shown}.", "unpack it first.")
    with archive.open(names[0]) as stream:
        return read_bounded(path, stream, most), f"zip ({names[0]})"
