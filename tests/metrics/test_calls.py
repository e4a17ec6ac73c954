"""Who was answered, who gave up, who was handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.metrics.conftest import Measured

DAY = "2026-10-05T"


@pytest.mark.parametrize(
    ("rows", "abandoned", "judged"),
    [
        ("id,abandoned\na,yes\nb,no\nc,no\n", 1, 3),
        ("id,answered\na,yes\nb,no\nc,no\n", 2, 3),
        (f"id,offered_at,answered_at\na,{DAY}09:00:00Z,{DAY}09:01:00Z\nb,{DAY}09:00:00Z,\n", 1, 2),
        ("id,answered,abandoned\na,no,no\nb,no,yes\nc,yes,yes\n", 1, 3),
    ],
    ids=["abandoned", "answered", "instants", "flags"],
)
def test_abandoned_calls_by_whatever_tells(
    measured: Measured, rows: str, abandoned: int, judged: int
) -> None:
    found = measured("calls", rows, "abandonment_rate")
    assert (found.numerator, found.n) == (abandoned, judged)


def test_abandoned_in_queue_over_offered(measured: Measured) -> None:
    """Abandonment = abandoned in queue ÷ offered to queue (reference/helpdesks.md 2.10)."""
    rows = "id,abandoned\n" + "\n".join(f"{n},{'yes' if n < 5 else 'no'}" for n in range(100))
    found = measured("calls", rows, "abandonment_rate", {"target": "5%"})
    assert (found.value, found.outcome) == (0.05, "pass")


def test_a_short_abandon_is_no_call(measured: Measured) -> None:
    rows = "id,abandoned,wait\na,yes,4\nb,yes,6\nc,no,9\nd,yes,\n"
    found = measured("calls", rows, "abandonment_rate", {"short_abandon": "5s"})
    assert (found.numerator, found.n, found.not_applicable) == (2, 3, 1)


def test_whoever_still_waits_has_not_given_up(measured: Measured) -> None:
    rows = f"""
id,offered_at,answered_at,ended_at
a,{DAY}09:00:00Z,,
b,{DAY}08:00:00Z,,{DAY}09:00:00Z
"""
    found = measured("calls", rows, "abandonment_rate")
    assert (found.numerator, found.n, found.not_due) == (1, 1, 1)


def test_a_garbled_cell_counts_only_where_no_other_tells(measured: Measured) -> None:
    rows = f"""
id,offered_at,answered,answered_at
a,{DAY}09:00:00Z,perhaps,{DAY}09:01:00Z
b,{DAY}09:00:00Z,perhaps,
c,{DAY}09:00:00Z,no,later
"""
    found = measured("calls", rows, "abandonment_rate")
    assert (found.n, found.numerator, found.unreadable_by) == (2, 1, {"answered": 1})


def test_transfers_are_shares_of_answered_calls(measured: Measured) -> None:
    rows = "id,answered,transferred\na,yes,yes\nb,yes,no\nc,no,\nd,yes,\ne,yes,maybe\n"
    found = measured("calls", rows, "transfer_rate")
    assert (found.numerator, found.n) == (1, 2)
    assert found.not_applicable_by == {"not answered": 1}
    assert found.unreadable_by == {"transferred": 2}


def test_every_call_was_answered_where_nothing_tells(measured: Measured) -> None:
    found = measured("calls", "id,transferred\na,yes\nb,no\n", "transfer_rate")
    assert (found.numerator, found.n) == (1, 2)


PHONE_TICKETS = """
id,created_at,answered_at,ended_at,abandoned,transferred,rings
1,2026-10-05T09:00:00Z,2026-10-05T09:00:18Z,2026-10-05T09:05:00Z,no,no,3
2,2026-10-05T09:00:00Z,2026-10-05T09:00:19Z,2026-10-05T09:05:00Z,no,yes,4
3,2026-10-05T09:00:00Z,,2026-10-05T09:00:30Z,yes,,
"""


@pytest.mark.parametrize(
    ("metric", "settings", "share"),
    [
        ("answer_time", {"within": "18s"}, (1, 3)),
        ("answer_time", {"within": "3 rings"}, (1, 3)),
        ("service_level", {"within": "19s"}, (2, 3)),
        ("abandonment_rate", {}, (1, 3)),
        ("transfer_rate", {}, (1, 2)),
    ],
)
def test_a_calls_columns_may_stand_among_the_tickets(
    measured: Measured, metric: str, settings: dict[str, Any], share: tuple[int, int]
) -> None:
    """A case that is a call begins when it is created."""
    found = measured("tickets", PHONE_TICKETS, metric, settings)
    assert (found.numerator, found.n) == share
