"""The quantities of standards.yaml: limits, targets, comparisons, scales, as exact numbers."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
OPERATORS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Target:
    op: str
    value: Fraction

    def reached_by(self, value: Fraction) -> bool:
        return OPERATORS[self.op](value, self.value)

    def margin(self, value: Fraction) -> Fraction:
        """Positive on the good side."""
        return value - self.value if self.op.startswith(">") else self.value - value


def duration(text: str) -> int:
    """Microseconds of `4h`, `1h30m`, `0d`."""
    parts = re.findall(r"(\d+(?:\.\d+)?)\s*([smhdw])", text)
    assert parts, text
    return int(sum(Fraction(amount) * SECONDS[unit] for amount, unit in parts) * 1_000_000)


def is_rings(text: object) -> bool:
    return re.fullmatch(r"\d+ rings?", str(text)) is not None


def rings(text: object) -> int:
    """`3 rings`."""
    return int(str(text).split()[0])


def target(text: object, *, higher_is_better: bool) -> Target:
    """`>= 95%` is 19/20, `<= 4h` 14,400 seconds; without an operator the metric's direction."""
    match = re.fullmatch(r"\s*(>=|<=|>|<|=)?\s*(.+?)\s*", str(text))
    assert match is not None
    op = match.group(1) or (">=" if higher_is_better else "<=")
    return Target(op, amount(match.group(2)))


def amount(text: str) -> Fraction:
    """A share for `%`, seconds for a duration, else the number."""
    if text.endswith("%"):
        return Fraction(text[:-1].strip()) / 100
    if re.search(r"[smhdw]$", text):
        return Fraction(duration(text), 1_000_000)
    return Fraction(text)


def comparison(text: object) -> Target:
    """`<= 2`; a bare number means equality."""
    match = re.fullmatch(r"\s*(!=|>=|<=|>|<|=)?\s*(\S+)\s*", str(text))
    assert match is not None
    return Target(match.group(1) or "=", Fraction(match.group(2)))


def scale(written: object) -> tuple[Fraction, Fraction]:
    """`1-5` or `[1, 5]`."""
    low, high = written if isinstance(written, list) else str(written).split("-")
    return Fraction(str(low)), Fraction(str(high))
