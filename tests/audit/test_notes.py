"""What a reader should know beside the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csaudit.errors import UsageError

if TYPE_CHECKING:
    from tests.small_audit import Bench

TICKETS = """
    id,created_at,first_response_at,resolved_at
    1,2026-01-01T08:00Z,2026-01-01T09:00Z,2026-01-01T10:00Z
"""


def test_a_limit_on_opening_hours_is_told_as_a_customer_feels_it(bench: Bench) -> None:
    report = bench.report(
        TICKETS,
        """
        timezone: UTC
        calendars: {office: {timezone: UTC, hours: {mon-fri: "09:00-17:00"}}}
        standards:
          - {id: plain, metric: first_response_time, within: 8h, target: 50%}
          - {id: office, metric: first_response_time, within: 8h, target: 50%, calendar: office}
          - {id: surveys, metric: net_promoter_score, target: 10, on_no_data: ignore}
        """,
    )
    told = [note for note in report.notes if note.code == "longest_wait"]
    assert [(note.standard, note.message) for note in told] == [
        ("office", "8h on office hours is 1 working day: Friday 10:00 is due Monday 10:00")
    ]


def test_a_limit_for_a_value_that_nobody_has_is_remarked_on(bench: Bench) -> None:
    tickets = TICKETS.replace("resolved_at", "resolved_at,priority").replace(
        "10:00Z", "10:00Z,High"
    )
    standard = """
        standards:
          - id: rules
            metric: first_response_time
            within: {{by: priority, limits: {{{limits}}}, otherwise: 8h}}
            target: 50%
    """
    slip = bench.report(tickets, standard.format(limits="hihg: 1h, low: 2h"))
    told = [note.message for note in slip.notes if note.code == "idle_limit"]
    assert told == [
        "no record has priority hihg or low, for which a limit is written; priority holds High"
    ]
    right = bench.report(tickets, standard.format(limits="high: 1h"))
    assert [note for note in right.notes if note.code == "idle_limit"] == []


@pytest.mark.parametrize(
    ("name", "remedy"), [("brnach", "write:  --by branch"), ("xyz", "csaudit inspect")]
)
def test_a_breakdown_that_no_table_can_show_is_a_mistake(
    bench: Bench, name: str, remedy: str
) -> None:
    tickets = "id,created_at,status,branch\n1,2026-01-01T08:00Z,open,Leeds\n"
    standards = "standards: [{id: one, metric: resolution_rate}]\n"
    assert bench.report(tickets, standards, by=("branch",)).results
    with pytest.raises(UsageError, match=f"--by {name}: no column of tickets") as caught:
        bench.report(tickets, standards, by=(name,))
    assert remedy in str(caught.value)


def test_a_condition_for_all_that_no_table_can_answer_is_a_mistake(bench: Bench) -> None:
    tickets = "id,created_at,status,channel\n1,2026-01-01T08:00Z,open,email\n"
    standards = "standards: [{id: one, metric: resolution_rate}]\n"
    assert bench.report(tickets, standards, where="channel = 'email'").results
    with pytest.raises(UsageError, match="no column of tickets is called chanel") as caught:
        bench.report(tickets, standards, where="chanel = 'email'")
    assert """write:  --where "channel = 'email'\"""" in str(caught.value)
