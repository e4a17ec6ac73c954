"""Limits on business clocks: calendars by standard, by record and by row of a table; pauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.small_audit import Bench

OFFICE = """
    timezone: Europe/London
    calendars:
      office: {hours: {mon-fri: "09:00-17:00"}}
      shop: {hours: {mon-sat: "10:00-18:00"}}
"""
# 2026-01-02 is a Friday.
TICKETS = """
    id,created_at,first_response_at,priority,branch,pending_minutes
    friday,2026-01-02 16:00,2026-01-05 10:00,urgent,office,0
    late,2026-01-02 16:00,2026-01-05 10:00:01,normal,office,0
    open,2026-01-05 09:30,,normal,shop,0
    """


def answered(extra: str) -> str:
    return (
        OFFICE
        + f"""
    standards:
      - id: answered
        statement: We answer soon.
        metric: first_response_time
        {extra}
"""
    )


def test_a_night_and_a_weekend_do_not_count(bench: Bench) -> None:
    result = bench.result(TICKETS, answered("within: 2h\n        calendar: office"))
    assert (result.numerator, result.n, result.not_due) == (1, 2, 1)
    assert result.limit is not None
    assert (result.limit.calendar, result.limit.seconds) == ("office", 7200)


def test_an_open_case_is_due_on_the_business_clock(bench: Bench) -> None:
    standards = answered("within: 2h\n        calendar: office")
    at_the_limit = bench.result(TICKETS, standards, as_of="2026-01-05 11:30")
    past_it = bench.result(TICKETS, standards, as_of="2026-01-05 11:30:01")
    assert (at_the_limit.n, at_the_limit.not_due) == (2, 1)
    assert (past_it.n, past_it.not_due, past_it.open) == (3, 0, 1)


def test_working_days_end_with_the_close_of_the_day(bench: Bench) -> None:
    tickets = """
        id,created_at,first_response_at
        arrived friday,2026-01-02 16:00,2026-01-05 17:00
        a second late,2026-01-02 16:00,2026-01-05 17:00:01
        arrived on saturday,2026-01-03 12:00,2026-01-06 17:00
        """
    result = bench.result(tickets, answered("within: 1 working day\n        calendar: office"))
    assert (result.numerator, result.n) == (2, 3)


def test_a_calendar_for_each_record(bench: Bench) -> None:
    tickets = """
        id,created_at,first_response_at,branch
        1,2026-01-02 16:00,2026-01-03 10:00,office
        2,2026-01-02 16:00,2026-01-03 11:00,Shop
        3,2026-01-02 16:00,2026-01-03 11:00,moon
        """
    result = bench.result(tickets, answered("within: 2h\n        calendar_by: branch"))
    # 1: one hour on Friday. 2: two hours on Friday and one on Saturday.
    assert (result.numerator, result.n) == (1, 2)
    assert result.not_applicable_by == {"no calendar for moon": 1}


def test_a_table_of_limits_with_a_clock_for_each_row(bench: Bench) -> None:
    table = """within: {by: priority, limits: {urgent: {limit: 66h, calendar: always}, Normal: 2h}}
        calendar: office"""
    result = bench.result(TICKETS, answered(table))
    assert (result.numerator, result.n, result.not_due) == (1, 2, 1)
    assert result.limit is not None
    assert result.limit.limits == {"urgent": "66h always", "Normal": "2h"}


def test_values_without_a_limit_are_listed(bench: Bench) -> None:
    table = "within: {by: priority, limits: {urgent: 1h}}"
    result = bench.result(TICKETS, answered(table))
    assert result.not_applicable_by == {"no limit for normal": 2}


def test_a_median_on_the_business_clock(bench: Bench) -> None:
    standard = "statistic: max\n        calendar: office\n        target: <= 3h"
    result = bench.result(TICKETS, answered(standard))
    assert (result.value, result.unit) == (7201, "seconds")


def test_pauses_come_off_on_their_own_clock(bench: Bench) -> None:
    tickets = """
        id,created_at,first_response_at,resolved_at,pending_minutes
        1,2026-01-02T10:00Z,2026-01-02T10:00Z,2026-01-02T15:00Z,60
        2,2026-01-02T10:00Z,2026-01-02T10:00Z,2026-01-02T15:00Z,59
        3,2026-01-02T10:00Z,2026-01-02T10:00Z,2026-01-02T15:00Z,301
        """
    standards = """
        tables: {tickets: {columns: {agent_wait: {from: pending_minutes, unit: minutes}}}}
        standards:
          - {id: r, statement: R., metric: resolution_time, within: 4h, pause: [pending], min_n: 1}
        """
    result = bench.result(tickets, standards)
    # The third was paused longer than it lasted, which is a fault of the data.
    assert result.unreadable_by == {"agent_wait": 1}
    assert (result.numerator, result.n) == (1, 2)


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ("pause: [pending]", "column_missing"),
        ("pause: [on_hold]\n        calendar: office", "clock_unknown"),
    ],
)
def test_a_pause_that_cannot_be_told_is_no_zero(bench: Bench, extra: str, reason: str) -> None:
    tickets = """
        id,created_at,resolved_at,on_hold_minutes,replies
        1,2026-01-02 10:00,2026-01-02 15:00,10,1
        """
    standards = (
        OFFICE
        + f"""
    tables: {{tickets: {{columns: {{on_hold: {{from: on_hold_minutes, unit: minutes}}}}}}}}
    standards:
      - {{id: once, statement: O., metric: replies_to_resolve}}
      - id: r
        statement: R.
        metric: resolution_time
        within: 4h
        {extra}
"""
    )
    result = bench.report(tickets, standards).gating()[1]
    assert (result.outcome.value, result.reason) == ("no_data", reason)


def test_made_outside_hours_and_answered_after_the_next_opening(bench: Bench) -> None:
    tickets = """
        id,created_at,first_response_at
        in hours,2026-01-02 16:00,2026-01-09 10:00
        at night,2026-01-02 20:00,2026-01-05 10:59
        on sunday,2026-01-04 12:00,2026-01-05 11:01
        """
    standard = "where: NOT created_in_office\n        within: 2h\n        calendar: office"
    result = bench.result(tickets, answered(standard))
    assert (result.numerator, result.n, result.not_applicable_by) == (1, 2, {"where": 1})


def test_closed_within_the_working_day(bench: Bench) -> None:
    tickets = """
        id,created_at,resolved_at
        1,2026-01-02 20:00,2026-01-05 23:59
        2,2026-01-02 12:00,2026-01-03 00:00
        """
    standards = (
        OFFICE
        + """
    standards:
      - id: same-day
        statement: The same working day.
        metric: closure_rate
        window: working day
        calendar: office
"""
    )
    result = bench.result(tickets, standards)
    assert (result.numerator, result.n) == (1, 2)


def test_a_pause_moves_the_due_instant(bench: Bench) -> None:
    tickets = """
        id,created_at,resolved_at,status,pending_minutes
        1,2022-02-04 15:00,2022-02-07 11:00,closed,3900
        2,2022-02-08 10:00,2022-02-08 15:00,closed,60
        3,2022-02-08 10:00,,pending,60
        4,2022-02-08 10:00,,open,60
    """
    standards = """
        timezone: UTC
        tables: {tickets: {columns: {agent_wait: {from: pending_minutes, unit: minutes}}}}
        standards:
          - {id: r, metric: resolution_time, within: 4h, pause: [pending]}
    """
    due = {name: row["due_at"] for name, row in bench.rows(tickets, standards).items()}
    told = {name: at and f"{at:%m-%d %H:%M}" for name, at in due.items()}
    # How much longer the third stands still nobody knows.
    assert told == {"1": "02-07 12:00", "2": "02-08 15:00", "3": None, "4": "02-08 15:00"}
