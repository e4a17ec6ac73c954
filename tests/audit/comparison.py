"""What csaudit says and what the reference wants, result by result."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tests.reference.figures import DURATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.audit.report import Report, Result
    from tests.reference.audit import Expected, Key


def key_of(result: Result) -> Key:
    group = tuple(sorted(result.group.items()))
    period = result.period
    if period is None:
        return result.id, group, None
    return result.id, group, (period.every, period.start, period.hour)


COUNTS = (
    "n", "superseded", "outside_period", "not_due", "open", "numerator", "denominator",
    "not_applicable", "not_applicable_by", "left_out", "left_out_by", "unreadable",
    "unreadable_by", "bound",
)  # fmt: skip


def said(result: Result) -> dict[str, Any]:
    """What csaudit says, in the reference's terms."""
    counts = {name: getattr(result, name) for name in COUNTS}
    return counts | {
        "outcome": result.outcome.value,
        "reason": result.reason,
        "value": result.value,
        "margin": result.margin,
        "budget": None if result.budget is None else (result.budget.allowed, result.budget.used),
    }


def wanted(expected: Expected) -> dict[str, Any]:
    counts = {name: getattr(expected, name) for name in COUNTS}
    return counts | {
        "outcome": expected.outcome,
        "reason": expected.reason,
        "value": None if expected.value is None else float(expected.value),
        "margin": None if expected.margin is None else float(expected.margin),
        "budget": expected.budget,
    }


def near(found: tuple[float, float] | None, hoped: tuple[float, float] | None) -> bool:
    """Whether two intervals are the same but for rounding."""
    if found is None or hoped is None:
        return found is hoped
    return all(
        one == other or math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
        for one, other in zip(found, hoped, strict=True)
    )


def differences(report: Report, expected: dict[Key, Expected]) -> list[str]:
    """Of every result: what csaudit says, and what the reference wants."""
    results = {key_of(result): result for result in report.results}
    missing = [f"{key}: not in the report" for key in expected if key not in results]
    extra = [f"{key}: not in the reference" for key in results if key not in expected]
    found = [
        f"{key}: {what} is {one!r}, should be {other!r}"
        for key, hoped in expected.items()
        if key in results
        for what, one, other in _differences(results[key], hoped)
    ]
    return missing + extra + found


def _differences(result: Result, hoped: Expected) -> Iterator[tuple[str, object, object]]:
    if hoped.reason in {"column_missing", "clock_unknown"}:
        if result.reason != hoped.reason:
            yield "reason", result.reason, hoped.reason
        return
    one, other = said(result), wanted(hoped)
    if hoped.outcome == "no_data":  # nothing was judged: nothing is promised of the distance
        one["margin"] = other["margin"] = one["budget"] = other["budget"] = None
    if result.metric == "value":
        _rounded(one, other)
    if result.metric not in DURATIONS:
        one["open"] = other["open"] = None  # only of a duration's cases does it say how they stand
    yield from ((name, one[name], other[name]) for name in one if one[name] != other[name])
    if not near(result.interval, hoped.interval):
        yield "interval", result.interval, hoped.interval


def _rounded(one: dict[str, Any], other: dict[str, Any]) -> None:
    """An aggregate is what polars makes of it: its averages are rounded once more."""
    for name in ("value", "margin"):
        found, hoped = one[name], other[name]
        if found is not None and hoped is not None and math.isclose(found, hoped, rel_tol=1e-12):
            one[name] = hoped
