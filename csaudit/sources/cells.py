"""The cells of one column: from text to the column's type, and what could not be read.

A column is read twice over. `quick` is an expression inside the lazy query: it reads the common
spelling at the speed of polars and leaves over, as text, what it could not read. `careful` then
reads what was left over, in memory, knowing the whole column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.sources import instants, numbers, words
from csaudit.tables import Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.sources.model import SourceColumn

DTYPES: Final[Mapping[Type, pl.DataType]] = {
    Type.INSTANT: instants.WALL,
    Type.TAGS: pl.List(pl.String),
}
"""Types of which `quick` may read nothing; instants get their zone afterwards."""

SAMPLE: Final = 1_000
"""Records looked at to find the common spelling; it decides the speed, never the result."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A column's cells: `value` of its type and `rest`, the text that is not of its type.

    `kind` (of instants only) says which cells name a zone; see `csaudit.sources.instants`.
    """

    value: pl.Series
    rest: pl.Series
    kind: pl.Series | None = None


def text_of(column: SourceColumn) -> pl.Expr:
    """The column's text: trimmed, codes put into words, null where nothing is left of it."""
    trimmed = blank_is_null(pl.col(column.header))
    return words.coded(trimmed, column.values, column.empty)


def blank_is_null(text: pl.Expr) -> pl.Expr:
    """Text trimmed, and null where nothing is left of it."""
    trimmed = text.str.strip_chars()
    return pl.when(trimmed != "").then(trimmed)


def quick(column: SourceColumn, text: pl.Expr, pattern: str | None) -> pl.Expr:
    """The values that the common spelling of the column's type gives; null for all others.

    Args:
        column: what the cells are.
        text: the column's text.
        pattern: of instants, the commonest of `csaudit.sources.instants.PATTERNS`.

    """
    if column.type is Type.INSTANT and pattern is not None:
        return instants.quick(text, pattern)
    if column.type is Type.DURATION:
        return numbers.quick_duration(text, column.unit or "seconds")
    simple = {
        Type.TEXT: text,
        Type.NUMBER: text.cast(numbers.NUMBER, strict=False),
        Type.COUNT: numbers.quick_count(text),
        Type.YES_NO: numbers.quick_yes_no(text),
    }
    if column.type in simple:
        return simple[column.type]
    return pl.lit(None, DTYPES[column.type])


def careful(column: SourceColumn, value: pl.Series, rest: pl.Series, pattern: str | None) -> Cells:
    """The column with what `quick` left over read as well."""
    if column.type is Type.TEXT:
        return Cells(words.statuses(value) if column.name == "status" else value, rest)
    if column.type is Type.TAGS:
        return Cells(words.tags(rest), rest.clear(len(rest)))
    if column.type is Type.INSTANT:
        return _instants(value, rest, pattern)
    left = rest.is_not_null()
    if not left.any():
        return Cells(value, rest)
    slow = _slow(column, rest.filter(left))
    return Cells(
        value.scatter(left.arg_true(), slow),
        rest.scatter(left.arg_true(), rest.filter(left).set(slow.is_not_null(), None)),
    )


def _slow(column: SourceColumn, texts: pl.Series) -> pl.Series:
    match column.type:
        case Type.NUMBER:
            return numbers.numbers(texts)
        case Type.COUNT:
            return numbers.counts(texts)
        case Type.DURATION:
            return numbers.durations(texts, column.unit or "seconds")
        case _:
            return pl.Series([None], dtype=pl.Boolean).new_from_index(0, len(texts))


def _instants(value: pl.Series, rest: pl.Series, pattern: str | None) -> Cells:
    known = instants.kind_of(pattern)
    kind = pl.Series([known], dtype=pl.UInt8).new_from_index(0, len(value))
    kind = kind.set(value.is_null(), None)
    left = rest.is_not_null().arg_true()
    if left.is_empty():
        return Cells(value, rest, kind)
    walls = instants.read_walls(rest.gather(left))
    return Cells(
        value.scatter(left, walls["wall"]),
        rest.scatter(left, walls["rest"]),
        kind.scatter(left, walls["kind"]),
    )
