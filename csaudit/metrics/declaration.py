"""What a metric is: a small declaration, and a measure of one of four kinds.

A metric knows canonical columns and its own settings. It knows no targets, files or output.
The audit turns a measure into two columns of the records, a verdict and what was measured.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from csaudit.metrics.measures import (
    PERIOD,
    Detail,
    Duration,
    Fault,
    Latest,
    Measure,
    N,
    Outside,
    Period,
    Periods,
    Population,
    Score,
    Series,
    Share,
    Summary,
    Tallies,
    Tally,
)
from csaudit.metrics.settings import Comparison, Item, Scale, Setting, SettingKind
from csaudit.tables import RECORDS, Type, day_ends, dtype, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime
    from fractions import Fraction

    import polars as pl

__all__ = [
    "PERIOD",
    "Columns",
    "Comparison",
    "Detail",
    "Direction",
    "Duration",
    "Facts",
    "Fault",
    "Item",
    "Kind",
    "Latest",
    "Measure",
    "Metric",
    "N",
    "NotMeasurableError",
    "Outside",
    "Period",
    "Periods",
    "Population",
    "Scale",
    "Score",
    "Series",
    "Setting",
    "SettingKind",
    "SettingNeededError",
    "Share",
    "Summary",
    "Tallies",
    "Tally",
    "Unit",
]


class Kind(StrEnum):
    """How a metric is computed."""

    DURATION = "duration"
    SHARE = "share"
    SCORE = "score"
    SERIES = "series"


class Unit(StrEnum):
    """What a metric's value is counted in, before a limit makes a share of a duration."""

    SHARE = "share"
    SECONDS = "seconds"
    NUMBER = "number"
    SCORE = "score"


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"

    @property
    def operator(self) -> str:
        """The operator of a bare target: `95%` means `>= 95%` where higher is better."""
        return ">=" if self is Direction.HIGHER else "<="


class SettingNeededError(Exception):
    """The data shows that a setting must be written; `instead` is the line to write."""

    def __init__(self, setting: str, what: str, instead: str) -> None:
        super().__init__(what)
        self.setting = setting
        self.what = what
        self.instead = instead


class NotMeasurableError(Exception):
    """The data cannot show the figure at all: a no_data reason of the contract, and words."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(words)
        self.reason = reason
        self.words = words


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a measure may know of the table that it is taken from.

    `types`: the columns that the data has, canonical and own names, and what their cells are.
    `settings`: every setting of the metric, defaults filled in, conditions compiled; `reads`:
    the columns behind each of its conditions and expressions.
    `timezone`: where a day begins. `period`: the stretch of time asked for. `window_end`: of an
    instant, the instant at which its `day`, `working day` or `week` is over. `days`: how many
    days of that zone two instants and what lies between them touch; working days where the
    standard names a calendar. Events after `as_of` are already empty in the columns. `began`: the
    instant at which each record begins, empty where it does not say. `first`: when the first
    record of the table began.

    `view`: a column as SQL expressions see it, instants on the wall clock. `values`: the
    distinct cells of a column as text, of those that `Columns.values` names. `clocks`: of
    duration columns, the clock they were measured on (`calendar`, `helpdesk`). `ids`: the
    distinct ids of the records of another table, None where it was not given. `promised`: the
    value of the standard's target, a share from 0 to 1, seconds or a number. `in_rings`: the
    limit is written in rings. `scales`: of survey columns, the scale that this kind of export is
    known to have. `dates`: the instants of which some cells are dates without a time of day; they
    are seen as the day's first instant, and as its last one where `late`. `from_events`: the
    columns that only a log of events tells.
    """

    table: str
    types: Mapping[str, Type]
    settings: Mapping[str, Any]
    as_of: datetime
    timezone: str
    period: Period
    window_end: Callable[[pl.Expr, str], pl.Expr]
    days: Callable[[datetime, datetime], int]
    view: Callable[[str], pl.Expr]
    values: Callable[[str], Sequence[str | None]]
    ids: Callable[[str], Collection[str] | None]
    began: pl.Expr
    first: datetime | None = None
    clocks: Mapping[str, str] = field(default_factory=dict)
    reads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    promised: Fraction | None = None
    in_rings: bool = False
    scales: Mapping[str, Scale] = field(default_factory=dict)
    dates: frozenset[str] = frozenset()
    from_events: frozenset[str] = frozenset()
    late: bool = False

    def has(self, column: str) -> bool:
        """Whether the data has the column."""
        return column in self.types

    def column(self, name: str, type_: Type | None = None) -> pl.Expr:
        """The column's typed cells; all empty where the data does not have it.

        `type_` is needed only for a column that is not canonical. Raises NotMeasurableError
        where the column's cells are of another type.
        """
        import polars as pl

        wanted = type_ or _canonical(self.table, name)
        if not self.has(name):
            return pl.lit(None, dtype=dtype(wanted))
        found = self.types[name]
        if found is not wanted and not _number_in_words(name, wanted, found):
            own = name not in RECORDS[self.table]
            line = f"tables: {{{self.table}: {{columns: {{{name}: {{type: {wanted}}}}}}}}}"
            what = f"{name} holds {found}, not {wanted}"
            raise NotMeasurableError("column_missing", f"{what}: write  {line}" if own else what)
        return self.latest(name) if self.late else pl.col(name)

    def latest(self, name: str) -> pl.Expr:
        """The last instant that each cell of a column may mean."""
        import polars as pl

        at = pl.col(name)
        if name not in self.dates:
            return at
        return pl.when(at.is_not_null()).then(pl.coalesce(day_ends(name), at))

    def unreadable(self, name: str) -> pl.Expr:
        """Boolean: the column's cells that hold text which is not of its type."""
        import polars as pl

        if not self.has(name) or self.types[name] is Type.TEXT:
            return pl.lit(value=False)
        return pl.col(unreadable(name))

    def not_known(self, name: str) -> pl.Expr:
        """Boolean: the column's cells that are empty or unreadable."""
        import polars as pl

        return pl.col(name).is_null() if self.has(name) else pl.lit(value=True)


def _canonical(table: str, name: str) -> Type:
    """The type of a canonical column, of this table or else of another one; text of any other."""
    tables = (RECORDS[table], *RECORDS.values())
    return next((columns[name].type for columns in tables if name in columns), Type.TEXT)


def _number_in_words(name: str, wanted: Type, found: Type) -> bool:
    """Satisfaction may be marked in words."""
    return name == "csat" and wanted is Type.NUMBER and found is Type.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns that a metric reads.

    `needs`: each entry lists alternatives of which the data must have one, best first.
    `uses`: columns that make the figure better where the data has them. `values`: those of them
    whose distinct cells must be known before anything is measured, see `Facts.values`.
    """

    needs: tuple[tuple[str, ...], ...] = ()
    uses: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    def all(self) -> tuple[str, ...]:
        """Every column named, in order, once."""
        named = [column for alternatives in self.needs for column in alternatives]
        return tuple(dict.fromkeys([*named, *self.uses]))


def _records(_settings: Mapping[str, Any]) -> str:
    return "records"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A number computed from records, as the catalogue knows it.

    `tables`: where it can be measured, its own table first. `columns`: what it reads, given its
    settings and the table; settings without a default may be None. `takes_limit`: `within:` may be
    written; `needs_limit`: it must. `form_ratio`: `form: ratio` may be written. `sampled`: a
    survey or a review, whose figures always carry an interval. `judges_records`: whether
    every record gets a verdict of its own. `unit_judged`: given its settings, what one verdict is
    about: `records`, or `questions` or `gaps`, of which events tell several in one case.
    `counted`: in a word or two, the records above the line of a share (`reopened`), which a table
    says where the metric's name would not. `only_about`: what the metric is about and nothing else,
    so that an export in which it never happens may have left it out; also the key of `expect:`.
    """

    name: str
    tables: tuple[str, ...]
    kind: Kind
    unit: Unit
    direction: Direction
    summary: str
    definition: str
    formula: str
    columns: Callable[[Mapping[str, Any], str], Columns]
    measure: Callable[[Facts], Measure]
    settings: tuple[Setting, ...] = ()
    takes_limit: bool = False
    needs_limit: bool = False
    sampled: bool = False
    judges_records: bool = True
    counted: str = ""
    only_about: str = ""
    example: str = ""
    elsewhere: str = ""
    unit_judged: Callable[[Mapping[str, Any]], str] = _records

    def setting(self, name: str) -> Setting | None:
        """The declared setting of that name."""
        return next((setting for setting in self.settings if setting.name == name), None)

    def defaults(self) -> dict[str, Any]:
        """Every setting with its default."""
        return {setting.name: setting.default for setting in self.settings}
