"""Means, percentiles with cases that are still open, and intervals, each in the plainest way."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache
from statistics import NormalDist


def percentile(
    ended: list[int], still_open: list[int], share: Fraction
) -> tuple[Fraction, str | None]:
    """Product-limit estimate: the first time by which at least `share` of the cases ended.

    At each time the cases at risk are those that lasted at least so long. Where the curve does
    not come down that far, the longest time seen is a lower bound.
    """
    surviving = Fraction(1)
    for time in sorted(set(ended)):
        at_risk = sum(1 for other in ended + still_open if other >= time)
        surviving *= 1 - Fraction(ended.count(time), at_risk)
        if surviving <= 1 - share:
            return Fraction(time), None
    return Fraction(max(ended + still_open)), "lower"


def largest(ended: list[int], still_open: list[int]) -> tuple[Fraction, str | None]:
    """The longest time seen; a lower bound if a case that is still open has it."""
    longest = max(ended + still_open)
    return Fraction(longest), "lower" if longest in still_open else None


def wilson(successes: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval of a share."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    p = successes / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def adjusted_wald(marks: list[Fraction], confidence: float = 0.95) -> tuple[float, float]:
    """Of a net score: three answers more, a quarter each for and against (Rocks 2016)."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    n = len(marks) + 3
    up = (sum(1 for mark in marks if mark > 0) + 0.75) / n
    down = (sum(1 for mark in marks if mark < 0) + 0.75) / n
    half = z * math.sqrt((up + down - (up - down) ** 2) / n)
    low, high = up - down - half, up - down + half
    return max(-100.0, 100 * low), min(100.0, 100 * high)


def t_interval(values: list[Fraction], confidence: float = 0.95) -> tuple[float, float] | None:
    """Student's interval of a mean; none for fewer than two values."""
    n = len(values)
    if n < 2:
        return None
    mean = sum(values, Fraction(0)) / n
    variance = sum(((value - mean) ** 2 for value in values), Fraction(0)) / (n - 1)
    half = t_quantile(n - 1, 0.5 + confidence / 2) * math.sqrt(variance / n)
    return float(mean) - half, float(mean) + half


@cache
def t_quantile(degrees: int, p: float) -> float:
    """Where Student's distribution reaches `p`, by bisection on its integral."""
    low, high = 0.0, 1e7
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if t_cdf(degrees, middle) < p else (low, middle)
    return (low + high) / 2


def t_cdf(degrees: int, t: float) -> float:
    """The finite sum for whole degrees of freedom (Abramowitz and Stegun 26.7.3, 26.7.4)."""
    angle = math.atan(t / math.sqrt(degrees))
    cosine, sine = math.cos(angle), math.sin(angle)
    term = cosine if degrees % 2 else 1.0
    total = 0.0
    for k in range(1 if degrees % 2 else 0, degrees - 1, 2):
        total += term
        term *= cosine * cosine * (k + 1) / (k + 2)
    between = 2 / math.pi * (angle + sine * total) if degrees % 2 else sine * total
    return 0.5 + between / 2
