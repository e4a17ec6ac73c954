"""`expect:` a stalled or truncated export is not audited at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from csaudit.errors import DataError
from csaudit.plan.as_of import newest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from csaudit.audit.with_events import Given
    from csaudit.plan.as_of import AuditInstant
    from csaudit.plan.typed_tables import Loaded
    from csaudit.standards import StandardsFile
    from csaudit.table_settings import Expectation

HOUR = 3600


@dataclass(frozen=True, slots=True)
class _Export:
    """What is looked at: `unreadable` counts cells by the header of their column."""

    table: str
    paths: Sequence[str]
    rows: int
    newest: AuditInstant | None
    unreadable: Mapping[str, int]


def check_expectations(
    tables: Sequence[Loaded], given: Given, file: StandardsFile, asked: datetime | None
) -> None:
    """Raise DataError where an export is older, shorter or worse to read than promised.

    An export is as old as its own newest event, at the audit instant if one was `asked` for,
    else now: the audit instant that follows from the data says nothing of its age. Everything
    that is not as expected is told at once.
    """
    broken = [
        found
        for export in _exports(tables, given)
        if (settings := file.tables.get(export.table)) is not None
        for found in _broken(export, settings.expect, asked or datetime.now(UTC))
    ]
    if broken:
        raise DataError(
            " ".join(what for what, _ in broken), "\n  ".join(instead for _, instead in broken)
        )


def _exports(tables: Sequence[Loaded], given: Given) -> Iterator[_Export]:
    for table in tables:
        columns = table.source.columns
        unreadable = {columns[name].header: count for name, count in table.unreadable().items()}
        paths = table.source.paths
        yield _Export(table.name, paths, table.known.rows, newest(table), unreadable)
    if (log := given.log) is not None:
        columns = log.source.columns
        unreadable = {
            columns[name].header if name in columns else name: count
            for name, count in log.unreadable.items()
        }
        yield _Export("events", log.source.paths, log.rows, given.newest, unreadable)


def _broken(export: _Export, expect: Expectation, now: datetime) -> Iterator[tuple[str, str]]:
    """What is not as expected, and what to do about it."""
    where, rows = ", ".join(export.paths), export.rows
    if expect.min_rows is not None and rows < expect.min_rows:
        yield (
            f"{where} has {rows:,} rows, fewer than the {expect.min_rows:,} that are expected.",
            "export again, or lower  expect: {rows: ...}",
        )
    if expect.max_age is not None:
        yield from _too_old(export, expect.max_age, now, where)
    if expect.max_unreadable is not None:
        yield from _too_garbled(export, expect.max_unreadable, where)


def _too_old(
    export: _Export, longest: float, now: datetime, where: str
) -> Iterator[tuple[str, str]]:
    event = export.newest
    if event is None:
        yield (
            f"{where} is expected to be fresh, and has no event that tells how old it is.",
            "name a column:  tables: {tickets: {columns: {updated_at: ...}}}",
        )
        return
    age = (now - event.at).total_seconds()
    if age > longest:
        yield (
            (
                f"{where} is stale: its newest event, {event.source}, is {age / HOUR:,.0f} hours "
                f"old, more than the {longest / HOUR:,.0f} that are expected."
            ),
            "export again, or raise  expect: {max_age: ...}",
        )


def _too_garbled(export: _Export, most: float, where: str) -> Iterator[tuple[str, str]]:
    for header, count in export.unreadable.items():
        share = count / export.rows
        if share > most:
            yield (
                (
                    f'{where}: {share:.1%} of the cells in "{header}" cannot be read, more than '
                    f"the {most:.1%} that are expected."
                ),
                "look at them with  csaudit inspect, or raise  expect: {unreadable: ...}",
            )
