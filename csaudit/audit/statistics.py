"""Percentiles with cases that are still open, and intervals around figures from samples."""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import polars as pl

Interval = tuple[float, float]

NEARLY = 1e-9
"""Below this distance a float cannot be trusted to tell which side it is on."""


class Percentile(NamedTuple):
    """A percentile in the unit of the cases; with `lower` it is at least that long."""

    value: int
    lower: bool


def percentile(cases: pl.DataFrame, share: Fraction) -> Percentile | None:
    """The smallest observed value that at least `share` of the cases reach.

    `cases`: `measured` Int64, and `open` Boolean for those that were still open and are known
    to last at least that long. The curve is the product-limit estimate (Kaplan and Meier,
    1958, J. Am. Stat. Assoc. 53:457), a case that ends counts before one that is lost from
    sight at the same age; with nothing open it is the nearest rank (R's type 1). Where the
    curve does not come down far enough the answer is the longest seen, as a lower bound.
    None without cases.
    """
    if cases.is_empty():
        return None
    curve = _curve(cases)
    near = curve.filter(curve["surviving"] <= float(1 - share) + NEARLY)
    for index, surviving in near.select("index", "surviving").iter_rows():
        if surviving < float(1 - share) - NEARLY or _surviving(curve, index) <= 1 - share:
            return Percentile(curve["measured"][index], lower=False)
    return Percentile(curve["measured"][-1], lower=True)


def _curve(cases: pl.DataFrame) -> pl.DataFrame:
    """One row for each age: how many ended, were open, were at risk, and the share surviving."""
    import polars as pl

    return (
        cases.group_by("measured")
        .agg((~pl.col("open")).sum().cast(pl.Int64).alias("ended"), pl.len().cast(pl.Int64))
        .sort("measured")
        .with_columns((pl.lit(len(cases)) - pl.col("len").cum_sum() + pl.col("len")).alias("risk"))
        .with_columns((1 - pl.col("ended") / pl.col("risk")).cum_prod().alias("surviving"))
        .with_row_index()
    )


def _surviving(curve: pl.DataFrame, index: int) -> Fraction:
    """The share that survives row `index`, exactly.

    Between two open cases the product telescopes, so only the rows with open cases count.
    """
    rows = curve.head(index + 1)
    broken = rows.head(index).filter(rows.head(index)["ended"] < rows.head(index)["len"])
    last = rows.row(index, named=True)
    over = math.prod(broken["risk"] - broken["ended"]) * (last["risk"] - last["ended"])
    under = math.prod(broken["risk"] - broken["len"]) * rows["risk"][0]
    return Fraction(over, under)


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
