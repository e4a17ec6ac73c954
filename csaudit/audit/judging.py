"""From a figure to an outcome: targets, early warnings, intervals, and too little to judge.

Figures and targets are exact fractions; nothing is judged on a float.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from csaudit.audit.report import Budget
from csaudit.outcomes import NoData, Outcome
from csaudit.plan.ladder import Verdict
from csaudit.standards.quantities import Measure, Target

if TYPE_CHECKING:
    from csaudit.audit.figures import Figure
    from csaudit.plan.ladder import Tally
    from csaudit.standards.model import Standard

FEW: Final = 30
"""Below this many, a group or a sample says too little, unless `min_n` says otherwise."""

READABLE: Final = Fraction(19, 20)
"""Where less than this share of the records can be read, the figure cannot be trusted."""

EVERY_SINGLE_ONE: Final = Target(">=", Fraction(1), Measure.PERCENT, "100%")


class Judgement(NamedTuple):
    """What became of a figure; `certain` is None where that is not asked."""

    outcome: Outcome
    reason: NoData | None = None
    certain: bool | None = None


def judge(
    figure: Figure, tally: Tally, standard: Standard, *, least: int, sampled: bool
) -> Judgement:
    """The outcome of a figure that `least` records at the least must carry."""
    target = target_of(standard)
    missing = not_enough(figure, tally, least)
    if missing is None and target is not None and _undecided(figure, target):
        missing = NoData.TOO_FEW
    if missing is not None:
        return Judgement(Outcome.NO_DATA, missing)
    if target is None:
        return Judgement(Outcome.INFO)
    certain = _certain(figure, target) if sampled or standard.confidence else None
    if standard.confidence is not None and certain is False:
        return Judgement(Outcome.WARN, certain=False)
    if not reaches(figure, target):
        return Judgement(Outcome.FAIL, certain=certain)
    if standard.warn is not None and not reaches(figure, standard.warn):
        return Judgement(Outcome.WARN, certain=certain)
    return Judgement(Outcome.PASS, certain=certain)


def target_of(standard: Standard) -> Target | None:
    """The standard's target; a limit alone promises every single record."""
    return EVERY_SINGLE_ONE if standard.every_single_one else standard.target


def least_records(standard: Standard, table: str, *, group: bool) -> int:
    """How many records a figure needs: the standard's own word, else 30 for groups and samples.

    A period is no group: what is promised of each day is promised of a quiet day as well.
    """
    if standard.min_n is not None:
        return standard.min_n
    return FEW if group or table in {"surveys", "reviews"} else 1


def not_enough(figure: Figure, tally: Tally, least: int) -> NoData | None:
    """Why there is too little to judge; None where there is enough."""
    unreadable = tally.count(Verdict.UNREADABLE) - tally.aside
    if unreadable > (1 - READABLE) * (tally.judged + unreadable):
        return NoData.TOO_MANY_UNREADABLE
    if figure.reason is not None:
        return NoData(figure.reason)
    if not figure.n or (figure.value is None and figure.words is None):
        return NoData.NO_RECORDS
    return NoData.TOO_FEW if figure.n < least else None


def reaches(figure: Figure, target: Target) -> bool:
    """Whether the figure keeps the target; a ratio with nothing below the line always does."""
    if figure.value is None:
        return target.wants_high
    if figure.lower and not target.wants_high:
        return False
    return target.reached_by(figure.value)


def _undecided(figure: Figure, target: Target) -> bool:
    """Whether too few cases have ended: the figure is at least so much, and may pass or fail."""
    return (
        figure.lower
        and not target.wants_high
        and figure.value is not None
        and target.reached_by(figure.value)
    )


def margin(figure: Figure, target: Target | None) -> Fraction | None:
    """How far the figure is on the good side of the target; negative on the bad side."""
    if target is None or figure.value is None:
        return None
    beyond = figure.value - target.value
    return beyond if target.wants_high else -beyond


def budget(figure: Figure, target: Target | None) -> Budget | None:
    """How many misses a share's target allows at this n, how many there were, how many are left."""
    if target is None or target.measure is not Measure.PERCENT or figure.denominator != figure.n:
        return None
    if figure.numerator is None or not figure.n:
        return None
    tolerated = figure.n * (1 - target.value if target.wants_high else target.value)
    allowed = int(tolerated)
    if target.op in {">", "<"} and allowed == tolerated:
        allowed -= 1
    used = figure.n - figure.numerator if target.wants_high else figure.numerator
    allowed = min(max(allowed, 0), figure.n)
    return Budget(allowed=allowed, used=used, left=allowed - used)


def _certain(figure: Figure, target: Target) -> bool | None:
    """Whether the whole interval lies on one side of the target."""
    if figure.interval is None:
        return None
    low, high = (target.reached_by(Fraction(end)) for end in map(_finite, figure.interval))
    return low == high


def _finite(end: float) -> float:
    """A ratio's interval may have no upper end; no target lies beyond the largest number."""
    return min(end, sys.float_info.max)
