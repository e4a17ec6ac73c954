"""Where the table begins in a delimited file or a sheet, and what separates its cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from csaudit.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SEPARATORS: Final = (",", ";", "\t", "|")
_LOOKED_AT: Final = 100
_NARROW: Final = 3
"""A table of fewer columns has no title rows: nothing would tell them from its header."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The separator, the header's cells, the line in which it ends, and the rows before it."""

    separator: str
    header: tuple[str, ...]
    header_lines: int
    title: tuple[str, ...] = ()


def layout_of(path: str, head: str) -> Layout:
    """The layout of a delimited text, by its beginning.

    Raises:
        DataError: there is no header.

    """
    separator = max(SEPARATORS, key=lambda mark: (_width(head, mark), -SEPARATORS.index(mark)))
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
    rows, lines = [], []
    for row in islice(reader, _LOOKED_AT):
        rows.append(row)
        lines.append(reader.line_num)
    place = header_row(rows)
    if place is None:
        raise DataError(f"{path} is empty: not even a header stands in it.")
    title = tuple(" ".join(filter(None, row)) for row in rows[:place] if any(row))
    return Layout(separator, tuple(cell.strip() for cell in rows[place]), lines[place], title)


def header_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Which of the first rows is the header: the first that is not a title above the table."""
    widths = Counter(len(row) for row in rows if _filled(row))
    if not widths:
        return None
    wide = max(widths, key=lambda width: (widths[width], width))
    for number, row in enumerate(rows):
        filled = _filled(row)
        if filled and (wide < _NARROW or filled * 2 >= wide):
            return number
    return next(number for number, row in enumerate(rows) if _filled(row))


def _filled(row: Iterable[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _width(head: str, separator: str) -> float:
    """How many cells most rows have, and how many rows have so many."""
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
    try:
        rows = [row for row in islice(reader, _LOOKED_AT) if _filled(row)]
    except csv.Error:
        return 0
    if not rows:
        return 0
    width, count = max(
        Counter(len(row) for row in rows).items(), key=lambda found: (found[1], found[0])
    )
    return 0 if width == 1 else width * count / len(rows)
