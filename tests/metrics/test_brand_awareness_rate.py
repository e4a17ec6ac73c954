"""The brand's phrases, the forbidden ones, and a reviewer's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csaudit.errors import StandardsError

if TYPE_CHECKING:
    from tests.metrics.conftest import Measured

REPLIES = [
    "Hi! We go the extra mile for you.",
    "WE GO THE&nbsp;EXTRA <b>MILE</b>",
    "I don't know, but I'll find out for you.",
    "I don\u2019t  know. We go the extra mile.",
    "We go the extra miles",
    "",
    "Grüße aus Zürich",
]
ROWS = "id,created_at,reply_text\n" + "\n".join(
    f'{n},2026-10-05T09:00:00Z,"{reply}"' for n, reply in enumerate(REPLIES)
)


def test_a_phrase_is_looked_for_at_the_boundaries_of_words(measured: Measured) -> None:
    settings = {"phrases": ["We go the extra mile", "Grusse aus Zurich"]}
    found = measured("tickets", ROWS, "brand_awareness_rate", settings)
    assert (found.numerator, found.n, found.not_applicable_by) == (4, 6, {"no reply": 1})
    assert [(one.label, one.numerator) for one in found.details] == [
        ("We go the extra mile", 3),
        ("Grusse aus Zurich", 1),
    ]


def test_forbidden_phrases_are_found_with_their_tickets(measured: Measured) -> None:
    settings = {"forbid": "I don't know", "target": "100%"}
    found = measured("tickets", ROWS, "brand_awareness_rate", settings)
    assert (found.numerator, found.n, found.outcome) == (4, 6, "fail")
    assert found.details[0].ids == ("2", "3")


def test_a_message_does_not_make_good_what_is_forbidden(measured: Measured) -> None:
    settings = {"phrases": ["extra mile"], "forbid": ["I don't know"]}
    found = measured("tickets", ROWS, "brand_awareness_rate", settings)
    assert (found.numerator, found.n) == (2, 6)


def test_chinese_has_no_spaces_between_words(measured: Measured) -> None:
    rows = "id,created_at,reply_text\na,2026-10-05T09:00:00Z,感谢您选择我们的服务\n"
    found = measured("tickets", rows, "brand_awareness_rate", {"phrases": ["选择我们"]})
    assert found.numerator == 1


def test_a_reviewer_may_have_marked_it(measured: Measured) -> None:
    rows = "id,ticket_id,reviewed_at,on_brand\n" + "\n".join(
        f"{n},{n},2026-10-05T09:00:00Z,{cell}" for n, cell in enumerate(["Yes", "no", "", "so-so"])
    )
    found = measured("reviews", rows, "brand_awareness_rate", {"column": "on_brand"})
    assert (found.numerator, found.n) == (1, 2)
    assert found.not_applicable_by == {"not marked": 1}
    assert found.unreadable_by == {"on_brand": 1}


def test_without_phrases_there_is_nothing_to_look_for(measured: Measured) -> None:
    with pytest.raises(StandardsError, match="needs phrases"):
        measured("tickets", ROWS, "brand_awareness_rate")


def test_a_phrase_without_words_is_a_mistake(measured: Measured) -> None:
    with pytest.raises(StandardsError, match="!!! has neither letters nor digits"):
        measured("tickets", ROWS, "brand_awareness_rate", {"phrases": ["hello", "!!!"]})
