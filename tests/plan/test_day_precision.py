"""A date without a time of day is no midnight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csaudit.reports.words import why_no_data

if TYPE_CHECKING:
    from tests.small_audit import Bench

OFFICE = {"office": {"hours": {"mon-fri": "09:00-17:00"}}}
CLOSED = """
id,created_at,resolved_at,status
same,2026-06-29 14:28,2026-06-29,resolved
next,2026-06-29 14:28,2026-06-30,resolved
late,2026-06-29 14:28,2026-07-05,resolved
back,2026-06-29 14:28,2026-06-28,resolved
"""


def verdicts(bench: Bench, standard: str, rows: str = CLOSED) -> dict[str, str]:
    """The verdict on each record, or that only its date is known."""
    yaml = f"""
    timezone: UTC
    calendars: {OFFICE}
    standards:
      - {{id: one, {standard}}}
    """
    rows_by_id = bench.rows(rows, yaml)
    return {
        name: "date only" if row["reason"] == "date only" else row["verdict"]
        for name, row in rows_by_id.items()
    }


@pytest.mark.parametrize(
    ("standard", "same", "next_day", "late"),
    [
        # Up to 2:32 open hours on the day itself, 2:32 to 10:32 up to the end of the next.
        ("metric: resolution_time, within: 8h, calendar: office", "met", "date only", "missed"),
        ("metric: resolution_time, within: 11h, calendar: office", "met", "met", "missed"),
        ("metric: resolution_time, within: 2h, calendar: office", "date only", "missed", "missed"),
        # Around the clock 0 to 9:32, and 9:32 to 33:32.
        ("metric: resolution_time, within: 24h", "met", "date only", "missed"),
        ("metric: resolution_time, within: 9h", "date only", "missed", "missed"),
        # What needs only dates goes by the date.
        (
            "metric: resolution_time, within: 0 working days, calendar: office",
            "met",
            "missed",
            "missed",
        ),
        (
            "metric: resolution_time, within: 1 working day, calendar: office",
            "met",
            "met",
            "missed",
        ),
        ("metric: closure_rate", "met", "missed", "missed"),
        # Statistics take what is known to the minute.
        ("metric: resolution_time, statistic: median", "date only", "date only", "date only"),
    ],
)
def test_a_limit_is_judged_where_every_instant_of_the_day_says_the_same(
    bench: Bench, standard: str, same: str, next_day: str, late: str
) -> None:
    found = verdicts(bench, standard)
    assert found == {"same": same, "next": next_day, "late": late, "back": "unreadable"}


STARTS = """
    id,created_at,first_response_at
    a,2026-06-29,2026-06-29 15:00
    b,2026-06-29,2026-07-01 15:00
"""


def test_a_beginning_may_be_a_date_only_as_well(bench: Bench) -> None:
    hours = "metric: first_response_time, within: {}h, calendar: office"
    assert verdicts(bench, hours.format(6), STARTS) == {"a": "met", "b": "missed"}
    assert verdicts(bench, hours.format(5), STARTS) == {"a": "date only", "b": "missed"}


def test_a_duration_is_known_around_the_clock_whenever_it_began(bench: Bench) -> None:
    rows = """
    id,created_at,first_response_minutes
    a,2026-06-29,74
    b,2026-06-29,30
    """
    assert verdicts(bench, "metric: first_response_time, within: 1h", rows) == {
        "a": "missed",
        "b": "met",
    }
    hours = "metric: first_response_time, within: 1h, calendar: office"
    assert set(verdicts(bench, hours, rows).values()) == {"date only"}


def test_a_due_date_is_kept_until_its_day_is_over(bench: Bench) -> None:
    rows = """
    id,created_at,resolved_at,due_at,status
    a,2026-06-20 09:00,2026-06-29 16:00,2026-06-29,resolved
    b,2026-06-20 09:00,2026-06-30 00:00,2026-06-29,resolved
    """
    assert verdicts(bench, "metric: due_date_met", rows) == {"a": "met", "b": "missed"}


def test_the_message_says_what_is_missing(bench: Bench) -> None:
    standard = """
    timezone: UTC
    standards:
      - {id: one, metric: first_response_time, within: 6h}
    """
    found = bench.result(STARTS, standard)
    assert (found.outcome, found.unreadable_by) == ("no_data", {"date only": 1})
    assert "have dates without a time of day" in why_no_data(found)
