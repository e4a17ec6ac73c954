"""Statuses and tags: words that mean the same everywhere."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.sources.notations.numbers import by_text
from csaudit.sources.recognise.folding import fold
from csaudit.sources.recognise.status_vocabulary import STATUSES

if TYPE_CHECKING:
    from csaudit.sources.model import Coding

_SEPARATED: Final = re.compile(r"[,;|]")


def statuses(texts: pl.Series) -> pl.Series:
    """Canonical statuses; a word that is not known stays as it is, neither open nor final."""
    return by_text(texts, lambda text: STATUSES.get(fold(text), text), pl.String)


def without(text: pl.Expr, empty: tuple[str, ...]) -> pl.Expr:
    """Text without the words for nothing."""
    if not empty:
        return text
    return pl.when(~text.str.to_lowercase().is_in([word.lower() for word in empty])).then(text)


def coded(text: pl.Expr, coding: Coding) -> pl.Expr:
    """Codes put into words: `4` is resolved."""
    words = text
    if coding.values:
        known = {word.lower(): value for word, value in coding.values.items()}
        default = text if coding.otherwise is None else _word(text, coding.otherwise)
        words = text.str.to_lowercase().replace_strict(known, default=default)
    if coding.filled is not None:
        words = _word(text, coding.filled)
    if coding.blank is not None:
        words = pl.when(text.is_null()).then(pl.lit(coding.blank)).otherwise(words)
    return words


def _word(text: pl.Expr, word: str) -> pl.Expr:
    return pl.when(text.is_not_null()).then(pl.lit(word))


def tags(texts: pl.Series, inner: str | None = None) -> pl.Series:
    """Lists of labels: `a b`, `a, b` or a JSON list. An empty cell is a record without tags.

    `inner` names the value to take from each item of a JSON list of objects.
    """
    listed = by_text(texts, lambda text: tag_list(text, inner), pl.List(pl.String))
    return listed.fill_null(pl.Series([[]], dtype=pl.List(pl.String)))


def tag_list(text: str, inner: str | None = None) -> list[str]:
    """The labels of one cell, in their order."""
    if text.startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list):
            labels = (item.get(inner) if isinstance(item, dict) else item for item in found)
            return [str(label).strip() for label in labels if str(label or "").strip()]
    parts = _SEPARATED.split(text) if _SEPARATED.search(text) else text.split()
    return [part.strip() for part in parts if part.strip()]
