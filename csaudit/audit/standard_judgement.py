"""One standard, one judgement: of the whole, of each part, or of the spread between the parts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from csaudit.audit import judging
from csaudit.audit.figures import Figure
from csaudit.audit.promise import number
from csaudit.audit.report import Result, ResultDetail
from csaudit.audit.report import Target as Promised
from csaudit.outcomes import NoData, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.plan.ladder import Tally
    from csaudit.plan.questions import Question
    from csaudit.standards.model import Standard
    from csaudit.standards.quantities import Target

NAMED = 5
"""How many of the parts that missed are named."""


@dataclass(frozen=True, slots=True)
class Found:
    """A part's figure, its counts, the promise that it is held to, and the result they make."""

    figure: Figure
    tally: Tally
    result: Result
    promise: Standard


def judged(
    question: Question,
    whole: Found,
    groups: Mapping[tuple[str, ...], list[Found]],
    periods: Mapping[str, list[Found]],
    segments: list[Found],
) -> Result:
    """The standard's own result: of the whole, of each part, or of the spread between them.

    `segments`: where the target changed over time, the records under each of its values.
    """
    judge = question.standard.judge
    if whole.result.reason is NoData.TOO_MANY_UNREADABLE:
        return whole.result
    if judge.how == "whole":
        history = question.standard.target_history
        return _by_history(whole, segments) if history else whole.result
    parts = periods[judge.every] if judge.every is not None else groups[judge.columns]
    enough = [part for part in parts if part.result.outcome is not Outcome.NO_DATA]
    if judge.how == "spread":
        found = _spread(question.standard, whole, enough)
    else:
        found = _each(question.standard, whole, enough)
    return _without_the_unread(found, [part for part in parts if _is_unread(part, question)])


def _is_unread(part: Found, question: Question) -> bool:
    """Whether a part would be judged if so many of its records were not unreadable."""
    least = judging.least_records(
        question.standard, question.table, group=part.result.period is None
    )
    unreadable = part.result.reason is NoData.TOO_MANY_UNREADABLE
    return unreadable and part.result.n + part.result.unreadable >= least


def _without_the_unread(found: Result, unread: list[Found]) -> Result:
    """No part is lost in silence: what one part would say is not known, unless others say it."""
    if not unread or found.outcome not in (Outcome.PASS, Outcome.WARN, Outcome.NO_DATA):
        return found
    what = "more than 5 % of the records to judge are unreadable"
    return replace(
        found,
        outcome=Outcome.NO_DATA,
        reason=NoData.TOO_MANY_UNREADABLE,
        words=f"nothing can be said of {_names(unread)}: {what}",
        margin=None,
        budget=None,
    )


def _by_history(whole: Found, segments: list[Found]) -> Result:
    """Each stretch is judged by the target that held in it; the worst of them counts.

    Where no record lies in any of them nothing was promised of those that there are.
    """
    if whole.result.outcome is Outcome.NO_DATA:
        return whole.result
    judged = [found for found in segments if found.result.outcome is not Outcome.NO_DATA]
    outcomes = [found.result.outcome for found in judged]
    worst = (Outcome.FAIL, Outcome.WARN, Outcome.PASS)
    outcome = next((one for one in worst if one in outcomes), Outcome.INFO)
    missed = [found for found in judged if found.result.outcome is Outcome.FAIL]
    details = tuple(
        ResultDetail(
            label=f"from {_name(found)}, target {_written(target, found.result.unit)}",
            value=found.result.value,
            n=found.result.n,
            numerator=found.result.numerator,
        )
        for found in segments
        if (target := found.result.target) is not None
    )
    return replace(
        whole.result,
        outcome=outcome,
        words=f"missed from {_names(missed)}" if missed else None,
        # One target and its margin would speak of one stretch only, and the others differ.
        margin=None,
        budget=None,
        details=(*whole.result.details, *details),
    )


def _written(target: Promised, unit: str) -> str:
    if unit == "share":
        return f"{target.op} {100 * target.value:g} %"
    return f"{target.op} {target.value:g}{' s' if unit == 'seconds' else ''}"


def _each(standard: Standard, whole: Found, parts: list[Found]) -> Result:
    if not parts:
        return _too_few(whole)
    reached = [part for part in parts if _reaches(part, judging.target_of(part.promise))]
    outcome = Outcome.FAIL
    if _enough(standard, reached, parts):
        warned = [part for part in parts if _reaches(part, standard.warn)]
        early = standard.warn is None or _enough(standard, warned, parts)
        outcome = Outcome.PASS if early else Outcome.WARN
    named = _names([part for part in parts if part not in reached])
    detail = ResultDetail(
        label="reached the target",
        value=len(reached) / len(parts),
        n=len(parts),
        numerator=len(reached),
    )
    return replace(
        whole.result,
        outcome=Outcome.INFO if judging.target_of(standard) is None else outcome,
        reason=None,
        words=f"missed by {named}" if named else None,
        details=(*whole.result.details, detail),
    )


def _reaches(part: Found, target: Target | None) -> bool:
    return target is not None and judging.reaches(part.figure, target)


def _enough(standard: Standard, reached: list[Found], parts: list[Found]) -> bool:
    """Whether as many parts reach a target as the standard asks: all of them, or its `reach`."""
    reach = standard.judge.reach
    if reach is None:
        return len(reached) == len(parts)
    return reach.reached_by(Fraction(len(reached), len(parts)))


def _spread(standard: Standard, whole: Found, parts: list[Found]) -> Result:
    known = [part for part in parts if part.figure.value is not None]
    if len(known) < 2:  # noqa: PLR2004 - a spread lies between two
        return _too_few(whole)
    if any(part.figure.lower for part in known):
        words = "in one of them too few cases have ended to say how far they lie apart"
        return replace(_too_few(whole), value=None, bound=None, words=words)
    ordered = sorted(known, key=lambda part: part.figure.value or 0)
    lowest, highest = ordered[0], ordered[-1]
    value = (highest.figure.value or Fraction(0)) - (lowest.figure.value or Fraction(0))
    spread = Figure(n=whole.figure.n, value=value)
    target = standard.target
    outcome = Outcome.INFO
    if target is not None:
        outcome = Outcome.PASS if judging.reaches(spread, target) else Outcome.FAIL
        if outcome is Outcome.PASS and standard.warn and not judging.reaches(spread, standard.warn):
            outcome = Outcome.WARN
    details = [
        ResultDetail(label="pooled", value=whole.result.value, n=whole.result.n),
        *(
            ResultDetail(label=_name(part), value=part.result.value, n=part.result.n)
            for part in (highest, lowest)
        ),
    ]
    return replace(
        whole.result,
        value=float(value),
        bound=None,
        outcome=outcome,
        reason=None,
        certain=None,
        interval=None,
        margin=number(judging.margin(spread, target)),
        budget=None,
        details=tuple(details),
        words=f"from {_name(lowest)} to {_name(highest)}",
    )


def _too_few(whole: Found) -> Result:
    reason = whole.result.reason or NoData.TOO_FEW
    return replace(whole.result, outcome=Outcome.NO_DATA, reason=reason, margin=None, budget=None)


def _names(parts: list[Found]) -> str:
    shown = ", ".join(_name(part) for part in parts[:NAMED])
    more = len(parts) - NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def _name(part: Found) -> str:
    period = part.result.period
    if period is not None:
        hour = "" if period.hour is None else f" {period.hour:02d}:00"
        return f"{period.start.isoformat()}{hour}"
    return ", ".join("(empty)" if value is None else value for value in part.result.group.values())
