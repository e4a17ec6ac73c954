"""Which kind of export a file is, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csaudit.errors import DataError
from csaudit.sources.recognise.common_parts import without_common_parts
from csaudit.sources.recognise.headers import fold
from csaudit.sources.recognise.presets import presets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from csaudit.sources.recognise.presets import Preset


@dataclass(frozen=True, slots=True)
class Detected:
    """The preset that fits, and the headers that say so."""

    preset: Preset
    headers: tuple[str, ...]


def detect(path: str, headers: Sequence[str]) -> Detected | None:
    """The preset that fits a file's headers best; None where no preset fits.

    Raises:
        DataError: two presets fit equally well, or the kind is one that cannot be audited.

    """
    stems = without_common_parts(headers)
    known = {fold(stems[header]): header for header in reversed(headers)}
    known |= {fold(header): header for header in reversed(headers)}
    fits = [fit for preset in presets().values() if (fit := _fit(preset, known)) is not None]
    if not fits:
        return None
    best = max(len(fit.headers) for fit in fits)
    winners = [fit for fit in fits if len(fit.headers) == best]
    if len(winners) > 1:
        names = " and ".join(fit.preset.name for fit in winners)
        raise DataError(
            f"{path} looks as much like one as like the other of {names}.",
            f"say which:  --source {winners[0].preset.name}",
        )
    (winner,) = winners
    if winner.preset.refuse is not None:
        raise DataError(f"{path} is {winner.preset.title}: {winner.preset.refuse}")
    return winner


def _fit(preset: Preset, known: dict[str, str]) -> Detected | None:
    clues = preset.recognise
    needed = _found(clues.all, known)
    if not clues.all or len(needed) < len(clues.all) or _found(clues.none, known):
        return None
    more = _found(clues.any, known)
    seen = tuple(dict.fromkeys([*needed, *more]))
    return Detected(preset, seen) if len(more) >= clues.at_least else None


def _found(names: Iterable[str], known: dict[str, str]) -> list[str]:
    """The headers that are there of some names; `a | b` is either of the two."""
    found = []
    for name in names:
        either = [known[fold(one)] for one in name.split(" | ") if fold(one) in known]
        found += either[:1]
    return found
