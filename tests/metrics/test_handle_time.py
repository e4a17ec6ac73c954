"""How long agents work: on cases as counted, on calls talk + hold + wrap-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csaudit.errors import DataError

if TYPE_CHECKING:
    from tests.metrics.conftest import Measured


def test_average_handle_time_is_talk_plus_hold_plus_after_call_work(measured: Measured) -> None:
    """AHT = talk + hold + after-call work (reference/helpdesks.md 2.10)."""
    rows = "id,answered,talk,hold,wrap_up\na,yes,300,20,60\nb,yes,200,,40\nc,no,,,\n"
    settings = {"statistic": "mean", "target": "<= 6m"}
    found = measured("calls", rows, "handle_time", settings)
    assert found.value == (380 + 240) / 2
    assert (found.outcome, found.not_applicable_by) == ("pass", {"not answered": 1})


def test_an_empty_talk_cannot_be_read_nor_can_a_garbled_part(measured: Measured) -> None:
    rows = "id,talk,hold,wrap_up\na,300,20,60\nb,,20,40\nc,10,x,\nd,10,,x\n"
    found = measured("calls", rows, "handle_time", {"within": "380s"})
    assert (found.numerator, found.n) == (1, 1)
    assert found.unreadable_by == {"talk": 1, "hold": 1, "wrap_up": 1}


def test_without_talk_a_call_lasts_from_answer_to_end(measured: Measured) -> None:
    rows = """
id,offered_at,answered_at,ended_at,wrap_up
a,2026-10-05T09:00:00Z,2026-10-05T09:01:00Z,2026-10-05T09:06:00Z,60
b,2026-10-05T09:00:00Z,,2026-10-05T09:06:00Z,
backwards,2026-10-05T09:00:00Z,2026-10-05T09:07:00Z,2026-10-05T09:06:00Z,
talking,2026-10-05T09:00:00Z,2026-10-05T09:03:00Z,,
"""
    found = measured("calls", rows, "handle_time", {"within": "6m"})
    assert (found.numerator, found.n, found.not_due) == (1, 1, 1)
    assert found.unreadable_by == {"ended_at": 1}


def test_without_any_of_them_the_columns_are_named(measured: Measured) -> None:
    rows = "id,answered_at\na,2026-10-05T09:00:00Z\n"
    with pytest.raises(DataError, match="neither talk, nor answered_at and ended_at"):
        measured("calls", rows, "handle_time", {"within": "6m"})


def test_work_on_a_case_may_still_grow(measured: Measured) -> None:
    rows = """
id,created_at,status,handle_time_minutes
a,2026-10-05T09:00:00Z,solved,30
b,2026-10-05T09:00:00Z,open,10
c,2026-10-05T09:00:00Z,open,40
d,2026-10-05T09:00:00Z,solved,
"""
    found = measured("tickets", rows, "handle_time", {"within": "30m"})
    assert (found.numerator, found.n, found.not_due) == (1, 2, 1)
    assert found.unreadable_by == {"handle_time": 1}
