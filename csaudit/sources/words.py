"""Statuses and tags: words that mean the same everywhere."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.sources.headers import fold
from csaudit.sources.numbers import by_text

if TYPE_CHECKING:
    from collections.abc import Mapping

_STATUS_WORDS: Final = {
    "new": ("new",),
    "open": ("open", "reopened", "in progress", "active", "assigned"),
    "pending": ("pending", "waiting", "waiting on customer", "snoozed"),
    "on_hold": ("on hold", "hold"),
    "resolved": ("resolved", "solved", "done", "completed", "fixed"),
    "closed": ("closed", "cancelled", "canceled"),
}
STATUSES: Final[Mapping[str, str]] = {
    fold(word): status for status, words in _STATUS_WORDS.items() for word in words
}
"""Folded word → canonical status."""

_SEPARATED: Final = re.compile(r"[,;|]")


def statuses(texts: pl.Series) -> pl.Series:
    """Canonical statuses; a word that is not known stays as it is, neither open nor final."""
    return by_text(texts, lambda text: STATUSES.get(fold(text), text), pl.String)


def coded(text: pl.Expr, values: Mapping[str, str], empty: tuple[str, ...]) -> pl.Expr:
    """Codes put into words (`4` is resolved) and words for nothing (`?`) emptied.

    `values` and `empty` are compared without regard to case.
    """
    known: dict[str, str | None] = {word.lower(): value for word, value in values.items()}
    known |= dict.fromkeys((word.lower() for word in empty), None)
    if not known:
        return text
    lower = text.str.to_lowercase()
    return lower.replace_strict(list(known), list(known.values()), default=text)


def tags(texts: pl.Series) -> pl.Series:
    """Lists of labels: `a b`, `a, b` or a JSON list. An empty cell is a record without tags."""
    listed = by_text(texts, tag_list, pl.List(pl.String))
    return listed.fill_null(pl.Series([[]], dtype=pl.List(pl.String)))


def tag_list(text: str) -> list[str]:
    """The labels of one cell, in their order."""
    if text.startswith("["):
        try:
            found = json.loads(text)
        except ValueError:
            found = None
        if isinstance(found, list):
            return [str(label).strip() for label in found if str(label).strip()]
    parts = _SEPARATED.split(text) if _SEPARATED.search(text) else text.split()
    return [part.strip() for part in parts if part.strip()]
