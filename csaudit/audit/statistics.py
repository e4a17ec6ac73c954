"""Percentiles with cases that are still open, and intervals around figures from samples."""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Interval = tuple[float, float]

NEARLY = 1e-9
"""Below this distance a float cannot be trusted to tell which side it is on."""


class Percentile(NamedTuple):
    """A percentile in the unit of the cases; with `lower` it is at least that long."""

    value: int
    lower: bool


def percentile(ages: Sequence[int], share: Fraction) -> Percentile | None:
    """The smallest observed age that at least `share` of the cases reach, decided exactly.

    `ages`: in order, each twice its number of microseconds, and one more for a case that was still
    open and is known to last at least that long. The curve is the product-limit estimate (Kaplan
    and Meier, 1958, J. Am. Stat. Assoc. 53:457), a case that ends counts before one that is lost
    from sight at the same age; with nothing open it is the nearest rank (R's type 1). Where the
    curve does not come down far enough the answer is the longest seen, as a lower bound.
    None without cases.
    """
    rest, surviving = float(1 - share), 1.0
    over: list[int] = []  # within a run of ended cases the product cancels but for its ends
    under = [len(ages)]
    for at_risk, age in zip(range(len(ages), 0, -1), ages, strict=True):
        if age % 2:
            over.append(at_risk)
            under.append(at_risk - 1)
            continue
        surviving *= (at_risk - 1) / at_risk
        if surviving < rest - NEARLY:
            return Percentile(age // 2, lower=False)
        near = surviving <= rest + NEARLY
        if near and Fraction(math.prod(over) * (at_risk - 1), math.prod(under)) <= 1 - share:
            return Percentile(age // 2, lower=False)
    return Percentile(ages[-1] // 2, lower=True) if ages else None


def wilson(successes: int, n: int, confidence: float) -> Interval:
    """Wilson's score interval of a share (1927, J. Am. Stat. Assoc. 22:209)."""
    z = _normal(confidence)
    share, spread = successes / n, z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / n + spread / (4 * n))
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return low, high


def adjusted_wald(ups: int, downs: int, n: int, confidence: float) -> Interval:
    """The interval of a net score in points, -100 to 100.

    Adds three answers, three quarters to each end (Rocks, 2016, The American Statistician
    70:365).
    """
    answers = n + 3
    up, down = (ups + 0.75) / answers, (downs + 0.75) / answers
    half = _normal(confidence) * math.sqrt((up + down - (up - down) ** 2) / answers)
    return max(-100.0, 100 * (up - down - half)), min(100.0, 100 * (up - down + half))


def t_interval(mean: Fraction, squares: Fraction, n: int, confidence: float) -> Interval | None:
    """Student's interval of a mean; `squares` is the sum of squared marks. None below n = 2."""
    from csaudit.audit.student_t import quantile

    if n < 2:  # noqa: PLR2004 - one answer has no spread
        return None
    variance = (squares - n * mean * mean) / (n - 1)
    half = quantile((1 + confidence) / 2, n - 1) * math.sqrt(variance / n)
    return float(mean) - half, float(mean) + half


def _normal(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)
