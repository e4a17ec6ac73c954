"""Whether a reply greets by first name, and what the first name of a name is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csaudit.metrics.parts.first_name import any_name, first_name, name_in_address

if TYPE_CHECKING:
    from tests.metrics.conftest import Measured


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Anna Lee", "anna"),
        ("maría", "maria"),
        ("LEE, Anna", "anna"),
        ("Lee, Ms Anna Maria", "anna"),
        ("Dr. Anna Lee", "anna"),
        ("Herr Prof. Dr. Jürgen Groß", "jurgen"),
        ("O'Neil, Seán", "sean"),
        ("Jean-Luc Picard", "jean luc"),
        ("Anna Lee (Acme Ltd)", "anna"),
        ("Martin King, Jr.", "martin"),
        ("  Anna  ", "anna"),
        ("李", "李"),
        ("王小明", "王小明|小明"),
        ("山田 太郎", "太郎"),
        ("山田太郎", "山田太郎|太郎"),
        ("김철수", "김철수|철수"),
        ("Иван Петров", "иван"),
        ("Müller, Dr. Anna", "anna"),
        ("Smith, Jr., John", "john"),
        ("Smith, John, Jr.", "john"),
        ("Lee\uff0c Anna", "anna"),
        ("Anna,", "anna"),
        ("Anna Lee <anna@example.com>", "anna"),
        ("Anna & Bob", "anna"),
        ("J.R.R. Tolkien", None),
        ("Müller, Dr.", None),
        ("4711", None),
        ("Ms O'Neil", None),
        ("Frau Dr. Müller", None),
        ("J. Smith", None),
        ("J Smith", None),
        ("Mr", None),
        ("anna.lee@example.com", None),
        ("???", None),
        ("", None),
    ],
)
def test_the_first_name_by_the_stated_rule(name: str, first: str | None) -> None:
    assert first_name(name) == first


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("Ms O'Neil", "oneil"),
        ("LEE, Anna", "lee|anna"),
        ("J. Smith", "smith"),
        ("Dr", None),
        ("María de la Cruz", "maria|cruz"),
        ("王小明", "王小明|小明"),
    ],
)
def test_any_name_leaves_the_titles_out(name: str, names: str | None) -> None:
    assert any_name(name) == names


@pytest.mark.parametrize(
    ("address", "guess"),
    [
        ("anna.lee@example.com", "anna"),
        ("Anna_Lee@example.com", "anna"),
        ("anna2000@example.com", "anna"),
        ("a.lee@example.com", None),
        ("info@example.com", None),
        ("@", None),
    ],
)
def test_a_guess_from_an_address_is_only_the_first_part(address: str, guess: str | None) -> None:
    assert name_in_address(address) == guess


@given(st.text(max_size=40))
def test_any_text_is_a_name_or_none(name: str) -> None:
    for found in (first_name(name), any_name(name), name_in_address(name)):
        assert found is None or found.strip()


REPLIES = [
    ("Anna Lee", "Hi Anna, thank you for writing."),
    ("Anna Lee", "Hello, thank you for writing to us, dear customer. Yours, Anna of Acme"),
    ("Anna Lee", "Hi Annabel,"),
    ("maría", "Hola MARIA! Gracias"),
    ("maria", "Hola María"),
    ("LEE, Anna", "<p>Dear <b>Anna</b>,</p>"),
    ("Ms O'Neil", "Dear Ms O\u2019Neil,"),
    ("Jean-Luc Picard", "Bonjour Jean Luc, merci"),
    ("Anna Lee", ""),
    ("", "Hello!"),
    ("anna.lee@example.com", "Hi Anna!"),
    ("田中", "田中様、お問い合わせ"),
]
IN_OTHER_SCRIPTS = [
    ("王小明", "小明 您好"),
    ("王小明", "您好 感谢您的来信"),
    ("山田 太郎", "太郎様、お問い合わせありがとうございます"),
    ("김철수", "철수님 안녕하세요"),
    ("Иван Петров", "Здравствуйте, Иван!"),
]
ROWS = "id,created_at,customer_name,reply_text\n" + "\n".join(
    f'{n},2026-10-05T09:00:00Z,"{name}","{reply}"' for n, (name, reply) in enumerate(REPLIES)
)


def test_replies_that_greet_by_first_name(measured: Measured) -> None:
    found = measured("tickets", ROWS, "greeting_rate")
    assert (found.numerator, found.n) == (6, 8)
    assert found.not_applicable_by == {"no first name": 2, "no name": 1, "no reply": 1}


def test_names_are_found_in_every_script(measured: Measured) -> None:
    rows = "\n".join(
        f'{n},2026-10-05T09:00:00Z,"{name}","{reply}"'
        for n, (name, reply) in enumerate(IN_OTHER_SCRIPTS)
    )
    header = "id,created_at,customer_name,reply_text"
    found = measured("tickets", f"{header}\n{rows}\n", "greeting_rate")
    assert (found.numerator, found.n) == (4, 5)


def test_the_family_name_will_do_where_it_may(measured: Measured) -> None:
    found = measured("tickets", ROWS, "greeting_rate", {"accept": "any"})
    assert (found.numerator, found.n) == (7, 9)


def test_an_address_is_read_only_when_asked_for(measured: Measured) -> None:
    found = measured("tickets", ROWS, "greeting_rate", {"from_email": True})
    assert (found.numerator, found.n) == (7, 9)
    rows = "id,created_at,customer_name,reply_text\na,2026-10-05T09:00:00Z,<bo@b.org>,Hi Bo\n"
    assert measured("tickets", rows, "greeting_rate", {"from_email": True}).value == 1


def test_the_name_may_stand_in_another_column(measured: Measured) -> None:
    rows = 'id,created_at,Contact,reply_text\na,2026-10-05T09:00:00Z,"Lee, Bo",Hi Bo\n'
    assert measured("tickets", rows, "greeting_rate", {"name": "Contact"}).numerator == 1
