"""Text as it is compared: without case, accents, punctuation and mark-up."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from csaudit.tables import Type

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from csaudit.metrics.declaration import Facts

_TAG = re.compile(r"<[!/a-zA-Z][^<>]{0,2000}>")
_APOSTROPHES = re.compile(r"['’ʼ`´]")  # noqa: RUF001 - the marks that people type for one
_ACCENTED = ("LATIN", "GREEK", "CYRILLIC")
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")


def without_markup(text: str) -> str:
    """HTML tags as spaces, entities as the characters they stand for."""
    return html.unescape(_TAG.sub(" ", text)) if "<" in text or "&" in text else text


def folded(text: str) -> str:
    """Without upper and lower case, without full and half width, and without accents.

    Accents go only from Latin, Greek and Cyrillic letters; in other scripts a mark may be all
    that tells two words apart.
    """
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    kept: list[str] = []
    bare = False
    for character in parts:
        if not unicodedata.combining(character):
            bare = _loses_accents(character)
        elif bare:
            continue
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


@lru_cache(maxsize=4096)
def _loses_accents(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(_ACCENTED)


def words(text: str) -> str:
    """Folded words with single spaces between them; apostrophes vanish, `don't` is `dont`."""
    return " ".join(spaced(without_apostrophes(folded(text))).split())


def spaced(folded_text: str, keep: str = "") -> str:
    """Everything but letters, digits and the characters to `keep` as spaces."""
    return "".join(
        character if character in keep or _in_word(character) else " " for character in folded_text
    )


def without_apostrophes(text: str) -> str:
    """`O'Neil` as `ONeil`, whichever mark was typed."""
    return _APOSTROPHES.sub("", text)


@lru_cache(maxsize=4096)
def _in_word(character: str) -> bool:
    """Letters, digits and the marks that belong to letters."""
    return character.isalnum() or unicodedata.category(character).startswith("M")


def padded(text: str) -> str:
    """The words of a text between spaces, as `says` looks through them."""
    return f" {words(without_markup(text))} "


def says(padded_text: str, phrase: str) -> bool:
    """Whether folded words occur in a padded text, at the boundaries of words.

    Scripts that are written without spaces between words have no such boundaries.
    """
    return looked_for(phrase) in padded_text


def looked_for(phrase: str) -> str:
    """Folded words as they occur in a padded text: between spaces, where their script has any."""
    return phrase if _is_unspaced(phrase) else f" {phrase} "


@lru_cache(maxsize=4096)
def _is_unspaced(phrase: str) -> bool:
    return any(unicodedata.name(letter, "").startswith(_UNSPACED) for letter in phrase)


def by_text(facts: Facts, column: str, read: Callable[[str], str | None]) -> pl.Expr:
    """Each distinct cell of a column of text read once, as a literal mapping; null stays null."""
    import polars as pl

    cells = facts.column(column, Type.TEXT)
    distinct = pl.Series(
        [text for text in facts.values(column) if text is not None], dtype=pl.String
    )
    found = pl.Series([read(text) for text in distinct], dtype=pl.String)
    return cells.replace_strict(distinct, found, default=None, return_dtype=pl.String)
