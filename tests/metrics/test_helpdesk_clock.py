"""`clock: helpdesk`: the helpdesk's own count, on its business clock where the export tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.metrics.conftest import Audited

COLUMNS = {
    "first_response_time": ("first_response_duration", "first_response_business"),
    "resolution_time": ("resolution_duration", "resolution_business"),
    "waiting_time": ("requester_wait", "requester_wait_business"),
}


@pytest.mark.parametrize("metric", COLUMNS)
def test_the_business_clock_is_taken_where_the_export_tells_it(
    audited: Audited, metric: str
) -> None:
    calendar, business = COLUMNS[metric]
    standard = {"metric": metric, "clock": "helpdesk", "statistic": "median", "target": "<= 9h"}
    both = f"id,created_at,status,{calendar},{business}\n1,2026-01-05T08:00Z,closed,86400,28800\n"
    only = f"id,created_at,status,{calendar}\n1,2026-01-05T08:00Z,closed,86400\n"
    assert audited({"tickets": both}, [standard]).results[0].value == 28_800.0
    assert audited({"tickets": only}, [standard]).results[0].value == 86_400.0


def test_a_business_count_alone_needs_the_helpdesks_clock(audited: Audited) -> None:
    alone = "id,created_at,status,first_response_business\n1,2026-01-05T08:00Z,open,28800\n"
    standard = {"metric": "first_response_time", "within": "9h"}
    own = {**standard, "id": "own", "clock": "helpdesk"}
    found = audited({"tickets": alone}, [standard, own])
    outcomes = {result.id: (result.outcome, result.reason) for result in found.results}
    assert outcomes["own"] == ("pass", None)
    assert outcomes["it"] == ("no_data", "column_missing")
