"""An expression cut into words, texts, numbers and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_CURLY: Final = "\u2018\u2019\u201a\u201c\u201d\u201e\u00b4"


class Sort(StrEnum):
    """What a token is."""

    TEXT = "text"
    QUOTED = "quoted"
    NUMBER = "number"
    WORD = "word"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """One word of an expression; `start` counts characters from 0."""

    sort: Sort
    text: str
    start: int

    @property
    def low(self) -> str:
        """The word in lower case, for keywords and functions."""
        return self.text.lower()

    @property
    def name(self) -> str:
        """The column that a word or a quoted word names."""
        if self.sort is Sort.QUOTED:
            return self.text[1:-1].replace('""', '"')
        return self.text


class ExpressionError(Exception):
    """An expression that csaudit does not take; `instead` is the whole expression to write."""

    def __init__(self, what: str, instead: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.instead = instead


_TOKEN: Final = re.compile(
    r"""(?P<space>\s+)
      | (?P<text>'(?:[^']|'')*')
      | (?P<quoted>"(?:[^"]|"")*")
      | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)
      | (?P<word>[^\W\d]\w*(?:\.[^\W\d]\w*)?)
      | (?P<comment>--|/\*)
      | (?P<sign><=|>=|<>|!=|\|\||[-+*/%(),<>=])
    """,
    re.VERBOSE,
)


def split(text: str) -> Iterator[Token]:
    """The words in their order. Raises ExpressionError for what is none."""
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup == "comment":
            raise _strange(text, at)
        if match.lastgroup and match.lastgroup != "space":
            yield Token(Sort(match.lastgroup), match.group(), at)
        at = match.end()


def _strange(text: str, at: int) -> ExpressionError:
    character = text[at]
    if character in _CURLY:
        straight = "".join("'" if one in _CURLY else one for one in text)
        return ExpressionError(f"text stands in straight quotes, not in {character}", straight)
    if character == "`":
        return ExpressionError('a column of several words stands in "double quotes", not in `')
    if character in "'\"":
        return ExpressionError(f"the expression has a {character} that is never closed")
    return ExpressionError(f"the expression has {character!r}, which means nothing in it")
