"""How long a caller waits for an answer: instants, waits, rings, and calls given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csaudit.errors import DataError

if TYPE_CHECKING:
    from tests.metrics.conftest import Measured

CALLS = """
id,offered_at,answered_at,ended_at,rings
quick,2026-10-05T09:00:00Z,2026-10-05T09:00:10Z,2026-10-05T09:03:00Z,2
on-limit,2026-10-05T09:00:00Z,2026-10-05T09:00:18Z,2026-10-05T09:03:00Z,4
late,2026-10-05T09:00:00Z,2026-10-05T09:00:19Z,2026-10-05T09:03:00Z,4
gave-up,2026-10-05T09:00:00Z,,2026-10-05T09:00:05Z,1
waiting,2026-10-05T09:02:50Z,,,
"""


def test_three_rings_are_eighteen_seconds_where_nobody_counted_them(measured: Measured) -> None:
    rows = "\n".join(line.rsplit(",", 1)[0] for line in CALLS.strip().splitlines())
    found = measured("calls", rows, "answer_time", {"within": "3 rings"})
    assert (found.numerator, found.n, found.not_due) == (2, 4, 1)
    assert found.limit is not None
    assert found.limit.seconds == 18


def test_a_british_double_ring_takes_three_seconds(measured: Measured) -> None:
    rows = "\n".join(line.rsplit(",", 1)[0] for line in CALLS.strip().splitlines())
    found = measured("calls", rows, "answer_time", {"within": "3 rings", "seconds_per_ring": 3})
    assert (found.numerator, found.n, found.not_due) == (0, 5, 0)  # the waiting one is over 9 s


def test_counted_rings_come_first_where_the_limit_is_in_rings(measured: Measured) -> None:
    found = measured("calls", CALLS, "answer_time", {"within": "3 rings"})
    assert (found.numerator, found.n) == (1, 4)


def test_a_limit_in_seconds_is_judged_by_the_instants(measured: Measured) -> None:
    found = measured("calls", CALLS, "answer_time", {"within": "18s"})
    assert (found.numerator, found.n) == (2, 4)


def test_rings_alone_take_their_time(measured: Measured) -> None:
    rows = "id,rings\na,2\nb,3\nc,4\n"
    found = measured("calls", rows, "answer_time", {"within": "18s"})
    assert (found.numerator, found.n) == (2, 3)


@pytest.mark.parametrize(
    ("abandoned", "met", "judged"), [("miss", 2, 4), ("ignore", 2, 3), ("hit", 3, 4)]
)
def test_a_call_given_up_is_what_the_setting_says(
    measured: Measured, abandoned: str, met: int, judged: int
) -> None:
    found = measured("calls", CALLS, "answer_time", {"within": "18s", "abandoned": abandoned})
    assert (found.numerator, found.n) == (met, judged)


def test_a_short_abandon_is_counted_apart_and_its_limit_belongs_to_it(measured: Measured) -> None:
    settings = {"within": "18s", "short_abandon": "5s"}
    found = measured("calls", CALLS, "answer_time", settings)
    assert (found.numerator, found.n) == (2, 3)
    assert found.not_applicable_by == {"short abandon": 1}
    settings["short_abandon"] = "4s"
    assert measured("calls", CALLS, "answer_time", settings).n == 4


def test_a_call_given_up_after_an_unknown_wait_is_missed(measured: Measured) -> None:
    rows = "id,answered,wait\na,yes,10\nb,no,\nc,no,3\n"
    found = measured("calls", rows, "answer_time", {"within": "18s", "short_abandon": "5s"})
    assert (found.numerator, found.n, found.not_applicable) == (1, 2, 1)


def test_an_answered_call_without_a_wait_cannot_be_read(measured: Measured) -> None:
    rows = "id,answered,wait\na,yes,10\nb,yes,\nc,yes,soon\n"
    found = measured("calls", rows, "answer_time", {"within": "18s"})
    assert (found.n, found.unreadable_by) == (1, {"wait": 2})


def test_an_answer_before_the_call_cannot_be_read(measured: Measured) -> None:
    rows = "id,offered_at,answered_at\na,2026-10-05T09:00:00Z,2026-10-05T08:59:00Z\n"
    found = measured("calls", rows, "answer_time", {"within": "18s"})
    assert found.unreadable_by == {"answered_at": 1}


def test_the_mean_is_taken_over_answered_calls(measured: Measured) -> None:
    """ASA = total wait of answered calls ÷ answered calls (Talkdesk, Zendesk Talk)."""
    for abandoned in ("miss", "ignore", "hit"):
        settings = {"statistic": "mean", "abandoned": abandoned}
        found = measured("calls", CALLS, "answer_time", settings)
        assert found.value == pytest.approx((10 + 18 + 19) / 3)
        assert found.n == 3


def test_a_limit_on_opening_hours_runs_from_instant_to_instant(measured: Measured) -> None:
    rows = "id,offered_at,answered_at\na,2026-10-05T08:59:50Z,2026-10-05T09:00:10Z\n"
    top = {
        "calendars": {"office": {"timezone": "UTC", "hours": {"mon-fri": "09:00-17:00"}}},
    }
    settings = {"within": "10s", "calendar": "office"}
    found = measured("calls", rows, "answer_time", settings, top=top)
    assert found.numerator == 1


def test_a_call_answered_after_the_audit_instant_was_still_waiting(measured: Measured) -> None:
    rows = """
id,offered_at,answered,answered_at,abandoned,ended_at
a,2026-10-05T09:00:00Z,yes,2026-10-05T09:00:40Z,no,2026-10-05T09:09:00Z
b,2026-10-05T09:00:00Z,no,,yes,2026-10-05T09:00:40Z
"""
    for at, missed, not_due in (("20", 0, 2), ("21", 2, 0)):
        found = measured(
            "calls", rows, "answer_time", {"within": "20s"}, as_of=f"2026-10-05T09:00:{at}Z"
        )
        assert (found.n, found.not_due) == (missed, not_due)
    found = measured("calls", rows, "abandonment_rate", as_of="2026-10-05T09:00:30Z")
    assert (found.n, found.not_due) == (0, 2)


def test_tickets_may_carry_the_call(measured: Measured) -> None:
    rows = "id,created_at,wait\na,2026-10-05T09:00:00Z,10\nb,2026-10-05T09:00:00Z,30\n"
    found = measured("tickets", rows, "answer_time", {"within": "20s"})
    assert (found.numerator, found.n) == (1, 2)


def test_a_column_of_another_type_is_named_with_the_line_to_write(measured: Measured) -> None:
    rows = "id,created_at,wait\na,2026-10-05T09:00:00Z,10\n"
    typed = {"tables": {"tickets": {"columns": {"wait": {"from": "wait", "type": "text"}}}}}
    with pytest.raises(DataError, match=r"columns: \{wait: \{type: duration"):
        measured("tickets", rows, "answer_time", {"within": "20s"}, top=typed)
