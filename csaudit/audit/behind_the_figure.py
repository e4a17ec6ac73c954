"""What lies behind a standard's figure: how its times spread about the limit, and the worst misses.

Both are shown, and judge nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from csaudit.audit.report import TimesUpTo, WorstCase
from csaudit.plan.ladder import JUDGED, Verdict
from csaudit.plan.standard_plan import record_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from csaudit.audit.answers import Answers
    from csaudit.plan.standard_plan import StandardPlan

STEPS: Final = 8
"""A step is so small a part of the limit."""

LAST: Final = 2 * STEPS
"""Beyond so many steps times are told together."""

MOST: Final = 5
_MICROSECONDS: Final = 1_000_000
_TIMES, _WORST, _BY = "times by step", "worst ids", "worst by"


def tallies(plan: StandardPlan) -> dict[str, pl.Expr]:
    """How many times fell into which step of their limit, and the ids of the worst misses."""
    found = {**_times(plan), **_misses(plan)}
    return {plan.name(name): one for name, one in found.items()}


def _times(plan: StandardPlan) -> dict[str, pl.Expr]:
    times = plan.timing
    if times is None or plan.measured is None or plan.question.standard.within is None:
        return {}
    step = ((plan.measured * STEPS - 1) // times.limit).clip(0, LAST)
    known = step.filter(plan.lands_on(*JUDGED) & step.is_not_null())
    return {_TIMES: known.value_counts().implode()}


def _misses(plan: StandardPlan) -> dict[str, pl.Expr]:
    """The greatest overruns; what is not measured in time has no worst."""
    if plan.timing is None or plan.question.standard.within is None:
        return {}
    missed = plan.lands_on(Verdict.MISSED)
    ids, over = record_id(plan).filter(missed), plan.timing.overrun.filter(missed)
    # Those that tie with them are told apart by their ids; what is missed without a time is none.
    worst = (over >= over.top_k(MOST).min()) & (over > 0)
    return {_WORST: ids.filter(worst).implode(), _BY: over.filter(worst).implode()}


def of(plan: StandardPlan, answers: Answers) -> dict[str, Any]:
    """The fields of the standard's result that tell it."""
    told = {name: answers.whole.get(plan.name(name)) for name in (_TIMES, _WORST, _BY)}
    return {"times": _spread(told[_TIMES]), "worst": tuple(_worst(told))}


def _spread(counted: Any) -> tuple[TimesUpTo, ...]:  # noqa: ANN401 - a list of structs
    if not counted:
        return ()
    steps: dict[int, int] = dict(tuple(row.values()) for row in counted)
    return tuple(
        TimesUpTo(part=None if step == LAST else (step + 1) / STEPS, n=steps.get(step, 0))
        for step in range(LAST + 1)
    )


def _worst(told: Mapping[str, Any]) -> list[WorstCase]:
    pairs = zip(told[_WORST] or (), told[_BY] or (), strict=True)
    ordered = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
    return [
        WorstCase(id=name, overrun_seconds=over / _MICROSECONDS) for name, over in ordered[:MOST]
    ]
