"""What `csaudit inspect` found out: plain facts about files, tables, columns and standards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.audit.report import Example, Note

FORMAT_VERSION: Final = "1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSeen:
    """One file: what it is, and how it was read. `root` is the path of the records in JSON."""

    path: str
    format: str
    encoding: str | None
    separator: str | None
    compression: str | None
    root: str | None
    rows: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSeen:
    """One column. `present` + `missing` + `unreadable` are the rows of the table.

    `headers`: the file's own names that it is read from. `canonical`: csaudit knows what it
    means. `unit` and `clock` are those of durations. Of instants, `timezone` is the zone of cells
    that name none; `zone` tells where the zone comes from: `cells`, `settings`, `mixed` or
    `missing`; `order` is day-first or month-first. `example` is a cell as the file has it,
    `values` are those of a text column that has few, `strange` the statuses that are taken neither
    for open nor for final. `problem`: why it could not be read.
    """

    name: str
    headers: tuple[str, ...]
    canonical: bool
    type: str
    unit: str | None
    clock: str | None
    timezone: str | None
    zone: str | None
    order: str | None
    format: str | None
    present: int
    missing: int
    unreadable: int
    example: str | None
    unreadable_examples: tuple[Example, ...]
    values: Mapping[str, int]
    strange: Mapping[str, int]
    problem: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSeen:
    """Whether a metric can be measured from a table: if `lacks` is empty.

    `lacks` are phrases such as `first_response_at or first_response_duration`; `write` names
    settings that the data cannot tell and a standard must therefore write.
    """

    name: str
    lacks: tuple[str, ...] = ()
    write: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsSeen:
    """What a log holds: its events by kind, where they are counted, who wrote, unknown words.

    `facts`: the columns of cases that come out of it, each with how many cases have one.
    `kinds_meant`: the line that says which kinds the unknown words are, where some are plain.
    `problem`: why it cannot be read.
    """

    events: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    counted: Mapping[str, int] = field(default_factory=dict)
    roles: Mapping[str, int] = field(default_factory=dict)
    other_words: Mapping[str, int] = field(default_factory=dict)
    kinds_meant: str | None = None
    status_words: Mapping[str, int] = field(default_factory=dict)
    cases: int = 0
    facts: Mapping[str, int] = field(default_factory=dict)
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSeen:
    """One table. `preset` is None where the columns were found by their names.

    `because`: the headers that told the preset. `explained`: sentences on why it is not what
    one would wish: a summary report, no instants, no rows. `facts`: what events beside or in it
    tell of the cases. `kept_within`: by metric and limit the share that kept it, where asked for.
    """

    table: str
    files: tuple[FileSeen, ...]
    preset: str | None
    preset_title: str | None
    because: tuple[str, ...]
    rows: int
    superseded: int
    columns: tuple[ColumnSeen, ...]
    metrics: tuple[MetricSeen, ...]
    explained: tuple[str, ...]
    remarks: tuple[Note, ...]
    left_out: tuple[str, ...] = ()
    scales: Mapping[str, str]
    zone_of_preset: str | None = None
    events: EventsSeen | None = None
    facts: frozenset[str] = frozenset()
    kept_within: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def judged(self) -> str:
        """The table whose records are judged: the cases of a log are tickets."""
        return "tickets" if self.table == "events" else self.table

    def column(self, name: str) -> ColumnSeen | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)

    def has(self, name: str) -> bool:
        """Whether the column is there with at least one value that can be read."""
        if name in self.facts:
            return True
        column = self.column(name)
        return column is not None and column.present > 0

    @property
    def zoneless(self) -> tuple[ColumnSeen, ...]:
        """The canonical instants whose cells name no zone while nobody gave one."""
        return tuple(one for one in self.columns if one.canonical and one.zone == "missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardSeen:
    """A standard of the file, and what stands in its way, if anything does."""

    id: str
    metric: str
    table: str
    obstacle: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """Everything that was seen. `standards_path` is None where no standards file was read."""

    tables: tuple[TableSeen, ...]
    standards_path: str | None = None
    standards: tuple[StandardSeen, ...] = ()
