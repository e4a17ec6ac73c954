"""Expressions that can be read and that nobody means: each is refused with what was meant."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

from csaudit.standards.sql_tokens import ExpressionError, Sort, Token
from csaudit.tables import NO, YES, Type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_EQUAL: Final = frozenset({"=", "!=", "<>"})
_TESTS: Final = _EQUAL | {"<", "<=", ">", ">=", "like", "ilike", "in", "is", "between"}
_MEASURES: Final = _EQUAL | {"<", "<=", ">", ">=", "between"}
_A_SECOND: Final = 1_000_000
"""A duration is a number of microseconds, if somebody insists."""

_ENDS: Final = frozenset({"and", "or", ")"})
_AFTER_IS: Final = frozenset({"not", "null", "true", "false", "distinct", "unknown"})
_NOTHING: Final = frozenset({"empty", "blank", "missing", "nothing", "none"})
_NAME: Final = re.compile(r"[^\W\d]\w*")
_COMPARED: Final = 3
"""Words of a comparison: a column, a sign, a value."""


def check_meaning(words: Sequence[Token], text: str) -> None:
    """Raise ExpressionError, with the whole expression that was meant where that is plain."""
    for column, sign, value in zip(words, words[1:], words[2:], strict=False):
        _comparison(column, sign, value, text)
    for at, word in enumerate(words):
        _bare_date(words[at : at + 5], text)
        if word.text == "||":
            _either(words, at, text)
        elif word.low == "in":
            _list_without_brackets(words, at, text)
            _list_without_quotes(words, at, text)
        elif word.low == "is":
            _is_a_word(words, at, text)
        elif word.sort is Sort.TEXT:
            _text_alone(words, at, text)


def yes_no(
    words: Sequence[Token], text: str, type_of: Callable[[str], Type | None]
) -> tuple[str, str | None] | None:
    """A yes or no that is compared with a word: what is wrong, and the whole expression meant."""
    for column, sign, value in zip(words, words[1:], words[2:], strict=False):
        is_name = column.sort in {Sort.WORD, Sort.QUOTED} and sign.text in _EQUAL
        if not is_name or type_of(column.name) is not Type.YES_NO or value.sort is Sort.NUMBER:
            continue
        word = value.text.strip("'\"").casefold()
        if value.sort is Sort.WORD and word in {"true", "false", "null"}:
            continue
        if word not in YES | NO:
            if value.sort is not Sort.TEXT:
                continue
            return f"{column.name} is a yes or no, and is compared with text", None
        holds = (sign.text == "=") == (word in YES)
        alone = column.text if holds else f"NOT {column.text}"
        instead = _put(text, column.start, _end(value), alone)
        return f"{column.name} is a yes or no, and stands by itself", instead
    return None


def measured_by_a_number(
    words: Sequence[Token], text: str, type_of: Callable[[str], Type | None]
) -> tuple[str, str | None] | None:
    """An instant that is compared with a number, or a duration with less than a second."""
    for at, (column, sign, value) in enumerate(zip(words, words[1:], words[2:], strict=False)):
        is_name = column.sort in {Sort.WORD, Sort.QUOTED} and sign.low in _MEASURES
        if not is_name or value.sort is not Sort.NUMBER:
            continue
        if type_of(column.name) is Type.INSTANT:
            if at and words[at - 1].text == "-":
                span = f"INTERVAL '{value.text} seconds'"
                instead = _put(text, value.start, _end(value), span)
                return "two instants lie a span of time apart, not a number", instead
            what = f"{column.name} is an instant, and is compared with a number"
            return f"{what}: an instant is written as '2026-10-31' or '2026-10-31 17:30'", None
        if type_of(column.name) is Type.DURATION and 0 < float(value.text) < _A_SECOND:
            instead = _put(text, value.start, _end(value), f"'{value.text}s'")
            what = f"{column.name} is a duration, and {value.text} has no unit"
            return f"{what}: it is written as '90s', '5m' or '4h'", instead
    return None


def _comparison(column: Token, sign: Token, value: Token, text: str) -> None:
    """Comparisons that no record ever fulfils, or that say nothing of any."""
    if sign.text not in _EQUAL:
        return
    if column.sort is Sort.TEXT and value.sort is Sort.TEXT:
        name = column.text[1:-1]
        plain = name if _NAME.fullmatch(name) else f'"{name}"'
        instead = _put(text, column.start, _end(column), plain)
        raise ExpressionError("two texts are compared, and no column with one", instead)
    if column.sort not in {Sort.WORD, Sort.QUOTED}:
        return
    if value.low in {"null", "none"}:
        raise ExpressionError(f"nothing is ever {sign.text} NULL")
    if value.text == "''":
        raise ExpressionError(f"an empty cell of {column.name} is NULL, and never {sign.text} ''")
    if column.low == "tags" and value.sort is Sort.TEXT:
        raise ExpressionError("tags is a list, and is asked for one of its tags with tag('…')")


def _bare_date(part: Sequence[Token], text: str) -> None:
    """`2026-10-01` without quotes is 2015."""
    if [one.sort is Sort.NUMBER for one in part] != [True, False, True, False, True]:
        return
    year, dash, month, other, day = part
    written = text[year.start : _end(day)]
    if (dash.text, other.text) == ("-", "-") and re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", written):
        date = f"'{year.text}-{month.text:0>2}-{day.text:0>2}'"
        instead = _put(text, year.start, _end(day), date)
        raise ExpressionError(f"{written} is a subtraction: a date stands in quotes", instead)


def _either(words: Sequence[Token], at: int, text: str) -> None:
    """`a = 'x' || b = 'y'`: two conditions, not two texts put together."""
    sides = (_up_to_and(reversed(words[:at])), _up_to_and(words[at + 1 :]))
    if all(any(word.low in _TESTS for word in side) for side in sides):
        instead = re.sub(r"\s+", " ", _put(text, words[at].start, _end(words[at]), " OR "))
        raise ExpressionError("|| puts texts together: one or the other is OR", instead)


def _up_to_and(words: Iterable[Token]) -> list[Token]:
    """The words of one condition: up to the next AND or OR."""
    return list(itertools.takewhile(lambda word: word.low not in {"and", "or"}, words))


def _list_without_brackets(words: Sequence[Token], at: int, text: str) -> None:
    """`channel in 'email', 'chat'`."""
    listed = list(
        itertools.takewhile(
            lambda word: word.sort is Sort.TEXT or word.text == ",", words[at + 1 :]
        )
    )
    if listed and listed[-1].text != ",":
        begin, end = listed[0].start, _end(listed[-1])
        instead = _put(text, begin, end, f"({text[begin:end]})")
        raise ExpressionError("what IN looks among stands in brackets", instead)


def _list_without_quotes(words: Sequence[Token], at: int, text: str) -> None:
    """`priority in (high, urgent)`: nobody looks for a column among columns."""
    if [word.text for word in words[at + 1 : at + 2]] != ["("]:
        return
    inside = list(itertools.takewhile(lambda word: word.text != ")", words[at + 2 :]))
    names = [word for word in inside if word.text != ","]
    plain = all(word.sort is Sort.WORD and word.low not in _AFTER_IS for word in names)
    if not names or not plain or len(inside) != 2 * len(names) - 1:
        return
    begin, end = inside[0].start, _end(inside[-1])
    listed = ", ".join(f"'{word.text}'" for word in names)
    raise ExpressionError(
        "what IN looks among stands in single quotes", _put(text, begin, end, listed)
    )


def _is_a_word(words: Sequence[Token], at: int, text: str) -> None:
    """`priority is high`, `agent is not empty`."""
    rest = list(words[at + 1 :])
    negated = rest[:1] != [] and rest[0].low == "not"
    rest = rest[negated:]
    if not rest or rest[0].low in _AFTER_IS or rest[0].sort not in {Sort.WORD, Sort.TEXT}:
        return
    word = rest[0].text.strip("'")
    plain = f"{'<>' if negated else '='} '{word}'"
    if word.casefold() in _NOTHING:
        plain = f"IS {'NOT ' if negated else ''}NULL"
    instead = _put(text, words[at].start, _end(rest[0]), plain)
    raise ExpressionError("IS asks for NULL, TRUE or FALSE; a word is compared with =", instead)


def _text_alone(words: Sequence[Token], at: int, text: str) -> None:
    """`priority = 'urgent' or 'high'`: the second is no condition; and `= ('a', 'b')`."""
    before = [word.low for word in words[max(at - 2, 0) : at]]
    if before[-1:] == ["("] and before[:1] in (["="], ["!="], ["<>"]) and at + 1 < len(words):
        if words[at + 1].text == ",":
            sign = words[at - 2]
            among = "IN" if sign.text == "=" else "NOT IN"
            instead = _put(text, sign.start, _end(sign), among)
            raise ExpressionError("one of several is asked for with IN", instead)
        return
    if before[-1:] not in (["or"], ["and"]) or not _ends(words, at) or _ends_a_span(words, at):
        return
    while (
        words[at + 1 : at + 2] and words[at + 1].low in {"or", "and"} and _is_alone(words, at + 2)
    ):
        at += 2
    first = _comparison_before(words, at)
    if first is None:
        raise ExpressionError(f"{words[at].text} stands alone, and is compared with nothing")
    column, sign, *_ = words[first:]
    texts = [word.text for word in words[first : at + 1] if word.sort is Sort.TEXT]
    among = "IN" if sign.text == "=" else "NOT IN"
    instead = _put(
        text, column.start, _end(words[at]), f"{column.text} {among} ({', '.join(texts)})"
    )
    raise ExpressionError(f"{words[at].text} stands alone, and is compared with nothing", instead)


def _ends(words: Sequence[Token], at: int) -> bool:
    return at + 1 == len(words) or words[at + 1].low in _ENDS


def _ends_a_span(words: Sequence[Token], at: int) -> bool:
    """`BETWEEN 'a' AND 'b'`."""
    joined = (word.low for word in reversed(words[: at - 1]) if word.low in _ENDS | {"between"})
    return words[at - 1].low == "and" and next(joined, "") == "between"


def _is_alone(words: Sequence[Token], at: int) -> bool:
    return at < len(words) and words[at].sort is Sort.TEXT and _ends(words, at)


def _comparison_before(words: Sequence[Token], at: int) -> int | None:
    """Where `column = 'text'` begins, of which the text at a place is another choice."""
    place = at
    while place >= _COMPARED + 1 and words[place - 1].low in {"or", "and"}:
        place -= 2
        if words[place].sort is not Sort.TEXT:
            return None
        if words[place - 1].text in _EQUAL:
            named = words[place - 2].sort in {Sort.WORD, Sort.QUOTED}
            return place - 2 if named else None
    return None


def _end(word: Token) -> int:
    return word.start + len(word.text)


def _put(text: str, begin: int, end: int, instead: str) -> str:
    return text[:begin] + instead + text[end:]
