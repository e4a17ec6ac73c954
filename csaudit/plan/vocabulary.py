"""The columns that expressions and breakdowns on a table may name, derived ones among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.plan.expressions import Derived, Vocabulary, on_the_wall
from csaudit.tables import BEGINS, TABLES, Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.clocks.calendar import Calendar

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def vocabulary(
    table: str, types: Mapping[str, Type], timezone: str, calendars: Mapping[str, Calendar]
) -> Vocabulary:
    """What the data has, and what can be derived from the instant at which a record begins.

    `created_hour` is 0 to 23 and `created_weekday` mon to sun on the wall clock of the
    standards' zone; `created_in_office` tells whether the calendar `office` was open.
    """
    return Vocabulary(
        table=table,
        types=types,
        derived=_derived(table, types, timezone, calendars),
        canonical=frozenset(TABLES[table]),
        timezone=timezone,
    )


def _derived(
    table: str, types: Mapping[str, Type], timezone: str, calendars: Mapping[str, Calendar]
) -> dict[str, Derived]:
    begin = next((name for name in BEGINS[table] if name in types), None)
    if begin is None:
        return {}
    wall = on_the_wall(pl.col(begin), timezone)
    weekday = wall.dt.weekday().replace_strict(
        list(range(1, 8)), list(WEEKDAYS), return_dtype=pl.String
    )
    derived = {
        "created_hour": Derived(wall.dt.hour().cast(pl.Int64), Type.COUNT, (begin,)),
        "created_weekday": Derived(weekday, Type.TEXT, (begin,)),
    }
    for name, calendar in calendars.items():
        derived[f"created_in_{name}"] = Derived(_open(begin, calendar), Type.YES_NO, (begin,))
    return {name: column for name, column in derived.items() if name not in types}


def _open(begin: str, calendar: Calendar) -> pl.Expr:
    from csaudit.clocks import expressions

    return expressions.is_open(pl.col(begin), calendar)
