"""The frozen result of an audit: what every format renders and what JSON carries.

Field names are those of the JSON report (format_version 1.1). Shares run from 0 to 1,
durations are seconds of the result's own clock, NPS runs from -100 to 100, instants are UTC.
Nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from csaudit.audit.changes import Baseline
from csaudit.audit.identity import PeriodOf
from csaudit.outcomes import Outcome

FORMAT_VERSION: Final = "1.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """Which csaudit made the report."""

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """When the audit ran and how long it took; the only part that differs between reruns."""

    started_at: datetime
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A cell that could not be read, and where it stands (`row` 1 is the first record)."""

    text: str
    row: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InputSummary:
    """One table: what was read and what became of its rows.

    `source` names the preset or says `by column names`; `first` and `last` are the oldest and
    newest instants at which its records begin. `left_out` counts the file-wide reasons,
    `unreadable` the cells of each column, of which `examples` shows some; `headers` holds the
    export's own names. Rows: `rows` = superseded + outside_period + undated + left_out +
    `audited`, where `undated` are those whose dating cell cannot be read. Of a log of events
    there are also `events`, how many its rows made: the sum of those `used`, by kind, and those
    `ignored`, by reason; the `words` that were not understood, and how many `tickets` it tells of.
    """

    table: str
    paths: tuple[str, ...]
    sha256: str
    source: str
    rows: int
    superseded: int
    outside_period: int
    left_out: Mapping[str, int]
    unreadable: Mapping[str, int]
    undated: int = 0
    audited: int = 0
    first: datetime | None = None
    last: datetime | None = None
    examples: Mapping[str, tuple[Example, ...]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    events: int | None = None
    used: Mapping[str, int] = field(default_factory=dict)
    ignored: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    tickets: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedColumn:
    """A column of tickets that events tell, and how it stands to the export's own cells.

    `known`: cases of which the log can tell it; of these `filled` had no cell, and the others
    `agreed` or `disagreed`, by `largest_seconds` at most; `ids` are some that disagree.
    """

    column: str
    known: int = 0
    filled: int = 0
    agreed: int = 0
    disagreed: int = 0
    largest_seconds: float | None = None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardsFile:
    """The standards that were audited."""

    path: str
    sha256: str
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrippedBy:
    """A result that made the gate trip."""

    id: str
    group: Mapping[str, str | None]
    outcome: Outcome
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What the exit code follows from."""

    fail_on: str
    tripped: bool
    exit_code: int
    tripped_by: tuple[TrippedBy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something a reader should know; `setting` is the line that changes it.

    `standard` names the standard that it is about, if it is about one.
    """

    code: str
    message: str
    setting: str | None = None
    standard: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """`within:` of a standard; `seconds` where it is one number on one clock."""

    text: str
    seconds: float | None
    calendar: str | None
    by: str | None = None
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What was promised: an operator (`>=`, `<=`, …) and a value in the result's unit."""

    op: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How many misses the target allows at this n, how many there were, how many are left."""

    allowed: int
    used: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDetail:
    """One line below a result: a question, an item, a rubric dimension, a queue episode."""

    label: str
    value: float | None = None
    n: int | None = None
    numerator: int | None = None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesUpTo:
    """How many records took up to this `part` of their limit, and longer than the part before.

    The last has no part: those beyond.
    """

    part: float | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstCase:
    """One of the records that were the longest over their limit."""

    id: str
    overrun_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOf:
    """Where the standard stands in its file, counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One standard, one of its groups, or one of its periods.

    Identity: `id` + `group` + `period`. The standard itself has an empty group and no period,
    and `gates`. `n` counts the records judged; `numerator` ÷ `denominator` is the value of a
    share, and `counted` says in a word what the numerator counts ("reopened"). `words` says in
    words what a number cannot ("nothing below the line"). `times` and `worst` are those of the
    standard itself. `statistic` is `spread`, or begins so,
    where the value is a difference between groups or periods.
    """

    id: str
    statement: str
    metric: str
    table: str
    group: Mapping[str, str | None]
    period: PeriodOf | None
    gates: bool
    outcome: Outcome
    reason: str | None = None
    words: str | None = None
    value: float | None = None
    unit: str = "share"
    counted: str | None = None
    statistic: str | None = None
    bound: str | None = None
    certain: bool | None = None
    limit: Limit | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    target: Target | None = None
    warn: Target | None = None
    margin: float | None = None
    n: int = 0
    numerator: int | None = None
    denominator: int | None = None
    superseded: int = 0
    outside_period: int = 0
    not_due: int = 0
    not_applicable: int = 0
    not_applicable_by: Mapping[str, int] = field(default_factory=dict)
    left_out: int = 0
    left_out_by: Mapping[str, int] = field(default_factory=dict)
    unreadable: int = 0
    unreadable_by: Mapping[str, int] = field(default_factory=dict)
    open: int = 0
    interval: tuple[float, float] | None = None
    budget: Budget | None = None
    reached_seconds: float | None = None
    details: tuple[ResultDetail, ...] = ()
    times: tuple[TimesUpTo, ...] = ()
    worst: tuple[WorstCase, ...] = ()
    severity: str = "major"
    mandatory: bool = False
    dimension: str | None = None
    owner: str | None = None
    audience: str = "customers"
    reference: str | None = None
    place: PlaceOf | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything an audit found. Results lie in the order of the table, see `audit`.

    `period`: the stretch that was asked for, from the first instant up to but not including
    the second, None on a side that is open; None where no period was asked for. `baseline`: what
    changed since an earlier report, where one was given.
    """

    tool: Tool
    run: Run
    as_of: datetime
    as_of_from: str
    timezone: str
    inputs: tuple[InputSummary, ...]
    standards: StandardsFile
    gate: Gate
    results: tuple[Result, ...]
    notes: tuple[Note, ...] = ()
    period: tuple[datetime | None, datetime | None] | None = None
    derived: tuple[DerivedColumn, ...] = ()
    baseline: Baseline | None = None
    format_version: str = FORMAT_VERSION

    def gating(self) -> tuple[Result, ...]:
        """The standards themselves, without their groups and periods."""
        return tuple(result for result in self.results if result.gates)

    def summary(self) -> dict[Outcome, int]:
        """How many standards ended how; groups and periods do not count."""
        counts = dict.fromkeys(Outcome, 0)
        for result in self.gating():
            counts[result.outcome] += 1
        return counts
