"""Rules that random cases found broken, each in its smallest form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import csaudit

if TYPE_CHECKING:
    from pathlib import Path

    from tests.small_audit import Bench


def test_a_second_share_keeps_its_own_direction(bench: Bench) -> None:
    result = bench.result(
        """
        id,created_at,kept,late
        1,2026-01-01T08:00Z,yes,no
        2,2026-01-01T09:00Z,yes,yes
        """,
        """
        timezone: UTC
        standards:
          - id: s
            statement: S.
            metric: share
            success: kept = 'yes'
            and: {metric: share, success: late = 'yes', direction: lower}
        """,
    )
    assert (result.numerator, result.n) == (1, 2)


def test_a_first_resolve_that_cannot_be_read_may_have_been_one(bench: Bench) -> None:
    result = bench.result(
        """
        id,created_at,status,first_resolved_at,reopens
        1,2026-01-01T08:00Z,open,soon,0
        2,2026-01-01T08:00Z,open,,0
        3,2026-01-01T08:00Z,open,soon,1
        """,
        """
        timezone: UTC
        standards: [{id: r, statement: R., metric: reopen_rate}]
        """,
    )
    assert result.unreadable_by == {"first_resolved_at": 1}
    assert result.not_applicable_by == {"not resolved": 1}
    assert (result.numerator, result.n) == (1, 1)


def test_a_limit_with_its_own_calendar_needs_no_other(bench: Bench) -> None:
    result = bench.result(
        """
        id,created_at,first_response_at,priority,branch
        1,2026-01-05T08:00Z,2026-01-05T08:30Z,urgent,Leeds
        2,2026-01-05T08:00Z,2026-01-05T08:30Z,low,Leeds
        3,2026-01-05T08:00Z,2026-01-05T08:30Z,low,Hull
        """,
        """
        timezone: UTC
        calendars: {hull: {hours: {mon-fri: "08:00-16:00"}}}
        standards:
          - id: f
            statement: F.
            metric: first_response_time
            calendar_by: branch
            within: {by: priority, limits: {urgent: {limit: 1h, calendar: always}, low: 4h}}
        """,
    )
    assert result.n == 2
    assert result.not_applicable_by == {"no calendar for Leeds": 1}


@pytest.mark.parametrize(
    ("rows", "succeeded"),
    [
        (("a,2026-01-01T08:00Z,,u1,yes", "b,,2026-01-02T08:00Z,u1,no"), 0),
        (("a,2026-01-03T08:00Z,,u1,yes", "b,,2026-01-02T08:00Z,U1,no"), 1),
    ],
)
def test_the_latest_survey_of_a_customer_is_the_one_that_began_last(
    tmp_path: Path, rows: tuple[str, ...], succeeded: int
) -> None:
    surveys, file = tmp_path / "surveys.csv", tmp_path / "standards.yaml"
    lines = ("id,sent_at,answered_at,requester,successful", *rows)
    surveys.write_text("\n".join(lines) + "\n", encoding="utf-8")
    standard = (
        "{id: s, statement: S., table: surveys, metric: customer_success_rate, per: requester}"
    )
    file.write_text(f"version: 1\ntimezone: UTC\nstandards: [{standard}]\n", encoding="utf-8")
    (result,) = csaudit.check({"surveys": surveys}, file).gating()
    assert (result.numerator, result.n) == (succeeded, 1)
    assert result.not_applicable_by == {"earlier case": 1}


def test_of_two_linked_records_of_one_instant_the_greater_id_counts(tmp_path: Path) -> None:
    tables = {
        "tickets": "id,created_at\n1,2026-01-01T08:00Z\n",
        "reviews": "id,ticket_id,reviewed_at,accurate\n"
        "b,1,2026-01-02T08:00Z,no\na,1,2026-01-02T08:00Z,yes\n",
    }
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    file = tmp_path / "standards.yaml"
    standard = "{id: s, statement: S., metric: share, success: reviews.accurate = 'yes'}"
    file.write_text(f"version: 1\ntimezone: UTC\nstandards: [{standard}]\n", encoding="utf-8")
    (result,) = csaudit.check({name: tmp_path / f"{name}.csv" for name in tables}, file).gating()
    assert (result.numerator, result.n) == (0, 1)


def test_of_a_period_only_what_lies_in_the_stretch_asked_for_counts(bench: Bench) -> None:
    report = bench.report(
        """
        id,created_at,resolved_at
        1,2026-01-10T08:00Z,2026-01-25T08:00Z
        2,2026-01-21T08:00Z,
        """,
        """
        timezone: UTC
        standards:
          - {id: f, statement: F., metric: closure_rate, count: flow, every: month, min_n: 1}
        """,
        since="2026-01-20",
    )
    whole, january = report.results
    assert (whole.numerator, whole.denominator) == (1, 1)
    assert (january.numerator, january.denominator) == (1, 1)


def test_where_no_record_has_a_limit_there_is_nothing_to_measure(bench: Bench) -> None:
    result = bench.result(
        """
        id,created_at,first_response_at,priority
        1,2026-01-05T08:00Z,2026-01-05T08:30Z,odd
        """,
        """
        timezone: UTC
        standards:
          - id: f
            statement: F.
            metric: first_response_time
            within: {by: priority, limits: {urgent: 4h}}
        """,
    )
    assert (result.n, result.not_applicable_by) == (0, {"no limit for odd": 1})


def test_the_cell_that_cannot_be_read_is_the_one_at_fault(bench: Bench) -> None:
    result = bench.result(
        """
        id,created_at,converted,order_value
        1,2026-01-05T08:00Z,,free
        2,2026-01-05T08:00Z,,
        """,
        """
        timezone: UTC
        standards: [{id: o, statement: O., metric: average_order_value}]
        """,
    )
    assert result.unreadable_by == {"order_value": 1, "converted": 1}


def test_who_came_back_cannot_be_told_without_the_beginnings(bench: Bench) -> None:
    whole, _ = bench.report(
        """
        id,status,resolved_at,replies,requester
        1,resolved,2026-01-05T08:00Z,1,u1
        """,
        """
        timezone: UTC
        standards:
          - {id: f, statement: F., metric: first_contact_resolution, no_repeat: 7d}
          - {id: r, statement: R., metric: resolution_rate}
        """,
    ).gating()
    assert whole.reason == "column_missing"
