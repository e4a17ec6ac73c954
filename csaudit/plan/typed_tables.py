"""The typed tables of an audit: only the columns that somebody asks for, read once.

What a plan must know of its table before it can be written (the newest event, how far instants
reach, the cells that choose a limit) is asked of all tables in one query.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import polars as pl

from csaudit.plan.as_of import begins
from csaudit.plan.spilling import Spilled, allowed
from csaudit.tables import FILE, ROW, SUPERSEDED, TABLES, Type, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from csaudit.sources import Example, Remark, Source

_ROWS: Final = 1 << 40
"""More rows than a file has: a place is a file's number times this, plus the row."""


class Event(NamedTuple):
    """The newest thing that has happened in a table, and the cell that tells it."""

    at: datetime
    column: str
    file: int
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a table before its plan is written.

    `unreadable`: how many cells of each column could not be read, superseded records aside.
    `first`: the earliest beginning of a record; `earliest` and `latest`: of all instants.
    `values`: the distinct cells, as text, of the columns that were asked for.
    """

    rows: int
    unreadable: Mapping[str, int]
    superseded: int = 0
    newest: Event | None = None
    first: datetime | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    values: Mapping[str, Sequence[str | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A table: where it comes from, its records as a narrow typed frame, and what is known.

    `dates`: the instants of which some cells have no time of day. `spilled` holds the files of
    tables that did not fit into memory.
    """

    source: Source
    frame: pl.LazyFrame
    types: Mapping[str, Type]
    known: Known
    zoneless: Mapping[str, Example] = field(default_factory=dict)
    dates: frozenset[str] = frozenset()
    spilled: Spilled | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def name(self) -> str:
        """Which of the tables it is."""
        return self.source.table

    def unreadable(self) -> dict[str, int]:
        """How many cells of each column could not be read."""
        return {name: count for name, count in self.known.unreadable.items() if count}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The columns that are to be read, and the expressions whose distinct values must be known."""

    columns: Sequence[str]
    values: Mapping[str, pl.Expr]


def load(
    sources: Sequence[Source], wanted: Mapping[str, Wanted], memory: int | None = None
) -> list[Loaded]:
    """Read the event instants and the columns asked for of every table, each in one pass.

    Tables that take more than `memory` bytes, by default a share of the machine's, are written to
    disk and scanned from there.
    """
    read = [(source, _names(source, wanted[source.table].columns)) for source in sources]
    left, spilled, records = allowed(memory), None, []
    for source, names in read:
        one = source.read(names)
        left -= one.size
        if left < 0:
            spilled = spilled or Spilled()
            one = replace(one, frame=spilled.scanned(one.frame), size=0)
        records.append(one)
    types = [{name: source.columns[name].type for name in names} for source, names in read]
    asked = [
        one.frame.select(_asked(source.table, kinds, wanted[source.table].values))
        for one, (source, _), kinds in zip(records, read, types, strict=True)
    ]
    answers = pl.collect_all(asked, engine="in-memory")
    return [
        Loaded(
            source=source,
            frame=one.frame,
            types=kinds,
            known=_known(answer.row(0, named=True), source.table, kinds, wanted[source.table]),
            zoneless=one.zoneless,
            dates=one.dates,
            spilled=spilled,
            remarks=one.remarks,
        )
        for (source, _), one, kinds, answer in zip(read, records, types, answers, strict=True)
    ]


def _names(source: Source, columns: Iterable[str]) -> list[str]:
    canonical = TABLES[source.table]
    events = (name for name in source.columns if name in canonical and canonical[name].happens)
    return [name for name in dict.fromkeys([*events, *columns]) if name in source.columns]


def _asked(table: str, types: Mapping[str, Type], values: Mapping[str, pl.Expr]) -> list[pl.Expr]:
    """One row of answers."""
    counts = ~pl.col(SUPERSEDED)
    place = pl.col(FILE).cast(pl.Int64) * _ROWS + pl.col(ROW)
    asked = [pl.len().alias("rows"), pl.col(SUPERSEDED).sum().alias("superseded")]
    for name, kind in types.items():
        if kind is not Type.TEXT:
            asked.append((pl.col(unreadable(name)) & counts).sum().alias(f"{name} unreadable"))
        if kind is Type.INSTANT:
            latest = pl.col(name).max()
            asked += [pl.col(name).min().alias(f"{name} min"), latest.alias(f"{name} max")]
            asked.append(place.filter(pl.col(name) == latest).min().alias(f"{name} place"))
    asked.append(begins(table, types).filter(counts).min().alias("first"))
    asked += [one.unique().implode().alias(f"{name} values") for name, one in values.items()]
    return asked


def _known(
    answer: Mapping[str, Any], table: str, types: Mapping[str, Type], wanted: Wanted
) -> Known:
    instants = [name for name, kind in types.items() if kind is Type.INSTANT]
    return Known(
        rows=answer["rows"],
        unreadable={
            name: answer[f"{name} unreadable"]
            for name, kind in types.items()
            if kind is not Type.TEXT
        },
        superseded=answer["superseded"],
        newest=max(_events(answer, table, types), default=None),
        first=answer["first"],
        earliest=min(_filled(answer, instants, "min"), default=None),
        latest=max(_filled(answer, instants, "max"), default=None),
        values={name: _in_order(answer[f"{name} values"]) for name in wanted.values},
    )


def _filled(answer: Mapping[str, Any], names: Iterable[str], what: str) -> list[datetime]:
    found = (answer[f"{name} {what}"] for name in names)
    return [at for at in found if isinstance(at, datetime)]


def _events(answer: Mapping[str, Any], table: str, types: Mapping[str, Type]) -> Iterable[Event]:
    for name in types:
        canonical = TABLES[table].get(name)
        if canonical is not None and canonical.happens and answer[f"{name} max"] is not None:
            place = answer[f"{name} place"]
            yield Event(answer[f"{name} max"], name, place // _ROWS, place % _ROWS)


def _in_order(values: Sequence[str | None]) -> list[str | None]:
    return sorted(values, key=lambda value: (value is not None, value or ""))
