"""Worked examples: what the reference says must be plain to see."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from tests.reference.audit import Expected, audit
from tests.reference.statistics import percentile

Row = dict[str, str]
Asked = dict[str, Any]


def ticket(number: int, **cells: str) -> Row:
    return {"id": str(number), "created_at": "2026-03-02 09:00:00", **cells}


def alike(*rows: Row) -> list[Row]:
    """Every row with every column."""
    columns = dict.fromkeys(column for row in rows for column in row)
    return [{column: row.get(column, "") for column in columns} for row in rows]


def one(rows: list[Row], as_of: str = "2026-03-31 12:00", **standard: Any) -> Expected:  # noqa: ANN401
    moment = datetime.fromisoformat(as_of).replace(tzinfo=UTC)
    found = audit(
        {"tickets": alike(*rows)},
        {"timezone": "UTC", "standards": [{"id": "it", **standard}]},
        moment,
    )
    return found["it", (), None]


def test_an_answer_at_the_very_limit_is_in_time_and_one_microsecond_later_is_not() -> None:
    found = one(
        [
            ticket(1, first_response_at="2026-03-02 10:00:00"),
            ticket(2, first_response_at="2026-03-02 10:00:00.000001"),
        ],
        metric="first_response_time",
        within="1h",
        target=">= 50%",
    )
    assert (found.met, found.missed, found.value, found.outcome) == (1, 1, Fraction(1, 2), "pass")


def test_an_unanswered_case_is_not_due_until_its_limit_has_passed() -> None:
    rows = [ticket(1, first_response_at="")]
    due: Asked = {"metric": "first_response_time", "within": "1h", "target": "50%"}
    assert one(rows, as_of="2026-03-02 10:00", **due).not_due == 1
    assert one(rows, as_of="2026-03-02 10:00:00.000001", **due).missed == 1


def test_a_case_closed_without_an_answer_is_not_applicable_unless_it_is_to_be_a_miss() -> None:
    rows = [ticket(1, first_response_at="", status="Closed")]
    due: Asked = {"metric": "first_response_time", "within": "1h", "target": "50%"}
    assert one(rows, **due).not_applicable_by == {"closed unanswered": 1}
    assert one(rows, closed_unanswered="miss", **due).missed == 1


def test_an_open_status_beats_a_stale_resolution() -> None:
    rows = [ticket(1, resolved_at="2026-03-02 10:00", status="Reopened")]
    found = one(rows, metric="resolution_time", within="2h", target="50%")
    assert (found.missed, found.open) == (1, 1)
    first = one(rows, metric="resolution_time", within="2h", target="50%", resolve="first")
    assert (first.met, first.open) == (1, 0)


def test_a_final_status_without_an_instant_is_resolved_in_shares_but_lasted_nobody_knows() -> None:
    rows = [ticket(1, resolved_at="", status="solved", replies="1")]
    assert one(rows, metric="resolution_rate").met == 1
    assert one(rows, metric="resolution_time", within="2h").unreadable_by == {"resolved_at": 1}


def test_the_ladder_counts_each_record_once() -> None:
    resolved = {"resolved_at": "2026-03-02 10:00", "branch": "Hull", "spam": "no"}
    rows = [
        ticket(1, **resolved),
        ticket(1, **resolved),
        ticket(2, **(resolved | {"spam": "yes"})),
        ticket(3, **(resolved | {"branch": "York"})),
        ticket(4, **(resolved | {"branch": ""})),
        ticket(5, **(resolved | {"spam": "perhaps"})),
        ticket(6, **(resolved | {"resolved_at": "2026-03-01 10:00"})),
        {**ticket(7, **resolved), "created_at": "2026-04-02 10:00"},
        {**ticket(8, **resolved), "created_at": "soon"},
    ]
    found = one(
        rows,
        metric="resolution_time",
        within="1h",
        where="branch = 'Hull'",
        leave_out=[{"where": "spam", "reason": "spam"}],
    )
    assert (found.met, found.missed, found.superseded, found.outside_period) == (1, 0, 1, 1)
    assert found.left_out_by == {"spam": 1}
    assert found.not_applicable_by == {"where": 1, "empty: branch": 1}
    assert found.unreadable_by == {"spam": 1, "resolved_at": 1, "created_at": 1}


def test_nearest_rank_when_nothing_is_open() -> None:
    rows = [ticket(n, resolved_at=f"2026-03-02 {9 + n}:00", status="closed") for n in (1, 2, 3, 4)]
    asked: Asked = {"metric": "resolution_time", "target": "<= 2h"}
    assert one(rows, statistic="median", **asked).value == 2 * 3600
    assert one(rows, statistic="p75", **asked).value == 3 * 3600
    assert one(rows, statistic="p76", **asked).value == 4 * 3600
    assert one(rows, statistic="mean", **asked).value == Fraction(5, 2) * 3600


def test_the_product_limit_estimate_of_kaplan_and_meier() -> None:
    """Freireich's leukaemia trial (6-MP arm, 21 patients): the median is 23 weeks.

    Freireich et al. (1963), Blood 21(6), 699-716; Kaplan-Meier values as in Kleinbaum and
    Klein, Survival Analysis, table 1.1: S(6) = 0.857, S(22) = 0.538, S(23) = 0.448.
    """
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    still_open = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    assert percentile(ended, still_open, Fraction(1, 2)) == (Fraction(23), None)
    assert percentile(ended, still_open, 1 - Fraction(858, 1000)) == (Fraction(6), None)
    assert percentile(ended, still_open, 1 - Fraction(856, 1000)) == (Fraction(7), None)
    assert percentile(ended, still_open, 1 - Fraction(448, 1000)) == (Fraction(35), "lower")
    assert percentile(ended, still_open, 1 - Fraction(449, 1000)) == (Fraction(23), None)


def test_a_time_that_occurs_twice_is_the_first_unless_the_answer_would_come_before() -> None:
    rows = [
        {"id": "1", "created_at": "2026-10-25 01:50", "first_response_at": "2026-10-25 01:10"},
        {"id": "2", "created_at": "2026-10-25 01:10", "first_response_at": "2026-10-25 01:50"},
        {"id": "3", "created_at": "2026-03-29 01:30", "first_response_at": "2026-03-29 02:30"},
    ]
    standard = {"id": "it", "metric": "first_response_time", "statistic": "max"}
    found = audit({"tickets": rows}, {"timezone": "Europe/London", "standards": [standard]})[
        "it", (), None
    ]
    assert (found.n, found.value) == (2, Fraction(40 * 60))
    assert found.unreadable_by == {"created_at": 1}


@pytest.mark.parametrize(("replies", "reopens", "place"), [
    ("1", "0", "met"),
    ("3", "", "missed"),
    ("", "1", "missed"),
    ("1", "", "unreadable"),
    ("?", "0", "unreadable"),
])  # fmt: skip
def test_known_facts_settle_first_contact(replies: str, reopens: str, place: str) -> None:
    rows = [ticket(1, status="closed", replies=replies, reopens=reopens)]
    found = one(rows, metric="first_contact_resolution", target="75%")
    assert getattr(found, place) == 1


def test_a_ratio_is_resolved_at_first_contact_over_the_rest() -> None:
    rows = [ticket(n, status="closed", replies="1" if n < 4 else "2") for n in range(1, 5)]
    asked: Asked = {"metric": "first_contact_resolution", "form": "ratio"}
    assert one(rows, target=">= 3", **asked).value == 3
    nothing_below = one(rows[:3], target=">= 3", **asked)
    assert (nothing_below.value, nothing_below.outcome) == (None, "pass")


def test_closing_on_the_day_and_the_flow_of_a_day() -> None:
    rows = [
        ticket(1, resolved_at="2026-03-02 23:59:59"),
        ticket(2, resolved_at="2026-03-03 00:00:00"),
        {**ticket(3), "created_at": "2026-03-03 09:00", "resolved_at": "2026-03-03 10:00"},
        {**ticket(4), "created_at": "2026-03-31 09:00", "resolved_at": ""},
    ]
    cohort = one(rows, metric="closure_rate")
    assert (cohort.met, cohort.missed, cohort.not_due) == (2, 1, 1)
    standard = {"id": "it", "metric": "closure_rate", "count": "flow", "every": "day"}
    found = audit({"tickets": alike(*rows)}, {"timezone": "UTC", "standards": [standard]})
    third = found["it", (), ("day", date(2026, 3, 3), None)]
    assert (third.numerator, third.denominator, third.value) == (2, 1, Fraction(2))


def test_net_promoter_score() -> None:
    rows = [ticket(n, nps=mark) for n, mark in enumerate(["10", "9", "8", "6", "11", "9.5", ""])]
    found = one(rows, metric="net_promoter_score")
    assert (found.n, found.value) == (4, Fraction(25))
    assert (found.unreadable, found.not_applicable) == (2, 1)


def test_satisfaction_in_words_and_in_marks() -> None:
    words = [ticket(n, csat=word) for n, word in enumerate(["Good", "Bad", "Offered", "ok"])]
    assert one(words, metric="customer_satisfaction").value == Fraction(1, 3)
    assert one(words, metric="customer_satisfaction", neutral="out").value == Fraction(1, 2)
    marks = [ticket(n, csat=mark) for n, mark in enumerate(["5", "4", "3", "6", "Good"])]
    found = one(marks, metric="customer_satisfaction", scale="1-5")
    assert (found.value, found.unreadable) == (Fraction(2, 3), 2)


def test_a_shortfall_of_one_in_a_thousand_is_judged_on_integers() -> None:
    rows = [ticket(n, branch="Hull" if n else "") for n in range(1000)]
    asked: Asked = {"metric": "share", "success": "branch IS NOT NULL"}
    assert one(rows, target=">= 99.9%", **asked).outcome == "pass"
    assert one(rows[:999], target=">= 99.9%", **asked).outcome == "fail"


def test_judging_each_group_and_the_spread_between_them() -> None:
    rows = [
        ticket(n, branch=branch, status=status)
        for n, (branch, status) in enumerate(
            [("Hull", "closed"), ("Hull", "closed"), ("York", "open"), ("York", "closed")]
        )
    ]
    asked: Asked = {"metric": "resolution_rate", "min_n": 2}
    each = one(rows, judge={"each": "branch"}, target=">= 60%", **asked)
    assert (each.outcome, each.value) == ("fail", Fraction(3, 4))
    some = one(rows, judge={"each": "branch", "reach": ">= 50%"}, target=">= 60%", **asked)
    assert some.outcome == "pass"
    spread = one(rows, judge={"spread": "branch"}, target="<= 50%", **asked)
    assert (spread.outcome, spread.value) == ("pass", Fraction(1, 2))


def test_too_few_and_too_many_unreadable_are_no_data() -> None:
    rows = [ticket(n, replies="1") for n in range(19)]
    asked: Asked = {"metric": "replies_to_resolve", "target": "<= 3"}
    closed = [row | {"status": "closed"} for row in rows]
    assert one(closed, min_n=20, **asked).reason == "too_few"
    one_in_twenty = [*closed, ticket(99, status="closed", replies="many")]
    assert one(one_in_twenty, **asked).outcome == "pass"
    one_in_nineteen = one_in_twenty[1:]
    assert one(one_in_nineteen, **asked).reason == "too_many_unreadable"
