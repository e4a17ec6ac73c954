"""The cells of one column: from text to the column's type, and what could not be read.

A column is read twice over. `quick` is an expression inside the lazy query: it reads the common
spelling at the speed of polars and leaves over, as text, what it could not read. `careful` then
reads what was left over, in memory, knowing the whole column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.sources.notations import dates, instants, numbers
from csaudit.sources.typed import status_words as words
from csaudit.tables import FILE, ROW, Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from csaudit.sources.model import SourceColumn

DTYPES: Final[Mapping[Type, pl.DataType]] = {
    Type.TEXT: pl.String(),
    Type.NUMBER: numbers.NUMBER,
    Type.COUNT: pl.Int64(),
    Type.INSTANT: instants.WALL,
    Type.DURATION: pl.Int64(),
    Type.YES_NO: pl.Boolean(),
    Type.TAGS: pl.List(pl.String),
}
"""What the first reading yields; instants get their zone afterwards."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a column is read, beyond what is known of it.

    `pattern`: of instants, the one of `instants.PATTERNS` that is read quickly.
    `order`: of instants, which of day and month comes first, in all or in each shape of date.
    `mark`: of numbers and durations, the decimal mark; None where the data does not settle it.
    `bare`: of durations, whether some cells are numbers without a unit.
    """

    column: SourceColumn
    pattern: str | None = None
    order: Mapping[str, str] | str | None = None
    mark: str | None = "."
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """A column's cells: `value` of its type and `rest`, the text that is not of its type.

    `kind` (of instants only) says which cells name a zone; see `notations.instants`.
    """

    value: pl.Series
    rest: pl.Series
    kind: pl.Series | None = None


def text_of(column: SourceColumn) -> pl.Expr:
    """The column's text: trimmed, codes put into words, null where nothing is left of it."""
    return words.coded(_text(column, column.coding.empty), column.coding)


def written_text_of(column: SourceColumn) -> pl.Expr:
    """The column's text as somebody wrote it, words for nothing and codes left as they are."""
    return _text(column, ())


def _text(column: SourceColumn, empty: tuple[str, ...]) -> pl.Expr:
    texts = [words.without(blank_is_null(header), empty) for header in _own(column)]
    if column.type is Type.TAGS:
        text = pl.concat_str(texts, separator=",", ignore_nulls=True) if texts[1:] else texts[0]
    else:
        text = pl.coalesce(texts)
    if column.joined is not None:
        behind = blank_is_null(column.joined)
        text = pl.when(behind.is_null()).then(text).otherwise(text + " " + behind)
    return text


def _own(column: SourceColumn) -> tuple[str, ...]:
    return (column.header, *column.also)


def blank_is_null(header: str) -> pl.Expr:
    """A column's text trimmed, and null where nothing is left of it."""
    trimmed = pl.col(header).str.strip_chars()
    return pl.when(trimmed != "").then(trimmed)


def quick(plan: Plan, text: pl.Expr) -> pl.Expr:
    """The values that the common spelling of the column's type gives; null for all others."""
    column = plan.column
    if column.type is Type.INSTANT and plan.pattern is not None:
        return instants.quick(text, plan.pattern)
    if plan.mark == ".":
        if column.type is Type.NUMBER:
            return text.cast(numbers.NUMBER, strict=False)
        if column.type is Type.DURATION:
            return numbers.quick_duration(text, column.unit or "seconds")
    simple = {
        Type.TEXT: text,
        Type.COUNT: numbers.quick_count(text),
        Type.YES_NO: numbers.quick_yes_no(text),
    }
    if column.type in simple:
        return simple[column.type]
    return pl.lit(None, DTYPES[column.type])


def no_text(length: int) -> pl.Series:
    """A column without any text."""
    return pl.Series([None], dtype=pl.String).new_from_index(0, length)


def careful(plan: Plan, value: pl.Series, rest: pl.Series) -> Cells:
    """The column with what `quick` left over read as well."""
    column = plan.column
    if column.type is Type.TEXT:
        return Cells(words.statuses(value) if column.name == "status" else value, rest)
    if column.type is Type.TAGS:
        return Cells(words.tags(rest, column.inner), no_text(len(rest)))
    left = rest.is_not_null().arg_true()
    if column.type is Type.INSTANT:
        return _instants(plan, value, rest, left)
    if left.is_empty():
        return Cells(value, rest)
    texts = rest.gather(left)
    read = _slow(plan, texts)
    return Cells(value.scatter(left, read), rest.scatter(left, texts.set(read.is_not_null(), None)))


def _slow(plan: Plan, texts: pl.Series) -> pl.Series:
    column = plan.column
    match column.type:
        case Type.NUMBER:
            return numbers.numbers(texts, plan.mark)
        case Type.COUNT:
            return numbers.counts(texts)
        case Type.DURATION:
            return numbers.durations(texts, column.unit or "seconds", plan.mark, column.format)
        case _:
            return pl.Series([None], dtype=pl.Boolean).new_from_index(0, len(texts))


def _instants(plan: Plan, value: pl.Series, rest: pl.Series, left: pl.Series) -> Cells:
    known = instants.kind_of(plan.pattern)
    kind = pl.Series([known], dtype=pl.UInt8).new_from_index(0, len(value))
    kind = kind.set(value.is_null(), None)
    if left.is_empty():
        return Cells(value, rest, kind)
    walls = dates.read_all(rest.gather(left), plan.column, plan.order)
    return Cells(
        value.scatter(left, walls["wall"]),
        rest.scatter(left, walls["rest"]),
        kind.scatter(left, walls["kind"]),
    )


def quick_columns(frame: pl.LazyFrame, plans: Iterable[Plan]) -> pl.LazyFrame:
    """For each column its quick values and, but for text, the text that is left over.

    Three steps and not one, so that polars does not read a column's text several times.
    """
    numbered = list(enumerate(plans))
    texts = [text_of(plan.column).alias(f"text {n}") for n, plan in numbered]
    values = [quick(plan, pl.col(f"text {n}")).alias(f"value {n}") for n, plan in numbered]
    rests = [
        pl.when(pl.col(f"value {n}").is_null()).then(pl.col(f"text {n}")).alias(f"rest {n}")
        for n, plan in numbered
        if plan.column.type is not Type.TEXT
    ]
    kept = [pl.col(f"value {n}") for n, _ in numbered]
    return frame.select(FILE, ROW, *texts).with_columns(values).select(FILE, ROW, *kept, *rests)
