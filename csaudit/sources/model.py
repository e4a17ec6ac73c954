"""What the room hands out: inputs, columns, remarks, examples and the typed records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from csaudit.table_settings import DateOrder
    from csaudit.tables import Type


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read; `table` None means that its columns tell; the path `-` is standard input.

    With a `frame` its records are read, and `path` is only what they are called.
    """

    table: str | None
    path: str
    frame: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a reader of the audit should know; `setting` is the line that settles it."""

    code: str
    message: str
    setting: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """One cell as the file has it; `row` is the record's number in its file, the first is 1."""

    text: str
    row: int
    path: str


@dataclass(frozen=True, slots=True)
class Coding:
    """What words in a column stand for, before its cells are read as their type.

    `empty` are words for nothing. `values` translates words, compared without regard to case, and
    `otherwise` any other word; without it they stay. `filled` stands for any word at all, `blank`
    for an empty cell.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    empty: tuple[str, ...] = ()
    otherwise: str | None = None
    filled: str | None = None
    blank: str | None = None


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column that the data has, and how its cells are read.

    `header` is the name (or JSON path) in the file; where a cell of it is empty, the headers in
    `also` stand in, and `joined` is put behind it (a date and its time of day). `inner` names the
    value that is taken from each object of a JSON list. For durations `unit` is the unit of bare
    numbers and `clock` is `calendar` or `helpdesk` (its own business hours). For instants
    `timezone` is the zone of cells that name none; None where nobody said; `usual_order` is the
    order of day and month of such exports, for cells that nothing else settles. `after` names a
    duration: the instant is the beginning of the record and that duration. `less` is taken off a
    count, never below 0.
    """

    name: str
    header: str
    type: Type
    clock: str | None = None
    unit: str | None = None
    timezone: str | None = None
    date_order: DateOrder | None = None
    usual_order: str | None = None
    format: str | None = None
    also: tuple[str, ...] = ()
    joined: str | None = None
    inner: str | None = None
    coding: Coding = field(default_factory=Coding)
    after: str | None = None
    less: int = 0

    @property
    def headers(self) -> tuple[str, ...]:
        """All headers that the column is read from."""
        return (self.header, *self.also, *([self.joined] if self.joined else []))


@dataclass(frozen=True, slots=True)
class Records:
    """The typed records of one table.

    `frame` has each requested column as `csaudit.tables` says, its `unreadable` flag unless it
    is text, and ROW, FILE and SUPERSEDED. `zoneless` names the requested instant columns with
    cells that carry no zone while none was given; they were read as UTC meanwhile. `dates` are
    the instant columns with cells that have no time of day: they have a column `day_ends`.
    `size`: bytes in memory.
    """

    frame: pl.LazyFrame
    zoneless: Mapping[str, Example]
    remarks: tuple[Remark, ...]
    dates: frozenset[str] = frozenset()
    size: int = 0
