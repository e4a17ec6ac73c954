"""How many cases are open and how old they are, how many are resolved in a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.metrics.conftest import Audited, Measured

OFFICE = {"calendars": {"office": {"timezone": "UTC", "hours": {"mon-fri": "09:00-17:00"}}}}
CASES = """
id,created_at,status,resolved_at,agent
a,2026-10-01T09:00:00Z,solved,2026-10-02T09:00:00Z,Ann
b,2026-10-01T10:00:00Z,solved,2026-10-05T00:00:00Z,Bob
c,2026-10-02T09:00:00Z,open,2026-10-02T10:00:00Z,Bob
d,2026-10-05T09:00:00Z,open,,Ann
e,2026-10-05T09:00:00Z,solved,2026-10-05T12:00:00Z,Ann
"""


def test_the_backlog_is_what_is_open_at_the_audit_instant(measured: Measured) -> None:
    found = measured("tickets", CASES, "backlog", {"target": "<= 2"})
    assert (found.value, found.n, found.outcome, found.unit) == (2, 5, "pass", "number")
    assert found.open == 2
    assert measured("tickets", CASES, "backlog", as_of="2026-10-02T08:00:00Z").value == 2
    assert measured("tickets", CASES, "backlog", as_of="2026-10-02T09:30:00Z").value == 2


def test_each_day_has_the_backlog_of_its_end(audited: Audited) -> None:
    standard = {"metric": "backlog", "every": "day", "min_n": 1}
    found = audited({"tickets": CASES}, [standard]).results
    values = {str(one.period.start)[5:]: one.value for one in found if one.period}
    # Nobody wrote on the 3rd and 4th; b, resolved at the very midnight, was still open then.
    assert values == {"10-01": 2, "10-02": 2, "10-03": 2, "10-04": 2, "10-05": 2}
    assert found[0].value == 2


def test_the_backlog_of_a_month_that_is_over_is_that_of_its_end(audited: Audited) -> None:
    rows = """
id,created_at,resolved_at
before,2026-08-20T00:00:00Z,2026-08-21T00:00:00Z
through,2026-08-20T00:00:00Z,2026-10-02T00:00:00Z
within,2026-09-10T00:00:00Z,2026-09-12T00:00:00Z
after,2026-10-01T00:00:00Z,
"""
    standard = {"metric": "backlog", "min_n": 1}
    found = audited({"tickets": rows}, [standard], month="2026-09").results[0]
    assert (found.value, found.n, found.outside_period) == (1, 2, 2)


def test_periods_before_the_one_asked_for_have_no_backlog(audited: Audited) -> None:
    standard = {"metric": "backlog", "every": "day", "min_n": 1}
    found = audited({"tickets": CASES}, [standard], since="2026-10-04", until="2026-10-04").results
    assert [(str(one.period.start), one.value) for one in found if one.period] == [
        ("2026-10-04", 2)
    ]


def test_nobody_knows_the_past_of_cases_resolved_at_an_unknown_time(audited: Audited) -> None:
    rows = "id,created_at,status\n" + "\n".join(
        f"{n},2026-10-0{1 + n % 2}T09:00:00Z,{'closed' if n < 4 else 'open'}" for n in range(10)
    )
    standard = {"metric": "backlog", "every": "day", "min_n": 1}
    whole, first, last = audited({"tickets": rows}, [standard]).results
    assert (whole.value, last.value) == (6, 6)
    assert first.reason == "too_many_unreadable"
    assert "nobody can say when" in (first.words or "")


def test_the_oldest_open_case(measured: Measured) -> None:
    settings = {"statistic": "max", "target": "<= 3d"}
    found = measured("tickets", CASES, "backlog_age", settings)
    assert found.value == 3 * 86_400 + 3 * 3_600  # c, from Friday 09:00 to Monday 12:00
    assert (found.n, found.not_applicable_by, found.outcome) == (2, {"resolved": 3}, "fail")


def test_the_share_of_open_cases_that_are_not_older(measured: Measured) -> None:
    found = measured("tickets", CASES, "backlog_age", {"within": "3h"})
    assert (found.numerator, found.n) == (1, 2)
    on_hours = {"within": "11h", "calendar": "office"}
    found = measured("tickets", CASES, "backlog_age", on_hours, top=OFFICE)
    assert (found.numerator, found.n) == (2, 2)  # c: Friday 8 h, Monday 3 h


@pytest.mark.parametrize(
    ("settings", "value"),
    [
        ({}, 3 / 5),
        ({"calendar": "office"}, 3 / 3),
        ({"per": "agent and day"}, 3 / 10),
        ({"per": "agent and day", "calendar": "office"}, 3 / 6),
    ],
    ids=["days", "working days", "agents", "agents on working days"],
)
def test_throughput_divides_by_every_day_that_the_data_covers(
    measured: Measured, settings: dict[str, str], value: float
) -> None:
    found = measured("tickets", CASES, "throughput", settings, top=OFFICE)
    assert found.value == value
    assert (found.n, found.not_applicable_by) == (3, {"not resolved": 2})


def test_a_case_belongs_to_the_day_on_which_it_was_resolved(audited: Audited) -> None:
    standard = {"metric": "throughput", "every": "day", "min_n": 1}
    found = audited({"tickets": CASES}, [standard]).results
    values = {str(one.period.start)[5:]: one.value for one in found if one.period}
    assert values == {"10-02": 1, "10-05": 2}


def test_throughput_of_a_month_counts_what_was_resolved_in_it(audited: Audited) -> None:
    rows = CASES.replace("2026-10-02T09:00:00Z,Ann", "2026-11-02T09:00:00Z,Ann")
    found = audited({"tickets": rows}, [{"metric": "throughput"}], month="2026-10").results[0]
    assert (found.n, found.value, found.outside_period) == (2, 2 / 31, 1)


def test_twenty_a_day(measured: Measured) -> None:
    rows = "id,created_at,resolved_at\n" + "\n".join(
        f"{n},2026-10-05T09:00:00Z,2026-10-0{5 + n % 2}T10:00:00Z" for n in range(40)
    )
    found = measured("tickets", rows, "throughput", {"target": "20"})
    assert (found.value, found.outcome) == (20, "pass")


def test_handed_over_more_often_than_once(measured: Measured) -> None:
    rows = "id,created_at,reassignments\n" + "\n".join(
        f"{n},2026-10-05T09:00:00Z,{cell}" for n, cell in enumerate(["0", "1", "2", "", "few"])
    )
    found = measured("tickets", rows, "reassignment_rate", {"more_than": 1})
    assert (found.numerator, found.n, found.unreadable_by) == (1, 3, {"reassignments": 2})
    assert measured("tickets", rows, "reassignment_rate").numerator == 2


BACKWARDS = """
id,created_at,resolved_at,status
a,2026-10-05T09:00:00Z,2026-10-06T09:00:00Z,resolved
b,2026-10-05T09:00:00Z,2026-10-04T09:00:00Z,resolved
c,2026-10-05T09:00:00Z,soon,resolved
d,2026-10-05T09:00:00Z,,open
"""


@pytest.mark.parametrize("metric", ["throughput", "backlog", "resolution_time", "closure_rate"])
def test_an_end_that_cannot_be_is_unreadable_to_all_alike(measured: Measured, metric: str) -> None:
    settings = {"statistic": "median"} if metric == "resolution_time" else {}
    found = measured("tickets", BACKWARDS, metric, settings)
    assert found.unreadable_by == {"resolved_at": 2}
