"""Times that bunch just before a limit: a number and how unusual it is, and no accusation.

A tenth of the limit on each side is counted: of what ended there, and of pauses that began there.
Where nothing but the work decides, the last tenth before the limit holds about as many as its two
neighbours do on average; how likely as many as there are would be then is a binomial tail (one
third of the three).
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from csaudit.audit.remarks.chances import at_least
from csaudit.audit.report import Note
from csaudit.metrics.declaration import Duration
from csaudit.plan.ladder import JUDGED, Verdict
from csaudit.standards.quantities import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from csaudit.audit.answers import Answers
    from csaudit.plan.standard_plan import StandardPlan

ENDS: Final = "bunched_before_limit"
PAUSES: Final = "paused_before_limit"
MESSAGES: Final = {
    ENDS: "{last:,} ended in the last tenth before the limit of {limit}, {around:,.0f} in the "
    "tenths beside it on average: they may have been hurried, or closed, to be in time",
    PAUSES: "{last:,} pauses began in the last tenth before the limit of {limit}, {around:,.0f} in "
    "the tenths beside it on average: a pause moves the instant at which a case is due",
}
"""The code of each remark, and its words."""

_FEWEST: Final = 30
_TIMES: Final = 2
"""So many times as many as in the tenths beside it, at least."""

_CHANCE: Final = 0.001


def tallies(plan: StandardPlan) -> dict[str, pl.Expr]:
    """How many ended in the tenth before the last, in the last, and in the one after the limit.

    And how many pauses began there, where events tell them.
    """
    within = plan.question.standard.within
    measured = plan.measured if isinstance(plan.measure, Duration) else None
    if measured is None or not isinstance(within, Limit) or within.kind != "time":
        return {}
    ended = [
        number
        for number in plan.ladder.numbers(*JUDGED)
        if not (plan.ladder.steps[number].rung.open or plan.ladder.steps[number].rung.at_least)
    ]
    judged, tenth = plan.step.is_in(ended), within.amount // 10
    edges = [within.amount + place * tenth for place in (-2, -1, 0, 1)]
    found = {
        f"{ENDS} {place}": (judged & (measured > low) & (measured <= high)).sum()
        for place, (low, high) in enumerate(itertools.pairwise(edges))
    }
    begun = () if plan.timing is None else plan.timing.pauses_begun
    running = plan.lands_on(*JUDGED, Verdict.NOT_DUE)
    for place, number in enumerate(begun):
        found[f"{PAUSES} {place}"] = number.filter(running).sum()
    return {plan.name(name): tally for name, tally in found.items()}


def remarks(plan: StandardPlan, answers: Answers) -> Iterator[Note]:
    """A remark where far more end, or are paused, just before the limit than around it."""
    for code, message in MESSAGES.items():
        names = [plan.name(f"{code} {place}") for place in range(3)]
        if names[0] not in answers.whole:
            continue
        before, last, after = (answers.whole[name] for name in names)
        around = (before + after) / 2
        if last < _FEWEST or last < _TIMES * around:
            continue
        if at_least(last, before + last + after, 1 / 3) <= _CHANCE:
            limit = plan.question.standard.within
            text = message.format(last=last, limit=limit, around=around)
            yield Note(code=code, message=text, standard=plan.question.standard.id)
