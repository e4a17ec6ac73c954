"""Words for the statuses of cases, in the usual languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csaudit.sources.recognise.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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

CHOOSE: Final = "CHOOSE"
"""What stands where nobody but the team can say what a word means; no standards file takes it."""

_CUSTOMER: Final = (
    "customer client requester user caller reporter kunde kunden anwender melder klant client "
    "utilisateur demandeur cliente usuario solicitante utente richiedente cliente klient kund kunde"
).split()
_WAITING: Final = (
    "wait await pending snooz defer response info feedback wart ausstehend rückfrage rueckfrage "
    "attente attend esper pendiente attesa wacht afwachting aguard oczek vänt venter afvent"
).split()
_HELD: Final = (
    "hold paus park block suspend vendor supplier third external partner angehalten geparkt "
    "lieferant hersteller extern blockiert suspendu fournisseur suspendid proveedor fornitore "
    "sospes leverancier gepauzeerd fornecedor dostawc wstrzym leverantör vilande leverandør"
).split()
_RESOLVED: Final = (
    "resolv solved done complet fixed answered fulfilled gelöst geloest erledigt behoben "
    "abgearbeitet résolu resolu trait termin resuelt solucion atendid risolt evas opgelost "
    "afgehandeld concluíd concluid rozwiąz löst løst"
).split()
_CLOSED: Final = (
    "clos cancel archiv reject duplicate spam withdrawn geschlossen abgeschlossen storniert "
    "abgelehnt archiviert ferm clôtur annul rejet cerrad rechaz chius gesloten geannuleerd "
    "fechad encerrad zamkn anulow stängd lukket afsluttet avslutt"
).split()
_OPEN: Final = (
    "open reopen progress process assigned active working escalat investigat review triage offen "
    "bearbeitung arbeit zugewiesen eskaliert ouvert cours abiert asignad apert lavorazion corso "
    "behandeling aberto andamento otwart toku öppen pågår åben behandles"
).split()
_NEW: Final = "new neu nouve nuev nuov nieuw novo nowy ny received eingegangen reçu".split()
_NOT: Final = "not un non nicht pas kein ikke inte niet nie não".split()


def likely_status(word: str) -> str:
    """What a word that is not known most likely means, by the parts of it; else CHOOSE.

    Who is waited for decides before all else. A word with a negation in it is nobody's to guess.
    """
    parts = re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", word).casefold())
    if set(parts) & set(_NOT) or any(part.startswith(("unre", "unso", "unge")) for part in parts):
        return CHOOSE

    def tells(stems: list[str]) -> bool:
        return any(part.startswith(stem) for part in parts for stem in stems)

    if tells(_WAITING):
        return "on_hold" if tells(_HELD) and not tells(_CUSTOMER) else "pending"
    kinds = {
        "on_hold": tells(_HELD),
        "closed": tells(_CLOSED),
        "resolved": tells(_RESOLVED),
        "open": tells(_OPEN),
        "new": tells(_NEW),
    }
    meant = [status for status, found in kinds.items() if found]
    return meant[0] if len(meant) == 1 else CHOOSE


def tell_a_status(cells: Iterable[str]) -> bool:
    """A column called State may hold those of a country: one word at least must be a status."""
    return any(fold(cell) in STATUSES for cell in cells)
