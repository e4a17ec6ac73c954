"""A standard judged by its parts: each group or period, or how far they lie apart."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.reference.figures import (
    Figures,
)
from tests.reference.judging import outcome
from tests.reference.quantities import Target, target

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(kw_only=True)
class Expected(Figures):
    """What the report must say of one standard, group or period."""

    outcome: str = "info"
    certain: bool | None = None
    target: Target | None = None
    margin: Fraction | None = None
    budget: tuple[int, int] | None = None
    least: int = 1  # records that it takes to judge it


def judge_parts(
    whole: Expected, parts: Iterable[Expected], judge: dict[str, Any], warn: Target | None
) -> None:
    """As the parts that can be judged say, unless one that cannot be read might differ."""
    parts = list(parts)
    many = whole.reason == "too_many_unreadable"
    _judge_readable(whole, parts, judge, warn)
    unread = [
        part
        for part in parts
        if part.reason == "too_many_unreadable" and part.n + part.unreadable >= part.least
    ]
    if unread and not many and whole.outcome in {"pass", "warn", "no_data"}:
        whole.outcome, whole.reason = "no_data", "too_many_unreadable"
        whole.margin = whole.budget = None


def _judge_readable(
    whole: Expected, parts: Iterable[Expected], judge: dict[str, Any], warn: Target | None
) -> None:
    """`each`: so many of the groups must reach the target. `spread`: best minus worst."""
    judged = [part for part in parts if part.outcome != "no_data"]
    if not judged or ("spread" in judge and len(judged) < 2):
        whole.outcome, whole.reason = "no_data", whole.reason or "too_few"
        whole.margin = whole.budget = None
        return
    if whole.reason == "too_many_unreadable":
        return
    whole.reason = None
    assert whole.target is not None
    if "spread" in judge:
        whole.bound = None  # it is that of the whole, too
        if any(part.bound == "lower" for part in judged):
            whole.outcome, whole.reason, whole.value = "no_data", "too_few", None
            whole.margin = whole.budget = None
            return
        values = [part.value for part in judged if part.value is not None]
        whole.value = max(values) - min(values)
        whole.margin, whole.budget = whole.target.margin(whole.value), None
        whole.interval = None  # that of the whole says nothing of the difference
        whole.outcome = outcome(whole, whole.target, warn)
        return
    reach = target(judge.get("reach", ">= 100%"), higher_is_better=True)

    def enough(*outcomes: str) -> bool:
        good = sum(part.outcome in outcomes for part in judged)
        return reach.reached_by(Fraction(good, len(judged)))

    whole.outcome = "pass" if enough("pass") else "warn" if enough("pass", "warn") else "fail"
