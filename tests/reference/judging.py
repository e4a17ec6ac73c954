"""From figures to an outcome: why there is none, and whether the target is reached."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.reference.figures import Figures
    from tests.reference.quantities import Target


def no_data(found: Figures, min_n: int, goal: Target | None = None) -> str | None:
    unreadable = found.unreadable - found.aside
    if unreadable * 20 > found.n + unreadable:
        return "too_many_unreadable"
    if found.reason is not None:
        return found.reason
    if found.n == 0 or (found.value is None and not found.words):
        return "no_records"
    if found.n < min_n:
        return "too_few"
    at_most = goal is not None and goal.op.startswith("<")
    if found.bound == "lower" and goal is not None and at_most and found.value is not None:
        return "too_few" if goal.reached_by(found.value) else None  # it may yet be broken
    return None


def is_certain(interval: tuple[float, float], goal: Target) -> bool:
    """Whether the whole interval lies on one side of the target."""
    low, high = (goal.reached_by(Fraction(end)) if math.isfinite(end) else True for end in interval)
    return low == high


def outcome(found: Figures, goal: Target, warn: Target | None) -> str:
    assert found.value is not None
    if found.bound == "lower" and goal.op.startswith("<"):
        return "fail"  # more than the longest seen
    if not goal.reached_by(found.value):
        return "fail"
    return "pass" if warn is None or warn.reached_by(found.value) else "warn"
