"""Dates without a time of day: judged where every instant of the day says the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from csaudit.outcomes import DATE_ONLY
from csaudit.plan.ladder import Rung, Verdict

if TYPE_CHECKING:
    from csaudit.metrics.declaration import Duration, Facts
    from csaudit.plan.clock import Timing
    from csaudit.plan.context import Context
    from csaudit.plan.limits import Allowance


def within_the_day(
    times: Timing,
    measures: tuple[Duration, Duration],
    allowed: Allowance,
    facts: Facts,
    context: Context,
) -> Timing:
    """The timing of records of which some ends are only known to lie within a day.

    `measures`: with these days' first instants, and with their last. A limit in hours is judged
    where the shortest and the longest time that may have passed say the same; working days need
    dates only. No time was measured there, so that statistics leave these records out.
    """
    first, last = (_ends(measure, facts, context) for measure in measures)
    (start, until), (late_start, late_until) = first, last
    within_a_day = start.ne_missing(late_start) | until.ne_missing(late_until)
    clock = allowed.clock
    least = context.open_time(clock, until) - context.open_time(clock, late_start)
    most = context.open_time(clock, late_until) - context.open_time(clock, start)
    limit = times.limit
    is_in_hours = limit.is_not_null()
    doubt = within_a_day & is_in_hours & ((least.clip(0) > limit) != (most > limit))
    known = pl.when(~within_a_day)
    if allowed.time is None and allowed.working_days is None:
        rung = Rung(Verdict.NOT_APPLICABLE, DATE_ONLY, within_a_day)
    else:
        rung = Rung(Verdict.UNREADABLE, DATE_ONLY, doubt)
    faults = [replace(fault, when=fault.when & ~within_a_day) for fault in times.faults]
    return replace(
        times,
        measured=context.columns.add("precise time", known.then(times.measured)),
        over=pl.when(within_a_day & is_in_hours).then(most > limit).otherwise(times.over),
        due=lambda: known.then(times.due()),
        overrun=known.then(times.overrun),
        faults=(rung, *faults),
    )


def _ends(measure: Duration, facts: Facts, context: Context) -> tuple[pl.Expr, pl.Expr]:
    nothing = pl.lit(None, dtype=pl.Datetime("us", "UTC"))
    start = nothing if measure.start is None else measure.start
    end = nothing if measure.end is None else measure.end
    until = pl.coalesce(end, facts.as_of)
    return context.columns.add("instant", start), context.columns.add("instant", until)
