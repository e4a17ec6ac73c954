"""Columns that a standard names, and those that look like a slip of the pen.

Which columns an export has is not known before it is read, and any name may be one of its own:
so a name is remarked on only where it nearly is one that csaudit knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from csaudit.standards import sql
from csaudit.standards.model import AndMetric, Condition, StandardsFile
from csaudit.standards.quantities import LimitTable
from csaudit.tables import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from csaudit.errors import Place
    from csaudit.standards.model import Demand, LeaveOut, Standard

DERIVED: Final = ("created_hour", "created_weekday")
_NEARLY: Final = 0.8
_NEARLY_DOTTED: Final = 0.9
"""Of `tickets.branch` much is alike before the column begins."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A name that is probably meant otherwise: where it stands, and what to write."""

    place: Place
    what: str
    instead: str


def slips(file: StandardsFile, standard: Standard) -> Iterator[Slip]:
    """The names in a standard that no table is known to have, but nearly."""
    known = _known(file)
    for name, place in _named(standard):
        yield from _slip(name, place, known)
    for condition in _conditions(standard):
        yield from _in_condition(condition, known)


def slips_in_exceptions(file: StandardsFile) -> Iterator[Slip]:
    """The same in the `leave_out` of the whole file."""
    for exception in file.leave_out:
        yield from _in_condition(exception.where, _known(file))


def _known(file: StandardsFile) -> frozenset[str]:
    tables: Mapping[str, Iterable[str]] = {
        name: {*columns, *(file.tables[name].columns if name in file.tables else ())}
        for name, columns in RECORDS.items()
    }
    dotted = {f"{table}.{column}" for table, columns in tables.items() for column in columns}
    calendars = {f"created_in_{name}" for name in file.calendars}
    return frozenset(dotted.union(DERIVED, calendars, *tables.values()))


def _named(standard: Standard) -> Iterator[tuple[str, Place]]:
    for at, breakdown in enumerate(standard.by):
        for name in breakdown:
            yield name, standard.place_of("by", at)
    for name in standard.judge.columns:
        yield name, standard.place_of("judge", standard.judge.how)
    demands: list[Demand] = [standard]
    demands += [standard.and_] if isinstance(standard.and_, AndMetric) else []
    for demand in demands:
        if demand.calendar_by is not None:
            yield demand.calendar_by, demand.place_of("calendar_by")
        if isinstance(demand.within, LimitTable):
            yield demand.within.by, demand.place_of("within", "by")


def _conditions(standard: Standard) -> list[Condition]:
    exceptions: tuple[LeaveOut, ...] = standard.leave_out
    asked = [standard.where, standard.and_, *(item.where for item in exceptions)]
    asked += standard.settings.values()
    asked += standard.and_.settings.values() if isinstance(standard.and_, AndMetric) else ()
    return [condition for condition in asked if isinstance(condition, Condition)]


def _in_condition(condition: Condition, known: frozenset[str]) -> Iterator[Slip]:
    words = sql.tokens(condition.text)
    for at, word in enumerate(words):
        if not sql.is_column(words, at) or word.name in known:
            continue
        if word.sort is sql.Sort.QUOTED and sql.is_compared(words, at):
            what = f"{word.text} is a column: text stands in single quotes."
            yield Slip(condition.place, what, f"{words[at - 1].text} '{word.name}'")
        else:
            yield from _slip(word.name, condition.place, known)


def _slip(name: str, place: Place, known: frozenset[str]) -> Iterator[Slip]:
    cutoff = _NEARLY_DOTTED if "." in name else _NEARLY
    nearest = get_close_matches(name.casefold(), known, n=1, cutoff=cutoff)
    if name not in known and nearest:
        what = f"csaudit knows no column {name}; the export may have one of its own."
        yield Slip(place, what, nearest[0])
