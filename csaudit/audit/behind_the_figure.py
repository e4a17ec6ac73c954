"""What lies behind a standard's figure: how its times spread about the limit, and the worst misses.

Both are shown, and judge nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from csaudit.audit.report import TimesUpTo, WorstCase
from csaudit.plan.ladder import JUDGED, Verdict
from csaudit.tables import ROW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csaudit.audit.answers import Answers
    from csaudit.plan.standard_plan import StandardPlan

STEPS: Final = 8
"""A step is so small a part of the limit."""

LAST: Final = 2 * STEPS
"""Beyond so many steps times are told together."""

MOST: Final = 5
_MICROSECONDS: Final = 1_000_000
_TIMES, _WORST = "times by step", "worst"


def tallies(plan: StandardPlan) -> dict[str, pl.Expr]:
    """How many times fell into which step of their limit, and the ids of the worst misses."""
    found = {**_times(plan), **_misses(plan)}
    return {plan.name(name): one for name, one in found.items()}


def _times(plan: StandardPlan) -> dict[str, pl.Expr]:
    times = plan.timing
    if times is None or plan.measured is None or plan.question.standard.within is None:
        return {}
    step = ((plan.measured * STEPS - 1) // times.limit).clip(0, LAST)
    known = step.filter(plan.lands_on(*JUDGED)).drop_nulls()
    return {_TIMES: known.value_counts().implode()}


def _misses(plan: StandardPlan) -> dict[str, pl.Expr]:
    """The greatest overruns; what is not measured in time has no worst."""
    if plan.timing is None or plan.question.standard.within is None:
        return {}
    # What is missed without a time is none of the worst.
    counts = plan.lands_on(Verdict.MISSED) & (plan.timing.overrun > 0)
    over = pl.when(counts).then(plan.timing.overrun)
    # Those that tie with them are told apart by their ids.
    worst = over >= over.top_k(MOST).min()
    case = pl.struct((-over).alias("over"), plan.facts.column("id").alias("id"), ROW)
    return {_WORST: case.filter(worst).sort().head(MOST).implode()}


def of(plan: StandardPlan, answers: Answers) -> dict[str, Any]:
    """The fields of the standard's result that tell it."""
    told = {name: answers.whole.get(plan.name(name)) for name in (_TIMES, _WORST)}
    return {"times": _spread(told[_TIMES]), "worst": tuple(_worst(told[_WORST] or ()))}


def _spread(counted: Any) -> tuple[TimesUpTo, ...]:  # noqa: ANN401 - a list of structs
    if not counted:
        return ()
    steps: dict[int, int] = dict(tuple(row.values()) for row in counted)
    return tuple(
        TimesUpTo(part=None if step == LAST else (step + 1) / STEPS, n=steps.get(step, 0))
        for step in range(LAST + 1)
    )


def _worst(cases: Sequence[Mapping[str, Any]]) -> list[WorstCase]:
    return [
        WorstCase(
            id=f"row {case[ROW]}" if case["id"] is None else case["id"],
            overrun_seconds=-case["over"] / _MICROSECONDS,
        )
        for case in cases
    ]
