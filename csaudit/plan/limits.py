"""Which limit and which calendar hold for which record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from csaudit.plan.ladder import Rung, Verdict
from csaudit.standards.model import ALWAYS
from csaudit.standards.quantities import Limit, LimitTable, fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csaudit.clocks.calendar import Calendar
    from csaudit.standards.model import Demand
    from csaudit.standards.quantities import LimitRow

MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Term:
    """A clock and a limit, and the records they hold for (all of them if `when` is None)."""

    when: pl.Expr | None
    calendar: Calendar
    limit: Limit | None


@dataclass(frozen=True, slots=True)
class Choosing:
    """A column that chooses a limit or a calendar: its cells as text, and all that occur."""

    cells: pl.Expr
    values: Sequence[str | None]


def terms_of(
    demand: Demand,
    calendars: Mapping[str, Calendar],
    choosing: Mapping[str, Choosing],
) -> list[Term]:
    """Every pair of a clock and a limit that holds for some records; never none."""
    own = _own_calendars(demand, calendars, choosing)
    if not isinstance(demand.within, LimitTable):
        limit = _in_time(demand.within, demand)
        return [Term(when, calendar, limit) for when, calendar in own] or [_for_nobody(calendars)]
    terms = []
    for matches, row in _limit_rows(demand.within, choosing):
        chosen = own if row.calendar is None else [(None, calendars[row.calendar])]
        limit = _in_time(row.limit, demand)
        terms += [Term(_both(matches, when), calendar, limit) for when, calendar in chosen]
    return terms or [_for_nobody(calendars)]


def _for_nobody(calendars: Mapping[str, Calendar]) -> Term:
    """Where no record has a limit or a clock, what is measured is empty, but still a time."""
    return Term(pl.lit(value=False), calendars[ALWAYS], None)


def _in_time(limit: Limit | None, demand: Demand) -> Limit | None:
    """Rings as the time that they take."""
    if limit is None or limit.kind != "rings":
        return limit
    seconds = Fraction(demand.settings["seconds_per_ring"])
    return replace(limit, kind="time", amount=int(limit.amount * seconds * MICROSECONDS))


def _own_calendars(
    demand: Demand,
    calendars: Mapping[str, Calendar],
    choosing: Mapping[str, Choosing],
) -> list[tuple[pl.Expr | None, Calendar]]:
    if demand.calendar_by is None:
        return [(None, calendars[demand.calendar])]
    by_name = {fold(name): calendar for name, calendar in calendars.items()}
    chosen = choosing[demand.calendar_by]
    return [
        (chosen.cells == value, by_name[fold(value)])
        for value in chosen.values
        if value is not None and fold(value) in by_name
    ]


def _limit_rows(
    table: LimitTable, choosing: Mapping[str, Choosing]
) -> list[tuple[pl.Expr, LimitRow]]:
    by_row: dict[str, tuple[LimitRow, list[str | None]]] = {}
    for value in choosing[table.by].values:
        row = table.row(value)
        if row is not None:
            by_row.setdefault(row.value, (row, []))[1].append(value)
    return [(_is_one_of(choosing[table.by], found), row) for row, found in by_row.values()]


def unlimited(demand: Demand, choosing: Mapping[str, Choosing]) -> list[Rung]:
    """The records for which a table of limits has no row, by value."""
    table = demand.within
    if not isinstance(table, LimitTable):
        return []
    chosen = choosing[table.by]
    without = [value for value in chosen.values if table.row(value) is None]
    return [_not_for(f"no limit for {_named(table.by, value)}", chosen, value) for value in without]


def no_calendar(
    demand: Demand,
    calendars: Mapping[str, Calendar],
    choosing: Mapping[str, Choosing],
) -> list[Rung]:
    """The records whose `calendar_by` names no calendar, by value."""
    column = demand.calendar_by
    if column is None:
        return []
    known = {fold(name) for name in calendars}
    chosen = choosing[column]
    without = [value for value in chosen.values if value is None or fold(value) not in known]
    table = demand.within if isinstance(demand.within, LimitTable) else None
    rows = [] if table is None else _limit_rows(table, choosing)
    named = pl.any_horizontal(
        pl.lit(value=False), *(matches for matches, row in rows if row.calendar is not None)
    )
    return [
        replace(rung, when=rung.when & ~named)  # a row's own calendar serves for every value
        for value in without
        for rung in (_not_for(f"no calendar for {_named(column, value)}", chosen, value),)
    ]


def _not_for(reason: str, chosen: Choosing, value: str | None) -> Rung:
    return Rung(Verdict.NOT_APPLICABLE, reason, _is_one_of(chosen, [value]))


def _named(column: str, value: str | None) -> str:
    return f"an empty {column}" if value is None else value


def _is_one_of(chosen: Choosing, values: Sequence[str | None]) -> pl.Expr:
    known = [value for value in values if value is not None]
    found = chosen.cells.is_in(known).fill_null(value=False)
    return found | chosen.cells.is_null() if None in values else found


def _both(one: pl.Expr | None, other: pl.Expr | None) -> pl.Expr | None:
    if one is None or other is None:
        return one if other is None else other
    return one & other
