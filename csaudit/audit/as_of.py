"""The audit instant, and the records as they stood then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from csaudit.audit.periods import instant
from csaudit.errors import DataError
from csaudit.tables import (
    BEGINS,
    FILE,
    FINAL_STATUSES,
    ROW,
    STILL_WAITING,
    TABLES,
    dtype,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from csaudit.audit.loading import Loaded
    from csaudit.tables import Type

A_DAY = timedelta(days=1)


class AuditInstant(NamedTuple):
    """The instant, UTC, and where it comes from in words."""

    at: datetime
    source: str


def happening(table: str, columns: Iterable[str]) -> list[str]:
    """The columns of a table that hold the instants of things that happened."""
    canonical = TABLES[table]
    return [name for name in columns if name in canonical and canonical[name].happens]


def audit_instant(
    asked: datetime | str | None, tables: Iterable[Loaded], timezone: str | None
) -> AuditInstant:
    """The instant asked for, else the newest event over all tables, before any filter.

    Raises DataError where the data holds no instant at all, or one that lies in the future.
    """
    if isinstance(asked, datetime):
        return AuditInstant(asked.astimezone(UTC), "as asked for")
    if asked == "now":
        return AuditInstant(datetime.now(UTC), "the machine's clock")
    if asked is not None:
        return AuditInstant(instant("--as-of", asked, timezone), "--as-of")
    found = [newest for table in tables if (newest := _newest(table)) is not None]
    if not found:
        return AuditInstant(datetime.now(UTC), "the machine's clock, since the data has no instant")
    at, source = max(found)
    if at > datetime.now(UTC) + A_DAY:
        raise DataError(
            f"the newest event, {source}, is {at:%Y-%m-%d %H:%M} UTC and lies in the future.",
            "say at which instant to audit:  --as-of now  or  --as-of 2026-10-31T18:00:00Z",
        )
    return AuditInstant(at, source)


def _newest(table: Loaded) -> tuple[datetime, str] | None:
    columns = happening(table.name, table.types)
    newest = [(table.frame.get_column(name).max(), name) for name in columns]
    known = [(at, name) for at, name in newest if isinstance(at, datetime)]
    if not known:
        return None
    at, name = max(known)
    row = table.frame.filter(pl.col(name) == at).select(FILE, ROW).sort(FILE, ROW).row(0)
    where = f"{table.source.paths[row[0]]}, row {row[1]:,}"
    return at, f"{table.source.columns[name].header} in {where}"


def begins(table: str, columns: Iterable[str]) -> pl.Expr:
    """The instant at which each record begins; empty where the data does not say."""
    known = [pl.col(name) for name in BEGINS[table] if name in set(columns)]
    return pl.coalesce(*known) if known else pl.lit(None, dtype=pl.Datetime("us", "UTC"))


def as_it_stood(table: Loaded, at: datetime) -> pl.DataFrame:
    """The records with what happened after `at` taken back; those begun later are kept as is.

    A case that was resolved only later was still open, whatever its status says now; a call
    that was answered or given up only later was still waiting.
    """
    now = pl.lit(at)
    start = BEGINS[table.name][0]
    later = [name for name in happening(table.name, table.types) if name != start]
    changes = [pl.when(pl.col(name) <= now).then(pl.col(name)).alias(name) for name in later]
    if table.name == "tickets" and "status" in table.types:
        changes.append(_status_then(now, later))
    if table.name == "calls":
        changes.append(_still_waiting(now, table.types))
    return table.frame.with_columns(changes)


def _status_then(now: pl.Expr, columns: list[str]) -> pl.Expr:
    ends = [pl.col(name) for name in ("resolved_at", "closed_at") if name in columns]
    status = pl.col("status")
    if not ends:
        return status
    known = pl.any_horizontal(*(end.is_not_null() for end in ends))
    all_later = pl.all_horizontal(*((end > now).fill_null(value=True) for end in ends))
    undone = status.is_in(sorted(FINAL_STATUSES)) & known & all_later
    return pl.when(undone).then(pl.lit("open")).otherwise(status).alias("status")


def _still_waiting(now: pl.Expr, types: Mapping[str, Type]) -> pl.Expr:
    """The call was answered, or given up, only after the instant."""

    def cell(name: str) -> pl.Expr:
        return (
            pl.col(name) if name in types else pl.lit(None, dtype=dtype(TABLES["calls"][name].type))
        )

    answered_at, answered = cell("answered_at"), cell("answered").fill_null(value=False)
    gave_up_later = ~answered & (cell("ended_at") > now)
    waited_on = pl.when(answered_at.is_not_null()).then(answered_at > now).otherwise(gave_up_later)
    return waited_on.fill_null(value=False).alias(STILL_WAITING)
