"""How long each record took, on the clock and against the limit that hold for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from csaudit.metrics.declaration import NotMeasurableError
from csaudit.metrics.parts.durations import PAUSES, RESOLVED
from csaudit.plan import stretches
from csaudit.plan.day_precision import within_the_day
from csaudit.plan.ladder import Rung, Verdict
from csaudit.plan.limits import allowance

if TYPE_CHECKING:
    from collections.abc import Callable

    from csaudit.clocks.expressions import Clock
    from csaudit.metrics.declaration import Duration, Facts
    from csaudit.plan.context import Context
    from csaudit.plan.limits import Allowance
    from csaudit.standards.model import Demand

INSTANT = pl.Datetime("us", "UTC")


@dataclass(frozen=True, slots=True)
class Timing:
    """How long each record took, and whether that was too long.

    `measured`: Int64 microseconds on the record's clock, up to the audit instant if `open`.
    `over`: the limit has passed, strictly. `due` makes the instant at which it passes, which takes
    time and which only a list of records wants. `limit`: Int64
    microseconds, null for working days. `overrun`: open time beyond the limit, 0 within it.
    `mixed`: the records' clocks differ, so that their times cannot be ranked among each other.
    `rungs`: the records that no limit or no calendar speaks of; `faults`: those whose time
    cannot be told. `pauses_begun`: see `stretches.Paused`, where events tell the pauses.
    `clock`: the one between two instants; None where the data carries the duration.
    """

    measured: pl.Expr
    open: pl.Expr
    over: pl.Expr
    due: Callable[[], pl.Expr]
    limit: pl.Expr
    overrun: pl.Expr
    mixed: bool = False
    rungs: tuple[Rung, ...] = ()
    faults: tuple[Rung, ...] = ()
    pauses_begun: tuple[pl.Expr, ...] = ()
    clock: Clock | None = None


def timing(
    measure: Duration,
    demand: Demand,
    facts: Facts,
    context: Context,
    late: Duration | None = None,
) -> Timing:
    """The clock of a duration metric for one demand.

    `late`: the same measure with every date that has no time of day taken as its last instant.

    Raises NotMeasurableError where the data counted on another clock.
    """
    allowed = allowance(demand, context, _span(measure, facts))
    if measure.stretches and stretches.told(context):
        return _by_stretches(measure, allowed, context)
    if measure.elapsed is not None:
        return _carried(measure.elapsed, measure, demand, allowed, context)
    recomputed = _recomputed(measure, demand, facts, allowed, context)
    if late is None or (allowed.clock.plain and _ends_with_its_beginning(measure, context)):
        return recomputed
    return within_the_day(recomputed, (measure, late), allowed, facts, context)


def _span(measure: Duration, facts: Facts) -> tuple[pl.Expr, pl.Expr]:
    """From when to when the clock runs; a wait that is carried runs from the beginning."""
    as_of = pl.lit(facts.as_of)
    until = as_of if measure.end is None else pl.coalesce(measure.end, as_of)
    return facts.began if measure.start is None else measure.start, until


def _by_stretches(measure: Duration, allowed: Allowance, context: Context) -> Timing:
    """The open time of the statuses that events tell; a case without events goes by its total.

    Such a total counts only on the clock that never stops.
    """
    limit = _or_none(allowed.time)
    found = stretches.lasted(measure.stretches, allowed.clock, context.as_of, context)
    total = measure.elapsed if allowed.clock.plain else None
    elapsed = found if total is None else pl.coalesce(found, total)
    elapsed = context.columns.add("time", elapsed)
    unknown = Rung(Verdict.UNREADABLE, "events", elapsed.is_null())
    return Timing(
        measured=elapsed,
        open=measure.open if measure.open is not None else pl.lit(value=False),
        over=elapsed > limit,
        due=_never,
        limit=limit,
        overrun=_beyond(elapsed, limit),
        mixed=allowed.mixed,
        rungs=allowed.rungs,
        faults=(unknown,),
    )


def _carried(
    elapsed: pl.Expr, measure: Duration, demand: Demand, allowed: Allowance, context: Context
) -> Timing:
    """A duration that the data carries holds only on the clock that it was measured on."""
    helpdesk = measure.clock != "calendar"
    if helpdesk and demand.settings.get("clock") != "helpdesk":
        raise NotMeasurableError(
            "clock_unknown",
            "the data counted on the helpdesk's own business clock: write  clock: helpdesk",
        )
    if not helpdesk and not allowed.clock.plain:
        raise NotMeasurableError(
            "clock_unknown",
            "the data counted in calendar time, and open hours cannot be told from a total",
        )
    limit = _or_none(allowed.time)
    elapsed = context.columns.add("time", elapsed)
    return Timing(
        measured=elapsed,
        open=measure.open if measure.open is not None else pl.lit(value=False),
        over=elapsed > limit,
        due=_never,
        limit=limit,
        overrun=_beyond(elapsed, limit),
        rungs=allowed.rungs,
    )


def _never() -> pl.Expr:
    return pl.lit(None, dtype=INSTANT)


def _either(counted: pl.Expr, closes: pl.Expr, due: Callable[[], pl.Expr]) -> pl.Expr:
    """The close of a working day, or where hours are promised their end."""
    return pl.when(counted).then(closes).otherwise(due())


def _due(
    start: pl.Expr,
    end: pl.Expr,
    limit: pl.Expr,
    paused: pl.Expr | None,
    moved: stretches.Paused | None,
    facts: Facts,
    allowed: Allowance,
) -> pl.Expr:
    """The instant at which the open time, less what was paused, reaches the limit."""
    clock = allowed.clock
    if moved is not None:
        most = allowed.most_time + clock.last - clock.first
        return pl.when(~moved.running).then(clock.due(start, limit + moved.before_due, most))
    if paused is None:
        return clock.due(start, limit, allowed.most_time)
    # Only on a clock that never stops, see `_paused`. While a case is on hold nobody knows how
    # much longer its time stands still.
    running = pl.lit(value=True)
    if facts.has("status"):
        running = ~(end.is_null() & facts.column("status").is_in(["pending", "on_hold"]))
    return pl.when(running.fill_null(value=True)).then(clock.due(start, limit + paused, 0))


def _recomputed(
    measure: Duration, demand: Demand, facts: Facts, allowed: Allowance, context: Context
) -> Timing:
    columns, clock = context.columns, allowed.clock
    nothing = pl.lit(None, dtype=INSTANT)
    start = columns.add("instant", measure.start if measure.start is not None else nothing)
    end = columns.add("instant", measure.end if measure.end is not None else nothing)
    until = columns.add("instant", pl.coalesce(_unalias(measure.end, nothing), facts.as_of))
    limit = _or_none(allowed.time)
    paused, pauses, moved = _paused(demand, facts, allowed, (start, until), context)
    gross = context.open_time(clock, until) - context.open_time(clock, start)
    measured = columns.add("time", gross if paused is None else gross - paused)
    over, overrun = measured > limit, _beyond(measured, limit)
    due: Callable[[], pl.Expr] = partial(_due, start, end, limit, paused, moved, facts, allowed)
    if allowed.working_days is not None:
        days = allowed.working_days
        # Kept apart from the column, which may not exist where nobody asks for the due instant.
        closes = clock.working_day_due(start, days, allowed.most_days)
        late = until > columns.add("time", closes, ("closes", str(start), str(days), id(clock)))
        beyond = context.open_time(clock, until) - clock.open_time(closes)
        counted = days.is_not_null()
        over = pl.when(counted).then(late).otherwise(over)
        overrun = pl.when(counted & late).then(beyond).when(counted).then(0).otherwise(overrun)
        due = partial(_either, counted, closes, due)
    faults = [Rung(Verdict.UNREADABLE, name, facts.unreadable(name)) for name in pauses]
    if moved is not None:
        faults.append(Rung(Verdict.UNREADABLE, "events", moved.total.is_null()))
    elif paused is not None:
        faults.append(Rung(Verdict.UNREADABLE, pauses[0], measured < 0))
    # Calendars know the years 1900 to 2200: a null here would pass for an answer in time.
    beyond_all = measured.is_null() & start.is_not_null()
    faults.append(Rung(Verdict.UNREADABLE, "beyond all calendars", beyond_all))
    return Timing(
        measured=measured,
        open=measure.open if measure.open is not None else end.is_null(),
        over=over,
        due=due,
        limit=limit,
        overrun=overrun,
        mixed=allowed.mixed,
        rungs=allowed.rungs,
        faults=tuple(faults),
        pauses_begun=() if moved is None else moved.begun,
        clock=clock,
    )


def _ends_with_its_beginning(measure: Duration, context: Context) -> bool:
    """Whether the end is the beginning and a duration: the day in between does not matter."""
    if measure.end is None:
        return False
    columns = context.table.source.columns
    roots = (columns.get(name) for name in measure.end.meta.root_names())
    return any(column is not None and column.after is not None for column in roots)


def _unalias(expression: pl.Expr | None, nothing: pl.Expr) -> pl.Expr:
    return nothing if expression is None else expression


def _paused(
    demand: Demand,
    facts: Facts,
    allowed: Allowance,
    span: tuple[pl.Expr, pl.Expr],
    context: Context,
) -> tuple[pl.Expr | None, tuple[str, ...], stretches.Paused | None]:
    """The time that `pause:` takes off, the columns that carry it, and when it was.

    Totals come off only on the clock they were measured on; events tell the stretches.
    """
    kinds = demand.settings.get("pause") or ()
    if not kinds:
        return None, (), None
    if stretches.told(context):
        limit = _or_none(allowed.time) if allowed.time is not None else None
        found = stretches.paused(kinds, allowed.clock, span, limit, context)
        return found.total, (), found
    if RESOLVED in kinds:
        raise NotMeasurableError(
            "column_missing", "pause: resolved needs events, which tell when a case was reopened"
        )
    columns = tuple(PAUSES[kind] for kind in kinds)
    on_helpdesk = [name for name in columns if facts.clocks.get(name, "calendar") != "calendar"]
    if on_helpdesk or not allowed.clock.plain:
        raise NotMeasurableError(
            "clock_unknown",
            f"{' and '.join(columns)} are totals, and come off only on the clock that they were "
            "measured on",
        )
    total = pl.sum_horizontal(*(facts.column(name).fill_null(0) for name in columns))
    return total, columns, None


def _or_none(limit: pl.Expr | None) -> pl.Expr:
    return pl.lit(None, dtype=pl.Int64) if limit is None else limit


def _beyond(measured: pl.Expr, limit: pl.Expr) -> pl.Expr:
    return (measured - limit).clip(0)
