"""Rows into lines of a given width.

Words and numbers are never cut: what does not fit folds between words, and the last columns
move to a line of their own below the row.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

INDENT: Final = 8
"""Where everything but the first word begins: `NO DATA` and a space."""

DEEPER: Final = 2
"""How much further in the line of a group or a period begins."""

_BETWEEN_WORDS: Final = re.compile(r"(?<= )(?=[^ %])")
_IN_WORDS: Final = re.compile(r"(?<=[\-_/,.:;@])")


_HELD: Final = "\u00a0"
"""A space at which no line is parted."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and how its cell reads in a sentence below the row."""

    heading: str
    phrase: str
    folds: bool = False


COLUMNS: Final = (
    Column("STANDARD", "{}", folds=True),
    Column("LIMIT, CLOCK", "{}", folds=True),
    Column("KEPT", "kept {}"),
    Column("TARGET", "target {}"),
    Column("MARGIN", "margin {}"),
    Column("JUDGED", "judged {}"),
    Column("MISSED/MAX", "missed/max {}"),
    Column("NOT DUE", "not due {}"),
    Column("REACHED", "reached {}"),
)

_MARGIN: Final = [column.heading for column in COLUMNS].index("MARGIN")

_CAPS: Final = ((36, 20, 2), (36, 20, 1), (24, 12, 1))
"""How wide the two columns of words may be and the gap between columns, roomy to tight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table: its first word, and one cell for each of `COLUMNS`."""

    word: str
    cells: tuple[str, ...]
    word_style: str = ""
    margin_style: str = ""
    depth: int = 0


_HEADER: Final = Row(word="", cells=tuple(column.heading for column in COLUMNS))


@dataclass(frozen=True, slots=True)
class Heading:
    """A dimension, above its standards."""

    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence below a row."""

    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """Which columns stand side by side, how wide each is, and which are told below."""

    widths: Mapping[int, int]
    gap: int
    below: tuple[int, ...]


def lines(parts: Sequence[Row | Heading | Remark], width: int) -> Iterator[Text]:
    """The header and every part, laid out for `width` columns."""
    rows = [part for part in parts if isinstance(part, Row)]
    grid = _grid(rows, width)
    yield from _row(_HEADER, grid, width, style="bold")
    for part in parts:
        if isinstance(part, Row):
            yield from _row(part, grid, width)
        elif isinstance(part, Heading):
            yield from (Text(line, style="bold") for line in fold(part.text, width))
        else:
            yield from indented(part.text, width, INDENT + DEEPER * part.depth)


def indented(text: str, width: int, indent: int, first: str = "") -> Iterator[Text]:
    """A sentence folded beside its indent, in which `first` may stand."""
    for number, line in enumerate(fold(text, max(width - indent, 1))):
        lead = first if number == 0 else ""
        yield Text(f"{lead:<{indent}}{line}".replace(_HELD, " "))


# ---- choosing the columns ----


def _grid(rows: Sequence[Row], width: int) -> Grid:
    """As many columns side by side as fit, folding words before moving columns below.

    A column without a single figure is not shown at all.
    """
    told = [index for index in range(len(COLUMNS)) if any(_says(row, index) for row in rows)]
    for shown in range(len(told), 1, -1):
        for *caps, gap in _CAPS:
            widths = {index: _width(rows, index, caps) for index in told[:shown]}
            if INDENT + sum(widths.values()) + gap * (shown - 1) <= width:
                return Grid(widths, gap, tuple(told[shown:]))
    return Grid({0: max(width - INDENT, len(COLUMNS[0].heading))}, 1, tuple(told[1:]))


def _says(row: Row, index: int) -> bool:
    return row.cells[index] not in ("", "-")


def _width(rows: Sequence[Row], index: int, caps: Sequence[int]) -> int:
    needed = [cell_len(row.cells[index]) + _deeper(row, index) for row in rows]
    if COLUMNS[index].folds:
        needed = [min(cells, caps[index]) for cells in needed]
    return max([len(COLUMNS[index].heading), *needed])


def _deeper(row: Row, index: int) -> int:
    return DEEPER * row.depth if index == 0 else 0


# ---- one row ----


def _row(row: Row, grid: Grid, width: int, style: str = "") -> Iterator[Text]:
    room = {index: cells - _deeper(row, index) for index, cells in grid.widths.items()}
    cells = {
        index: fold(row.cells[index], room[index]) if COLUMNS[index].folds else [row.cells[index]]
        for index in room
    }
    for number in range(max(len(cell) for cell in cells.values())):
        text = _first_word(row) if number == 0 else Text(" " * INDENT)
        for index, cell in cells.items():
            line = cell[number] if number < len(cell) else ""
            text.append(" " * (grid.gap if index else _deeper(row, index)))
            text.append(
                _aligned(line, room[index], COLUMNS[index]),
                style=row.margin_style if index == _MARGIN else "",
            )
        text.rstrip()
        text.stylize(style)
        yield text
    if row is not _HEADER:
        yield from _below(row, grid, width)


def _first_word(row: Row) -> Text:
    text = Text(" " * (DEEPER * row.depth))
    text.append(row.word, style=row.word_style)
    text.append(" " * (INDENT - cell_len(row.word) - DEEPER * row.depth))
    return text


def _aligned(text: str, width: int, column: Column) -> str:
    space = " " * max(width - cell_len(text), 0)
    return f"{text}{space}" if column.folds else f"{space}{text}"


def _below(row: Row, grid: Grid, width: int) -> Iterator[Text]:
    """The columns that found no room, as a sentence."""
    told = [
        COLUMNS[index].phrase.format(row.cells[index]).replace(" ", _HELD)
        for index in grid.below
        if _says(row, index) and row.cells[index] != "0"
    ]
    if told:
        yield from indented(", ".join(told), width, INDENT + DEEPER * row.depth)


# ---- folding ----


def fold(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells; nothing is lost.

    It parts between words; a word wider than a line parts at a hyphen or the like, and
    anywhere only where it has none.
    """
    folded: list[str] = []
    line = ""
    for piece in _pieces(text, width):
        if line and cell_len(line + piece.rstrip()) > width:
            folded.append(line.rstrip())
            line = ""
        line += piece
    return [*folded, line.rstrip()]


def _pieces(text: str, width: int) -> Iterator[str]:
    for word in _BETWEEN_WORDS.split(text):
        if cell_len(word.rstrip()) <= width:
            yield word
            continue
        for part in _IN_WORDS.split(word):
            yield from _chopped(part, width)


def _chopped(text: str, width: int) -> Iterator[str]:
    while cell_len(text.rstrip()) > width:
        cells = list(accumulate(cell_len(character) for character in text))
        cut = max(bisect_right(cells, width), 1)
        yield text[:cut]
        text = text[cut:]
    yield text
