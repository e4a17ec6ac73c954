"""What a group of verdicts comes to: counts, and one exact value."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.reference import statistics
from tests.reference.quantities import amount
from tests.reference.scores import aggregated
from tests.reference.shares import wants_less
from tests.reference.stock import SERIES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.reference.verdicts import Standard, Verdict

    Summing = Callable[[Standard, Sequence[Verdict], Sequence[Verdict], "Figures"], None]

JUDGED = ("met", "missed", "measured")
NETS = "net_promoter_score"
LOWER_IS_BETTER = {
    "first_response_time",
    "resolution_time",
    "waiting_time",
    "reopen_rate",
    "replies_to_resolve",
    "handle_time",
    "backlog_age",
    "answer_time",
    "reassignment_rate",
    "abandonment_rate",
    "transfer_rate",
    "backlog",
    "queue_length",
    "single_question_rate",
    "topic_share",
}
DURATIONS = {
    "first_response_time",
    "resolution_time",
    "waiting_time",
    "handle_time",
    "backlog_age",
    "answer_time",
    "service_level",
}
MEANS = {"replies_to_resolve", "customer_effort", "quality_score", "average_order_value", NETS}
SUMMED_ELSEWHERE = {*SERIES, "single_question_rate", "topic_share"}


@dataclass(kw_only=True)
class Figures:
    """Counts as in the report; times in seconds, exact."""

    n: int = 0
    met: int = 0
    missed: int = 0
    not_due: int = 0
    superseded: int = 0
    outside_period: int = 0
    not_applicable: int = 0
    not_applicable_by: dict[str, int] = field(default_factory=dict)
    left_out: int = 0
    left_out_by: dict[str, int] = field(default_factory=dict)
    unreadable: int = 0
    aside: int = 0
    unreadable_by: dict[str, int] = field(default_factory=dict)
    open: int = 0
    value: Fraction | None = None
    numerator: int | None = None
    denominator: int | None = None
    bound: str | None = None
    interval: tuple[float, float] | None = None
    reason: str | None = None
    words: bool = False
    """Whether a ratio has nothing below the line."""


def higher_is_better(standard: Standard) -> bool:
    metric: str = standard["metric"]
    if metric == "share":
        return not wants_less(standard)
    if metric == "customer_effort":
        return str(standard.get("method", "mean")) != "mean" or str(standard["easy"]) == "high"
    return "within" in standard or metric not in LOWER_IS_BETTER


def figures(
    standard: Standard, verdicts: Sequence[Verdict], flow: tuple[int, int] = (0, 0)
) -> Figures:
    """`flow`: how many were received and resolved in the period, for closure_rate by flow.

    A series is summed up elsewhere.
    """
    found = _counts(verdicts)
    judged = [verdict for verdict in verdicts if verdict.place in JUDGED]
    found.n = len(judged)
    if standard["metric"] not in SUMMED_ELSEWHERE:
        _measure_for(standard, flow)(standard, verdicts, judged, found)
    return found


def _measure_for(standard: Standard, flow: tuple[int, int]) -> Summing:
    metric = standard["metric"]
    if metric in DURATIONS and "statistic" in standard:
        return _statistic
    if metric == "value":
        return _value
    if metric == "closure_rate" and standard.get("count") == "flow":
        return lambda _standard, _verdicts, _judged, found: _flow(found, *flow)
    if metric in MEANS and standard.get("method") != "top_box":
        return _mean
    return _share


def _counts(verdicts: Sequence[Verdict]) -> Figures:
    places = Counter(verdict.place for verdict in verdicts)

    def why(place: str) -> dict[str, int]:
        return dict(Counter(v.why for v in verdicts if v.place == place and v.why is not None))

    return Figures(
        met=places["met"],
        missed=places["missed"],
        not_due=places["not_due"],
        superseded=places["superseded"],
        outside_period=places["outside_period"],
        not_applicable=places["not_applicable"],
        not_applicable_by=why("not_applicable"),
        left_out=places["left_out"],
        left_out_by=why("left_out"),
        unreadable=places["unreadable"],
        aside=sum(verdict.aside for verdict in verdicts),
        unreadable_by=why("unreadable"),
        open=sum(verdict.open for verdict in verdicts),
    )


def _share(
    standard: Standard, _: Sequence[Verdict], judged: Sequence[Verdict], found: Figures
) -> None:
    if not found.n:
        return
    counted = found.met if "within" in standard or higher_is_better(standard) else found.missed
    found.numerator, found.denominator = counted, len(judged)
    if standard.get("form") == "ratio":
        found.denominator = found.n - counted
        found.words = found.denominator == 0
    if found.denominator:
        found.value = Fraction(counted, found.denominator)
    found.interval = statistics.wilson(counted, found.n, sure(standard))
    if standard.get("form") == "ratio":
        low, high = (p / (1 - p) if p < 1 else math.inf for p in found.interval)
        found.interval = (low, high)


def _statistic(
    standard: Standard, verdicts: Sequence[Verdict], judged: Sequence[Verdict], found: Figures
) -> None:
    ended = [verdict.elapsed for verdict in judged if verdict.elapsed is not None]
    ages = [v.elapsed for v in verdicts if v.open and v.elapsed is not None]
    if standard.get("open", "survival") == "leave_out":
        ages = []
    if not ended:
        return
    name = standard["statistic"]
    if name == "mean":
        found.value = Fraction(sum(ended), len(ended) * 1_000_000)
        seconds = [Fraction(micros, 1_000_000) for micros in ended]
        found.interval = statistics.t_interval(seconds, sure(standard))
        return
    if name == "max":
        micros, found.bound = statistics.largest(ended, ages)
    else:
        share = Fraction(1, 2) if name == "median" else Fraction(int(name[1:]), 100)
        micros, found.bound = statistics.percentile(ended, ages, share)
    found.value = micros / 1_000_000


def _mean(
    standard: Standard, _: Sequence[Verdict], judged: Sequence[Verdict], found: Figures
) -> None:
    marks = [verdict.mark for verdict in judged if verdict.mark is not None]
    if not marks:
        return
    is_net = standard["metric"] == NETS or standard.get("method") == "net"
    total = sum(marks, Fraction(0))
    mean = total / len(marks)
    if is_net:
        found.numerator, found.denominator = int(total), len(marks)
    found.value = 100 * mean if is_net else mean
    interval = statistics.adjusted_wald if is_net else statistics.t_interval
    found.interval = interval(marks, sure(standard))


def _value(
    standard: Standard, _: Sequence[Verdict], judged: Sequence[Verdict], found: Figures
) -> None:
    function, _column = aggregated(standard["value"])
    marks = [verdict.mark for verdict in judged if verdict.mark is not None]
    if not judged:
        return
    if function == "count":
        found.value = Fraction(len(marks))
    elif marks:
        total = sum(marks, Fraction(0))
        found.value = total if function == "sum" else total / len(marks)


def sure(standard: Standard) -> float:
    """How sure an interval is: 95 % unless `confidence` says otherwise."""
    return float(amount(str(standard.get("confidence", "95%"))))


def _flow(found: Figures, received: int, resolved: int) -> None:
    found.n = found.denominator = received
    found.numerator = resolved
    if received:
        found.value = Fraction(resolved, received)
