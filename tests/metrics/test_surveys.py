"""Satisfaction, effort and recommendation against the examples that others publish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from csaudit.errors import StandardsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.metrics.conftest import Measured


def surveys(column: str, counts: Mapping[Any, int]) -> str:
    marks = [mark for mark, count in counts.items() for _ in range(count)]
    rows = [f"{n},2026-10-05T09:00:00Z,{mark}" for n, mark in enumerate(marks)]
    return "\n".join([f"id,answered_at,{column}", *rows])


# ---- net promoter score ----


def test_proprofs_example_of_nps(measured: Measured) -> None:
    """250 answers: 60 detractors, 90 passives, 100 promoters make 16.

    proprofssurvey.com, "Net Promoter Score Survey".
    """
    marks = {0: 20, 6: 40, 7: 45, 8: 45, 9: 50, 10: 50}
    found = measured("surveys", surveys("nps", marks), "net_promoter_score", {"target": ">= 16"})
    assert (found.value, found.n, found.outcome, found.unit) == (16, 250, "pass", "score")
    assert (found.numerator, found.denominator) == (40, 250)


@pytest.mark.parametrize(
    ("promoters", "passives", "detractors", "score"),
    [(120, 65, 15, 52.5), (45, 30, 25, 20), (720, 200, 80, 64), (0, 0, 7, -100), (3, 0, 0, 100)],
)
def test_scores_by_the_formula(
    measured: Measured, promoters: int, passives: int, detractors: int, score: float
) -> None:
    """The first three are the inputs of super-calc.com's NPS calculator."""
    marks = {9: promoters, 8: passives, 6: detractors}
    assert measured("surveys", surveys("nps", marks), "net_promoter_score").value == score


@pytest.mark.parametrize(
    ("promoters", "detractors", "score"), [(30, 20, 10), (50, 10, 40)], ids=["DELA", "Reputation"]
)
def test_scores_from_published_percentages(
    measured: Measured, promoters: int, detractors: int, score: int
) -> None:
    """DELA, annual report 2018, glossary: 30 % less 20 % is +10; help.reputation.com, "How Is
    NPS Calculated": 50 % less 10 % is 40."""
    marks = {10: promoters, 7: 100 - promoters - detractors, 0: detractors}
    assert measured("surveys", surveys("nps", marks), "net_promoter_score").value == score


def test_what_is_no_whole_mark_from_0_to_10_cannot_be_read(measured: Measured) -> None:
    marks = {9: 30, 11: 1, -1: 1, 8.5: 1, "ten": 1, "": 2, "10.0": 1}
    found = measured("surveys", surveys("nps", marks), "net_promoter_score", {"min_n": 30})
    assert (found.n, found.unreadable_by, found.not_applicable_by) == (
        31, {"nps": 4}, {"no answer": 2}
    )  # fmt: skip
    assert found.reason == "too_many_unreadable"


def test_thirty_answers_are_needed_unless_said_otherwise(measured: Measured) -> None:
    rows = surveys("nps", {9: 29})
    found = measured("surveys", rows, "net_promoter_score", {"target": ">= 40", "min_n": 30})
    assert found.reason == "too_few"


# ---- satisfaction ----


def test_delighteds_example_of_csat(measured: Measured) -> None:
    """42 fives, 32 fours, 10 threes, 9 twos and 14 ones: 74 ÷ 107 = 69.16 %.

    help.delighted.com, "How is CSAT calculated?".
    """
    rows = surveys("csat", {5: 42, 4: 32, 3: 10, 2: 9, 1: 14})
    found = measured("surveys", rows, "customer_satisfaction", {"scale": "1-5"})
    assert (found.numerator, found.denominator) == (74, 107)
    assert found.value == pytest.approx(0.6916, abs=5e-5)


def test_an_example_with_fifty_answers(measured: Measured) -> None:
    """(10 + 20) ÷ 50 = 60 %; intercom.help/voc-metrics, "What is CSAT"."""
    rows = surveys("csat", {5: 10, 4: 20, 3: 10, 2: 5, 1: 5})
    settings = {"scale": "1-5", "target": "60%"}
    found = measured("surveys", rows, "customer_satisfaction", settings)
    assert (found.value, found.outcome) == (0.6, "pass")
    out = measured("surveys", rows, "customer_satisfaction", {**settings, "neutral": "out"})
    assert (out.value, out.n, out.not_applicable_by) == (0.75, 40, {"neutral": 10})


def test_zendesks_good_over_good_and_bad(measured: Measured) -> None:
    """Zendesk: good ÷ (good + bad); Offered and Unoffered are no answers (helpdesks.md 2.6)."""
    rows = "id,created_at,csat\n" + "\n".join(
        f"{n},2026-10-05T09:00:00Z,{word}"
        for n, word in enumerate(["Good"] * 9 + ["Bad"] + ["Offered"] * 5 + ["Unoffered", ""])
    )
    found = measured("tickets", rows, "customer_satisfaction", {"target": "90%"})
    assert (found.numerator, found.denominator, found.outcome) == (9, 10, "pass")
    assert found.not_applicable_by == {"no answer": 7}


@pytest.mark.parametrize(
    ("scale", "marks", "satisfied"),
    [
        ("1-2", {1: 5, 2: 5}, 5),
        ("1-3", {1: 1, 2: 2, 3: 4}, 4),
        ("1-4", {1: 1, 2: 2, 3: 3, 4: 4}, 7),
        ("0-10", {8: 1, 9: 2, 10: 3}, 5),
    ],
)
def test_the_top_one_of_three_the_top_two_of_more(
    measured: Measured, scale: str, marks: dict[int, int], satisfied: int
) -> None:
    found = measured("surveys", surveys("csat", marks), "customer_satisfaction", {"scale": scale})
    assert found.numerator == satisfied


def test_other_marks_and_words_may_satisfy(measured: Measured) -> None:
    rows = surveys("csat", {5: 1, 4: 2, 3: 3})
    settings: dict[str, Any] = {"scale": "1-5", "satisfied": [3, 4, 5]}
    assert measured("surveys", rows, "customer_satisfaction", settings).value == 1
    words = surveys("csat", {"Great": 2, "Okay": 1, "Meh": 1})
    settings = {"satisfied": ["great", "meh"]}
    found = measured("surveys", words, "customer_satisfaction", settings)
    assert (found.numerator, found.n) == (3, 4)


@pytest.mark.parametrize(("satisfied", "value"), [(">= 4", 0.5), ("> 4", 1 / 6), ("5", 1 / 6)])
def test_marks_from_some_mark_on_may_satisfy(
    measured: Measured, satisfied: str, value: float
) -> None:
    settings: dict[str, Any] = {"scale": "1-5", "satisfied": satisfied}
    rows = surveys("csat", {5: 1, 4: 2, 3: 3})
    assert measured("surveys", rows, "customer_satisfaction", settings).value == value


@pytest.mark.parametrize("satisfied", ["good", "9", "nan"])
def test_what_satisfies_must_be_a_mark_of_the_scale(measured: Measured, satisfied: str) -> None:
    settings: dict[str, Any] = {"scale": "1-5", "satisfied": satisfied}
    with pytest.raises(StandardsError, match=f"{satisfied} is no mark from 1 to 5") as error:
        measured("surveys", surveys("csat", {4: 3}), "customer_satisfaction", settings)
    assert "satisfied: [4, 5]" in str(error.value)


def test_words_that_nobody_knows_cannot_be_read(measured: Measured) -> None:
    rows = surveys("csat", {"Good": 3, "Not good": 1, "ok": 1, "purple": 1})
    found = measured("surveys", rows, "customer_satisfaction", {"neutral": "out"})
    assert (found.numerator, found.n) == (3, 4)
    assert (found.unreadable_by, found.not_applicable_by) == ({"csat": 1}, {"neutral": 1})


def test_no_scale_is_assumed(measured: Measured) -> None:
    with pytest.raises(StandardsError, match="4 may be the best mark or not"):
        measured("surveys", surveys("csat", {4: 3}), "customer_satisfaction")


def test_calls_may_carry_the_mark(measured: Measured) -> None:
    rows = "id,offered_at,csat\n1,2026-10-05T09:00:00Z,5\n2,2026-10-05T09:00:00Z,1\n"
    assert measured("calls", rows, "customer_satisfaction", {"scale": "1-5"}).value == 0.5


# ---- effort ----


def test_the_mean_mark_is_sum_over_answers(measured: Measured) -> None:
    """Three answers of 6, 5 and 4 sum up to 15: calculator.academy, "Customer Effort Score"."""
    rows = surveys("ces", {6: 1, 5: 1, 4: 1})
    settings = {"scale": "1-7", "easy": "high", "target": ">= 5"}
    found = measured("surveys", rows, "customer_effort", settings)
    assert (found.value, found.n, found.outcome, found.unit) == (5, 3, "pass", "score")


CES_2 = {7: 20, 6: 20, 5: 20, 4: 10, 3: 10, 2: 10, 1: 10}


@pytest.mark.parametrize(
    ("method", "easy", "value"),
    [("top_box", "high", 0.6), ("top_box", "low", 0.3), ("net", "high", 30), ("net", "low", -30)],
)
def test_five_to_seven_of_seven_agree(
    measured: Measured, method: str, easy: str, value: float
) -> None:
    """CES 2.0 reports the share that agrees, 5 to 7 of 7 (helpdesks.md 2.7)."""
    settings = {"scale": "1-7", "easy": easy, "method": method}
    found = measured("surveys", surveys("ces", CES_2), "customer_effort", settings)
    assert found.value == pytest.approx(value)


def test_on_five_points_two_ends_and_a_middle(measured: Measured) -> None:
    """CES 1.0 asks for effort from 1 to 5, low is good: 1-2, 3 and 4-5 (helpdesks.md 2.7)."""
    rows = surveys("ces", {1: 3, 2: 2, 3: 1, 4: 2, 5: 2})
    settings = {"scale": "1-5", "easy": "low", "method": "net"}
    assert measured("surveys", rows, "customer_effort", settings).value == 10
    settings["method"] = "top_box"
    assert measured("surveys", rows, "customer_effort", settings).value == 0.5


def test_where_low_is_easy_a_low_mean_keeps_the_target(measured: Measured) -> None:
    rows = surveys("ces", {1: 1, 2: 1})
    settings = {"scale": "1-5", "easy": "low", "target": "2"}
    found = measured("surveys", rows, "customer_effort", settings)
    assert found.target is not None
    assert (found.target.op, found.outcome) == ("<=", "pass")


def test_marks_off_the_scale_cannot_be_read(measured: Measured) -> None:
    settings = {"scale": "1-7", "easy": "high"}
    found = measured("surveys", surveys("ces", {7: 2, 8: 1, 0: 1}), "customer_effort", settings)
    assert (found.n, found.unreadable_by) == (2, {"ces": 2})


@pytest.mark.parametrize("missing", ["scale", "easy"])
def test_scale_and_direction_must_be_said(measured: Measured, missing: str) -> None:
    settings = {"scale": "1-7", "easy": "high"}
    del settings[missing]
    with pytest.raises(StandardsError, match=f"needs {missing}"):
        measured("surveys", surveys("ces", {7: 1}), "customer_effort", settings)
