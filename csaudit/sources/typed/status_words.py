"""Statuses and tags: words that mean the same everywhere."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.sources.notations.numbers import by_text
from csaudit.sources.recognise.headers import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.sources.model import Coding

_STATUS_WORDS: Final = {
    "new": ("new", "neu", "nouveau", "nouvelle", "nuevo", "nueva", "nieuw", "nuovo"),
    "open": (
        *("open", "reopened", "in progress", "active", "assigned"),
        *("offen", "wiedereröffnet", "in Bearbeitung", "in Arbeit", "zugewiesen"),
        *("ouvert", "ouverte", "rouvert", "en cours", "en cours de traitement", "assigné"),
        *("abierto", "abierta", "reabierto", "en curso", "en proceso", "asignado"),
        *("geopend", "heropend", "in behandeling", "toegewezen"),
        *("aperto", "aperta", "riaperto", "in corso", "in lavorazione", "assegnato"),
    ),
    "pending": (
        *("pending", "waiting", "waiting on customer", "snoozed"),
        *("wartend", "ausstehend", "wartet auf Kunden", "en attente", "pendiente"),
        *("wachtend", "in afwachting", "wacht op klant", "in attesa"),
    ),
    "on_hold": ("on hold", "hold", "angehalten", "pausiert", "en pause", "in de wacht", "in pausa"),
    "resolved": (
        *("resolved", "solved", "done", "completed", "fixed"),
        *("gelöst", "geloest", "erledigt", "behoben", "fertig"),
        *("résolu", "résolue", "resolu", "traité", "terminé", "terminée"),
        *("resuelto", "resuelta", "solucionado", "terminado", "completado"),
        *("opgelost", "afgehandeld", "voltooid", "risolto", "risolta", "completato"),
    ),
    "closed": (
        *("closed", "cancelled", "canceled", "geschlossen", "abgeschlossen", "storniert"),
        *("fermé", "fermée", "ferme", "clos", "clôturé", "clôturée", "cloture", "annulé"),
        *("cerrado", "cerrada", "cancelado", "gesloten", "geannuleerd"),
        *("chiuso", "chiusa", "annullato"),
    ),
}
STATUSES: Final[Mapping[str, str]] = {
    fold(word): status for status, words in _STATUS_WORDS.items() for word in words
}
"""Folded word → canonical status."""

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
