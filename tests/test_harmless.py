from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from csaudit.harmless import STEERING, harmless, harmless_lines


def test_what_steers_a_terminal_is_shown_as_its_escape() -> None:
    assert harmless("a\x1b[31mb\nc\u202ed\x9be") == r"a\x1b[31mb\nc\u202ed\x9be"


def test_names_keep_their_joiners_and_accents() -> None:
    for name in ("می\u200cکنم", "Zoë", "日本", "👩\u200d🔧"):
        assert harmless(name) == name


def test_a_message_keeps_its_own_line_breaks() -> None:
    assert harmless_lines("one\n  two\r") == "one\n  two\\r"


@given(st.text(st.characters()))
def test_whatever_comes_in_one_line_comes_out_that_utf8_can_carry(text: str) -> None:
    shown = harmless(text)
    assert STEERING.search(shown) is None
    assert len(shown.splitlines()) <= 1
    shown.encode("utf-8")


@given(st.text())
def test_a_narrow_encoding_can_carry_it_too(text: str) -> None:
    harmless(text, "ascii").encode("ascii")
    harmless(text, "latin-1").encode("latin-1")
