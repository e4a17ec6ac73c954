"""When the misses that a target allows are used up, if misses go on as they did of late.

Of so many judged a day the target allows some to be missed. Where more are missed than that, what
is left of the budget shrinks by the difference every day.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.audit.report import Note
from csaudit.plan.ladder import Verdict
from csaudit.standards.quantities import Measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.audit.answers import Answers
    from csaudit.audit.report import Budget, Result
    from csaudit.plan.standard_plan import StandardPlan

CODE: Final = "budget_runs_out"
LATELY: Final = timedelta(days=28)
"""Four weeks, so that every weekday counts as often as the others."""

_FEWEST: Final = 30
_HORIZON: Final = timedelta(days=92)
_UNSETTLED: Final = 10
"""Where more than one in so many is not due yet, the last weeks are not known yet."""


def tallies(plan: StandardPlan) -> dict[str, pl.Expr]:
    """Of the records of the last four weeks, how many were judged, missed, and are not due."""
    target = plan.question.standard.target
    if target is None or target.measure is not Measure.PERCENT:
        return {}
    lately = plan.dated > pl.lit(plan.as_of - LATELY)
    counted = {
        "judged": plan.lands_on(Verdict.MET, Verdict.MISSED),
        "missed": plan.lands_on(Verdict.MISSED),
        "not due": plan.lands_on(Verdict.NOT_DUE),
    }
    return {plan.name(f"{CODE} {name}"): (lately & one).sum() for name, one in counted.items()}


def remarks(plan: StandardPlan, answers: Answers, result: Result) -> Iterator[Note]:
    """The day on which the budget of a standard is used up, where that is near."""
    budget, target = result.budget, plan.question.standard.target
    names = [plan.name(f"{CODE} {one}") for one in ("judged", "missed", "not due")]
    if budget is None or budget.left <= 0 or target is None or names[0] not in answers.whole:
        return
    judged, missed, waiting = (answers.whole[name] or 0 for name in names)
    if judged < _FEWEST or waiting * _UNSETTLED > judged:
        return
    tolerated = judged * (1 - target.value if target.wants_high else target.value)
    if missed <= tolerated:
        return
    days = Fraction(budget.left * LATELY.days) / (missed - tolerated)
    if days > _HORIZON.days:
        return
    ends = plan.as_of + timedelta(days=float(days))
    yield Note(
        code=CODE,
        message=_told(budget, missed, tolerated, f"{ends:%Y-%m-%d}"),
        standard=plan.question.standard.id,
    )


def _told(budget: Budget, missed: int, tolerated: Fraction, day: str) -> str:
    return (
        f"{budget.left:,} of the {budget.allowed:,} misses that the target allows are left; as in "
        f"the last {LATELY.days} days ({missed:,} missed, {float(tolerated):,.1f} allowed) they are"
        f" used up on {day}"
    )
