"""Durations, limits and targets as people write them, exact to the last digit.

============== ==================================== ===========================================
quantity       written                              exact value
============== ==================================== ===========================================
duration       `30s 15m 4h 2d 1w 1h30m 1.5h`        whole microseconds
limit          a duration, `3 rings`,               microseconds, rings, working days
               `2 working days`
target         `95%`, `>= 75%`, `<= 4h`, `>= 3.5`   Fraction: a share (0 to 1), seconds, a number
============== ==================================== ===========================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from csaudit.standards.wording import GrammarError, kind_of, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

Operator = Literal[">=", "<=", ">", "<"]

MICROSECONDS: Final[Mapping[str, int]] = {
    "w": 604_800_000_000,
    "d": 86_400_000_000,
    "h": 3_600_000_000,
    "m": 60_000_000,
    "s": 1_000_000,
}
_CENTURY = 36_525 * MICROSECONDS["d"]
_NUMBER = r"[0-9]{1,15}(?:\.[0-9]{1,9})?"
_DURATION = re.compile("".join(rf"(?:(?P<{unit}>{_NUMBER})\s*{unit}\s*)?" for unit in MICROSECONDS))
_RINGS = re.compile(r"([0-9]{1,4}) ?rings?")
_WORKING_DAYS = re.compile(r"([0-9]{1,4}) working days?")
_PERCENT = re.compile(rf"(-?{_NUMBER})\s*%")
_PLAIN = re.compile(rf"-?{_NUMBER}")
_COUNT = re.compile(_NUMBER)
_TARGET = re.compile(r"\s*(>=|<=|>|<|≥|≤|)\s*(.*?)\s*", re.DOTALL)
_TARGET_ONE_LINE = re.compile(rf"(?:[<>]=? ?)?-?{_NUMBER}\s*%?")
_POINTS = re.compile(rf"(?:[<>]=? ?)?{_NUMBER}\s*(?:percentage )?(?:points?|pp)")
_BUSINESS_DAYS = re.compile(r"([0-9]{1,4})\s*(?:business|working|work) ?days?", re.IGNORECASE)
_BUSINESS = re.compile(r"\b(?:business|working|work|office|open) ", re.IGNORECASE)
_SPELLED_OUT = (
    ("w", r"weeks?|wks?"),
    ("d", r"days?"),
    ("h", r"hours?|hrs?"),
    ("m", r"minutes?|mins?"),
    ("s", r"seconds?|secs?"),
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of time. `plain_only`: written in days or weeks, which open hours do not have."""

    text: str
    microseconds: int
    plain_only: bool

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Limit:
    """What one record may take: `amount` microseconds, rings or working days.

    `plain_only`: written in days or weeks, which only the plain clock has.
    """

    text: str
    kind: Literal["time", "rings", "working_days"]
    amount: int
    plain_only: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One row of a table of limits; without a `calendar` it runs on the standard's clock."""

    value: str
    limit: Limit
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class LimitTable:
    """Limits that depend on the column `by`; `limits` by folded value, see `fold`.

    `at`: of a value that changes, which counts: `set`, `end` or `latest`; None is `set`.
    """

    by: str
    limits: Mapping[str, LimitRow]
    otherwise: LimitRow | None = None
    at: str | None = None

    def row(self, value: str | None) -> LimitRow | None:
        """The limit for a record with this value; None where the table has none."""
        return self.otherwise if value is None else self.limits.get(fold(value), self.otherwise)

    def rows(self) -> tuple[LimitRow, ...]:
        """Every row, `otherwise` last."""
        return (*self.limits.values(), *([self.otherwise] if self.otherwise else []))


class Measure(StrEnum):
    """What a target is written in, and the unit of its value."""

    PERCENT = "percent"  # a share from 0 to 1
    DURATION = "duration"  # seconds
    NUMBER = "number"  # a plain number


@dataclass(frozen=True, slots=True)
class Target:
    """What was promised of a figure: `>= 95%` is at least 19/20 of the records."""

    op: Operator
    value: Fraction
    measure: Measure
    amount: str

    @property
    def text(self) -> str:
        """The target as it is written: `>= 95%`."""
        return f"{self.op} {self.amount}"

    def __str__(self) -> str:
        return self.text

    def reached_by(self, value: Fraction) -> bool:
        """Whether a figure keeps the promise; exact."""
        comparisons = {
            ">=": value >= self.value,
            "<=": value <= self.value,
            ">": value > self.value,
            "<": value < self.value,
        }
        return comparisons[self.op]

    @property
    def wants_high(self) -> bool:
        """Whether a higher figure is better."""
        return self.op in {">=", ">"}


@dataclass(frozen=True, slots=True)
class WrittenTarget:
    """A target before its metric is known; a bare `95%` has no operator yet."""

    op: Operator | None
    value: Fraction
    measure: Measure
    amount: str
    plain_only: bool = False

    def __str__(self) -> str:
        return self.amount if self.op is None else f"{self.op} {self.amount}"

    def to_target(self, default: Operator) -> Target:
        """The target with the operator that a bare amount takes."""
        return Target(self.op or default, self.value, self.measure, self.amount)


@dataclass(frozen=True, slots=True)
class DatedTarget:
    """A target that holds from a local date on; `start` None: from the beginning."""

    start: date | None
    target: Target


def fold(value: str) -> str:
    """A key of a table of limits as it is compared: trimmed, without upper and lower case."""
    return value.strip().casefold()


def parse_duration(raw: object) -> Duration:
    """`4h`, `1h30m`. Raises GrammarError."""
    text = _text_of(raw, "a duration such as 4h")
    found = _DURATION.fullmatch(text)
    if not text or found is None:
        raise _not_a_duration(text)
    parts = {unit: Fraction(amount) for unit, amount in found.groupdict().items() if amount}
    microseconds = sum((MICROSECONDS[unit] * parts[unit] for unit in parts), Fraction(0))
    if microseconds.denominator != 1:
        raise GrammarError(f"{shown(text)} is finer than a microsecond.")
    if microseconds > _CENTURY:
        raise GrammarError(f"{shown(text)} is longer than a hundred years.")
    plain_only = bool(parts.keys() & {"d", "w"})
    return Duration(re.sub(r"\s", "", text), int(microseconds), plain_only)


def parse_limit(raw: object) -> Limit:
    """`24h`, `3 rings`, `2 working days`. Raises GrammarError."""
    text = _text_of(raw, "a limit such as 4h")
    if found := _RINGS.fullmatch(text):
        count = int(found.group(1))
        return Limit(f"{count} ring{'s' * (count != 1)}", "rings", count)
    if found := _WORKING_DAYS.fullmatch(text):
        count = int(found.group(1))
        return Limit(f"{count} working day{'s' * (count != 1)}", "working_days", count)
    if _COUNT.fullmatch(text):
        instead = f"{text}h (hours), {text}m (minutes), or 3 working days (with a calendar)"
        raise GrammarError(f"{shown(text)} has no unit.", instead)
    if found := _BUSINESS_DAYS.fullmatch(text):
        raise GrammarError(f"{shown(text)} is not a limit.", f"{found.group(1)} working days")
    duration = parse_duration(raw)
    return Limit(duration.text, "time", duration.microseconds, duration.plain_only)


def parse_target(raw: object) -> WrittenTarget:
    """`95%`, `>= 75%`, `<= 4h`, `>= 3.5`. Raises GrammarError."""
    text = _text_of(raw, 'a target such as ">= 95%"')
    found = _TARGET.fullmatch(text)
    sign, amount = found.groups() if found else ("", text)
    op: Operator | None = _OPERATORS.get(sign)
    if percent := _PERCENT.fullmatch(amount):
        number = percent.group(1)
        return WrittenTarget(op, Fraction(number) / 100, Measure.PERCENT, f"{number}%")
    if _PLAIN.fullmatch(amount):
        return WrittenTarget(op, Fraction(amount), Measure.NUMBER, amount)
    if re.match("[0-9]", amount) and _DURATION.fullmatch(amount):
        span = parse_duration(amount)
        seconds = Fraction(span.microseconds, 1_000_000)
        return WrittenTarget(op, seconds, Measure.DURATION, span.text, span.plain_only)
    raise _not_a_target(text)


_OPERATORS: Final[Mapping[str, Operator]] = {
    ">=": ">=",
    "≥": ">=",
    "<=": "<=",
    "≤": "<=",
    ">": ">",
    "<": "<",
}


def parse_share(raw: object) -> Fraction:
    """`40%` as 2/5. Raises GrammarError."""
    text = _text_of(raw, "a share such as 40%")
    found = _PERCENT.fullmatch(text)
    if found is None:
        number = re.match(r"\d+(?:[.,]\d+)?(?=\s*(?:$|per ?cent|prozent|points?|pp))", text)
        instead = f"{number[0].replace(',', '.')}%" if number else "40%"
        raise GrammarError(f"{shown(text)} is not a share.", instead)
    share = Fraction(found.group(1)) / 100
    if not 0 <= share <= 1:
        raise GrammarError(f"{shown(text)} does not lie between 0% and 100%.")
    return share


def parse_date(raw: object) -> date:
    """`2027-01-01`. Raises GrammarError."""
    text = _text_of(raw, "a date such as 2027-01-01")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise GrammarError(f"{shown(text)} is not a date of the form year-month-day.", "2027-01-31")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise GrammarError(f"{shown(text)} is not a day of the calendar.") from None


def _text_of(raw: object, wanted: str) -> str:
    """The text of a value; a bool, a list or a mapping is none."""
    if isinstance(raw, (bool, dict, list)) or raw is None:
        raise GrammarError(f"must be {wanted}, not {kind_of(raw)}.")
    return str(raw).strip()


def _not_a_duration(text: str) -> GrammarError:
    if _COUNT.fullmatch(text):
        return GrammarError(f"{shown(text)} has no unit.", f"{text}h (hours) or {text}m (minutes)")
    short = shortened(text)
    if short and _BUSINESS.search(text):
        short = f"{short}, and beside it the clock:  calendar: office"
    if short:
        return GrammarError(f"{shown(text)} is not a duration.", short)
    return GrammarError(f"{shown(text)} is not a duration, such as 30s, 15m, 4h, 1h30m, 2d or 1w.")


def shortened(text: str) -> str | None:
    """`24 Hours` as `24h`, where that is what was meant."""
    short = _BUSINESS.sub("", text.casefold()).replace(" and ", " ")
    for unit, words in _SPELLED_OUT:
        short = re.sub(rf"(?<=[0-9])\s*(?:{words})\b", unit, short)
    short = re.sub(r"\s", "", short)
    return short if short and _DURATION.fullmatch(short) else None


def _not_a_target(text: str) -> GrammarError:
    what = f"{shown(text)} is not a target."
    if found := re.fullmatch(r"(\d{1,2}) ?/ ?(\d{1,3})", text):
        share, seconds = found.groups()
        both = f'">= {share}%"\n          within: {seconds}s'
        return GrammarError(f"{shown(text)} is a target and a limit.", both)
    mended = text.casefold()
    for pattern, meant in _AS_SAID:
        mended = pattern.sub(meant, mended)
    if _POINTS.fullmatch(mended):
        amount = re.sub(r"\s*(?:percentage )?(?:points?|pp)$", "", mended)
        return GrammarError(what, f'"{amount}%" (points of a share), or "{amount}" (of a score)')
    if _TARGET_ONE_LINE.fullmatch(mended):
        return GrammarError(what, f'"{mended}"')
    sign, amount = re.match(r"((?:[<>]=?)?)\s*(.*)", mended, re.DOTALL).groups()  # type: ignore[union-attr] # matches anything
    if (short := shortened(amount)) is not None:
        return GrammarError(what, f'"{sign or "<="} {short}"')
    kinds = '">= 95%" (a share), "<= 4h" (a duration) or ">= 3.5" (a number)'
    return GrammarError(f"{shown(text)} is not a target, such as {kinds}.")


_AS_SAID: Final = (
    (re.compile(r"(?<=[0-9]),(?=[0-9])"), "."),
    (re.compile(r"(?<=[0-9])\s*(?:per ?cent|prozent|pour ?cent|por ?ciento)\b"), "%"),
    (re.compile(r"=>"), ">="),
    (re.compile(r"=<"), "<="),
    (re.compile(r"^(?:at least|min(?:imum|\.)?|mindestens|au moins|over|more than)\s+"), ">= "),
    (re.compile(r"^(?:at most|max(?:imum|\.)?|höchstens|au plus|under|less than)\s+"), "<= "),
)
"""Targets as they are spoken, and as they are written."""
