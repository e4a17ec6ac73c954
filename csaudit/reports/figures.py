"""Numbers as people read them, with as many digits as their verdict needs.

A rounded number must not contradict its verdict: 94.96 % under a target of 95 % is not
"95.0 %", and 999 of 1,000 is not "100 %". Every function that rounds takes the marks that the
number may not step over, or onto, and lets the digits grow until it stands on its true side.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MOST_DIGITS: Final = 15
_SHARE_ENDS: Final = (Fraction(0), Fraction(1))
_SECOND, _MINUTE, _HOUR, _DAY = 1, 60, 3600, 86400
_DAYS_FROM: Final = 2 * _DAY
"""A clock that never stops is told in days from here on."""


def exactly(number: float) -> Fraction:
    """The number that was written: 0.95 is 95/100, not its nearest binary neighbour."""
    return Fraction(repr(number))


def count(number: int) -> str:
    """`1,842`."""
    return f"{number:,}"


def percent(share: Fraction, marks: Iterable[Fraction] = (), digits: int = 1) -> str:
    """`96.7 %`; never 0 % or 100 % unless it is."""
    if share in _SHARE_ENDS:
        return f"{share * 100} %"
    hundredfold = [mark * 100 for mark in (*marks, *_SHARE_ENDS)]
    return f"{_decimal(share * 100, hundredfold, digits)} %"


def points(share: Fraction, digits: int = 1) -> str:
    """A difference of two shares in percentage points, with its sign: `+1.7`."""
    return _signed(_decimal(share * 100, [Fraction(0)], digits), share)


def apart(difference_of_shares: Fraction, marks: Iterable[Fraction] = ()) -> str:
    """How far two shares lie apart: `22.8 points`."""
    sides = [mark * 100 for mark in (*marks, Fraction(0))]
    return f"{_decimal(difference_of_shares * 100, sides, 1)} points"


def number(value: Fraction, marks: Iterable[Fraction] = ()) -> str:
    """`1.83`, `42.5`, `1,204`; whole numbers stay whole."""
    return _decimal(value, list(marks), _usual_digits(value))


def difference(value: Fraction) -> str:
    """A number with its sign: `+0.42`."""
    return _signed(_decimal(value, [Fraction(0)], _usual_digits(value)), value)


def plain_number(value: Fraction) -> str:
    """The number as it was written in a target: `95`, `99.9`, with no digit too many."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    digits = next((d for d in range(1, _MOST_DIGITS) if _rounded(value, d) == value), _MOST_DIGITS)
    return f"{_as_decimal(value, digits):,.{digits}f}"


# ---- durations ----


def duration(seconds: Fraction, marks: Iterable[Fraction] = (), *, days: bool = False) -> str:
    """`3d 04h`, `21h 05m`, `12m 30s`, `45s`, on a clock that never stops (`days`) or any other.

    Seconds, and then fractions of them, appear only where the marks ask for them.
    """
    if seconds < 0:
        return f"-{duration(-seconds, [-mark for mark in marks], days=days)}"
    sides = [*marks, Fraction(0)]
    for grain, digits in _grains(seconds, days=days):
        shown = _rounded(seconds / grain, digits) * grain
        if all(_side(shown, mark) == _side(seconds, mark) for mark in sides):
            break
    return _parts(shown, grain, digits, days=days)


def duration_difference(seconds: Fraction, *, days: bool = False) -> str:
    """A duration with its sign: `+1h 20m`, `-45s`."""
    return _signed(duration(abs(seconds), days=days), seconds, absolute=True)


def plain_duration(seconds: Fraction, *, days: bool = False) -> str:
    """A duration as one writes a promise: `4h`, `1h 30m`, `45s`, `2d`."""
    units = [(_HOUR, "h"), (_MINUTE, "m")]
    if days and seconds >= _DAYS_FROM:
        units.insert(0, (_DAY, "d"))
    words: list[str] = []
    rest = seconds
    for size, letter in units:
        whole, rest = divmod(rest, size)
        words += [f"{whole:,}{letter}"] if whole else []
    words += [f"{plain_number(rest)}s"] if rest or not words else []
    return " ".join(words)


def _grains(seconds: Fraction, *, days: bool) -> Sequence[tuple[int, int]]:
    """The sizes to round to, coarse to fine, with the decimals of each."""
    fine = [(_SECOND, digits) for digits in range(7)]
    if days and seconds >= _DAYS_FROM:
        return [(_HOUR, 0), (_MINUTE, 0), *fine]
    return [(_MINUTE, 0), *fine] if seconds >= _HOUR else fine


def _parts(seconds: Fraction, grain: int, digits: int, *, days: bool) -> str:
    if days and seconds >= _DAYS_FROM:
        units = [(_DAY, "d"), (_HOUR, "h"), (_MINUTE, "m")]
    elif seconds >= _HOUR:
        units = [(_HOUR, "h"), (_MINUTE, "m")]
    else:
        units = [(_MINUTE, "m")] if seconds >= _MINUTE else []
    words: list[str] = []
    rest = seconds
    for size, letter in units:
        whole, rest = divmod(rest, size)
        if size >= grain:
            words.append(f"{whole:02}{letter}" if words else f"{whole:,}{letter}")
    if grain == _SECOND and (digits or rest or not words or seconds < _HOUR):
        width = (3 + digits if digits else 2) if words else 0
        words.append(f"{_as_decimal(rest, digits):.{digits}f}".zfill(width) + "s")
    return " ".join(words)


# ---- rounding ----


def _usual_digits(value: Fraction) -> int:
    if value.denominator == 1:
        return 0
    size = abs(value)
    return 2 if size < 10 else 1 if size < 1000 else 0  # noqa: PLR2004 - three digits that count


def _decimal(value: Fraction, marks: Sequence[Fraction], digits: int) -> str:
    while digits < _MOST_DIGITS and any(
        _side(_rounded(value, digits), mark) != _side(value, mark) for mark in marks
    ):
        digits += 1
    return f"{_as_decimal(value, digits):,.{digits}f}"


def _signed(text: str, value: Fraction, *, absolute: bool = False) -> str:
    if value > 0:
        return f"+{text}"
    return f"-{text}" if value < 0 and absolute else text


def _rounded(value: Fraction, digits: int) -> Fraction:
    return Fraction(_as_decimal(value, digits))


def _as_decimal(value: Fraction, digits: int) -> Decimal:
    """Rounded half away from zero, as people round."""
    whole = floor(abs(value) * 10**digits + Fraction(1, 2))
    return Decimal(f"{'-' if value < 0 else ''}{whole}e-{digits}")


def _side(value: Fraction, mark: Fraction) -> int:
    return (value > mark) - (value < mark)
