"""What a metric is: a small declaration, and a measure of one of four kinds.

A metric knows canonical columns and its own settings. It knows no targets, files or output.
The audit turns a measure into two columns of the records, a verdict and what was measured.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from csaudit.tables import TABLES, Type, dtype, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from decimal import Decimal
    from fractions import Fraction

    import polars as pl


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


# ---- settings ----


class SettingKind(StrEnum):
    """How a setting is written in standards.yaml and what the metric receives.

    ============ =============================================== ==========================
    kind         written                                         received
    ============ =============================================== ==========================
    choice       one of `choices`                                `str`
    choices      one of `choices`, or a list of them             `tuple[str, ...]`
    duration     `7d`, `90m`, `off`                              `int` microseconds, `None`
    number       `3`, `6.5`                                      `Decimal`
    count        `3`                                             `int`
    share        `40%`                                           `Fraction`
    yes_no       `true`, `yes`, …                                `bool`
    comparison   `= 1`, `<= 2`, `1`                              `Comparison`
    scale        `1-5`, `[1, 5]`, `{min: 1, max: 5}`             `Scale`
    words        a word, or a list of words or numbers           `tuple[str, ...]`
    column       the name of a column                            `str`
    condition    an SQL condition                                `pl.Expr` (Boolean)
    value        an SQL expression with one aggregate            `pl.Expr`
    items        a list of columns, or of `column: weight`       `tuple[Item, ...]`
    ============ =============================================== ==========================

    The model keeps conditions and values as text; the audit's plan compiles them.
    """

    CHOICE = "choice"
    CHOICES = "choices"
    DURATION = "duration"
    NUMBER = "number"
    COUNT = "count"
    SHARE = "share"
    YES_NO = "yes_no"
    COMPARISON = "comparison"
    SCALE = "scale"
    WORDS = "words"
    COLUMN = "column"
    CONDITION = "condition"
    VALUE = "value"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Comparison:
    """An operator (`=`, `!=`, `<`, `<=`, `>`, `>=`) and a number: `<= 2`."""

    operator: str
    value: Decimal

    def __str__(self) -> str:
        return f"{self.operator} {self.value.normalize():f}"


@dataclass(frozen=True, slots=True)
class Scale:
    """The lowest and the highest mark that a survey offers, both possible."""

    low: Decimal
    high: Decimal

    def __str__(self) -> str:
        return f"{self.low:f}-{self.high:f}"


@dataclass(frozen=True, slots=True)
class Item:
    """A column that a reviewer fills in, and how much it weighs."""

    column: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Setting:
    """A choice that the definition leaves open, with its default.

    `default` has the form that the metric receives; `choices` the words that may be chosen;
    `or_column` says that a choice may also be the name of a column; a `required` setting has
    no default that csaudit could honestly assume.
    """

    name: str
    kind: SettingKind
    default: Any
    meaning: str
    choices: tuple[str, ...] = ()
    or_column: bool = False
    required: bool = False


# ---- measures: what a metric makes of the columns ----


@dataclass(frozen=True, slots=True)
class Outside:
    """Records outside the metric's population: not applicable, with the reason in words."""

    reason: str
    when: pl.Expr


@dataclass(frozen=True, slots=True)
class Fault:
    """Records that the metric cannot read: the column at fault, and where."""

    column: str
    when: pl.Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Who is counted; rungs of the ladder in order, the first that is true takes the record."""

    outside: tuple[Outside, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration(Population):
    """From `start` to `end`, or a duration that the data carries.

    `start`, `end`: instants; an empty `end` is a case that is still open at the audit instant.
    `elapsed`: instead of both, Int64 microseconds, with `open` telling which records still
    grow. `clock`: for `elapsed`, the clock it was measured on. `missed`: records that broke
    the promise whatever their time (an abandoned call); `met`: that kept it all the same.
    """

    start: pl.Expr | None = None
    end: pl.Expr | None = None
    elapsed: pl.Expr | None = None
    open: pl.Expr | None = None
    clock: str = "calendar"
    missed: pl.Expr | None = None
    met: pl.Expr | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Population):
    """`success`: Boolean for each record of the population; `not_due`: too early to say."""

    success: pl.Expr
    not_due: pl.Expr | None = None
    details: Callable[[pl.DataFrame], tuple[Detail, ...]] | None = None
    columns: Mapping[str, pl.Expr] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Population):
    """A mark for each record, summed up as its mean.

    `value`: Int64 or Decimal. With `net` the marks are 1, 0 and -1 and the score is 100 times
    their mean, from -100 to 100. `bounds`: the lowest and highest possible mean, if any.
    """

    value: pl.Expr
    not_due: pl.Expr | None = None
    net: bool = False
    bounds: tuple[Decimal, Decimal] | None = None
    details: Callable[[pl.DataFrame], tuple[Detail, ...]] | None = None
    columns: Mapping[str, pl.Expr] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time from `start` up to but not including `end`, both UTC; None is open."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One line below a result: a question, an item, an episode."""

    label: str
    value: Fraction | None = None
    n: int | None = None
    numerator: int | None = None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a series metric makes of a frame.

    Shares give `numerator` and `denominator` and no `value`; anything else gives `value`.
    Without a value, `reason` is a no_data reason of the contract, `words` says it in words.
    """

    n: int
    value: Fraction | None = None
    numerator: int | None = None
    denominator: int | None = None
    reason: str | None = None
    words: str | None = None
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series(Population):
    """Anything that is not one verdict a record.

    `columns`: the expressions that `summarise` reads, by name; computed for each record. The
    frame that `summarise` gets holds the judged records of one group, sorted so that its
    result does not depend on the order of rows. `also_dated_by`: a second instant that puts a
    record into a period; then `summarise` gets every record of the group and the period itself.
    """

    columns: Mapping[str, pl.Expr]
    summarise: Callable[[pl.DataFrame, Period], Summary]
    not_due: pl.Expr | None = None
    also_dated_by: pl.Expr | None = None


Measure = Duration | Share | Score | Series


# ---- the declaration ----


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
    `settings`: every setting of the metric, defaults filled in, conditions compiled.
    `timezone`: where a day begins. `window_end`: of an instant, the instant at which its `day`,
    `working day` or `week` is over. Events after `as_of` are already empty in the columns.
    `clocks`: of duration columns, the clock they were measured on (`calendar`, `helpdesk`).
    `view`: a column as SQL expressions see it, instants on the wall clock.
    """

    table: str
    types: Mapping[str, Type]
    settings: Mapping[str, Any]
    as_of: datetime
    timezone: str
    window_end: Callable[[pl.Expr, str], pl.Expr]
    view: Callable[[str], pl.Expr]
    clocks: Mapping[str, str] = field(default_factory=dict)

    def has(self, column: str) -> bool:
        """Whether the data has the column."""
        return column in self.types

    def column(self, name: str) -> pl.Expr:
        """The column's typed cells; all empty where the data does not have it."""
        import polars as pl

        if self.has(name):
            return pl.col(name)
        return pl.lit(None, dtype=dtype(TABLES[self.table][name].type))

    def unreadable(self, name: str) -> pl.Expr:
        """Boolean: the column's cells that hold text which is not of its type."""
        import polars as pl

        if not self.has(name) or self.types[name] is Type.TEXT:
            return pl.lit(value=False)
        return pl.col(unreadable(name))

    def not_known(self, name: str) -> pl.Expr:
        """Boolean: the column's cells that are empty or unreadable."""
        return self.column(name).is_null()


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns that a metric reads.

    `needs`: each entry lists alternatives of which the data must have one, best first.
    `uses`: columns that make the figure better where the data has them.
    """

    needs: tuple[tuple[str, ...], ...] = ()
    uses: tuple[str, ...] = ()

    def all(self) -> tuple[str, ...]:
        """Every column named, in order, once."""
        named = [column for alternatives in self.needs for column in alternatives]
        return tuple(dict.fromkeys([*named, *self.uses]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A number computed from records, as the catalogue knows it.

    `tables`: where it can be measured, its own table first. `takes_limit`: `within:` may be
    written; `needs_limit`: it must. `form_ratio`: `form: ratio` may be written. `sampled`: a
    survey or a review, whose figures always carry an interval. `judges_records`: whether
    every record gets a verdict of its own.
    """

    name: str
    tables: tuple[str, ...]
    kind: Kind
    unit: Unit
    direction: Direction
    summary: str
    definition: str
    formula: str
    columns: Callable[[Mapping[str, Any]], Columns]
    measure: Callable[[Facts], Measure]
    settings: tuple[Setting, ...] = ()
    takes_limit: bool = False
    needs_limit: bool = False
    sampled: bool = False
    judges_records: bool = True
    example: str = ""
    elsewhere: str = ""

    def setting(self, name: str) -> Setting | None:
        """The declared setting of that name."""
        return next((setting for setting in self.settings if setting.name == name), None)

    def defaults(self) -> dict[str, Any]:
        """Every setting with its default."""
        return {setting.name: setting.default for setting in self.settings}
