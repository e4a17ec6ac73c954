"""Worked examples of calls, queues, reviews, surveys and texts."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from tests.reference.audit import Expected, audit
from tests.reference.statistics import adjusted_wald, t_quantile, wilson
from tests.reference.texts import first_name, question, says

Row = dict[str, str]


def one(table: str, rows: list[Row], **standard: Any) -> Expected:  # noqa: ANN401
    columns = dict.fromkeys(column for row in rows for column in row)
    same = [{column: row.get(column, "") for column in columns} for row in rows]
    own = {name: {"type": "number"} for name in ("patience", "empathy")}
    written = {
        "timezone": "UTC",
        "tables": {"reviews": {"columns": own}},
        "standards": [{"id": "it", "table": table, **standard}],
    }
    return audit({table: same}, written, datetime(2026, 3, 2, 10, tzinfo=UTC))["it", (), None]


def call(number: int, offered: str, answered: str = "", ended: str = "") -> Row:
    cells = {"offered_at": offered, "answered_at": answered, "ended_at": ended}
    instants = {name: f"2026-03-02 {time}" if time else "" for name, time in cells.items()}
    return {"id": str(number), "queue": "q", **instants}


CALLS = [
    call(1, "09:00:00", "09:00:18", "09:05:00"),
    call(2, "09:00:05", "09:01:00", "09:05:00"),
    call(3, "09:00:10", "", "09:00:40"),
    call(4, "09:59:50"),
]


def test_three_rings_are_eighteen_seconds_and_a_caller_who_gave_up_was_not_answered() -> None:
    found = one("calls", CALLS, metric="answer_time", within="3 rings", target="80%")
    assert (found.met, found.missed, found.not_due) == (1, 2, 1)
    british = one("calls", CALLS, metric="answer_time", within="3 rings", seconds_per_ring=3)
    assert (british.met, british.missed) == (0, 4)


def test_a_call_given_up_early_is_counted_apart() -> None:
    asked: dict[str, Any] = {"metric": "abandonment_rate"}
    assert one("calls", CALLS, **asked).value == Fraction(1, 3)
    apart = one("calls", CALLS, short_abandon="30s", **asked)
    assert apart.not_applicable_by == {"short abandon": 1}


def test_a_queue_is_as_long_as_those_who_wait_and_whoever_leaves_goes_first() -> None:
    assert one("calls", CALLS, metric="queue_length").value == 3
    meeting = [call(1, "09:00:00", "09:01:00"), call(2, "09:01:00", "09:02:00")]
    assert one("calls", meeting, metric="queue_length").value == 1
    asked: dict[str, Any] = {"metric": "queue_length", "above": 1}
    met = one("calls", CALLS, statistic="arrivals_above", **asked)
    assert met.value == Fraction(1, 4)
    time = one("calls", CALLS, statistic="time_above", **asked)
    assert time.value == Fraction(40 - 5, 3600)


def test_a_review_is_its_weighted_marks_over_the_best_ones() -> None:
    rows = [
        {"id": "1", "patience": "5", "empathy": "3"},
        {"id": "2", "patience": "4", "empathy": ""},
        {"id": "3", "patience": "5", "empathy": "1"},
    ]
    asked: dict[str, Any] = {
        "metric": "quality_score",
        "scale": "1-5",
        "items": ["patience", {"empathy": 3}],
        "critical": ["empathy"],
    }
    reviewed = [row | {"reviewed_at": "2026-03-01 10:00"} for row in rows]
    marks = Fraction(5 + 9, 20) + Fraction(4, 5)
    assert one("reviews", reviewed, **asked).value == marks / 3


@pytest.mark.parametrize(
    ("belt", "next_step", "place"),
    [("yes", "yes", "met"), ("no", "", "missed"), ("yes", "", "unreadable")],
)
def test_an_item_that_is_no_settles_a_checklist(belt: str, next_step: str, place: str) -> None:
    row = {"id": "1", "reviewed_at": "2026-03-01 10:00", "belt": belt, "next_step": next_step}
    found = one("reviews", [row], metric="checklist_compliance", items=["belt", "next_step"])
    assert getattr(found, place) == 1


def test_what_is_answered_after_the_audit_instant_has_not_been_answered() -> None:
    rows = [
        {"id": "1", "sent_at": "2026-03-02 08:00", "answered_at": "2026-03-02 09:00", "nps": "9"},
        {"id": "2", "sent_at": "2026-03-02 08:00", "answered_at": "2026-03-02 11:00", "nps": "0"},
        {"id": "3", "sent_at": "2026-03-02 11:00", "answered_at": "", "nps": ""},
    ]
    assert one("surveys", rows, metric="survey_response_rate").value == Fraction(1, 2)
    assert one("surveys", rows, metric="net_promoter_score").value == 100


def test_one_question_in_many_spellings() -> None:
    assert question("RE: Fwd: Where is my  ORDER 4711?") == "where is my order"
    assert question("Café open?") == question("cafe  open")
    assert question("12345") is None


def test_names_and_phrases() -> None:
    assert first_name("LEE, Anna") == "anna"
    assert first_name("maría garcía") == "maria"
    assert first_name("Ms O'Neil") is None
    assert first_name("Dr Jo Obi") == "jo"
    assert says("The Larkfield  Promise!", "larkfield promise")
    assert not says("promised", "promise")


def test_intervals_as_they_are_published() -> None:
    """Wilson: Newcombe (1998), Statistics in Medicine 17, 857-872, table I, 81 of 263.

    Student's quantiles: any printed table.
    """
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    low, high = wilson(0, 20)
    assert (round(low, 4), round(high, 4)) == (0.0, 0.1611)
    assert round(t_quantile(1, 0.975), 3) == 12.706
    assert round(t_quantile(10, 0.975), 3) == 2.228


def test_the_adjusted_wald_interval_has_three_answers_more() -> None:
    low, high = adjusted_wald([Fraction(1)] * 6 + [Fraction(0)] * 3 + [Fraction(-1)] * 3)
    assert low < 25 < high
    assert round((low + high) / 2, 6) == round(100 * 3 / 15, 6)
