"""Columns that a standard names: slips of the pen, columns of an export's own, wrong comparisons.

Which columns an export has is not known before it is read, and any name may be one of its own:
only what nearly is one that csaudit knows is called a slip. The types of canonical columns are
known, so that an audit's complaint about them can be told before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from csaudit.standards import sql
from csaudit.standards.model import AndMetric, Condition, StandardsFile
from csaudit.standards.never_meant import yes_no
from csaudit.standards.quantities import LimitTable
from csaudit.standards.wording import quoted_expression
from csaudit.tables import RECORDS, Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from csaudit.errors import Place
    from csaudit.standards.model import Demand, LeaveOut, Standard

DERIVED: Final = ("created_hour", "created_weekday")
_WRONG: Final = "wrong_type"
_NUMBERS: Final = frozenset({Type.NUMBER, Type.COUNT, Type.DURATION})
_DATE: Final = re.compile(r"'\d{4}-\d{2}-\d{2}")
_NEARLY: Final = 0.8
_NEARLY_DOTTED: Final = 0.9
"""Of `tickets.branch` much is alike before the column begins."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is probably meant otherwise: where it stands, what to write, and its code for lint."""

    place: Place
    what: str
    instead: str | None
    code: str = "unknown_column"


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
    if (wrong := yes_no(words, condition.text, _type_of)) is not None:
        what, instead = wrong
        yield Slip(condition.place, f"{what}.", instead and quoted_expression(instead), _WRONG)
        return
    texts = [at for at in _unknown(words, known) if _is_meant_as_text(words, at)]
    whole = condition.text
    for at in reversed(texts):
        word = words[at]
        literal = "'" + word.name.replace("'", "''") + "'"
        whole = whole[: word.start] + literal + whole[word.start + len(word.text) :]
    for at in _unknown(words, known):
        name = words[at].name
        if at in texts:
            what = f"{words[at].text} is a column: text stands in single quotes."
            yield Slip(condition.place, what, quoted_expression(whole))
        elif slips := list(_slip(name, condition.place, known)):
            yield from slips
        else:
            what = f"{name} is a column of your export's own, which only an audit can know."
            yield Slip(condition.place, what, None, "own_column")
    yield from _wrong_types(condition, words)


def _unknown(words: list[sql.Token], known: frozenset[str]) -> list[int]:
    return [
        at for at, word in enumerate(words) if sql.is_column(words, at) and word.name not in known
    ]


def _is_meant_as_text(words: list[sql.Token], at: int) -> bool:
    quoted = words[at].sort is sql.Sort.QUOTED and sql.is_compared(words, at)
    return quoted or sql.is_listed(words, at)


def _wrong_types(condition: Condition, words: list[sql.Token]) -> Iterator[Slip]:
    """`replies = 'two'`, `created_at > 5`: a canonical column beside what it never is."""
    for column, sign, value in zip(words, words[1:], words[2:], strict=False):
        kind = _type_of(column.name)
        if not sql.compares([sign], 0) or kind is None or column.name == "csat":
            continue
        if value.sort is sql.Sort.TEXT and not _may_be_text(kind, value.text):
            yield Slip(
                condition.place, f"{column.name} is {_called(kind)}, and no text.", None, _WRONG
            )
        elif value.sort is sql.Sort.NUMBER and kind not in _NUMBERS:
            what = f"{column.name} is {_called(kind)}, and no number."
            yield Slip(condition.place, what, None, _WRONG)


def _type_of(name: str) -> Type | None:
    """The type that a canonical column has in every table that has it."""
    types = {columns[name].type for columns in RECORDS.values() if name in columns}
    return types.pop() if len(types) == 1 else None


def _may_be_text(kind: Type, text: str) -> bool:
    return kind is Type.TEXT or (kind is Type.INSTANT and _DATE.match(text) is not None)


def _called(kind: Type) -> str:
    words = {Type.INSTANT: "an instant", Type.YES_NO: "a yes or no", Type.TAGS: "a list of tags"}
    return words.get(kind, f"a {kind}")


def _slip(name: str, place: Place, known: frozenset[str]) -> Iterator[Slip]:
    cutoff = _NEARLY_DOTTED if "." in name else _NEARLY
    nearest = get_close_matches(name.casefold(), known, n=1, cutoff=cutoff)
    if name not in known and nearest:
        what = f"csaudit knows no column {name}; the export may have one of its own."
        yield Slip(place, what, nearest[0])
