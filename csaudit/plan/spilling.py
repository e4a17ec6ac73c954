"""A typed table that is larger than the memory allowed: written once to a temporary Parquet file.

The plan is the same either way; it scans the file instead of the frame. The file goes with the
run, whatever becomes of it: its folder is removed when nobody holds the table any more, and at the
end of the process at the latest.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import Final

import polars as pl

SHARE: Final = 4
"""The default: a quarter of the machine's memory may hold typed tables."""

_WITHOUT_WORD: Final = 1 << 32
"""Where the system does not tell how much memory it has."""


def allowed(asked: int | None) -> int:
    """Bytes that typed tables may take: as asked for, else a share of the machine's memory."""
    if asked is not None:
        return asked
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // SHARE
    except (AttributeError, OSError, ValueError):
        return _WITHOUT_WORD


class Spilled:
    """Typed tables on disk, in a folder of their own."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="csaudit-"))
        self._number = 0
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def scanned(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The frame, written to a file and scanned from there."""
        self._number += 1
        path = self._folder / f"{self._number}.parquet"
        frame.sink_parquet(path, compression="lz4")
        return pl.scan_parquet(path, glob=False)
