"""Which kind of export a file is, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csaudit.errors import DataError
from csaudit.sources.recognise.common_parts import without_common_parts
from csaudit.sources.recognise.folding import fold
from csaudit.sources.recognise.preset_index import clues
from csaudit.sources.recognise.presets import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from csaudit.sources.recognise.preset_index import Clues
    from csaudit.sources.recognise.presets import Preset


@dataclass(frozen=True, slots=True)
class Detected:
    """The preset that fits, and the headers that say so."""

    preset: Preset
    headers: tuple[str, ...]


def detect(path: str, headers: Sequence[str], table: str | None = None) -> Detected | None:
    """The preset that fits a file's headers best; None where no preset fits.

    Some presets count only where the user says that the file is of their `table`; a file that is
    said to hold events is none of tickets.

    Raises:
        DataError: two presets fit equally well, or the kind is one that cannot be audited.

    """
    stems = without_common_parts(headers)
    known = {fold(stems[header]): header for header in reversed(headers)}
    known |= {fold(header): header for header in reversed(headers)}
    fits = {
        name: seen
        for name, one in clues().items()
        if _may_be(one, table) and (seen := _fit(one, known)) is not None
    }
    if not fits:
        return None
    best = max(map(len, fits.values()))
    winners = [name for name, seen in fits.items() if len(seen) == best]
    if len(winners) > 1:
        raise DataError(
            f"{path} looks as much like one as like the other of {' and '.join(winners)}.",
            f"say which:  --source {winners[0]}",
        )
    preset = shipped(winners[0])
    if preset.refuse is not None:
        raise DataError(f"{path} is {preset.title}: {preset.refuse}")
    return Detected(preset, fits[winners[0]])


def _may_be(clues: Clues, table: str | None) -> bool:
    events = "events" in {clues.table, table}
    return clues.table == table if events and table is not None else not clues.only_named


def _fit(clues: Clues, known: dict[str, str]) -> tuple[str, ...] | None:
    """The headers by which a preset fits; None where it does not."""
    needed = _found(clues.all, known)
    if not clues.all or len(needed) < len(clues.all) or _found(clues.none, known):
        return None
    more = _found(clues.any, known)
    return tuple(dict.fromkeys([*needed, *more])) if len(more) >= clues.at_least else None


def _found(names: Iterable[str], known: dict[str, str]) -> list[str]:
    """The headers that are there of some names; `a | b` is either of the two."""
    found = []
    for name in names:
        either = [known[fold(one)] for one in name.split(" | ") if fold(one) in known]
        found += either[:1]
    return found
