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
    from collections.abc import Callable, Iterator, Mapping, Sequence

INDENT: Final = 8
"""Where everything but the first word begins: `NO DATA` and a space."""

DEEPER: Final = 2
"""How much further in the line of a group or a period begins."""

_BETWEEN_WORDS: Final = re.compile(r"(?<= )(?=[^ %])")
_BEFORE_A_WORD: Final = re.compile(r"(?<=[^<>=] )(?=[^\W\d])")
_IN_WORDS: Final = re.compile(r"(?<=[\-_/,.:;@])")

_HELD: Final = "\u00a0"
"""A space at which no line is parted."""

_GAPS: Final = (2, 1, 1, 1, 1, 1)
"""Between columns, one for each layout from roomy to tight."""

_USUAL: Final = 2
_SQUEEZED: Final = 4
"""The layout down to which no word is parted, and the one from which spaces are saved."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and how its cell reads in a sentence below the row.

    `caps`: how wide it may be in each layout, from roomy to tight; without them it is as wide
    as it needs. `words`: text, to the left; else figures, which fold before a word only.
    `marked`: its figure is told in the colour of the row.
    """

    heading: str
    phrase: str
    caps: tuple[int, ...] = ()
    words: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table: its first word, and one cell for each column."""

    word: str
    cells: tuple[str, ...]
    word_style: str = ""
    mark_style: str = ""
    depth: int = 0


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
    layout: int
    below: tuple[int, ...]


def lines(
    parts: Sequence[Row | Heading | Remark], columns: Sequence[Column], width: int
) -> Iterator[Text]:
    """The header and every part, laid out for `width` cells."""
    rows = [part for part in parts if isinstance(part, Row)]
    table = _Table(columns, rows, width)
    yield from table.header()
    for part in parts:
        if isinstance(part, Row):
            yield from table.row(part)
        elif isinstance(part, Heading):
            yield from (Text(line, style="bold") for line in fold(part.text, width))
        else:
            yield from indented(part.text, width, INDENT + DEEPER * part.depth)


def indented(text: str, width: int, indent: int, first: str = "") -> Iterator[Text]:
    """A sentence folded beside its indent, in which `first` may stand."""
    for number, line in enumerate(fold(text, max(width - indent, 1))):
        lead = first if number == 0 else ""
        yield Text(f"{lead:<{indent}}{line}".replace(_HELD, " "))


class _Table:
    """Columns, and the widths that their rows need."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row], width: int) -> None:
        self._columns = columns
        self._width = width
        self._header = Row(word="", cells=tuple(column.heading for column in columns))
        self._rows = (self._header, *rows)
        self._grid = self._fitting([i for i in range(len(columns)) if any(map(_says(i), rows))])

    # ---- choosing the columns ----

    def _fitting(self, told: Sequence[int]) -> Grid:
        """As many columns side by side as fit, folding words before moving columns below.

        A column without a single figure is not `told` at all.
        """
        for shown in range(len(told), 1, -1):
            for layout, gap in enumerate(_GAPS):
                widths = {index: self._needed(index, layout) for index in told[:shown]}
                if INDENT + sum(widths.values()) + gap * (shown - 1) <= self._width:
                    return Grid(widths, layout, tuple(told[shown:]))
        first = max(self._width - INDENT, len(self._columns[0].heading))
        return Grid({0: first}, len(_GAPS) - 1, tuple(told[1:]))

    def _needed(self, index: int, layout: int) -> int:
        column = self._columns[index]
        cells = [(_squeezed(row.cells[index], layout), _deeper(row, index)) for row in self._rows]
        widest = max(cell_len(text) + deeper for text, deeper in cells)
        if not column.caps or widest <= column.caps[layout]:
            return widest
        unbroken = max(_longest_piece(text, column) + deeper for text, deeper in cells)
        # A word wider than the usual cap is parted, at its joints if it has any.
        least = min(unbroken, column.caps[_USUAL]) if column.words else unbroken
        return min(widest, max(column.caps[layout], least))

    # ---- one row ----

    def header(self) -> Iterator[Text]:
        """The headings, in as many lines as they need."""
        for line in self._side_by_side(self._header):
            line.stylize("bold")
            yield line

    def row(self, row: Row) -> Iterator[Text]:
        """The row, and below it the columns that found no room, as a sentence."""
        yield from self._side_by_side(row)
        told = [
            self._columns[index].phrase.format(row.cells[index]).replace(" ", _HELD)
            for index in self._grid.below
            if _says(index)(row) and row.cells[index] != "0"
        ]
        if told:
            yield from indented(", ".join(told), self._width, INDENT + DEEPER * row.depth)

    def _side_by_side(self, row: Row) -> Iterator[Text]:
        grid = self._grid
        room = {index: cells - _deeper(row, index) for index, cells in grid.widths.items()}
        cells = {index: self._folded(row, index, room[index]) for index in room}
        for number in range(max(len(cell) for cell in cells.values())):
            text = _first_word(row) if number == 0 else Text(" " * INDENT)
            for index, cell in cells.items():
                line = cell[number] if number < len(cell) else ""
                text.append(" " * (_GAPS[grid.layout] if index else _deeper(row, index)))
                column = self._columns[index]
                text.append(
                    _aligned(line, room[index], column),
                    style=row.mark_style if column.marked else "",
                )
            text.rstrip()
            yield text

    def _folded(self, row: Row, index: int, room: int) -> list[str]:
        column, text = self._columns[index], _squeezed(row.cells[index], self._grid.layout)
        if cell_len(text) <= room:
            return [text]
        return fold(text, room) if column.words else _BEFORE_A_WORD.split(text)


def _says(index: int) -> Callable[[Row], bool]:
    return lambda row: row.cells[index] not in ("", "-")


def _deeper(row: Row, index: int) -> int:
    return DEEPER * row.depth if index == 0 else 0


def _squeezed(text: str, layout: int) -> str:
    return text.replace(" / ", "/") if layout >= _SQUEEZED else text


def _longest_piece(text: str, column: Column) -> int:
    pieces = _BETWEEN_WORDS.split(text) if column.words else _BEFORE_A_WORD.split(text)
    return max(cell_len(piece.rstrip()) for piece in pieces)


def _first_word(row: Row) -> Text:
    text = Text(" " * (DEEPER * row.depth))
    text.append(row.word, style=row.word_style)
    text.append(" " * (INDENT - cell_len(row.word) - DEEPER * row.depth))
    return text


def _aligned(text: str, width: int, column: Column) -> str:
    shown = text.rstrip()
    space = " " * max(width - cell_len(shown), 0)
    return f"{shown}{space}" if column.words else f"{space}{shown}"


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
