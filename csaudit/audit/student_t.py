"""Quantiles of Student's t, which neither Python nor polars has.

The distribution function is the regularised incomplete beta function, summed as Lentz's
continued fraction (Numerical Recipes, 6.4); its inverse is found by halving.
"""

from __future__ import annotations

import math

HALF = 0.5
STEPS = 300
TINY = 1e-300
EXACT = 1e-15


def quantile(probability: float, freedom: int) -> float:
    """The t below which `probability` (from a half up to one) lies, with `freedom` degrees."""
    high = 1.0
    while _below(high, freedom) < probability:
        high *= 2
    low = 0.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        low, high = (middle, high) if _below(middle, freedom) < probability else (low, middle)
    return high


def _below(t: float, freedom: int) -> float:
    """P(T <= t) for t >= 0."""
    return 1 - HALF * _beta(freedom / (freedom + t * t), freedom / 2, HALF)


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b)."""
    if x in {0.0, 1.0}:
        return x
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    above, below = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    result = below
    for step in range(1, STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for term in (even, odd):
            below = 1 / _not_zero(1 + term * below)
            above = _not_zero(1 + term / above)
            change = above * below
            result *= change
        if abs(change - 1) < EXACT:
            break
    return result


def _not_zero(number: float) -> float:
    return number if abs(number) > TINY else TINY
