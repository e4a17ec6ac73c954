"""The audit instant, and the records as they stood then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from csaudit.clocks.spec import FIRST_YEAR, LAST_YEAR
from csaudit.errors import DataError, UsageError
from csaudit.plan.periods import instant
from csaudit.tables import (
    BEGINS,
    FINAL_STATUSES,
    STILL_WAITING,
    TABLES,
    Type,
    dtype,
    unreadable,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from csaudit.plan.typed_tables import Loaded

A_DAY = timedelta(days=1)
ENDS = ("first_resolved_at", "resolved_at", "closed_at")
ANSWERS = ("csat", "ces", "nps", "comment")
"""What an answered survey says."""


class AuditInstant(NamedTuple):
    """The instant, UTC, and where it comes from in words."""

    at: datetime
    source: str


def happening(table: str, columns: Iterable[str]) -> list[str]:
    """The columns of a table that hold the instants of things that happened."""
    canonical = TABLES[table]
    return [name for name in columns if name in canonical and canonical[name].happens]


def audit_instant(
    asked: datetime | str | None,
    tables: Iterable[Loaded],
    timezone: str | None,
    logged: AuditInstant | None = None,
) -> AuditInstant:
    """The instant asked for, else the newest event over all tables, before any filter.

    `logged` is the newest of a log of events.

    Raises DataError where the data holds no instant at all, or one that lies in the future.
    """
    if isinstance(asked, datetime):
        return AuditInstant(asked.astimezone(UTC), "as asked for")
    if asked == "now":
        return AuditInstant(datetime.now(UTC), "the machine's clock")
    if asked is not None:
        at = instant("--as-of", asked, timezone)
        if not FIRST_YEAR < at.year < LAST_YEAR:
            years = f"{FIRST_YEAR} to {LAST_YEAR}"
            raise UsageError(f"--as-of {asked} lies beyond the years that calendars know: {years}.")
        return AuditInstant(at, "--as-of")
    newests = [logged, *map(newest, tables)]
    found = [event for event in newests if event is not None]
    if not found:
        return AuditInstant(datetime.now(UTC), "the machine's clock, since the data has no instant")
    last = max(found)
    if logged is not None and logged.at == last.at:
        last = logged  # what comes of a log has no cell of its own
    at, source = last
    if at > datetime.now(UTC) + A_DAY:
        raise DataError(
            f"the newest event, {source}, is {at:%Y-%m-%d %H:%M} UTC and lies in the future.",
            "say at which instant to audit:  --as-of now  or  --as-of 2026-10-31T18:00:00Z",
        )
    return last


def newest(table: Loaded) -> AuditInstant | None:
    """The newest event of a table, and the cell that tells it."""
    newest = table.known.newest
    if newest is None:
        return None
    where = f"{table.source.paths[newest.file]}, row {newest.row:,}"
    return AuditInstant(newest.at, f"{table.source.columns[newest.column].header} in {where}")


def begins(table: str, columns: Iterable[str]) -> pl.Expr:
    """The instant at which each record begins; empty where the data does not say.

    It also dates the record: it says which period the record belongs to, unless the standard
    names another instant. A survey begins when it was sent, else when it was answered; each
    record goes by its own cells, and nothing stands in for a cell that cannot be read.
    """
    *others, last = beginnings(table, columns) or (None,)
    if last is None:
        return pl.lit(None, dtype=pl.Datetime("us", "UTC"))
    begun = pl.col(last)
    for name in reversed(others):
        begun = pl.when(empty(name)).then(begun).otherwise(pl.col(name))
    return begun


def beginnings(table: str, columns: Iterable[str]) -> list[str]:
    """The columns, of those that the data has, that tell when a record begins; the first first."""
    known = set(columns)
    return [name for name in BEGINS[table] if name in known]


def empty(column: str) -> pl.Expr:
    """Boolean: nothing stands in the cell, not even something that cannot be read."""
    return pl.col(column).is_null() & ~pl.col(unreadable(column))


def as_it_stood(table: Loaded, at: datetime) -> pl.LazyFrame:
    """The records with what happened after `at` taken back; those begun later are kept as is.

    A case that was resolved only later was still open, whatever its status says now; a call
    that was answered or given up only later was still waiting; what a survey was answered only
    later nobody had said.
    """
    now = pl.lit(at)
    begun = beginnings(table.name, table.types)
    later = [name for name in happening(table.name, table.types) if name not in begun[:1]]
    changes = [
        pl.when((pl.col(name) <= now) | _is_beginning(name, begun)).then(pl.col(name)).alias(name)
        for name in later
    ]
    if table.name == "tickets" and "status" in table.types:
        changes.append(_status_then(now, later))
    if table.name == "calls":
        changes.append(_still_waiting(now, table.types))
    if table.name == "surveys" and "answered_at" in later:
        changes += _unsaid(pl.col("answered_at") > now, table.types)
    return table.frame.with_columns(changes)


def _is_beginning(name: str, begun: list[str]) -> pl.Expr:
    """Boolean: the record begins with this instant, since those before it are empty."""
    if name not in begun:
        return pl.lit(value=False)
    return pl.all_horizontal(*(empty(other) for other in begun[: begun.index(name)]))


def _unsaid(later: pl.Expr, types: Mapping[str, Type]) -> list[pl.Expr]:
    """What was answered only later is empty, and nothing in it is unreadable."""
    answers = [name for name in ANSWERS if name in types]
    flags = [unreadable(name) for name in answers if types[name] is not Type.TEXT]
    taken_back = later.fill_null(value=False)
    return [
        *(pl.when(~taken_back).then(pl.col(name)).alias(name) for name in answers),
        *((pl.col(flag) & ~taken_back).alias(flag) for flag in flags),
    ]


def _status_then(now: pl.Expr, columns: list[str]) -> pl.Expr:
    """A final status is undone where every instant that tells of an end lies after `now`."""
    status = pl.col("status")
    later = {name: (pl.col(name) > now).fill_null(value=False) for name in ENDS if name in columns}
    if not later:
        return status
    silent = [
        when | empty(name) | _does_not_matter(name, later)
        for name, when in later.items()
        if name != "first_resolved_at"
    ]
    ended_later = pl.any_horizontal(*later.values()) & pl.all_horizontal(
        pl.lit(value=True), *silent
    )
    undone = status.is_in(sorted(FINAL_STATUSES)) & ended_later
    return pl.when(undone).then(pl.lit("open")).otherwise(status).alias("status")


def _does_not_matter(name: str, later: Mapping[str, pl.Expr]) -> pl.Expr:
    """Boolean: a close that cannot be read, where the resolve tells."""
    if name != "closed_at" or "resolved_at" not in later:
        return pl.lit(value=False)
    return later["resolved_at"] & pl.col(unreadable(name))


def _still_waiting(now: pl.Expr, types: Mapping[str, Type]) -> pl.Expr:
    """The call was answered, or given up, only after the instant."""

    def cell(name: str) -> pl.Expr:
        return (
            pl.col(name) if name in types else pl.lit(None, dtype=dtype(TABLES["calls"][name].type))
        )

    telling = [name for name in ("answered", "answered_at", "abandoned") if name in types]
    garbled = pl.any_horizontal(
        pl.lit(value=False), *(pl.col(unreadable(name)) for name in telling)
    )
    # An answer that cannot be read may have been one, unless the caller is known to have gone.
    abandoned = cell("abandoned")
    may_be = garbled & ~abandoned.fill_null(value=False)
    if "answered_at" not in types:
        may_be |= ~abandoned.fill_null(value=False)
    answered = cell("answered").fill_null(cell("answered_at").is_not_null() | may_be)
    waited_on = (cell("answered_at") > now).fill_null(value=False)
    waited_on |= (~answered & (cell("ended_at") > now)).fill_null(value=False)
    return waited_on.alias(STILL_WAITING)
