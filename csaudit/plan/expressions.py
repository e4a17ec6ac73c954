"""SQL expressions of the standards file, made into polars expressions.

In an expression instants are naive wall-clock of the standards' zone; a yes_no column may
stand alone; `tag('x')` asks for a tag; derived columns such as `created_hour` exist.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.plan.divisors import null_for_zero
from csaudit.plan.expression_trial import Compiled, parsed, tried
from csaudit.plan.word_order import CATEGORIES, put_in_order
from csaudit.sources.recognise.folding import fold
from csaudit.standards.never_meant import measured_by_a_number, yes_no
from csaudit.standards.quantities import parse_duration
from csaudit.standards.sql import (
    ExpressionError,
    Sort,
    Token,
    called,
    closing,
    compares,
    is_column,
    is_compared,
    is_listed,
    meets_words,
    of_many_records,
    of_one_record,
    stands_alone,
)
from csaudit.standards.wording import GrammarError
from csaudit.tables import NO, YES, Type

if TYPE_CHECKING:
    from collections.abc import Callable

    from csaudit.plan.vocabulary import Vocabulary

    Make = Callable[[str, Vocabulary], Compiled]

_DATE: Final = re.compile(r"'\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?'")


def condition(text: str, vocabulary: Vocabulary) -> Compiled:
    """A condition on one record; raises ExpressionError, whose remedy the data take."""
    return _made(_condition, text, vocabulary)


def aggregate(text: str, vocabulary: Vocabulary) -> Compiled:
    """One number of many records; raises ExpressionError, whose remedy the data take."""
    return _made(_aggregate, text, vocabulary)


def _made(make: Make, text: str, vocabulary: Vocabulary) -> Compiled:
    try:
        return make(text, vocabulary)
    except ExpressionError as error:
        instead = error.instead
        if instead is not None and not instead.startswith("tables:"):
            instead = _taken(make, instead, vocabulary)
        raise ExpressionError(error.what, instead) from error


def _taken(make: Make, instead: str, vocabulary: Vocabulary, times: int = 3) -> str | None:
    """A remedy is tried before it is offered; what is wrong with it may have one of its own."""
    try:
        make(instead, vocabulary)
    except ExpressionError as error:
        if error.instead is None or not times or error.instead.startswith("tables:"):
            return None
        return _taken(make, error.instead, vocabulary, times - 1)
    return instead


def _condition(text: str, vocabulary: Vocabulary) -> Compiled:
    words = of_one_record(text)
    compiled = replace(_compile(words, vocabulary, text), text=text)
    if not compiled.missing:
        kind = tried(compiled, vocabulary).dtypes[0]
        if kind != pl.Boolean:
            raise ExpressionError(
                f"{text} is not a condition, which is true or false of a record: it wants a "
                f"comparison, such as {words[0].text} = 'something'"
            )
    return compiled


def _aggregate(text: str, vocabulary: Vocabulary) -> Compiled:
    words = of_many_records(text)
    compiled = replace(_compile(words, vocabulary, text), text=text)
    if not compiled.missing and tried(compiled, vocabulary).height != 1:
        raise ExpressionError(
            f"{text} gives a number for each record, not one for all of them: every column "
            "stands inside an aggregate, such as sum(a) / sum(b)"
        )
    return compiled


def canonical(words: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """The words with headers of the file as the columns that are read from them."""
    named = list(words)
    for at, word in enumerate(words):
        if is_column(words, at) and not vocabulary.knows(word.name):
            name = vocabulary.headers.get(fold(word.name))
            if name is not None:
                quoted = name.replace('"', '""')
                named[at] = Token(Sort.QUOTED, f'"{quoted}"', word.start)
    return named


def _compile(words: list[Token], vocabulary: Vocabulary, text: str) -> Compiled:
    words = canonical(words, vocabulary)
    places = [at for at in range(len(words)) if is_column(words, at)]
    named = [words[at] for at in places]
    missing = [word for word in named if not vocabulary.knows(word.name)]
    for look in (yes_no, measured_by_a_number):
        if (wrong := look(words, text, vocabulary.type_of)) is not None:
            raise ExpressionError(*wrong)
    _check_texts(words, [at for at in places if words[at] in missing], vocabulary, text)
    names = tuple(dict.fromkeys(word.name for word in named if vocabulary.knows(word.name)))
    if any(word.low == "tag" for word in called(words)):
        names, missing = _with_tags(names, missing, words, vocabulary)
    absent = tuple(dict.fromkeys(word.name for word in missing))
    reads, sql = _reads(names, vocabulary), _rewritten(words, vocabulary)
    if absent:
        return Compiled(sql, pl.lit(None, dtype=pl.Boolean), names, reads, absent)
    return Compiled(sql, parsed(sql), names, reads)


def _check_texts(words: list[Token], missing: list[int], vocabulary: Vocabulary, text: str) -> None:
    """`channel = "email"`: words right of a comparison that no table knows were meant as text."""
    meant = [
        words[at]
        for at in missing
        if (is_compared(words, at) or is_listed(words, at))
        and words[at].name not in vocabulary.canonical
    ]
    if not meant:
        return
    whole = text
    for word in reversed(meant):
        literal = "'" + word.name.replace("'", "''") + "'"
        whole = whole[: word.start] + literal + whole[word.start + len(word.text) :]
    raise ExpressionError(
        f"{vocabulary.table} has no column {meant[0].name}. In a condition, text stands in "
        "single quotes; double quotes name a column",
        whole,
    )


def _with_tags(
    names: tuple[str, ...], missing: list[Token], words: list[Token], vocabulary: Vocabulary
) -> tuple[tuple[str, ...], list[Token]]:
    if vocabulary.knows("tags"):
        return tuple(dict.fromkeys([*names, "tags"])), missing
    tag = next(word for word in words if word.low == "tag")
    return names, [*missing, Token(Sort.WORD, "tags", tag.start)]


def _reads(names: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    behind: list[str] = []
    for name in names:
        behind += vocabulary.derived[name].reads if name in vocabulary.derived else [name]
    return tuple(dict.fromkeys(behind))


def _rewritten(words: list[Token], vocabulary: Vocabulary) -> str:
    """The SQL that polars is given: tags, dates and casts in the form that it understands."""
    written: list[str] = []
    for at, word in enumerate(words):
        if word.sort in (Sort.QUOTED, Sort.WORD) and vocabulary.knows(word.name):
            column = '"' + _column_seen(word.name, vocabulary).replace('"', '""') + '"'
            written.append(_as_written(words, at, column, vocabulary))
        elif word.low == "tag" and words[at + 1 : at + 2] and words[at + 1].text == "(":
            written.append("array_contains")
        elif word.text == "(" and at and words[at - 1].low == "tag":
            written.append('("tags",')
        elif word.low == "cast":
            written.append("try_cast")
        elif word.sort is Sort.TEXT:
            written.append(_value(words, at, vocabulary))
        else:
            written.append(word.text)
    put_in_order(words, written, vocabulary)
    return " ".join(_exact_means(words, null_for_zero(words, written)))


def _as_written(words: list[Token], at: int, column: str, vocabulary: Vocabulary) -> str:
    """A column in SQL: one that must say yes or no, one of words whatever their case, or as is."""
    if _says_yes(words, at, vocabulary):
        return _as_yes_no(column)
    name = words[at].name
    is_words = name in CATEGORIES and vocabulary.types.get(name) is Type.TEXT
    return f"lower({column})" if is_words and meets_words(words, at) else column


def _column_seen(name: str, vocabulary: Vocabulary) -> str:
    return vocabulary.seen(name)[0]


def _exact_means(words: list[Token], written: list[str]) -> list[str]:
    """`avg(x)` as `sum(x) / count(x)`, which is exact where x is: polars' mean is a float."""
    exact = list(written)
    for at, word in enumerate(words):
        if word.low != "avg" or words[at + 1 : at + 2] == [] or words[at + 1].text != "(":
            continue
        end = closing(words, at + 1)
        following = words[end + 1].low if end + 1 < len(words) else ""
        if words[at + 2].low == "distinct" or following == "filter":
            continue
        inner = " ".join(written[at + 2 : end])
        # A mean that divides something, or that ends what does, has words around it already.
        before, after = written[at].removesuffix(word.text), written[end].removeprefix(")")
        mean = f"{before}(sum({inner}) / nullif(count({inner}), 0)){after}"
        exact[at : end + 1] = [mean, *[""] * (end - at)]
    return exact


def _says_yes(words: list[Token], at: int, vocabulary: Vocabulary) -> bool:
    """Whether a column of the data's own, text as long as nobody types it, must say yes or no."""
    name = words[at].name
    own = name not in vocabulary.canonical and name not in vocabulary.derived
    return own and vocabulary.types.get(name) is Type.TEXT and stands_alone(words, at)


def _as_yes_no(column: str) -> str:
    plain = f"lower(trim({column}))"
    yes, no = (", ".join(f"'{word}'" for word in sorted(words)) for words in (YES, NO))
    return f"(CASE WHEN {plain} IN ({yes}) THEN TRUE WHEN {plain} IN ({no}) THEN FALSE END)"


def _beside(words: list[Token], at: int) -> str:
    """The column that a value is compared with: to its right, else the last one to its left."""
    if compares(words, at + 1) and at + 2 < len(words) and is_column(words, at + 2):
        return words[at + 2].name
    left = (words[index].name for index in range(at - 1, -1, -1) if is_column(words, index))
    return next(left, "")


def _value(words: list[Token], at: int, vocabulary: Vocabulary) -> str:
    """A text in quotes as the column wants it that it is compared with."""
    text, column = words[at].text, _beside(words, at)
    if column in CATEGORIES:
        return text.lower()
    kind = vocabulary.types.get(column)
    if kind is Type.DURATION:
        return _microseconds(text)
    # `DATE '2026-10-01'` says already what it is.
    said = at > 0 and words[at - 1].low in {"date", "timestamp"}
    is_instant = kind is Type.INSTANT and not said and _DATE.match(text)
    return f"TIMESTAMP {text}" if is_instant else text


def _microseconds(text: str) -> str:
    """`'1h'` as the number that a duration is; what is none stays as it is."""
    try:
        return str(parse_duration(text[1:-1]).microseconds)
    except GrammarError:
        return text
