"""The columns that expressions and breakdowns on a table may name, derived ones among them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.tables import BEGINS, TABLES, WEEKDAYS, Type, dtype

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from csaudit.plan.context import Clocks
    from csaudit.plan.pseudonyms import Pseudonyms

_HOURS: Final = (*(str(hour) for hour in range(24)), None)
_SAMPLE: Final[Mapping[Type, object]] = {
    Type.TEXT: "x",
    Type.NUMBER: Decimal(1),
    Type.COUNT: 1,
    Type.INSTANT: datetime(2026, 1, 5, tzinfo=UTC),
    Type.DURATION: 1,
    Type.YES_NO: True,
    Type.TAGS: ["x"],
}
LOCAL: Final = "#local"
"""Ends the name of the column in which expressions see an instant, on the wall clock."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A column that csaudit computes: how, its type, what it reads, and all its values."""

    make: Callable[[], pl.Expr]
    type: Type
    reads: tuple[str, ...]
    values: tuple[str | None, ...]


@dataclass(frozen=True)
class Vocabulary:
    """The columns that an expression on a table may name.

    `types`: what the data has; `derived`: what csaudit computes from it; `canonical`: what
    the table could have had; `pseudonyms`: whose names are not shown, if anybody's are not;
    `headers`: by what else the columns are known, folded: the headers of the file; `spelled`: the
    same as the file has them.
    """

    table: str
    types: Mapping[str, Type]
    derived: Mapping[str, Derived]
    canonical: frozenset[str]
    timezone: str
    pseudonyms: Pseudonyms | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    spelled: tuple[str, ...] = ()

    def with_types(self, types: Mapping[str, Type]) -> Vocabulary:
        """The same with further columns of the data."""
        return replace(self, types={**self.types, **types})

    def knows(self, name: str) -> bool:
        """Whether the data tells of the column."""
        return name in self.types or name in self.derived

    def called(self) -> list[str]:
        """All that columns of the data are called: the file's headers, then csaudit's names."""
        return [*self.spelled, *self.types]

    def view(self, name: str) -> pl.Expr:
        """The column as expressions see it: instants on the wall clock."""
        if name in self.derived:
            return self.derived[name].make()
        return on_the_wall(pl.col(name), self.timezone, self.types[name])

    def seen(self, name: str) -> tuple[str, pl.Expr]:
        """The column in which expressions see another one: its name, and how it is made."""
        named = name in self.types and self.types[name] is Type.INSTANT
        return f"{name}{LOCAL}" if named else name, self.view(name)

    def type_of(self, name: str) -> Type | None:
        """The type of a column; None if nobody knows it."""
        return self.derived[name].type if name in self.derived else self.types.get(name)

    def sample(self, names: Iterable[str]) -> pl.LazyFrame:
        """Two made-up records, one with a cell in every column and one empty, to try things on."""
        behind = dict.fromkeys(
            read
            for name in names
            for read in (self.derived[name].reads if name in self.derived else (name,))
        )
        cells = {
            name: pl.Series(name, [_SAMPLE[self.types[name]], None], dtype=dtype(self.types[name]))
            for name in behind
        }
        seen = dict(self.seen(name) for name in names)
        made = (one.alias(name) for name, one in seen.items())
        return pl.LazyFrame({"#": [1, 2], **cells}).select("#", *made)


def on_the_wall(column: pl.Expr, timezone: str, type_: Type = Type.INSTANT) -> pl.Expr:
    """An instant as naive wall-clock time of a zone; other columns as they are."""
    if type_ is not Type.INSTANT:
        return column
    return column.dt.convert_time_zone(timezone).dt.replace_time_zone(None)


def vocabulary(table: str, types: Mapping[str, Type], timezone: str, clocks: Clocks) -> Vocabulary:
    """What the data has, and what can be derived from the instant at which a record begins.

    `created_hour` is 0 to 23 and `created_weekday` mon to sun on the wall clock of the
    standards' zone; `created_in_office` tells whether the calendar `office` was open.
    """
    return Vocabulary(
        table=table,
        types=types,
        derived=_derived(table, types, timezone, clocks),
        canonical=frozenset(TABLES[table]),
        timezone=timezone,
    )


def _derived(
    table: str, types: Mapping[str, Type], timezone: str, clocks: Clocks
) -> dict[str, Derived]:
    begin = next((name for name in BEGINS[table] if name in types), None)
    if begin is None:
        return {}
    wall = on_the_wall(pl.col(begin), timezone)
    weekday = wall.dt.weekday().replace_strict(
        list(range(1, 8)), list(WEEKDAYS), return_dtype=pl.String
    )
    derived = {
        "created_hour": Derived(
            lambda: wall.dt.hour().cast(pl.Int64), Type.COUNT, (begin,), _HOURS
        ),
        "created_weekday": Derived(lambda: weekday, Type.TEXT, (begin,), (*WEEKDAYS, None)),
    }
    for name in clocks.calendars:
        is_open = partial(_is_open, clocks, name, begin)
        answers = ("yes", "no", None)
        derived[f"created_in_{name}"] = Derived(is_open, Type.YES_NO, (begin,), answers)
    return {name: column for name, column in derived.items() if name not in types}


def _is_open(clocks: Clocks, name: str, begin: str) -> pl.Expr:
    return clocks.of([name]).is_open(pl.col(begin))


def as_shown(name: str, vocabulary: Vocabulary) -> pl.Expr:
    """The values of a column as people may see them: text, and aliases where it holds names."""
    text = as_text(name, vocabulary)
    return text if vocabulary.pseudonyms is None else vocabulary.pseudonyms.shown(name, text)


def as_text(name: str, vocabulary: Vocabulary) -> pl.Expr:
    """A breakdown's values are text; tags are joined, since a ticket has one set of them."""
    column = vocabulary.view(name)
    match vocabulary.type_of(name):
        case Type.TAGS:
            return column.list.sort().list.join(", ")
        case Type.YES_NO:
            return pl.when(column).then(pl.lit("yes")).when(~column).then(pl.lit("no"))
        case Type.INSTANT:
            return column.dt.strftime("%Y-%m-%d %H:%M:%S")
        case Type.NUMBER:
            return column.cast(pl.String).str.replace(r"\.?0+$", "")
        case _:
            return column.cast(pl.String)
