"""Numbers, counts, durations and yes or no: from text to the exact type."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from csaudit.sources.notations.units import MICROSECONDS
from csaudit.tables import NO, YES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NUMBER: Final = pl.Decimal(38, 9)
LARGEST: Final = Decimal(10) ** 28

LONGEST: Final = 200 * 366 * MICROSECONDS["days"]
"""Two centuries: a longer duration is no measurement."""

_PLAIN: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_SWAPPED: Final = str.maketrans(".,", ",.")
_SPACES: Final = re.compile(r"(?<=\d)[\u00a0\u202f '](?=\d{3}(?:\D|$))")
"""Spaces and apostrophes between thousands."""

_GROUPING: Final = "[\u00a0\u202f '](\\d{3})"
_ONLY_COMMA: Final = r"^\D*(?:\d{1,3}(?:\.\d{3})+,\d+|0,\d+|\d+,(?:\d{1,2}|\d{4,})|\d{4,},\d+)\D*$"
_ONLY_POINT: Final = (
    r"^\D*(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}"
    r"|0\.\d+|\d+\.(?:\d{1,2}|\d{4,})|\d{4,}\.\d+)\D*$"
)
"""Spellings in which only a comma, only a point can stand before decimals."""

_WHOLE: Final = re.compile(r"[0-9]{1,18}")
"""Longer ones count nothing, and Python refuses to read some of them."""

_COULD_BE_EITHER: Final = re.compile(r"[+-]?[1-9]\d{0,2}[,.]\d{3}", re.ASCII)
_EITHER: Final = r"^\D*\d{1,3}[,.]\d{3}\D*$"

_MONEY: Final = re.compile(r"^[A-Z]{3}\s|^[$€£¥]\s?|\s?[€£$]$|\s[A-Z]{3}$")
_CLOCK: Final = re.compile(r"(\d+):([0-5]?\d):([0-5]?\d)(?:[.,](\d+))?", re.ASCII)
_SINCE_EPOCH: Final = re.compile(
    r"1970-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?Z?", re.ASCII
)
"""ServiceNow stores durations as the instant so long after the beginning of 1970."""

_SOME: Final = r"(\d+(?:[.,]\d{1,2})?|0[.,]\d+)\s*"
"""A number with decimals that can be nothing else: `1,500` may be a thousand and more."""

_WORDS: Final = re.compile(
    rf"(?:{_SOME}(?:d|days?|tage?n?|j|jours?|dag(?:en)?)(?![a-z]))?[\s,]*"
    rf"(?:{_SOME}(?:h|hrs?|hours?|std|stunden?|heures?|horas?|uur|or[ae])(?![a-z])\.?)?[\s,]*"
    rf"(?:{_SOME}(?:m|mins?|minutes?|minuten|minut[oi]s?)(?![a-z])\.?)?[\s,]*"
    r"(?:(\d+(?:[.,]\d+)?)\s*(?:s|secs?|seconds?|se[ck]|sekunden?|secondes?)(?![a-z])\.?)?",
    re.ASCII | re.IGNORECASE,
)
_HOURS_MINUTES: Final = re.compile(
    r"(\d+)\s*(?:h|hrs?|hours?|std\.?|stunden?|heures?)\s*([0-5]?\d)", re.ASCII | re.IGNORECASE
)
_PAIR: Final = re.compile(r"(\d{1,6}):([0-5]\d)", re.ASCII)
PAIRS: Final[Mapping[str, int]] = {"m:ss": 1, "h:mm": 60}
"""What `format` may say of durations such as `3:10`, and the seconds of what stands last."""
_ISO: Final = re.compile(
    r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?",
    re.ASCII | re.IGNORECASE,
)


def by_text(
    texts: pl.Series,
    read: Callable[[str], Any],
    dtype: pl.DataType | type[pl.DataType],
) -> pl.Series:
    """Each distinct text read once in Python; what `read` gives None for stays null."""
    distinct = texts.drop_nulls().unique()
    if distinct.is_empty():
        return pl.Series(texts.name, [None] * len(texts), dtype=dtype)
    values = pl.Series(texts.name, [read(text) for text in distinct], dtype=dtype)
    places = pl.int_range(len(distinct), dtype=pl.UInt32, eager=True)
    return values.gather(texts.replace_strict(distinct, places, default=None))


def quick_count(text: pl.Expr) -> pl.Expr:
    """Whole numbers in plain digits."""
    value = text.cast(pl.Int64, strict=False)
    return pl.when(value >= 0).then(value)


def quick_duration(text: pl.Expr, unit: str) -> pl.Expr:
    """Whole numbers of `unit`, in microseconds."""
    value = text.cast(pl.Int64, strict=False)
    size = MICROSECONDS[unit]
    return pl.when((value >= 0) & (value <= LONGEST // size)).then(value * size)


def quick_yes_no(text: pl.Expr) -> pl.Expr:
    """Booleans in words."""
    known = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}
    return text.str.to_lowercase().replace_strict(known, default=None, return_dtype=pl.Boolean)


def numbers(texts: pl.Series, mark: str | None) -> pl.Series:
    """Exact numbers of up to nine decimals (more are rounded, half to even).

    `mark` is the decimal mark; None leaves cells unread that it would decide.
    """
    return by_text(texts, lambda text: number(text, mark), NUMBER)


def counts(texts: pl.Series) -> pl.Series:
    """Whole numbers that are not negative; `3.0` is 3."""
    return by_text(texts, count, pl.Int64)


def durations(texts: pl.Series, unit: str, mark: str | None, pair: str | None = None) -> pl.Series:
    """Durations in whole microseconds; bare numbers are in `unit`, with the decimal mark.

    `pair` is one of PAIRS; without it `3:10` stays unread.
    """
    return by_text(texts, lambda text: duration(text, unit, mark, pair), pl.Int64)


def are_pairs(texts: pl.Series) -> pl.Series:
    """Which cells are written `3:10`: hours and minutes, or minutes and seconds."""
    return texts.str.contains(f"^{_PAIR.pattern}$").fill_null(value=False)


def decimal_mark(texts: pl.Series) -> str | None:
    """What the cells of a column write before decimals, `.` or `,`; None if they do not tell.

    `1,234` alone can be a thousand and more, or one and a bit.
    """
    texts = texts.str.replace_all(_GROUPING, "$1")
    commas = texts.str.contains(_ONLY_COMMA).any()
    points = texts.str.contains(_ONLY_POINT).any()
    if commas != points:
        return "," if commas else "."
    return None if texts.str.contains(_EITHER).any() else "."


def number(text: str, mark: str | None = ".") -> Decimal | None:
    """An exact number, or None; thousands separators and a currency are allowed.

    >>> number("$1,234.50")
    Decimal('1234.500000000')
    >>> number("1.234,50 €", mark=",")
    Decimal('1234.500000000')
    """
    bare = _MONEY.sub("", text)
    if mark is None and _COULD_BE_EITHER.fullmatch(bare):
        return None
    if mark == ",":
        bare = bare.translate(_SWAPPED)
    bare = _SPACES.sub("", bare)
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    if not _PLAIN.fullmatch(bare):
        return None
    try:
        value = Decimal(bare)
        return round(value, 9) if abs(value) < LARGEST else None
    except InvalidOperation:
        return None


def count(text: str) -> int | None:
    """A whole number that is not negative, or None."""
    value = number(text)
    if value is None or value < 0 or value != value.to_integral_value() or value >= 2**63:
        return None
    return int(value)


def duration(text: str, unit: str, mark: str | None = ".", pair: str | None = None) -> int | None:
    """Microseconds, or None: a number of `unit`, `26:03:00`, `1h 30m`, `PT1H30M`."""
    value = _seconds(text)
    if (size := PAIRS.get(pair or "")) and (found := _PAIR.fullmatch(text)):
        value = _sum((found[1], 60 * size), (found[2], size))
    if value is None:
        bare = number(text, mark)
        value = None if bare is None else bare * MICROSECONDS[unit] / MICROSECONDS["seconds"]
    if value is None or value < 0:
        return None
    whole = round(value * MICROSECONDS["seconds"])
    return whole if whole <= LONGEST else None


def is_timed(text: str) -> bool:
    """Whether a duration says its own unit, so that no header has to; or is written `3:10`."""
    return _seconds(text) is not None or _PAIR.fullmatch(text) is not None


def _seconds(text: str) -> Decimal | None:
    if found := _CLOCK.fullmatch(text):
        hours, minutes, seconds, fraction = found.groups()
        return _sum((hours, 3600), (minutes, 60), (f"{seconds}.{fraction or 0}", 1))
    if found := _SINCE_EPOCH.fullmatch(text):
        month, day, hour, minute, second = map(int, found.groups())
        return _since_epoch(
            month, day, _sum((str(hour), 3600), (str(minute), 60), (str(second), 1))
        )
    if found := _ISO.fullmatch(text):
        weeks, days, hours, minutes, seconds = found.groups()
        if not any(found.groups()):
            return None
        return _sum((weeks, 604800), (days, 86400), (hours, 3600), (minutes, 60), (seconds, 1))
    return _in_words(text)


def _in_words(text: str) -> Decimal | None:
    """`1 h 20`, `1 Std. 20 Min.`, `2,5 hours`."""
    if found := _HOURS_MINUTES.fullmatch(text):
        return _sum((found[1], 3600), (found[2], 60))
    if (found := _WORDS.fullmatch(text)) and any(found.groups()):
        days, hours, minutes, seconds = found.groups()
        return _sum((days, 86400), (hours, 3600), (minutes, 60), (seconds, 1))
    return None


def _since_epoch(month: int, day: int, seconds: Decimal) -> Decimal | None:
    try:
        days = (date(1970, month, day) - date(1970, 1, 1)).days
    except ValueError:
        return None
    return days * 86_400 + seconds


def _sum(*parts: tuple[str | None, int]) -> Decimal:
    numbers_of = ((Decimal((digits or "0").replace(",", ".")), size) for digits, size in parts)
    return sum((digits * size for digits, size in numbers_of), Decimal(0))


def whole_number(text: str) -> int | None:
    """How many an envelope says that there are; None where it says no such thing."""
    return int(text) if _WHOLE.fullmatch(text) else None
