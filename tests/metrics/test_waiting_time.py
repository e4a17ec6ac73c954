"""How long customers wait: cases as the helpdesk counted, calls in the queue and on hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csaudit.errors import DataError

if TYPE_CHECKING:
    from tests.metrics.conftest import Measured

CALLS = """
id,offered_at,answered_at,ended_at,hold
a,2026-10-05T09:00:00Z,2026-10-05T09:01:00Z,2026-10-05T09:09:00Z,30
b,2026-10-05T09:00:00Z,2026-10-05T09:01:00Z,2026-10-05T09:09:00Z,
gave-up,2026-10-05T09:00:00Z,,2026-10-05T09:01:30Z,
waiting,2026-10-05T09:08:00Z,,,
"""


def test_a_call_waits_in_the_queue_and_on_hold(measured: Measured) -> None:
    found = measured("calls", CALLS, "waiting_time", {"within": "1m"})
    assert (found.numerator, found.n, found.not_due) == (1, 3, 1)
    found = measured("calls", CALLS, "waiting_time", {"within": "90s"})
    assert (found.numerator, found.n, found.not_due) == (3, 3, 1)


@pytest.mark.parametrize(("parts", "seconds"), [("queue", 90), ("hold", 30), (["hold"], 30)])
def test_parts_may_be_chosen(measured: Measured, parts: object, seconds: int) -> None:
    settings = {"statistic": "max", "parts": parts, "open": "leave_out"}
    assert measured("calls", CALLS, "waiting_time", settings).value == seconds


def test_the_wait_column_stands_in_for_instants(measured: Measured) -> None:
    rows = "id,wait,hold\na,10,5\nb,,5\nc,10,?\n"
    found = measured("calls", rows, "waiting_time", {"within": "15s"})
    assert (found.numerator, found.n, found.unreadable_by) == (1, 1, {"wait": 1, "hold": 1})


def test_a_part_that_the_data_lacks_is_named(measured: Measured) -> None:
    with pytest.raises(DataError, match="no column for hold"):
        measured("calls", "id,wait\na,3\n", "waiting_time", {"within": "1m", "parts": "hold"})


def test_an_open_case_has_waited_at_least_so_long(measured: Measured) -> None:
    rows = """
id,created_at,status,requester_wait_hours
done,2026-10-05T09:00:00Z,solved,4
long,2026-10-05T09:00:00Z,solved,5
open-long,2026-10-05T09:00:00Z,open,5
open-short,2026-10-05T09:00:00Z,open,
unknown,2026-10-05T09:00:00Z,solved,
"""
    found = measured("tickets", rows, "waiting_time", {"within": "4h"})
    assert (found.numerator, found.n, found.not_due) == (1, 3, 1)
    assert found.unreadable_by == {"requester_wait": 1}


def test_a_total_of_calendar_time_fits_no_opening_hours(measured: Measured) -> None:
    rows = "id,created_at,requester_wait\na,2026-10-05T09:00:00Z,60\n"
    top = {"calendars": {"office": {"timezone": "UTC", "hours": {"mon-fri": "09:00-17:00"}}}}
    settings = {"within": "4h", "calendar": "office"}
    with pytest.raises(DataError, match="open hours cannot be told from a total"):
        measured("tickets", rows, "waiting_time", settings, top=top)
