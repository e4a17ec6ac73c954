"""Business time as polars expressions: lazy, vectorised, fit for the streaming engine.

Instants are `Datetime("us", "UTC")`, durations `Int64` microseconds. Null in, null out: a case
without an end has no elapsed time. An instant outside the years that calendars know gives null
too. Expressions compose (`when`/`then` over several calendars) and keep the name of their first
argument. Imported late: it needs polars.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import polars as pl

from csaudit.clocks.lookup import Lookup, lookup
from csaudit.clocks.spec import EARLIEST, LATEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from csaudit.clocks.calendar import Calendar
    from csaudit.clocks.openings import Openings

INSTANT: Final = pl.Datetime("us", "UTC")

SLICE: Final = 300_000
"""Rows that are looked up at a time, so that large tables need no more memory than small ones."""


def elapsed(start: pl.Expr, end: pl.Expr, calendar: Calendar) -> pl.Expr:
    """Open time from `start` to `end`, negative if `end` is the earlier one."""
    if calendar.always_open:
        return _microseconds(end) - _microseconds(start)
    return _open_time(end, calendar) - _open_time(start, calendar)


def due(start: pl.Expr, limit: int | pl.Expr, calendar: Calendar) -> pl.Expr:
    """The earliest instant, not before `start`, with `limit` of open time since `start`.

    A limit of 0 is due at `start`; a negative one, or one that calendars do not reach, is null.
    """
    limit = _whole(limit)
    if calendar.always_open:
        plain = (_microseconds(start) + limit).cast(INSTANT)
        return pl.when(limit >= 0).then(plain)
    target = _open_time(start, calendar) + limit
    reached = _ask(target, calendar, _with_open_time, Lookup.reached, INSTANT)
    return pl.when(limit > 0).then(reached).when(limit == 0).then(start)


def is_open(instant: pl.Expr, calendar: Calendar) -> pl.Expr:
    """Whether the clock runs at `instant`; Boolean."""
    if calendar.always_open:
        return pl.when(instant.is_not_null()).then(pl.lit(value=True))
    return _ask(instant, calendar, _with_instants, Lookup.is_open, pl.Boolean())


def working_day_due(start: pl.Expr, days: int | pl.Expr, calendar: Calendar) -> pl.Expr:
    """The close of the working day that lies `days` after the one on which `start` counts.

    0 days is the same day; a negative number is null.
    """
    days = _whole(days)
    number = _working_day(start, calendar) + days
    return pl.when(days >= 0).then(
        _ask(number, calendar, _with_working_days, Lookup.close, INSTANT)
    )


def working_day_window_end(start: pl.Expr, calendar: Calendar) -> pl.Expr:
    """The end, on the clock, of the working day on which `start` counts.

    An arrival in closed time counts on the day of the next opening. A night shift that runs
    beyond midnight carries its day's end with it.
    """
    number = _working_day(start, calendar)
    return _ask(number, calendar, _with_working_days, Lookup.window_end, INSTANT)


def _open_time(instant: pl.Expr, calendar: Calendar) -> pl.Expr:
    return _ask(instant, calendar, _with_instants, Lookup.open_time, pl.Int64())


def _working_day(instant: pl.Expr, calendar: Calendar) -> pl.Expr:
    return _ask(instant, calendar, _with_instants, Lookup.working_day, pl.Int64())


def _ask(
    values: pl.Expr,
    calendar: Calendar,
    enough: Callable[[Calendar, pl.Series], tuple[pl.Series, Openings | None]],
    question: Callable[[Lookup, pl.Series], pl.Series],
    answer: pl.DataType,
) -> pl.Expr:
    """What a lookup over enough years says of each value."""

    def batch(series: pl.Series) -> pl.Series:
        numbers, openings = enough(calendar, series)
        if openings is None:
            return pl.repeat(None, len(series), dtype=answer, eager=True)
        known = lookup(calendar, openings)
        slices = (numbers.slice(at, SLICE) for at in range(0, len(numbers), SLICE))
        return pl.concat([question(known, some).cast(answer) for some in slices])

    return values.map_batches(batch, return_dtype=answer, is_elementwise=True)


def _with_instants(calendar: Calendar, series: pl.Series) -> tuple[pl.Series, Openings | None]:
    """Instants as numbers, null for those that calendars do not know, and openings for all."""
    instants = series.cast(INSTANT).to_physical()
    first, last = _extent(instants)
    if first < EARLIEST or last >= LATEST:
        instants = instants.set((instants < EARLIEST) | (instants >= LATEST), None)
        first, last = _extent(instants)
    return instants, calendar.reach(first, last) if instants.count() else None


def _with_open_time(calendar: Calendar, totals: pl.Series) -> tuple[pl.Series, Openings | None]:
    _, most = _extent(totals)
    enough = calendar.reach_until(lambda openings: openings.until[-1] >= most)
    return totals, enough if totals.count() else None


def _with_working_days(calendar: Calendar, numbers: pl.Series) -> tuple[pl.Series, Openings | None]:
    _, most = _extent(numbers)
    enough = calendar.reach_until(lambda openings: openings.working.last >= most)
    return numbers, enough if numbers.count() else None


def _extent(numbers: pl.Series) -> tuple[int, int]:
    """The least and the greatest number; zeros where there is none."""
    least, greatest = numbers.min(), numbers.max()
    return cast("int", least or 0), cast("int", greatest or 0)


def _microseconds(instant: pl.Expr) -> pl.Expr:
    return instant.cast(INSTANT).to_physical()


def _whole(number: int | pl.Expr) -> pl.Expr:
    return number if isinstance(number, pl.Expr) else pl.lit(number, dtype=pl.Int64)
