"""Guesses at what a header may mean."""

from __future__ import annotations

from csaudit.sources.recognise.header_guesses import likely

DAY = ["2026-10-03 10:00"]


def test_the_first_header_with_dates_may_be_the_beginning() -> None:
    assert likely("tickets", {"Ref": ["1"], "Wann": DAY, "Bis": DAY}, ()) == {"created_at": "Wann"}
    assert likely("calls", {"Wann": DAY}, ()) == {"offered_at": "Wann"}


def test_a_word_of_the_header_says_more_than_its_place() -> None:
    unknown = {"Bis": DAY, "Ticket created (local)": DAY, "The owner now": ["Ann"]}
    assert likely("tickets", unknown, ()) == {
        "created_at": "Ticket created (local)",
        "agent": "The owner now",
    }


def test_nothing_is_guessed_of_what_is_known_or_empty_or_written_otherwise() -> None:
    assert likely("tickets", {"Wann": DAY, "The owner now": ["Ann"]}, ("created_at", "agent")) == {}
    assert likely("tickets", {"Created by": ["Ann"], "Owner of it": DAY, "Due": [""]}, ()) == {
        "created_at": "Owner of it"
    }
    assert likely("tickets", {"Ref": ["1"]}, ()) == {}
