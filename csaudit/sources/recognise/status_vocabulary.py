"""Words for the statuses of cases, in the usual languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.sources.recognise.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

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
