"""The most repeated question, the commonest topic, and the ones that belong in the FAQ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from csaudit.metrics.parts.most_common import near_duplicates

if TYPE_CHECKING:
    from csaudit.audit.report import Result
    from tests.metrics.conftest import Measured


def tickets(column: str, cells: list[str]) -> str:
    rows = [f'{n},2026-10-05T09:00:00Z,"{cell}"' for n, cell in enumerate(cells)]
    return "\n".join([f"id,created_at,{column}", *rows])


def listed(found: Result) -> list[tuple[str, int | None, tuple[str, ...]]]:
    return [(one.label, one.numerator, one.ids) for one in found.details]


def test_three_in_a_hundred_are_the_usual_limit(measured: Measured) -> None:
    cells = ["Re: Lost password", "lost password!", "LOST PASSWORD 7"]
    cells += [f"question {'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10]}" for n in range(97)]
    rows = tickets("subject", cells)
    found = measured("tickets", rows, "single_question_rate", {"target": "<= 3%"})
    assert (found.numerator, found.denominator, found.outcome) == (3, 100, "pass")
    assert listed(found) == [("lost password", 3, ("0", "1", "2"))]
    found = measured("tickets", rows, "single_question_rate", {"target": "< 3%"})
    assert found.outcome == "fail"


def test_every_question_at_or_over_the_limit_is_listed(measured: Measured) -> None:
    cells = ["a"] * 4 + ["b"] * 3 + ["c"] * 2 + ["d"]
    settings = {"target": "<= 30%"}
    found = measured("tickets", tickets("subject", cells), "single_question_rate", settings)
    assert [(one.label, one.value) for one in found.details] == [("a", 0.4), ("b", 0.3)]
    info = measured("tickets", tickets("subject", cells), "single_question_rate")
    assert [one.label for one in info.details] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(("target", "reason"), [("<= 25%", "cannot_be_met"), ("<= 26%", None)])
def test_with_four_questions_one_has_a_quarter_at_least(
    measured: Measured, target: str, reason: str | None
) -> None:
    rows = tickets("topic", ["A", "b", "c", "d"] * 2)
    settings = {"question": "topic", "target": target}
    found = measured("tickets", rows, "single_question_rate", settings)
    assert (found.reason, found.value) == (reason, 0.25)
    if reason:
        assert found.words == "with 4 questions the commonest has at least 25 %"


def test_blank_and_ignored_subjects_stay_below_the_line(measured: Measured) -> None:
    cells = ["Contact form"] * 5 + ["", "RE: contact form 8", "refund", "refund", "login"]
    settings: dict[str, Any] = {"ignore": ["Contact Form"]}
    found = measured("tickets", tickets("subject", cells), "single_question_rate", settings)
    assert (found.numerator, found.denominator) == (2, 10)
    assert found.details[0].label == "refund"


def test_without_any_question_there_is_nothing_to_judge(measured: Measured) -> None:
    found = measured("tickets", tickets("subject", ["", "123"]), "single_question_rate")
    assert (found.reason, found.words) == ("no_records", "there are no questions")


def test_a_category_is_taken_as_it_is(measured: Measured) -> None:
    rows = tickets("Problem", ["Order 1", "order 1 ", "Order 2", "Re: order 1"])
    found = measured("tickets", rows, "single_question_rate", {"question": "Problem"})
    assert listed(found) == [("Order 1", 2, ("0", "1")), ("Order 2", 1, ("2",)),
                             ("Re: order 1", 1, ("3",))]  # fmt: skip


def test_a_hundred_ids_are_not_all_listed(measured: Measured) -> None:
    found = measured("tickets", tickets("subject", ["a"] * 100), "single_question_rate")
    assert found.details[0].ids == ("0", "1", "2", "3", "4")


def test_near_duplicates_are_one_question(measured: Measured) -> None:
    pytest.importorskip("rapidfuzz", reason="near-duplicates are an extra")
    cells = ["cannot log in"] * 3 + ["canot log in", "log in cannot", "refund please"]
    rows = tickets("subject", cells)
    assert measured("tickets", rows, "single_question_rate").numerator == 3
    found = measured("tickets", rows, "single_question_rate", {"near": "90%"})
    assert listed(found)[0] == ("cannot log in", 5, ("0", "1", "2", "3", "4"))
    assert measured("tickets", rows, "single_question_rate", {"near": "off"}).numerator == 3


def test_near_duplicates_follow_the_commonest() -> None:
    pytest.importorskip("rapidfuzz", reason="near-duplicates are an extra")
    from fractions import Fraction

    counts = {"reset my password": 9, "reset my passwort": 2, "reset the passwort": 1}
    grouped = near_duplicates(counts, Fraction(90, 100))
    assert grouped["reset my passwort"] == "reset my password"
    assert grouped["reset the passwort"] == "reset the passwort"


def test_a_feature_behind_forty_percent_is_visible(measured: Measured) -> None:
    cells = ["billing,mobile", "billing", "Billing", "billing,billing", "login", "", "", "", "", ""]
    rows = tickets("tags", cells)
    found = measured("tickets", rows, "topic_share", {"target": "< 40%"})
    assert (found.numerator, found.denominator, found.outcome) == (4, 10, "fail")
    assert listed(found) == [("billing", 4, ("0", "1", "2", "3"))]


def test_a_share_below_the_limit_can_be_met_where_few_bear_a_tag(measured: Measured) -> None:
    rows = tickets("tags", ["vip"] + [""] * 9)
    found = measured("tickets", rows, "topic_share", {"target": "< 40%"})
    assert (found.value, found.outcome) == (0.1, "pass")


def test_tags_that_say_something_else_are_ignored(measured: Measured) -> None:
    rows = tickets("tags", ["auto,login", "AUTO,billing", "auto", "login"])
    found = measured("tickets", rows, "topic_share", {"ignore": ["auto"]})
    assert listed(found) == [("login", 2, ("0", "3")), ("billing", 1, ("1",))]


def test_a_product_column_will_do(measured: Measured) -> None:
    rows = tickets("product", ["Pro", "pro", "Lite", ""])
    found = measured("tickets", rows, "topic_share", {"topic": "product"})
    assert (found.numerator, found.denominator, found.details[0].label) == (2, 4, "Pro")
