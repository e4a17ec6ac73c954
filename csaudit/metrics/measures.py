"""Measures: what a metric makes of the columns of a table, one of four kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from fractions import Fraction

    import polars as pl


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


@dataclass(frozen=True, slots=True)
class Tally:
    """One number (or a few ids) of the judged records of a group, of which `of` is told of each.

    `sum`: of numbers, or how many are true; `count`: how many are known; `distinct`: how many
    different ones are known; `ids`: the first five texts, the shortest first.
    """

    of: pl.Expr
    how: Literal["sum", "count", "distinct", "ids"] = "sum"


Tallies = Mapping[str, Any]
"""What came of each tally of a group, by its name."""

Details = Callable[[Tallies], "tuple[Detail, ...]"]
"""The lines below a result, made of its tallies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration(Population):
    """From `start` to `end`, or a duration that the data carries.

    `start`, `end`: instants; an empty `end` is a case that is still open at the audit instant.
    `elapsed`: instead of both, Int64 microseconds, with `open` telling which records still
    grow. `clock`: for `elapsed`, the clock it was measured on. `stretches`: where events
    tell when a case had which status, those whose time counts, in place of `elapsed`. `dated_by`:
    the instant that puts the record into a period, where it is not its beginning. `missed`:
    records that broke the promise whatever their time. `given_up`: records that ended without
    what was promised (an abandoned call): past the limit, or after a time that nobody knows, they
    are missed, and within it `given_up_is` miss, ignore or hit. `details` are made of `tallies`.
    """

    start: pl.Expr | None = None
    end: pl.Expr | None = None
    elapsed: pl.Expr | None = None
    open: pl.Expr | None = None
    clock: str = "calendar"
    stretches: tuple[str, ...] = ()
    dated_by: pl.Expr | None = None
    missed: pl.Expr | None = None
    given_up: pl.Expr | None = None
    given_up_is: str = "miss"
    details: Details | None = None
    tallies: Mapping[str, Tally] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """Of the judged records with one `key` only the last in `order` counts.

    The others are not applicable, for a `reason` in words.
    """

    key: pl.Expr
    order: tuple[pl.Expr, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Population):
    """`success`: Boolean for each record of the population; `not_due`: too early to say.

    `open`: the case had no end at the audit instant. `due`: the instant by which it must happen,
    for who lists the records. `latest`: not every judged record counts, but the latest of
    several that belong together. `beside`: columns that other records tell, each made onto the
    table's records, which come with all their columns.
    """

    success: pl.Expr
    not_due: pl.Expr | None = None
    open: pl.Expr | None = None
    due: pl.Expr | None = None
    latest: Latest | None = None
    beside: Mapping[str, Callable[[pl.LazyFrame], pl.LazyFrame]] = field(default_factory=dict)
    details: Details | None = None
    tallies: Mapping[str, Tally] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Population):
    """A mark for each record, summed up as its mean.

    `value`: Int64 or Decimal. With `of` a record's mark is `value` divided by `of`, exactly.
    With `net` the marks are 1, 0 and -1 and the score is 100 times their mean, from -100 to
    100.
    """

    value: pl.Expr
    of: pl.Expr | None = None
    not_due: pl.Expr | None = None
    net: bool = False
    details: Details | None = None
    tallies: Mapping[str, Tally] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time from `start` up to but not including `end`, both UTC; None is open."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Periods:
    """Periods that follow each other, numbered from 0: `edges` are their starts and the last end.

    `number`: of an instant, the period that it lies in (Int64): -1 before the first, and the
    number of periods after the last; null for null.
    """

    edges: Sequence[datetime]
    number: Callable[[pl.Expr], pl.Expr]


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
    `reason` is a no_data reason of the contract, if the figure must not be judged; `words` says
    it, or what a number cannot say. With neither value nor words there were no records.
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

    `tallies`: what `summarise` needs of the judged records of a group or period. Where that is
    more than tallies can tell, `grouped` makes it of the judged records, reduced to `columns`:
    one row for each value of the key columns that it is given, which stay in it; none of its
    results depends on the order of rows.

    `dated_by`: the instant that puts a record into a period, where it is not the usual one.
    `also_dated_by`: a second instant that does. `lasts_until`: a record belongs to every period
    from its date until this instant, or until the audit instant where it is empty; periods in
    which none began have a result as well. With either, `by_period` makes the row of each
    period (`PERIOD`, its number) of the judged `columns` of the whole.
    `open`: the case had no end at the audit instant.
    """

    summarise: Callable[[Tallies, Period], Summary]
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    columns: Mapping[str, pl.Expr] = field(default_factory=dict)
    grouped: Callable[[pl.LazyFrame, list[str]], pl.LazyFrame] | None = None
    by_period: Callable[[pl.LazyFrame, Periods], pl.LazyFrame] | None = None
    not_due: pl.Expr | None = None
    dated_by: pl.Expr | None = None
    also_dated_by: pl.Expr | None = None
    lasts_until: pl.Expr | None = None
    open: pl.Expr | None = None


PERIOD = "period#"
"""The column with the number of a period."""

N = "n#"
"""Among the tallies of a series: how many records were judged."""

Measure = Duration | Share | Score | Series
