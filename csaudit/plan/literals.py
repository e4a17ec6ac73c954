"""The words that a condition compares a column of text with: `channel in ('email', 'fax')`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.plan.expressions import canonical
from csaudit.plan.word_order import CATEGORIES
from csaudit.standards.sql import Sort, of_one_record
from csaudit.tables import Type

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from csaudit.plan.vocabulary import Vocabulary
    from csaudit.standards.sql import Token

MOST: Final = 50
"""So many words of one condition are looked for."""

_SAME: Final = frozenset({"=", "==", "<>", "!="})
_NAMES: Final = (Sort.WORD, Sort.QUOTED)


def literals(text: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Each column of text and each word that it is compared with, in the order of the text."""
    words = canonical(of_one_record(text), vocabulary)
    found = [
        (column.name, word.text[1:-1].replace("''", "'"))
        for at, word in enumerate(words)
        if word.sort is Sort.TEXT
        for column in _compared(words, at)
        if vocabulary.knows(column.name) and vocabulary.type_of(column.name) is Type.TEXT
    ]
    return list(dict.fromkeys(found))[:MOST]


def occurs(column: str, word: str, vocabulary: Vocabulary) -> pl.Expr:
    """Whether any record has the word; columns of few words are compared without their case."""
    seen = vocabulary.view(column)
    if column in CATEGORIES:
        return (seen.str.strip_chars().str.to_lowercase() == word.strip().lower()).any()
    return (seen == word).any()


def _compared(words: Sequence[Token], at: int) -> Iterator[Token]:
    """The column that a word is compared with, if it is with one."""
    before, after = words[:at], words[at + 1 :]
    if len(before) > 1 and before[-1].text in _SAME and before[-2].sort in _NAMES:
        yield before[-2]
    elif len(after) > 1 and after[0].text in _SAME and after[1].sort in _NAMES:
        yield after[1]
    elif (opening := _opening(before)) is not None and opening > 1:
        place = opening - 2 if before[opening - 1].low == "in" else None
        if place is not None and before[place].low == "not":
            place -= 1
        if place is not None and place >= 0 and before[place].sort in _NAMES:
            yield before[place]


def _opening(before: Sequence[Token]) -> int | None:
    """Where the list begins that a word stands in: nothing but words and commas lies between."""
    for at in range(len(before) - 1, -1, -1):
        if before[at].text == "(":
            return at
        if before[at].text != "," and before[at].sort is not Sort.TEXT:
            return None
    return None
