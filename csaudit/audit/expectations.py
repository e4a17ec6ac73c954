"""`expect:` a stalled or truncated export is not audited at all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from csaudit.errors import DataError
from csaudit.plan.as_of import newest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.plan.typed_tables import Loaded
    from csaudit.standards import StandardsFile
    from csaudit.tables import Expectation

HOUR = 3600


def check_expectations(
    tables: Sequence[Loaded], file: StandardsFile, asked: datetime | None
) -> None:
    """Raise DataError where a table is older, shorter or worse to read than promised.

    A table is as old as its own newest event, at the audit instant if one was `asked` for, else
    now: the audit instant that follows from the data says nothing of its age.
    """
    for table in tables:
        settings = file.tables.get(table.name)
        if settings is not None:
            _check(table, settings.expect, asked or datetime.now(UTC))


def _check(table: Loaded, expect: Expectation, now: datetime) -> None:
    where, rows = ", ".join(table.source.paths), table.known.rows
    if expect.min_rows is not None and rows < expect.min_rows:
        raise DataError(
            f"{where} has {rows:,} rows, fewer than the {expect.min_rows:,} that are expected.",
            "export again, or lower  expect: {rows: ...}",
        )
    if expect.max_age is not None:
        _check_age(table, expect.max_age, now, where)
    _check_unreadable(table, expect, where)


def _check_age(table: Loaded, longest: float, now: datetime, where: str) -> None:
    event = newest(table)
    if event is None:
        raise DataError(
            f"{where} is expected to be fresh, and has no event that tells how old it is.",
            "name a column:  tables: {tickets: {columns: {updated_at: ...}}}",
        )
    age = (now - event.at).total_seconds()
    if age > longest:
        raise DataError(
            f"{where} is stale: its newest event, {event.source}, is {age / HOUR:,.0f} hours old, "
            f"more than the {longest / HOUR:,.0f} that are expected.",
            "export again, or raise  expect: {max_age: ...}",
        )


def _check_unreadable(table: Loaded, expect: Expectation, where: str) -> None:
    if expect.max_unreadable is None:
        return
    for name, count in table.unreadable().items():
        share = count / table.known.rows
        if share > expect.max_unreadable:
            raise DataError(
                f'{where}: {share:.1%} of the cells in "{table.source.columns[name].header}" '
                f"cannot be read, more than the {expect.max_unreadable:.1%} that are expected.",
                "look at them with  csaudit inspect, or raise  expect: {unreadable: ...}",
            )
