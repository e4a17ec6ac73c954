"""What a reader should know beside the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.audit.conftest import Bench

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
