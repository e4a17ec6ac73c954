"""What single values of a standards file may be: words, choices, columns, zones, conditions.

Each function takes a raw value and returns what it means, or raises GrammarError with the
sentence for the user.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeVar

from csaudit.errors import did_you_mean
from csaudit.standards import sql
from csaudit.standards.expression_remedies import of_mapping
from csaudit.standards.quantities import parse_share
from csaudit.standards.wording import GrammarError, kind_of, listing, quoted_expression, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_T = TypeVar("_T")

PERIODS: Final = ("hour", "day", "week", "month", "quarter")
STATISTICS: Final = ("mean", "median", "p90", "max")

_STATISTICS_ELSEWHERE: Final = {
    **dict.fromkeys(("average", "avg", "arithmetic mean"), "mean"),
    **dict.fromkeys(("maximum", "worst", "longest", "p100"), "max"),
    **dict.fromkeys(("med", "p50.0", "50%"), "median"),
    **dict.fromkeys(("90th", "90th percentile", "90%", "p90.0", "percentile"), "p90"),
    **dict.fromkeys(("95th", "95th percentile", "95%", "p95.0"), "p95"),
}

_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
_PERCENTILE = re.compile(r"p[1-9][0-9]?")
_YES_NO: Final = {"true": True, "yes": True, "false": False, "no": False}


def word(raw: object) -> str:
    """Text on one line or several; a number or `true` is taken as it is written."""
    if isinstance(raw, (dict, list)) or raw is None:
        raise GrammarError(f"must be text, not {kind_of(raw)}.")
    text = str(raw).lower() if isinstance(raw, bool) else str(raw).strip()
    if not text:
        raise GrammarError("is empty.")
    return text


def chooses(*words: str) -> Callable[[object], str]:
    """A reader that accepts one of some words."""

    def choose(raw: object) -> str:
        return choice(raw, words)

    return choose


def choice(raw: object, words: Iterable[str]) -> str:
    """One of some words; `working_day` and `working day` are the same."""
    text = word(raw)
    known = {_same(candidate): candidate for candidate in words}
    if (found := known.get(_same(text))) is not None:
        return found
    raise GrammarError(f"{shown(text)} is not {listing(words)}{did_you_mean(text, words)}.")


def _same(text: str) -> str:
    return re.sub(r"[ _-]+", "_", text)


def identifier(raw: object) -> str:
    """An id: small letters, digits, `-`, `_` and `.`."""
    text = word(raw)
    if not _ID.fullmatch(text):
        slug = re.sub(r"[^a-z0-9_.]+", "-", text.casefold()).strip("-._")[:100]
        what = f"{shown(text)} may hold only small letters, digits, - _ and . (up to 100)."
        raise GrammarError(what, slug or None)
    return text


def condition(raw: object) -> str:
    """An SQL expression that is true or false of one record."""
    if isinstance(raw, bool):
        raise GrammarError("must be a condition, not true or false, such as channel = 'email'.")
    if isinstance(raw, dict) and (meant := of_mapping(raw)) is not None:
        raise GrammarError("is a condition in SQL, not a mapping.", quoted_expression(meant))
    return _expression(raw, sql.of_one_record)


def aggregate(raw: object) -> str:
    """An SQL expression that makes one number of many records."""
    return _expression(raw, sql.of_many_records)


def _expression(raw: object, check: Callable[[str], object]) -> str:
    """Checked as far as no data is needed; the audit tries it on the columns that there are."""
    text = word(raw)
    try:
        check(text)
    except sql.ExpressionError as error:
        raise GrammarError(
            f"{error.what}.", error.instead and quoted_expression(error.instead)
        ) from None
    return text


def yes_or_no(raw: object) -> bool:
    """`true`, `false`, `yes` or `no`."""
    text = word(raw).casefold()
    if text not in _YES_NO:
        raise GrammarError(f"{shown(text)} is not true or false.")
    return _YES_NO[text]


def count(raw: object) -> int:
    """A whole number from 0."""
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
        raise GrammarError(f"{shown(raw)} is not a whole number such as 30.", "30")
    return raw


def positive_count(raw: object) -> int:
    """A whole number from 1."""
    if count(raw) == 0:
        raise GrammarError("0 is too few: at least 1.")
    return count(raw)


def statistic(raw: object) -> str:
    """`mean`, `median`, `max`, or a percentile from `p1` to `p99`."""
    text = word(raw)
    if text not in STATISTICS and not _PERCENTILE.fullmatch(text):
        plain = text.casefold()
        known = plain in STATISTICS or _PERCENTILE.fullmatch(plain)
        meant = plain if known else _STATISTICS_ELSEWHERE.get(plain)
        hint = "" if meant else did_you_mean(text, STATISTICS)
        raise GrammarError(f"{shown(text)} is not mean, median, max or p1 to p99{hint}.", meant)
    return text


def confidence(raw: object) -> Fraction:
    """How sure a verdict must be: a share above one half and below one."""
    try:
        share = parse_share(raw)
    except GrammarError as error:
        instead = error.instead if error.instead != "40%" else "95%"
        raise GrammarError(error.what, instead) from None
    if not Fraction(1, 2) < share < 1:
        raise GrammarError(f"{shown(raw)} must lie between 50% and 100%.", "95%")
    return share


def zone(raw: object) -> str:
    """An IANA time zone."""
    from csaudit.timezones import is_zone, nearest_zone, zone_meant

    text = word(raw)
    if not is_zone(text):
        hint = nearest_zone(text) or ", such as Europe/London"
        raise GrammarError(f"{shown(text)} is not an IANA time zone{hint}.", zone_meant(text))
    return text


def columns(raw: object) -> tuple[str, ...]:
    """One column, or a list of them."""
    names = tuple(_each(raw, word)) if isinstance(raw, list) else (word(raw),)
    if not names:
        raise GrammarError("is an empty list.")
    for index, name in enumerate(names):
        if name in names[:index]:
            raise GrammarError(f"{shown(name)} stands twice.", at=(index,))
    return names


def breakdowns(raw: object) -> tuple[tuple[str, ...], ...]:
    """`branch`, or a list of columns and of lists of columns: one breakdown each."""
    found = tuple(_each(raw, columns)) if isinstance(raw, list) else (columns(raw),)
    if not found:
        raise GrammarError("is an empty list.")
    for index, breakdown in enumerate(found):
        if breakdown in found[:index]:
            raise GrammarError(f"{listing(breakdown, 'and')} stands twice.", at=(index,))
    return found


def _each(raw: list[object], read: Callable[[object], _T]) -> list[_T]:
    result: list[_T] = []
    for index, item in enumerate(raw):
        try:
            result.append(read(item))
        except GrammarError as error:
            raise GrammarError(error.what, error.instead, (index, *error.at)) from None
    return result
