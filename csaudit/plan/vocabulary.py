"""The columns that expressions and breakdowns on a table may name, derived ones among them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.plan.expressions import Derived, Vocabulary, on_the_wall
from csaudit.tables import BEGINS, TABLES, Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.plan.context import Clocks

_HOURS: Final = (*(str(hour) for hour in range(24)), None)
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


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
