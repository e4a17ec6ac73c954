"""How long each record took, on the clock and against the limit that hold for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from csaudit.metrics.declaration import NotMeasurableError
from csaudit.metrics.parts.durations import PAUSES
from csaudit.plan.ladder import Rung, Verdict
from csaudit.plan.limits import no_calendar, terms_of, unlimited
from csaudit.standards.model import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from csaudit.clocks.calendar import Calendar
    from csaudit.metrics.declaration import Duration, Facts
    from csaudit.plan.limits import Choosing, Term
    from csaudit.standards.model import Demand
    from csaudit.standards.quantities import Limit


@dataclass(frozen=True, slots=True)
class Timing:
    """`measured`: Int64 microseconds on the record's clock, up to the audit instant if `open`.

    `over`: the limit has passed, strictly. `due`: the instant at which it passes. `limit`: Int64
    microseconds, null for working days. `overrun`: open time beyond the limit, 0 within it.
    `mixed`: the records' clocks differ, so that their times cannot be ranked among each other.
    `rungs`: the records that no limit or no calendar speaks of; `faults`: those whose time
    cannot be told.
    """

    measured: pl.Expr
    open: pl.Expr
    over: pl.Expr
    due: pl.Expr
    limit: pl.Expr
    overrun: pl.Expr
    mixed: bool = False
    rungs: tuple[Rung, ...] = ()
    faults: tuple[Rung, ...] = ()


def timing(
    measure: Duration,
    demand: Demand,
    facts: Facts,
    calendars: Mapping[str, Calendar],
    choosing: Mapping[str, Choosing],
) -> Timing:
    """The clock of a duration metric for one demand.

    `choosing`: the columns that choose a limit or a calendar. Raises NotMeasurableError where
    the data counted on another clock.
    """
    terms = terms_of(demand, calendars, choosing)
    rungs = tuple(unlimited(demand, choosing)) + tuple(no_calendar(demand, calendars, choosing))
    if measure.elapsed is not None:
        return _carried(measure, demand, terms, rungs)
    return _recomputed(measure, demand, facts, terms, rungs)


def _carried(
    measure: Duration, demand: Demand, terms: list[Term], rungs: tuple[Rung, ...]
) -> Timing:
    """A duration that the data carries holds only on the clock that it was measured on."""
    helpdesk = measure.clock != "calendar"
    if helpdesk and demand.settings.get("clock") != "helpdesk":
        raise NotMeasurableError(
            "clock_unknown",
            "the data counted on the helpdesk's own business clock: write  clock: helpdesk",
        )
    if not helpdesk and any(term.calendar.name != ALWAYS for term in terms):
        raise NotMeasurableError(
            "clock_unknown",
            "the data counted in calendar time, and open hours cannot be told from a total",
        )
    elapsed = measure.elapsed if measure.elapsed is not None else pl.lit(None, dtype=pl.Int64)
    is_open = measure.open if measure.open is not None else pl.lit(value=False)
    over = _choose(terms, lambda term: elapsed > _amount(term.limit))
    limit = _choose(terms, lambda term: _amount(term.limit))
    return Timing(
        measured=elapsed,
        open=is_open,
        over=over,
        due=pl.lit(None, dtype=pl.Datetime("us", "UTC")),
        limit=limit,
        overrun=_beyond(elapsed, limit),
        rungs=rungs,
    )


def _recomputed(
    measure: Duration,
    demand: Demand,
    facts: Facts,
    terms: list[Term],
    rungs: tuple[Rung, ...],
) -> Timing:
    start = measure.start if measure.start is not None else pl.lit(None)
    end = measure.end if measure.end is not None else pl.lit(None)
    until = pl.coalesce(end, pl.lit(facts.as_of))
    paused, columns = _paused(demand, facts, terms)
    begun = start.is_not_null()
    gross = _choose(terms, lambda term: _elapsed(start, until, term.calendar))
    measured = gross if paused is None else gross - paused

    def over(term: Term) -> pl.Expr:
        if term.limit is not None and term.limit.kind == "working_days":
            return until > _due(start, term)
        return measured > _amount(term.limit)

    def overrun(term: Term) -> pl.Expr:
        if term.limit is not None and term.limit.kind == "working_days":
            due = _due(start, term)
            return pl.when(until > due).then(_elapsed(due, until, term.calendar)).otherwise(0)
        return _beyond(measured, _amount(term.limit))

    is_open = measure.open if measure.open is not None else end.is_null()
    faults = [Rung(Verdict.UNREADABLE, name, facts.unreadable(name)) for name in columns]
    if paused is not None:
        faults.append(Rung(Verdict.UNREADABLE, columns[0], measured < 0))
    # Calendars know the years 1900 to 2200: a null here would pass for an answer in time.
    faults.append(Rung(Verdict.UNREADABLE, "beyond all calendars", measured.is_null() & begun))
    return Timing(
        measured=measured,
        open=is_open,
        over=_choose(terms, over),
        due=_choose(terms, lambda term: _due(start, term)),
        limit=_choose(terms, lambda term: _amount(term.limit)),
        overrun=_choose(terms, overrun),
        mixed=len({term.calendar.name for term in terms}) > 1,
        rungs=rungs,
        faults=tuple(faults),
    )


def _paused(
    demand: Demand, facts: Facts, terms: list[Term]
) -> tuple[pl.Expr | None, tuple[str, ...]]:
    """The time that `pause:` takes off: totals, so only on the clock they were measured on."""
    columns = tuple(PAUSES[kind] for kind in demand.settings.get("pause") or ())
    if not columns:
        return None, ()
    on_helpdesk = [name for name in columns if facts.clocks.get(name, "calendar") != "calendar"]
    if on_helpdesk or any(term.calendar.name != ALWAYS for term in terms):
        raise NotMeasurableError(
            "clock_unknown",
            f"{' and '.join(columns)} are totals, and come off only on the clock that they were "
            "measured on",
        )
    return pl.sum_horizontal(*(facts.column(name).fill_null(0) for name in columns)), columns


def _choose(terms: list[Term], make: Callable[[Term], pl.Expr]) -> pl.Expr:
    """For each record what its own term makes; null where no term holds."""
    if len(terms) == 1 and terms[0].when is None:
        return make(terms[0])
    chosen = [
        make(term) if term.when is None else pl.when(term.when).then(make(term)) for term in terms
    ]
    return pl.coalesce(*chosen)


def _elapsed(start: pl.Expr, end: pl.Expr, calendar: Calendar) -> pl.Expr:
    if calendar.name == ALWAYS:
        return (end - start).dt.total_microseconds()
    from csaudit.clocks import expressions

    return expressions.elapsed(start, end, calendar)


def _due(start: pl.Expr, term: Term) -> pl.Expr:
    from csaudit.clocks import expressions

    if term.limit is None:
        return pl.lit(None, dtype=pl.Datetime("us", "UTC"))
    if term.limit.kind == "working_days":
        return expressions.working_day_due(start, term.limit.amount, term.calendar)
    if term.calendar.name == ALWAYS:
        return start + pl.duration(microseconds=term.limit.amount, time_unit="us")
    return expressions.due(start, term.limit.amount, term.calendar)


def _amount(limit: Limit | None) -> pl.Expr:
    """A limit of time in microseconds; null where it is counted in something else."""
    amount = None if limit is None or limit.kind != "time" else limit.amount
    return pl.lit(amount, dtype=pl.Int64)


def _beyond(measured: pl.Expr, limit: pl.Expr) -> pl.Expr:
    return (measured - limit).clip(0)
