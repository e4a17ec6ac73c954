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

_SENTENCE: Final = re.compile(r"[^\W\d_].*\s|\s.*[^\W\d_]", re.DOTALL)
_UNDER_TABLES: Final = re.compile(
    r"\W*(copyright|confidential|generated|exported|printed|filtered by|report\w*|source:|total"
    r"|(grand|sub)[ -]?total|end of|number of|[\d,.]+ (rows|records|tickets|cases)\b)",
    re.IGNORECASE,
)
"""How a footer begins that a spreadsheet has made as wide as the table."""

_FEWEST: Final = 3
"""Columns that a table must have for a line of a single cell to be a footer."""


@dataclass(slots=True)
class Shape:
    """How many records a file has and which are odd; the first record's number is 1.

    `header` are the header's cells. `well_formed`: every record follows the grammar. `short` and
    `long` count records with fewer or more cells than the header. `blank` have nothing in them,
    `repeated` are the header once more, `lone` are rows of which only the first cell
    is filled, `notes` those among them that hold a sentence, and `narrow` those without the other
    cells: notes and the lone rows around them, at the very end of the file, are its footer. So are
    `totals`, once somebody has looked for them.
    """

    header: tuple[str, ...]
    records: int = 0
    short: int = 0
    long: int = 0
    blank: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    lone: dict[int, str] = field(default_factory=dict)
    notes: set[int] = field(default_factory=set)
    narrow: set[int] = field(default_factory=set)
    totals: dict[int, str] = field(default_factory=dict)
    well_formed: bool = True

    def add(self, cells: Sequence[str]) -> bool:
        """Counts a record; false if it is none."""
        self.records += 1
        if not any(cell.strip() for cell in cells):
            self.blank.append(self.records)
            return False
        if tuple(cell.strip() for cell in cells) == self.header:
            self.repeated.append(self.records)
            return False
        self._add_lone(cells)
        self.short += len(cells) < len(self.header)
        self.long += len(cells) > len(self.header)
        return True

    def _add_lone(self, cells: Sequence[str]) -> None:
        width = len(self.header)
        note = _SENTENCE.search(cells[0]) and (len(cells) < width or _UNDER_TABLES.match(cells[0]))
        # Nobody who writes a sentence under a table thinks of its commas.
        spilled = note and len(cells) * _FEWEST <= width
        if width < _FEWEST or (any(cell.strip() for cell in cells[1:]) and not spilled):
            return
        self.lone[self.records] = " ".join(filter(None, (cell.strip() for cell in cells)))
        if note:
            self.notes.add(self.records)
        if len(cells) < width:
            self.narrow.add(self.records)

    def footer(self) -> dict[int, str]:
        """What stands after the last record, by its numbers."""
        number, blank, found = self.records, set(self.blank), {}
        while number in blank or number in self.lone or number in self.totals:
            if number in self.lone:
                found[number] = self.lone[number]
            number -= 1
        lone = found if found.keys() & self.notes else {}
        return dict(sorted({**lone, **self.totals}.items()))

    def cut_short(self) -> int:
        """How many records have fewer cells than the header."""
        return self.short - len(self.narrow & self.footer().keys())

    def skipped(self) -> list[int]:
        """The numbers of all that is no record."""
        return sorted({*self.blank, *self.repeated, *self.footer()})


def survey(
    source: Path | bytes,
    separator: str,
    header: tuple[str, ...],
    header_lines: int,
    *,
    quotes: bool,
) -> Shape:
    """The shape of the records that follow the header, which ends in line `header_lines`.

    Without any `quotes` it is enough to count the separators.
    """
    scan = pl.scan_lines(source, glob=False)
    lines = scan.slice(header_lines)
    line = pl.col("line")
    headline = scan.slice(header_lines - 1, 1).collect().to_series()[0]
    whole = line.str.count_matches(separator, literal=True) == len(header) - 1
    if quotes:
        whole = line.str.contains(_grammar(separator, len(header)))
    whole &= line != headline
    # A line as short as its separators may be one without any content.
    plain = whole & (line.str.len_bytes() > 2 * len(header))
    regular = lines.select(plain.all().alias("all"), line.last().alias("last"), pl.len())
    found = regular.collect(engine="streaming").row(0, named=True)
    more = _filled(separator, len(header))
    if found["all"] and (found["last"] is None or re.search(more, found["last"])):
        return Shape(header, records=found["len"])
    filled = line.str.contains(more)
    odd_quotes = line.str.count_matches('"', literal=True) % 2 == 1
    walk = _Walk(separator, Shape(header))
    marked = lines.select("line", (whole & filled).alias("whole"), odd_quotes.alias("odd"))
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


def _filled(separator: str, width: int) -> str:
    """A line with something in it; in a table of some width, behind its first cell."""
    mark = re.escape(separator)
    first = rf'\A(?:"[^"]*"|[^"{mark}]*){mark}.*' if width >= _FEWEST else ""
    return rf'{first}[^\s"{mark}]'


class _Walk:
    """Goes through the lines that need a second look; quoted cells may hold line breaks."""

    def __init__(self, separator: str, shape: Shape) -> None:
        self.shape = shape
        self._separator = separator
        self._loose = re.compile(_grammar(separator, None).replace(r"\z", r"\Z"))
        self._pending: list[str] = []
        self._pending_size = 0

    def take(self, batch: pl.DataFrame) -> None:
        """The next lines of the file."""
        if not self._pending and batch["whole"].all():
            self.shape.records += batch.height
            return
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
        self.shape.add(next(reader, []))
