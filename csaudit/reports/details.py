"""What stands below a result: its details in their own unit, and whom the figure is not of."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING

from csaudit.reports import figures, words

if TYPE_CHECKING:
    from csaudit.audit.report import Result, ResultDetail


def detail(of: ResultDetail, result: Result) -> str | None:
    """The value of a line below a result: a share of counts, or an amount of its unit."""
    if of.value is None or not isfinite(of.value):
        return None
    if of.numerator is not None and of.n:
        return figures.percent(Fraction(of.numerator, of.n))
    exact = figures.exactly(of.value)
    if result.unit == "share" and exact > 1:
        return figures.number(exact)  # no share, but the reviews per agent below one
    return words.amount(exact, result)


def left_open(result: Result) -> str | None:
    """`3 open cases are left out of the mean`."""
    if (result.statistic or "").removeprefix("spread of ") != "mean" or not result.open:
        return None
    cases = "1 open case is" if result.open == 1 else f"{figures.count(result.open)} open cases are"
    return f"{cases} left out of the mean"


def answered(result: Result) -> str | None:
    """`answered: 566 of 1,758, 32.2 %`, of a survey's figure: how many of those asked it is of."""
    silent = result.not_applicable_by.get("no answer")
    if not silent or not result.n:
        return None
    asked = result.n + silent
    share = figures.percent(Fraction(result.n, asked))
    return f"answered: {figures.count(result.n)} of {figures.count(asked)}, {share}"
