"""The words of an SQL expression, and which of them csaudit lets through.

polars' own parser accepts more than a standards file may say: subqueries, windows, the clock,
randomness. `root_names` does not see into all of it, so the words themselves are checked; and
since that needs no parser, a standards file is told of its mistakes before any data is read.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeGuard

from csaudit.standards.expression_remedies import mended

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST: Final = 2_000
DEEPEST: Final = 40
GREATEST: Final = 10**15
"""Numbers from here on are refused: no cell needs them, and polars does not bear them all."""

MOST_DIGITS: Final = 38
"""Digits of an exact number in polars."""


AGGREGATES: Final = frozenset(
    "avg count max median min quantile_cont quantile_disc stddev sum variance".split()
)
FUNCTIONS: Final = AGGREGATES | frozenset(
    "abs array_contains array_length cast ceil coalesce concat concat_ws date_part "
    "ends_with extract floor greatest if ifnull least left length lower ltrim mod nullif "
    "octet_length regexp_like replace reverse right round rtrim sign sqrt starts_with strpos "
    "substr tag trim try_cast upper".split()
)
KEYWORDS: Final = frozenset(
    "and as between case date day distinct double else end escape extract false filter float hour "
    "ilike in int integer bigint interval is isodow dow like minute month not null or quarter "
    "rlike second text then timestamp true varchar week when where year decimal "
    "boolean".split()
)
FORBIDDEN: Final = frozenset(
    "all any columns except exists explain from group having intersect into join limit order over "
    "partition qualify select some table union unnest values window with".split()
)


_SIGNS: Final = frozenset({"=", "!=", "<>", "<", "<=", ">", ">="})
_COMPARING: Final = _SIGNS | {"like", "ilike"}
_OPENING: Final = frozenset({"and", "or", "not", "when", "where"})
_JOINING: Final = _SIGNS | {"and", "or"}


_CURLY: Final = "\u2018\u2019\u201a\u201c\u201d\u201e`\u00b4"


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


def tokens(text: str) -> list[Token]:
    """The words of an expression, bounded in length and depth and free of what is not allowed.

    Raises ExpressionError; its `instead` is the whole expression in words that are allowed.
    """
    try:
        return _tokens(text)
    except ExpressionError as error:
        if error.instead is None and (meant := mended(text)) != text and _is_allowed(meant):
            raise ExpressionError(error.what, meant) from None
        raise


def _is_allowed(text: str) -> bool:
    try:
        _tokens(text)
    except ExpressionError:
        return False
    return True


def _tokens(text: str) -> list[Token]:
    if len(text) > LONGEST:
        raise ExpressionError(f"the expression has {len(text):,} characters, more than {LONGEST:,}")
    words = list(_split(text))
    if not words:
        raise ExpressionError("the expression is empty")
    _check_depth(words)
    for index, word in enumerate(words):
        _check(words, index, word)
    for before, after in itertools.pairwise([None, *words, None]):
        _check_neighbours(before, after)
    for column, sign, value in zip(words, words[1:], words[2:], strict=False):
        _check_comparison(column, sign, value)
    return words


def _check_comparison(column: Token, sign: Token, value: Token) -> None:
    """Comparisons that no record ever fulfils."""
    if sign.text not in {"=", "!=", "<>"} or column.sort not in {Sort.WORD, Sort.QUOTED}:
        return
    if value.low == "null":
        raise ExpressionError(f"nothing is ever {sign.text} NULL")
    if value.text == "''":
        raise ExpressionError(f"an empty cell of {column.name} is NULL, and never {sign.text} ''")
    if column.low == "tags" and value.sort is Sort.TEXT:
        raise ExpressionError("tags is a list, and is asked for one of its tags with tag('…')")


def of_one_record(text: str) -> list[Token]:
    """The words of a condition, which is true or false of one record."""
    words = tokens(text)
    for word in called(words):
        if word.low in AGGREGATES:
            raise ExpressionError(
                f"{word.text}() speaks of many records, and a condition of one "
                "(metric: value is for numbers over many)"
            )
    return words


def of_many_records(text: str) -> list[Token]:
    """The words of an expression that makes one number of many records."""
    words = tokens(text)
    if not any(word.low in AGGREGATES for word in called(words)):
        raise ExpressionError(
            f"{text} is not one number for all records: it wants an aggregate, such as "
            "sum(refund) / count(*)"
        )
    return words


def called(words: list[Token]) -> Iterator[Token]:
    """The functions that an expression calls."""
    for word, following in itertools.pairwise(words):
        if _is_call(word, following):
            yield word


def is_column(words: list[Token], at: int) -> bool:
    """Whether a word names a column."""
    word = words[at]
    if word.sort is Sort.QUOTED:
        return True
    if word.sort is not Sort.WORD or word.low in KEYWORDS | {"from"}:
        return False
    return not words[at + 1 : at + 2] or words[at + 1].text != "("


def is_compared(words: list[Token], at: int) -> bool:
    """Whether a word stands right of a comparison, as text does."""
    return at >= 2 and words[at - 1].low in _COMPARING  # noqa: PLR2004 - what is compared, and the sign


def meets_words(words: list[Token], at: int) -> bool:
    """Whether the column at a place is compared with words, or looked for among some."""
    after = [word.low for word in words[at + 1 : at + 3]]
    asked = after[:1] != [] and (
        after[0] in _COMPARING | {"in"} or (after[0] == "not" and after[-1] in {"in", *_COMPARING})
    )
    return asked or (at > 0 and words[at - 1].low in _COMPARING)


def closing(words: list[Token], opening: int) -> int:
    """Where the bracket at `opening` is closed."""
    depth = 0
    for at in range(opening, len(words)):
        depth += {"(": 1, ")": -1}.get(words[at].text, 0)
        if depth == 0:
            return at
    raise ExpressionError("the expression has a bracket too many or too few")


def compares(words: list[Token], at: int) -> bool:
    """Whether the word at a place, if there is one, is the sign of a comparison."""
    return at < len(words) and words[at].low in _SIGNS


def stands_alone(words: list[Token], at: int) -> bool:
    """Whether a word is true or false by itself: nothing compares it, no function takes it."""
    before = words[at - 1] if at else None
    after = words[at + 1] if at + 1 < len(words) else None
    if before is not None and before.text == "(":
        before = words[at - 2] if at > 1 and words[at - 2].sort is Sort.WORD else None
    if before is not None and before.low not in _OPENING:
        return False
    if after is not None and after.low == "is":
        return any(word.low in {"true", "false"} for word in words[at + 2 : at + 4])
    return after is None or after.low in {")", "and", "or", "then"}


def _split(text: str) -> Iterator[Token]:
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
    if character in "'\"":
        return ExpressionError(f"the expression has a {character} that is never closed")
    return ExpressionError(f"the expression has {character!r}, which means nothing in it")


def _check_depth(words: list[Token]) -> None:
    depth = 0
    for word in words:
        depth += {"(": 1, ")": -1}.get(word.text, 0)
        if depth > DEEPEST:
            raise ExpressionError(f"the expression nests more than {DEEPEST} brackets")
        if depth < 0:
            break
    if depth:
        raise ExpressionError("the expression has a bracket too many or too few")


def _check(words: list[Token], index: int, word: Token) -> None:
    if word.sort is Sort.NUMBER and float(word.text) >= GREATEST:
        raise ExpressionError(f"{word.text} is too great a number: at most {GREATEST:,}")
    if word.sort is not Sort.WORD:
        return
    following = words[index + 1] if index + 1 < len(words) else None
    if word.low in {"decimal", "numeric"} and following is not None and following.text == "(":
        _check_digits(words, index)
    if _is_call(word, following) and word.low not in FUNCTIONS | KEYWORDS:
        raise ExpressionError(
            f"{word.text}() is not a function that a standard may use; "
            f"these are: {', '.join(sorted(FUNCTIONS))}"
        )
    if _is_call(word, following) and words[index + 2].text == ")":
        raise ExpressionError(f"{word.text}() stands without anything in its brackets")
    if word.low in FORBIDDEN and not _from_of_extract(words, index):
        raise ExpressionError(
            f"{word.text.upper()} is not allowed: an expression speaks of one record, "
            "without subqueries or windows"
        )


def _check_digits(words: list[Token], index: int) -> None:
    """`decimal(38, 9)`: so many digits in all, so many of them behind the point."""
    inside = [word.text for word in words[index + 2 : closing(words, index + 1)]]
    digits = [int(text) for text in inside if text.isdecimal()]
    plain = [text for text in inside if text != ","]
    if not digits or len(digits) != len(plain) or not digits[-1] <= digits[0] <= MOST_DIGITS:
        raise ExpressionError(
            f"{words[index].text}({' '.join(inside)}) is no kind of number: at most {MOST_DIGITS} "
            "digits, and no more of them behind the point, such as cast(price AS decimal(18, 2))"
        )


def _check_neighbours(before: Token | None, after: Token | None) -> None:
    """Every comparison, AND and OR has something on both sides, and two values have one between."""
    if before is not None and after is not None and (before.text, after.text) == ("=", "="):
        raise ExpressionError("== is written with one sign")
    if _joins(before) and (after is None or _joins(after) or after.text in "),"):
        raise ExpressionError(f"nothing stands to the right of {before.text.upper()}")
    if _joins(after) and (before is None or before.text in "(," or before.low == "not"):
        raise ExpressionError(f"nothing stands to the left of {after.text.upper()}")
    if _is_value(before) and _is_value(after):
        raise ExpressionError(f"no comparison stands between {before.text} and {after.text}")


def _joins(word: Token | None) -> TypeGuard[Token]:
    return word is not None and word.low in _JOINING


def _is_value(word: Token | None) -> TypeGuard[Token]:
    if word is None or word.sort is Sort.SIGN:
        return False
    return word.sort is not Sort.WORD or word.low not in KEYWORDS | FORBIDDEN | {"filter"}


def _is_call(word: Token, following: Token | None) -> bool:
    return (
        word.sort is Sort.WORD
        and following is not None
        and following.text == "("
        and word.low not in {"and", "or", "not", "in", "when", "then", "else", "between", "filter"}
    )


def _from_of_extract(words: list[Token], index: int) -> bool:
    """`extract(hour from x)` and `x is distinct from y` are the only places for FROM."""
    before = [word.low for word in words[max(index - 3, 0) : index]]
    return words[index].low == "from" and (
        before[:2] == ["extract", "("] or (before[-1:] == ["distinct"] and "is" in before)
    )
