"""Shares and counts of cases: resolved, reopened, closed in time; and figures of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.metrics.conftest import Audited, Measured

CASES = """
id,created_at,status,resolved_at,first_resolved_at,reopens,replies
a,2026-10-05T09:00:00Z,solved,2026-10-05T18:00:00Z,,0,1
b,2026-10-05T23:59:59Z,solved,2026-10-06T00:00:00Z,,1,3
c,2026-10-06T09:00:00Z,open,,2026-10-06T10:00:00Z,0,2
d,2026-10-06T09:00:00Z,open,,,2,
e,2026-10-06T09:00:00Z,closed,,,,4
f,2026-10-07T09:00:00Z,open,,,0,0
g,2026-10-07T12:00:00Z,pending,2026-10-07T12:00:00Z,,0,
"""


def test_ever_reopened_over_ever_resolved(measured: Measured) -> None:
    found = measured("tickets", CASES, "reopen_rate")
    assert (found.numerator, found.n) == (2, 4)
    assert found.not_applicable_by == {"not resolved": 2}
    assert found.unreadable_by == {"reopens": 1}


def test_what_was_resolved_a_moment_ago_may_still_come_back(measured: Measured) -> None:
    found = measured("tickets", CASES, "reopen_rate", {"settle": "37h"})
    assert (found.numerator, found.n, found.not_due) == (1, 2, 2)
    assert found.open == 0  # it is too early to say, and yet the case is over


def test_replies_over_resolved_cases(measured: Measured) -> None:
    found = measured("tickets", CASES, "replies_to_resolve", {"target": "<= 2.67"})
    assert found.value == pytest.approx(8 / 3)
    assert (found.n, found.outcome) == (3, "pass")
    assert found.not_applicable_by == {"not resolved": 4}


def test_resolved_over_received(measured: Measured) -> None:
    found = measured("tickets", CASES, "resolution_rate")
    assert (found.numerator, found.n, found.not_due, found.open) == (3, 7, 0, 4)


def test_closed_on_the_day_it_came(measured: Measured) -> None:
    found = measured("tickets", CASES, "closure_rate", {"on_no_data": "ignore"})
    # a; not b, resolved at the very midnight; c and d stayed open; f and g have until midnight.
    assert (found.numerator, found.n, found.not_due, found.open) == (1, 4, 2, 4)
    assert found.unreadable_by == {"resolved_at": 1}


def test_a_day_is_a_day_of_the_zone(measured: Measured) -> None:
    rows = "id,created_at,resolved_at\nb,2026-10-05T23:59:59Z,2026-10-06T00:00:00Z\n"
    for zone, met in (("UTC", 0), ("Europe/Paris", 1)):
        top = {"timezone": zone}
        assert measured("tickets", rows, "closure_rate", top=top).numerator == met


def test_a_flow_may_exceed_all(audited: Audited) -> None:
    """Freshservice: resolved in the period ÷ received in the period (helpdesks.md 2.5)."""
    rows = """
id,created_at,resolved_at
a,2026-10-05T09:00:00Z,2026-10-06T09:00:00Z
b,2026-10-05T09:00:00Z,2026-10-06T09:00:00Z
c,2026-10-06T09:00:00Z,2026-10-06T10:00:00Z
d,2026-10-08T09:00:00Z,
"""
    standard = {"metric": "closure_rate", "count": "flow", "every": "day", "min_n": 1}
    whole, *days = audited({"tickets": rows}, [standard]).results
    assert (whole.numerator, whole.denominator) == (3, 4)
    # Those resolved are not some of those received: no share, of which one could be how sure.
    assert whole.interval is None
    assert {str(day.period.start)[8:]: day.value for day in days if day.period} == {
        "05": 0, "06": 3, "08": 0
    }  # fmt: skip


def test_eighty_percent_of_a_day_on_most_days(audited: Audited) -> None:
    rows = "id,created_at,resolved_at\n" + "\n".join(
        f"{day}-{n},2026-10-{day}T09:00:00Z,{f'2026-10-{day}T10:00:00Z' if n < solved else ''}"
        for day, solved in (("05", 8), ("06", 9), ("07", 7), ("08", 10))
        for n in range(10)
    )
    judge = {"each": "day", "reach": ">= 75%"}
    standard = {"metric": "closure_rate", "target": "80%", "judge": judge, "min_n": 1}
    found = audited({"tickets": rows}, [standard], as_of="2026-10-09T00:00:00Z").results[0]
    assert (found.outcome, found.value) == ("pass", 34 / 40)
    assert found.words == "missed by 2026-10-07"


def test_arrivals_outside_hours_belong_to_the_next_working_day(measured: Measured) -> None:
    rows = """
id,created_at,resolved_at
friday-night,2026-10-02T20:00:00Z,2026-10-05T16:00:00Z
friday,2026-10-02T10:00:00Z,2026-10-05T09:30:00Z
last,2026-10-06T10:00:00Z,
"""
    top = {"calendars": {"office": {"timezone": "UTC", "hours": {"mon-fri": "09:00-17:00"}}}}
    settings = {"window": "working day", "calendar": "office"}
    found = measured("tickets", rows, "closure_rate", settings, top=top)
    assert (found.numerator, found.n, found.not_due) == (1, 2, 1)


@pytest.mark.parametrize(
    ("settings", "numerator", "n", "unreadable"),
    [
        ({"success": "replies <= 2"}, 3, 5, {}),
        ({"success": "reopens > 0", "target": "<= 50%"}, 2, 6, {}),
        ({"success": "status = 'open' OR replies > 3"}, 4, 6, {}),
    ],
)
def test_a_share_of_ones_own(
    measured: Measured,
    settings: dict[str, Any],
    numerator: int,
    n: int,
    unreadable: dict[str, int],
) -> None:
    found = measured("tickets", CASES, "share", settings)
    assert (found.numerator, found.n, found.unreadable_by) == (numerator, n, unreadable)
    assert found.not_applicable_by == ({"unknown": 7 - n} if n < 7 else {})


def test_garbage_that_a_condition_reads_cannot_be_read(measured: Measured) -> None:
    rows = CASES.replace(",0,1\n", ",0,one\n")
    found = measured("tickets", rows, "share", {"success": "replies <= 2"})
    assert found.unreadable_by == {"replies": 1}
    assert found.not_applicable_by == {"unknown": 2}


@pytest.mark.parametrize(
    ("expression", "value", "n"),
    [
        ("count(*)", 7, 7),
        ("sum(replies) / count(*)", 10 / 7, 7),
        ("count(replies)", 5, 7),
        ("max(reopens)", 2, 7),
        ("count(DISTINCT status)", 4, 7),
    ],
)
def test_a_number_of_ones_own(measured: Measured, expression: str, value: float, n: int) -> None:
    found = measured("tickets", CASES, "value", {"value": expression})
    assert found.value == pytest.approx(value)
    assert found.n == n


def test_a_number_by_the_column_that_it_is_made_of(audited: Audited) -> None:
    standard = {"metric": "value", "value": "sum(replies)", "by": "replies", "min_n": 1}
    found = audited({"tickets": CASES}, [standard]).results
    groups = {one.group["replies"]: one.value for one in found if one.group}
    assert groups == {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4, None: None}


def test_garbage_that_a_number_reads_cannot_be_read(measured: Measured) -> None:
    rows = CASES.replace(",0,1\n", ",0,one\n")
    found = measured("tickets", rows, "value", {"value": "sum(replies)"})
    assert (found.value, found.n, found.unreadable_by) == (9, 6, {"replies": 1})


def test_with_settle_reopened_cases_count_no_sooner_than_others(measured: Measured) -> None:
    rows = """
id,created_at,resolved_at,status,reopens
held,2026-10-01T09:00:00Z,2026-10-30T09:00:00Z,resolved,0
back,2026-10-01T09:00:00Z,2026-10-30T09:00:00Z,open,1
old,2026-10-01T09:00:00Z,2026-10-10T09:00:00Z,open,1
fine,2026-10-01T09:00:00Z,2026-10-10T09:00:00Z,resolved,0
"""
    when = {"as_of": "2026-10-31T09:00:00Z"}
    found = measured("tickets", rows, "reopen_rate", {"settle": "7d"}, **when)
    assert (found.numerator, found.n, found.not_due) == (1, 2, 2)
