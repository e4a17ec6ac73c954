"""The words of an SQL expression, and which of them csaudit lets through.

polars' own parser accepts more than a standards file may say: subqueries, windows, the clock,
randomness. `root_names` does not see into all of it, so the words themselves are checked; and
since that needs no parser, a standards file is told of its mistakes before any data is read.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final, TypeGuard

from csaudit.standards.expression_remedies import mended
from csaudit.standards.never_meant import check_meaning
from csaudit.standards.sql_tokens import ExpressionError, Sort, Token, split

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ExpressionError", "Sort", "Token"]

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


def tokens(text: str) -> list[Token]:
    """The words of an expression, bounded in length and depth and free of what is not allowed.

    Raises ExpressionError; its `instead` is the whole expression in words that are allowed.
    """
    try:
        return _tokens(text)
    except ExpressionError as error:
        meant = _allowed(error.instead or mended(text))
        raise ExpressionError(error.what, meant) from None


def _allowed(text: str, times: int = 3) -> str | None:
    """An expression that is let through, mended further where that is not enough."""
    try:
        _tokens(text)
    except ExpressionError as error:
        more = error.instead or mended(text)
        return _allowed(more, times - 1) if times and more != text else None
    return text


def _tokens(text: str) -> list[Token]:
    if len(text) > LONGEST:
        raise ExpressionError(f"the expression has {len(text):,} characters, more than {LONGEST:,}")
    words = list(split(text))
    if not words:
        raise ExpressionError("the expression is empty")
    _check_depth(words)
    for index, word in enumerate(words):
        _check(words, index, word, text)
    if len(words) > 1 and all(word.sort is Sort.WORD and _is_value(word) for word in words):
        raise ExpressionError("a column of several words stands in double quotes", f'"{text}"')
    for before, after in itertools.pairwise([None, *words, None]):
        _check_neighbours(before, after)
    check_meaning(words, text)
    return words


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


def is_listed(words: list[Token], at: int) -> bool:
    """Whether a word stands in the brackets of IN, among nothing but words."""
    before = at - 1
    while before > 0 and (words[before].text == "," or words[before].sort is not Sort.SIGN):
        before -= 1
    return before > 0 and words[before].text == "(" and words[before - 1].low == "in"


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


def _check(words: list[Token], index: int, word: Token, text: str) -> None:
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
        if compares(words, index + 1):  # `Group = 'Billing'`: exports do have such columns
            end = word.start + len(word.text)
            raise ExpressionError(
                f"{word.text} is a word of SQL: as a column it stands in double quotes",
                f'{text[: word.start]}"{word.text}"{text[end:]}',
            )
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
