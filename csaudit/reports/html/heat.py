"""A breakdown by two columns as a heat table: weekday by hour, team by priority."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Final

from csaudit.harmless import harmless
from csaudit.reports import words
from csaudit.tables import natural_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csaudit.audit.report import Result

_MOST: Final = 31
"""Rows and columns that a page has room for."""

_TWO: Final = 2
_ROOM: Final = 5
"""Characters in a cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A group: its outcome, its value if that is short, and what a reader is told of it."""

    state: str
    value: str
    told: str


@dataclass(frozen=True, slots=True)
class Heat:
    """Cells by row and column, None where there is no such group; `told` names the two."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]
    told: str


def tables(groups: Sequence[Result]) -> tuple[Heat, ...]:
    """One for each breakdown by two columns that has several rows and several columns."""
    pairs: dict[tuple[str, ...], list[Result]] = {}
    for one in groups:
        if len(one.group) == _TWO and one.n:
            pairs.setdefault(tuple(one.group), []).append(one)
    return tuple(heat for names, own in pairs.items() for heat in _table(names, own))


def _table(names: tuple[str, ...], groups: Sequence[Result]) -> Iterator[Heat]:
    cells = {tuple(one.group.values()): _cell(one) for one in groups}
    rows, columns = (
        sorted({values[at] for values in cells}, key=partial(natural_order, name))
        for at, name in enumerate(names)
    )
    if min(len(rows), len(columns)) < _TWO or max(len(rows), len(columns)) > _MOST:
        return
    yield Heat(
        columns=tuple(map(_label, columns)),
        rows=tuple((_label(row), tuple(cells.get((row, one)) for one in columns)) for row in rows),
        told=harmless(" by ".join(names)),
    )


def _label(value: str | None) -> str:
    return harmless(value) if value else "(blank)"


def _cell(result: Result) -> Cell:
    short = words.value(result)
    if result.unit == "share" and result.value is not None and isfinite(result.value):
        short = f"{result.value * 100:.0f}"
    return Cell(
        state=result.outcome.value,
        value=short if len(short) <= _ROOM else "",
        told=harmless(f"{words.value(result)} of {result.n:,}"),
    )
