"""What got better or worse between two reports, and what of it is more than chance."""

from __future__ import annotations

import math

import pytest

from csaudit.audit.changes import Change, Turn
from csaudit.audit.comparing import (
    Tolerance,
    compared,
    gated_on_regression,
    tolerance,
    ungated,
)
from csaudit.audit.report import Result, Target
from csaudit.errors import UsageError
from csaudit.outcomes import Outcome
from tests.reports.examples import AT_MOST_5, breakdown, report, result, share

DAYS = Target(op="<=", value=86_400)


def change_of(before: Result, now: Result, allowed: Tolerance | None = None) -> Change:
    of = compared(report(now), report(before), "old.json", allowed or tolerance(None))
    assert of.baseline is not None
    (change,) = of.baseline.changes
    return change


@pytest.mark.parametrize(
    ("before", "now", "turn"),
    [
        (share("a", 80, 100), share("a", 90, 100), Turn.BETTER),
        (share("a", 90, 100), share("a", 80, 100), Turn.WORSE),
        (share("a", 90, 100), share("a", 180, 200), Turn.SAME),
        (share("a", 3, 100, AT_MOST_5), share("a", 4, 100, AT_MOST_5), Turn.WORSE),
        (
            result("a", unit="seconds", value=60.0, target=DAYS),
            result("a", unit="seconds", value=90.0, target=DAYS),
            Turn.WORSE,
        ),
        (
            result("a", metric="average_order_value", unit="number", value=1.0, statistic="mean"),
            result("a", metric="average_order_value", unit="number", value=2.0, statistic="mean"),
            Turn.BETTER,
        ),
        (
            result("a", value=0.3, statistic="spread"),
            result("a", value=0.2, statistic="spread"),
            Turn.BETTER,
        ),
        (result("a", value=0.3), result("a", outcome=Outcome.NO_DATA), Turn.WORSE),
        (result("a", outcome=Outcome.NO_DATA), result("a", value=0.3), Turn.BETTER),
        (result("a", outcome=Outcome.NO_DATA), result("a", outcome=Outcome.NO_DATA), Turn.SAME),
        (result("a", value=0.3), result("a", value=3.0, unit="seconds"), Turn.CHANGED),
    ],
)
def test_which_way_a_result_went(before: Result, now: Result, turn: Turn) -> None:
    assert change_of(before, now).turn is turn


def test_groups_are_compared_by_their_own_names_and_what_is_new_or_gone_is_told() -> None:
    one = share("a", 90, 100)
    leeds, hull = ({"branch": name} for name in ("Leeds", "Hull"))
    old = report(one, breakdown(one, leeds, 40, 50), share("b", 1, 2))
    new = report(one, breakdown(one, leeds, 45, 50), breakdown(one, hull, 45, 50))
    base = compared(new, old, "old.json").baseline
    assert base is not None
    told = [(change.id, change.group, change.turn) for change in base.changes]
    assert told == [
        ("a", {}, Turn.SAME),
        ("a", leeds, Turn.BETTER),
        ("a", hull, Turn.NEW),
        ("b", {}, Turn.GONE),
    ]


def test_the_interval_of_a_difference_is_newcombes() -> None:
    """56 of 70 and 48 of 80: method 10 of Newcombe (1998) gives 0.0524 to 0.3339."""
    change = change_of(share("a", 48, 80), share("a", 56, 70))
    assert change.interval == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert change.certain is True


def test_a_difference_that_chance_would_make_is_not_certain() -> None:
    assert change_of(share("a", 9, 10), share("a", 8, 10)).certain is False


def test_without_an_interval_nobody_knows_whether_it_is_chance() -> None:
    seconds = {"unit": "seconds", "target": DAYS}
    change = change_of(result("a", value=60.0, **seconds), result("a", value=90.0, **seconds))
    assert change.interval is None
    assert change.certain is None


@pytest.mark.parametrize("settings", [{"count": "flow"}, {}])
def test_what_is_resolved_beyond_what_was_received_is_no_share_of_it(
    settings: dict[str, str],
) -> None:
    before, now = (
        result("a", value=some / 100, numerator=some, denominator=100, settings=settings)
        for some in (140, 120)
    )
    change = change_of(before, now)
    assert (change.interval, change.certain) == (None, None)
    within = result("a", value=0.9, numerator=90, denominator=100, settings={"count": "flow"})
    assert change_of(within, within).interval is None


@pytest.mark.parametrize(
    ("written", "unit", "before", "allowed"),
    [
        ("2 points", "share", 0.9, 0.02),
        ("1 point", "number", 40.0, 1),
        ("5%", "seconds", 3_600.0, 180),
        ("5%", "number", -40.0, 2),
        ("30m", "seconds", 3_600.0, 1_800),
        ("30m", "share", 0.5, 0),
        ("2 points", "seconds", 60.0, 0),
    ],
)
def test_what_is_tolerated(written: str, unit: str, before: float, allowed: float) -> None:
    assert math.isclose(tolerance(written).allowed(before, unit), allowed)


@pytest.mark.parametrize(
    ("written", "points"),
    [
        *(("2", "2"), ("", "2"), ("two points", "2"), ("-1%", "2"), ("1e9 points", "2")),
        *(("3 percent", "3"), ("0.5 pp.", "2"), ("4 %%", "4")),
    ],
)
def test_what_is_no_tolerance_is_told_with_a_line_that_is_one(written: str, points: str) -> None:
    with pytest.raises(UsageError) as told:
        tolerance(written)
    assert f'--tolerance "{points} points"' in str(told.value)
    tolerance(f"{points} points")


def test_the_gate_trips_on_what_got_worse_by_more_than_is_tolerated() -> None:
    old = report(share("a", 92, 100), share("b", 50, 100), share("c", 93, 100))
    new = report(share("a", 91, 100), share("b", 50, 100), share("c", 90, 100))
    strict = gated_on_regression(compared(new, old, "old.json"))
    assert [cause.id for cause in strict.gate.tripped_by] == ["a", "c"]
    lenient = gated_on_regression(compared(new, old, "old.json", tolerance("2 points")))
    assert [cause.id for cause in lenient.gate.tripped_by] == ["c"]
    assert (lenient.gate.exit_code, lenient.gate.fail_on) == (1, "regression")
    assert ungated(lenient).gate.exit_code == 0


def test_a_difference_of_just_the_tolerance_is_tolerated() -> None:
    change = change_of(share("a", 93, 100), share("a", 91, 100), tolerance("2 points"))
    assert change.turn is Turn.WORSE
    assert not change.regressed


def test_what_a_regulator_asks_for_trips_whatever_it_was_before() -> None:
    old = report(share("a", 10, 100, mandatory=True), share("b", 10, 100))
    same = gated_on_regression(compared(old, old, "old.json"))
    assert [cause.id for cause in same.gate.tripped_by] == ["a"]
    assert not gated_on_regression(compared(old, old, "o"), mandatory=False).gate.tripped_by


def test_without_a_baseline_nothing_is_worse() -> None:
    assert gated_on_regression(report(share("a", 10, 100))).gate.exit_code == 0
