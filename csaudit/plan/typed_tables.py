"""One table in memory: only the columns that somebody asks for, typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from csaudit.tables import FILE, ROW, SUPERSEDED, TABLES, Type, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from csaudit.sources import Example, Remark, Source


@dataclass(frozen=True, slots=True)
class Loaded:
    """A table: where it comes from, and its records as a narrow typed frame."""

    source: Source
    frame: pl.DataFrame
    types: Mapping[str, Type]
    zoneless: Mapping[str, Example] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

    @property
    def name(self) -> str:
        """Which of the four tables it is."""
        return self.source.table

    def unreadable(self) -> dict[str, int]:
        """How many cells of each column could not be read."""
        flags = {name: unreadable(name) for name in self.types}
        counted = [
            pl.col(flag).sum().alias(name)
            for name, flag in flags.items()
            if flag in self.frame.columns
        ]
        if not counted:
            return {}
        counts = self.frame.filter(~pl.col(SUPERSEDED)).select(counted).row(0, named=True)
        return {name: count for name, count in counts.items() if count}


def load(source: Source, wanted: Iterable[str]) -> Loaded:
    """Read a table's event instants and the columns asked for, once, in one pass."""
    canonical = TABLES[source.table]
    events = (name for name in source.columns if name in canonical and canonical[name].happens)
    names = [name for name in dict.fromkeys([*events, *wanted]) if name in source.columns]
    records = source.read(names)
    frame = records.frame.collect(engine="streaming")
    return Loaded(
        source=source,
        frame=frame,
        types={name: source.columns[name].type for name in names},
        zoneless=records.zoneless,
        remarks=records.remarks,
    )


def bookkeeping() -> list[str]:
    """The columns of every typed frame that are not the data's own."""
    return [FILE, ROW, SUPERSEDED]
