"""Whether a file holds events of cases, and the error where it was given as tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.errors import DataError
from csaudit.sources.recognise.folding import fold
from csaudit.sources.recognise.presets import generic
from csaudit.tables import argument

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TELLING: Final = ("kind", "actor", "actor_role", "public", "from", "to", "text")
_ENOUGH: Final = 2


def told_by(headers: Iterable[str]) -> list[str]:
    """The headers that tell of a log of events; none where too few do."""
    known = {fold(header): header for header in headers}
    origins = generic()["events"].columns
    found: dict[str, str] = {}
    for name in ("ticket_id", "at", *_TELLING):
        origin = origins.get(name)
        names = [name] if origin is None else [name, *origin.headers, *origin.weaker]
        header = next((known[fold(one)] for one in names if fold(one) in known), None)
        if header is not None and header not in found.values():
            found[name] = header
    telling = [found[name] for name in _TELLING if name in found]
    if not {"ticket_id", "at"} <= found.keys() or len(telling) < _ENOUGH:
        return []
    return [found["ticket_id"], found["at"], *telling]


_ENDS: Final = frozenset(
    ("first_response_at", "first_resolved_at", "resolved_at", "closed_at", "due_at")
)
"""What a case comes to; a row of a log does not tell it."""


def looks_like_log(table: str, columns: Iterable[str], headers: Iterable[str]) -> list[str]:
    """The headers that tell that what is read as tickets holds events of them; else none."""
    if table != "tickets" or not _ENDS.isdisjoint(columns):
        return []
    return told_by(headers)


def as_log(paths: Sequence[str], headers: Sequence[str]) -> DataError:
    """The error for events that were given as tickets; `headers` tell that they are."""
    return DataError(
        f"{', '.join(paths)} holds events of a case ({', '.join(headers[:4])}, …), and it was "
        "given as tickets.",
        f"name the table:  {argument('events', paths[0])}",
    )
