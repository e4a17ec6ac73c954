"""Text as it is compared, and the question behind a subject."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csaudit.metrics.parts.subject import question
from csaudit.metrics.parts.wording import folded, without_markup, words


@pytest.mark.parametrize(
    "subject",
    [
        "Where is my order?",
        "  where   is MY order  ",
        "Re: Where is my order?",
        "RE: Fwd: AW: Where is my order?",
        "TR : Where is my order?",
        "RV: SV: VS: Antw: WG: Where is my order?",
        "Re[4]: Where is my order?",
        "Re (2): where is my order",
        "[Fwd: Where is my order?]",
        "(Fwd) Where is my order?",
        "Antw.: Where is my order?",
        "Továbbítás: Where is my order?",
        "RE: [EXTERNAL] Re: Where is my order?",
        "[Ticket #4711] Where is my order?",
        "回复\uff1aWhere is my order",
        "ΑΠ: Where is my order",
        "YNT: İLT: Where is my order",
        "Where is my order #12345?",
        "Where is my order INV-2026-0042 (27/10/2026)?",
        "Whére is my ordér…",
        "\uff37here\u3000is\u3000my\u3000\uff4frder",
        "<b>Where is my order</b>&nbsp;",
        "Where is my order 😡😡",
    ],
)
def test_the_same_question_however_it_is_written(subject: str) -> None:
    assert question(subject) == "where is my order"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Refund", "Refunds"),
        ("Order: where?", "where?"),  # not a mark of a reply
        ("Regarding: refund", "refund"),
        ("[urgent] refund", "refund"),
        ("कि", "की"),  # the vowel sign is all the difference
        ("はか", "ばか"),
        ("йод", "ёд"),
    ],
)
def test_different_questions_stay_different(one: str, other: str) -> None:
    assert question(one) != question(other)


@pytest.mark.parametrize("subject", ["", "  ", "12345", "Re:", "???", "#42 - 17", "Fwd: Re: 2026"])
def test_nothing_is_no_question(subject: str) -> None:
    assert question(subject) is None


def test_apostrophes_are_all_the_same() -> None:
    spellings = ["can't log in", "can\u2019t log in", "CAN`T log-in", "cant log in"]
    assert {question(one) for one in spellings} == {"cant log in"}


def test_accents_go_only_where_they_are_decoration() -> None:
    assert folded("ÁÉÍÓÚ Ñ Ç Å Ø ß") == "aeiou n c a ø ss"
    assert folded("Ϊ") == "\N{GREEK SMALL LETTER IOTA}"
    assert folded("Ё") == "\N{CYRILLIC SMALL LETTER IE}"
    assert folded("नमस्ते") == "नमस्ते"
    assert folded("ば") != folded("は")


def test_markup_is_no_text_but_a_comparison_is() -> None:
    assert words(without_markup("<p>Hi <b>Anna</b>&amp;co</p>")) == "hi anna co"
    assert words(without_markup("5 < 6 and 7 > 6")) == "5 6 and 7 6"


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = words(text)
    assert words(once) == once


@given(st.text(max_size=60))
def test_a_question_has_neither_digits_nor_needless_spaces(text: str) -> None:
    found = question(text)
    if found is not None:
        assert found == " ".join(found.split())
        assert not any(character.isdecimal() for character in found)
