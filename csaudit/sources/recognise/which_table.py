"""Which table a file holds, by its columns: tickets when nothing speaks against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.sources.notations.units import unit_of
from csaudit.sources.recognise.common_parts import without_common_parts
from csaudit.sources.recognise.folding import fold
from csaudit.sources.recognise.presets import generic
from csaudit.tables import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_TELLING: Final[Mapping[str, Mapping[str, int]]] = {
    "tickets": {"created_at": 3, "resolved_at": 2, "closed_at": 2, "status": 1, "replies": 1},
    "calls": {
        "offered_at": 3,
        "rings": 2,
        "abandoned": 2,
        "queue": 1,
        "talk": 1,
        "wait": 1,
        "answered_at": 1,
        "ended_at": 1,
    },
    "surveys": {"sent_at": 3, "answered_at": 1, "nps": 1, "ces": 1, "csat": 1, "comment": 1},
    "reviews": {"reviewed_at": 1, "reviewer": 2, "ticket_id": 1},
}
"""What a column says for its table; the instant at which a record begins says most."""

_OWN_ID: Final = 5
"""A header such as `Call ID` or `Response ID` says outright what the records are."""

_ENOUGH: Final = 2


def recognise(headers: Iterable[str]) -> str:
    """The table that the headers speak for most."""
    stems = without_common_parts(list(headers))
    names = [*stems, *stems.values()]
    known = {fold(stem) for name in names for stem in (name, unit_of(name)[0])}
    scores = {table: _score(table, known) for table in RECORDS}
    best = max(scores, key=lambda table: scores[table])
    return best if scores[best] >= _ENOUGH else "tickets"


def _score(table: str, known: set[str]) -> int:
    own_id = _OWN_ID * bool((_names(table, "id") - {"id"}) & known)
    if table == "tickets":
        own_id = 0  # the others carry a ticket's number as well
    return own_id + sum(
        weight for column, weight in _TELLING[table].items() if _names(table, column) & known
    )


def _names(table: str, column: str) -> set[str]:
    origin = generic()[table].columns.get(column)
    return {fold(name) for name in (column, *(origin.headers if origin else ()))}
