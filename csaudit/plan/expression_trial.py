"""A compiled expression, tried on a sample; what is told where polars cannot work it out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl
from polars.exceptions import PanicException, PolarsError

from csaudit.plan.vocabulary import LOCAL
from csaudit.standards.sql import (
    ExpressionError,
)
from csaudit.tables import Type

if TYPE_CHECKING:
    from csaudit.plan.vocabulary import Vocabulary


_BROKEN_PATTERN: Final = re.compile(r"regex .*?^error: ([^\n]+)$", re.DOTALL | re.MULTILINE)


_EXAMPLES: Final = {Type.INSTANT: "'2026-10-31'", Type.DURATION: "'90s', '5m' or '4h'"}


@dataclass(frozen=True, slots=True)
class Compiled:
    """An expression ready to run on the vocabulary's view.

    `text`: as it was written; `sql`: as polars was given it; `names`: the columns it names;
    `reads`: those of the data behind them, in the order in which they are named; `missing`:
    those it does not have.
    """

    sql: str
    expression: pl.Expr
    names: tuple[str, ...]
    reads: tuple[str, ...]
    missing: tuple[str, ...] = ()
    text: str = ""


def parsed(sql: str) -> pl.Expr:
    """The SQL as polars understands it; raises ExpressionError."""
    try:
        return pl.sql_expr(sql)
    except PolarsError as error:
        raise ExpressionError(f"the expression cannot be read: {_first_line(error)}") from error
    except PanicException as error:
        raise _unbearable(sql) from error


def _unbearable(sql: str) -> ExpressionError:
    return ExpressionError(f"polars cannot work out {sql}: some part of it is beyond its bounds")


def tried(compiled: Compiled, vocabulary: Vocabulary) -> pl.DataFrame:
    """The expression tried on a sample, to see whether it fits the columns' types.

    Twice, as part of a plan and on records: each finds what the other lets pass.
    """
    expression, sample = compiled.expression, vocabulary.sample(compiled.names)
    try:
        sample.collect().select(expression.alias("#"))
        return sample.select(expression.alias("#")).collect()
    except PolarsError as error:
        raise ExpressionError(*_misfit(str(error), expression, vocabulary)) from error
    except PanicException as error:
        raise _unbearable(compiled.text or compiled.sql) from error


def _misfit(message: str, expression: pl.Expr, vocabulary: Vocabulary) -> tuple[str, str | None]:
    """What does not fit, and what to write; polars tells of types, and of regular expressions."""
    if found := _BROKEN_PATTERN.search(message):
        return f"its regular expression cannot be read: {found[1]}", None
    names = [name.removesuffix(LOCAL) for name in expression.meta.root_names()]
    texts = [name for name in names if vocabulary.type_of(name) is Type.TEXT]
    others = [name for name in names if vocabulary.type_of(name) not in {Type.TEXT, None}]
    about_text = "string" in message or "`str`" in message
    untyped = [name for name in texts if name in vocabulary.types.keys() - vocabulary.canonical]
    if untyped and about_text:
        column = f'{{from: "{untyped[0]}", type: number}}'
        return (
            f"{untyped[0]} is text, and is used as something that is not",
            f"tables: {{{vocabulary.table}: {{columns: {{{untyped[0]}: {column}}}}}}}",
        )
    if texts:
        what = f"{texts[0]} is text, and is used as something that is not"
        return f"{what}: it is compared with text in single quotes, {texts[0]} = 'text'", None
    if others and about_text:
        kind = vocabulary.type_of(others[0])
        example = "1" if kind is None else _EXAMPLES.get(kind, "1")
        what = f"{others[0]} is of type {kind}, and is compared with text"
        return f"{what}: such a value is written as {example}", None
    return "the expression does not fit the types of its columns", None


def _first_line(error: Exception) -> str:
    """What polars says, but not its own picture of the expression."""
    line = str(error).splitlines()[0].removeprefix("sql parser error: ")
    return "something in it is not supported" if "{" in line else line
