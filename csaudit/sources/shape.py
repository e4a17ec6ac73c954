"""Whether a delimited file is regular enough to be read lazily, and what is odd about it.

polars reads well-formed text fast, but takes any quote for the beginning of a quoted cell. So
every line is first held against the grammar of RFC 4180; a file that breaks it is read by the
slower, forgiving reader in `delimited.py`.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

LONGEST_RECORD: Final = 1 << 24
"""Characters after which a quoted cell is taken to be a stray quote."""


@dataclass(slots=True)
class Shape:
    """How many records a file has and which are odd.

    `well_formed`: every record follows the grammar. `short` and `long` count records with fewer
    or more cells than the header; `blank` are the numbers of the records without any content, the
    first is 1.
    """

    records: int = 0
    short: int = 0
    long: int = 0
    blank: list[int] = field(default_factory=list)
    well_formed: bool = True

    def add(self, cells: Sequence[str], width: int) -> bool:
        """Counts a record; false if there is nothing in it."""
        self.records += 1
        if not any(cell.strip() for cell in cells):
            self.blank.append(self.records)
            return False
        self.short += len(cells) < width
        self.long += len(cells) > width
        return True


def survey(source: Path | bytes, separator: str, width: int, header_lines: int) -> Shape:
    """The shape of the records that follow the header."""
    lines = pl.scan_lines(source, glob=False).slice(header_lines)
    whole = pl.col("line").str.contains(_grammar(separator, width))
    whole &= pl.col("line").str.contains(rf'[^\s"{re.escape(separator)}]')
    regular = lines.select(whole.all().alias("all"), pl.len()).collect(engine="streaming")
    if regular["all"].item():
        return Shape(records=int(regular["len"].item()))
    odd_quotes = pl.col("line").str.count_matches('"', literal=True) % 2 == 1
    walk = _Walk(separator, width)
    marked = lines.select("line", whole.alias("whole"), odd_quotes.alias("odd"))
    for batch in marked.collect_batches(maintain_order=True):
        walk.take(batch)
        if not walk.shape.well_formed:
            break
    return walk.finished()


def _grammar(separator: str, width: int | None) -> str:
    """One record in one line: `width` cells, or any number of them."""
    mark = re.escape(separator)
    cell = rf'(?:"[^"]*(?:""[^"]*)*"|[^"\r\n{mark}]*)'
    more = "*" if width is None else f"{{{width - 1}}}"
    return rf"\A{cell}(?:{mark}{cell}){more}\z"


class _Walk:
    """Goes through the lines that need a second look; quoted cells may hold line breaks."""

    def __init__(self, separator: str, width: int) -> None:
        self.shape = Shape()
        self._separator = separator
        self._width = width
        self._loose = re.compile(_grammar(separator, None).replace(r"\z", r"\Z"))
        self._pending: list[str] = []
        self._pending_size = 0

    def take(self, batch: pl.DataFrame) -> None:
        """The next lines of the file."""
        rows = zip(batch["line"], batch["whole"], batch["odd"], strict=True)
        for line, whole, odd in rows:
            if self._pending:
                self._continue(line, odd=odd)
            elif whole:
                self.shape.records += 1
            elif odd:
                self._continue(line, odd=False)
            else:
                self._record([line])

    def finished(self) -> Shape:
        """The shape, when all lines have been seen."""
        if self._pending:
            self.shape.well_formed = False
        return self.shape

    def _continue(self, line: str, *, odd: bool) -> None:
        self._pending.append(line)
        self._pending_size += len(line)
        if odd:
            self._record(self._pending)
            self._pending, self._pending_size = [], 0
        elif self._pending_size > LONGEST_RECORD:
            self.shape.well_formed = False

    def _record(self, lines: Iterable[str]) -> None:
        text = "\n".join(lines)
        if not self._loose.match(text):
            self.shape.well_formed = False
            return
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=self._separator)
        self.shape.add(next(reader, []), self._width)
