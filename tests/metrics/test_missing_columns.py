"""A standard that names a missing column says which, in which table, and which look alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.metrics.conftest import Audited

TICKETS = """
id,created_at,first_response_at,resolved_at,branch,priority,subject
1,2026-10-05T09:00:00Z,2026-10-05T09:30:00Z,2026-10-05T12:00:00Z,Leeds,high,Hello
"""
REVIEWS = "id,ticket_id,reviewed_at,accurate\n1,1,2026-10-06T09:00:00Z,yes\n"
ANSWER = {"metric": "first_response_time", "within": "1h"}
LIKE_BRANCH = "tickets has no column brnch (alike: branch)"
LIKE_ACCURATE = "reviews has no column acurate (alike: accurate)"


@pytest.mark.parametrize(
    ("standard", "words"),
    [
        ({**ANSWER, "where": "brnch = 'x'"}, LIKE_BRANCH),
        ({**ANSWER, "and": "brnch = 'x'"}, LIKE_BRANCH),
        ({**ANSWER, "judge": {"each": "brnch"}, "target": "5%"}, LIKE_BRANCH),
        ({**ANSWER, "judge": {"spread": "brnch"}, "target": "<= 5%"}, LIKE_BRANCH),
        ({**ANSWER, "calendar_by": "brnch"}, LIKE_BRANCH),
        ({**ANSWER, "within": {"by": "brnch", "limits": {"x": "1h"}}}, LIKE_BRANCH),
        ({**ANSWER, "leave_out": [{"where": "brnch = 'x'", "reason": "r"}]}, LIKE_BRANCH),
        ({"metric": "share", "success": "brnch = 'x'"}, LIKE_BRANCH),
        ({"metric": "value", "value": "count(brnch)"}, LIKE_BRANCH),
        ({"metric": "single_question_rate", "question": "brnch"}, LIKE_BRANCH),
        ({"metric": "topic_share", "topic": "brnch"}, LIKE_BRANCH),
        ({"metric": "due_date_met", "due": "brnch"}, LIKE_BRANCH),
        ({"metric": "queue_length", "table": "tickets", "queue": "brnch"}, LIKE_BRANCH),
        ({"metric": "checklist_compliance", "items": ["acurate"]}, LIKE_ACCURATE),
        ({"metric": "accuracy_rate", "column": "acurate"}, LIKE_ACCURATE),
        ({"metric": "quality_score", "items": ["acurate"]}, LIKE_ACCURATE),
        ({**ANSWER, "and": "reviews.acurate = 'yes'"}, "(alike: reviews.accurate"),
        ({**ANSWER, "and": "surveys.csat = 5"}, "no surveys were given: add surveys=FILE"),
        ({**ANSWER, "and": "tickets.branch = 'x'"}, "a column of tickets itself is written branch"),
        ({"metric": "answer_time", "within": "20s"}, "no calls were given: add calls=FILE"),
    ],
)
def test_a_missing_column_is_named_with_those_alike(
    audited: Audited, standard: dict[str, Any], words: str
) -> None:
    known = {"id": "known", **ANSWER}
    found = audited({"tickets": TICKETS, "reviews": REVIEWS}, [standard, known])
    one = next(result for result in found.results if result.id == "it")
    assert one.outcome == "no_data"
    assert words in (one.words or "")


def test_an_exception_for_all_that_can_never_apply_is_remarked_on(audited: Audited) -> None:
    top = {"leave_out": [{"where": "brnch = 'York'", "reason": "moving house"}]}
    found = audited({"tickets": TICKETS}, [ANSWER], top)
    (note,) = [note for note in found.notes if note.code == "idle_exception"]
    assert note.message == f"the exception (moving house) leaves nothing out: {LIKE_BRANCH}"


def test_an_exception_that_another_table_can_have_is_none(audited: Audited) -> None:
    top = {"leave_out": [{"where": "branch = 'York'", "reason": "moving house"}]}
    quality = {"id": "quality", "metric": "accuracy_rate", "min_n": 1}
    found = audited({"tickets": TICKETS, "reviews": REVIEWS}, [ANSWER, quality], top)
    assert [note for note in found.notes if note.code == "idle_exception"] == []


def test_tables_that_nothing_links_say_which_columns_would(audited: Audited) -> None:
    reviews = REVIEWS.replace("ticket_id", "case")
    standards = [{**ANSWER, "and": "reviews.accurate"}, {"id": "known", **ANSWER}]
    found = audited({"tickets": TICKETS, "reviews": reviews}, standards)
    one = next(result for result in found.results if result.id == "it")
    assert "the two need id in tickets and ticket_id in reviews" in (one.words or "")


@pytest.mark.parametrize("column", ["branch", "csat"])
def test_a_due_date_that_is_none_is_said_also_where_satisfaction_is_in_words(
    audited: Audited, column: str
) -> None:
    words = TICKETS.replace(",subject", ",csat").replace(",Hello", ",Good")
    promise = {"metric": "due_date_met", "due": column, "target": ">= 90%"}
    found = audited({"tickets": words}, [promise, {"id": "known", **ANSWER}])
    one = next(result for result in found.results if result.id == "it")
    assert one.outcome == "no_data"
    assert f"{column} holds text, not instant" in (one.words or "")
