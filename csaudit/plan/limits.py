"""Which limit and which clock hold for each record: one, or those that a cell chooses.

A table of limits and `calendar_by` are one thing: the distinct cells of a column, each mapped to
a limit, or to the place of its calendar among those that the standard knows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.plan.choosing import Choosing, choosing
from csaudit.plan.ladder import Rung, Verdict
from csaudit.standards.quantities import Limit, LimitTable, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from csaudit.clocks.expressions import Clock
    from csaudit.plan.context import Context
    from csaudit.standards.model import Demand

MICROSECONDS: Final = 1_000_000
TIME, WORKING_DAYS = "time", "working_days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What each record is allowed, and on which clock.

    `time`: Int64 microseconds, null where none holds or it is counted in `working_days` (Int64);
    either is None where no record has a limit of its kind. `most_time` and `most_days` are the
    greatest of them. `mixed`: the records' clocks differ, so that their times cannot be ranked
    among each other. `rungs`: the records that no limit or no calendar speaks of.
    """

    clock: Clock
    time: pl.Expr | None = None
    working_days: pl.Expr | None = None
    most_time: int = 0
    most_days: int = 0
    mixed: bool = False
    rungs: tuple[Rung, ...] = ()


def allowance(demand: Demand, context: Context, span: tuple[pl.Expr, pl.Expr]) -> Allowance:
    """The limit and the clock of every record, for one demand of a standard.

    `span`: from when to when the clock runs, for limits by a value that changes.
    """
    table = demand.within if isinstance(demand.within, LimitTable) else None
    by_limit = None if table is None else choosing(table, span, context)
    by_calendar = None if demand.calendar_by is None else context.choosing(demand.calendar_by)
    clock, mixed = _clock(demand, context, by_limit, by_calendar)
    if by_limit is None or table is None:
        limit = _in_time(demand.within if isinstance(demand.within, Limit) else None, demand)
        limits = [] if limit is None else [limit]
        amounts: dict[str, pl.Expr] = {}
        if limit is not None:
            amounts[limit.kind] = pl.lit(limit.amount, dtype=pl.Int64)
    else:
        rows = [table.row(value) for value in by_limit.values]
        chosen = [None if row is None else _in_time(row.limit, demand) for row in rows]
        limits = [limit for limit in chosen if limit is not None]
        amounts = {
            kind: _mapped(context, by_limit, [_amount(limit, kind) for limit in chosen], kind)
            for kind in {limit.kind for limit in limits}
        }
    return Allowance(
        clock=clock,
        time=amounts.get(TIME),
        working_days=amounts.get(WORKING_DAYS),
        most_time=_most(limits, TIME),
        most_days=_most(limits, WORKING_DAYS),
        mixed=mixed,
        rungs=(
            *_without_limit(context, table, by_limit),
            *_without_calendar(demand, context, by_calendar, by_limit),
        ),
    )


def _in_time(limit: Limit | None, demand: Demand) -> Limit | None:
    """Rings as the time that they take."""
    if limit is None or limit.kind != "rings":
        return limit
    seconds = Fraction(demand.settings["seconds_per_ring"])
    return replace(limit, kind="time", amount=int(limit.amount * seconds * MICROSECONDS))


def _amount(limit: Limit | None, kind: str) -> int | None:
    return None if limit is None or limit.kind != kind else int(limit.amount)


def _most(limits: Sequence[Limit], kind: str) -> int:
    return max((int(limit.amount) for limit in limits if limit.kind == kind), default=0)


def _clock(
    demand: Demand, context: Context, by_limit: Choosing | None, by_calendar: Choosing | None
) -> tuple[Clock, bool]:
    """The clock, and whether records go by different ones."""
    own = _own_calendars(demand, context, by_calendar)
    rows = _row_calendars(demand, by_limit)
    used = list(dict.fromkeys(name for name in (*own, *rows) if name is not None))
    names = used or [demand.calendar]
    if len(names) == 1 and None not in own:
        return context.clocks.of(names), False
    places = {name: place for place, name in enumerate(names)}
    chosen = (
        _place(own[0], places)
        if by_calendar is None
        else _placed(context, by_calendar, own, places)
    )
    if by_limit is not None and any(name is not None for name in rows):
        chosen = pl.coalesce(_placed(context, by_limit, rows, places), chosen)
    column = context.columns.add("clock", chosen)
    return context.clocks.of(names, column), len(used) > 1


def _own_calendars(
    demand: Demand, context: Context, by_calendar: Choosing | None
) -> list[str | None]:
    """The calendar of every value of `calendar_by`, None where it names none; or the one."""
    if by_calendar is None:
        return [demand.calendar]
    known = {fold(name): name for name in context.clocks.calendars}
    return [None if value is None else known.get(fold(value)) for value in by_calendar.values]


def _row_calendars(demand: Demand, by_limit: Choosing | None) -> list[str | None]:
    """The calendar that the row of every value names for itself."""
    if by_limit is None or not isinstance(demand.within, LimitTable):
        return []
    rows = (demand.within.row(value) for value in by_limit.values)
    return [None if row is None else row.calendar for row in rows]


def _placed(
    context: Context,
    chosen: Choosing,
    names: Sequence[str | None],
    places: Mapping[str, int],
) -> pl.Expr:
    found = [None if name is None else places[name] for name in names]
    return _mapped(context, chosen, found, "place").cast(pl.UInt32)


def _place(name: str | None, places: Mapping[str, int]) -> pl.Expr:
    return pl.lit(None if name is None else places[name], dtype=pl.UInt32)


def _mapped(context: Context, chosen: Choosing, found: Sequence[int | None], what: str) -> pl.Expr:
    """What stands for each cell, Int64; one lookup, however many values there are."""
    pairs = [
        (value, one)
        for value, one in zip(chosen.values, found, strict=True)
        if value is not None and one is not None
    ]
    old = pl.Series([value for value, _ in pairs], dtype=pl.String)
    new = pl.Series([one for _, one in pairs], dtype=pl.Int64)
    mapped = chosen.cells.replace_strict(old, new, default=None, return_dtype=pl.Int64)
    of_empty = dict(zip(chosen.values, found, strict=True)).get(None)
    if of_empty is not None:
        empty = pl.lit(of_empty, dtype=pl.Int64)
        mapped = pl.when(chosen.cells.is_null()).then(empty).otherwise(mapped)
    key = (what, str(chosen.cells), tuple(pairs), of_empty)
    return context.columns.add("choice", mapped, key)


def _without_limit(
    context: Context, table: LimitTable | None, chosen: Choosing | None
) -> list[Rung]:
    """The records for which a table of limits has no row, by value."""
    if table is None or chosen is None:
        return []
    return _not_for(context, chosen, lambda value: table.row(value) is None, "no limit", table.by)


def _without_calendar(
    demand: Demand, context: Context, chosen: Choosing | None, by_limit: Choosing | None
) -> list[Rung]:
    """The records whose `calendar_by` names no calendar, by value."""
    if chosen is None or demand.calendar_by is None:
        return []
    known = {fold(name) for name in context.clocks.calendars}

    def unknown(value: str | None) -> bool:
        return value is None or fold(value) not in known

    rungs = _not_for(context, chosen, unknown, "no calendar", demand.calendar_by)
    if by_limit is None:
        return rungs
    # A row's own calendar serves for every value.
    rows = _row_calendars(demand, by_limit)
    own = _mapped(context, by_limit, [None if name is None else 1 for name in rows], "own")
    return [replace(rung, when=rung.when & own.is_null()) for rung in rungs]


def _not_for(
    context: Context,
    chosen: Choosing,
    lacks: Callable[[str | None], bool],
    what: str,
    column: str,
) -> list[Rung]:
    without = [value for value in chosen.values if lacks(value)]
    if not without:
        return []
    number = {value: place for place, value in enumerate(without)}
    which = _mapped(context, chosen, [number.get(value) for value in chosen.values], what)
    reasons = tuple(f"{what} for {_named(column, value)}" for value in without)
    return [
        Rung(
            Verdict.NOT_APPLICABLE,
            None,
            which.is_not_null(),
            reasons=reasons,
            which=which.cast(pl.UInt32),
        )
    ]


def _named(column: str, value: str | None) -> str:
    return f"an empty {column}" if value is None else value
