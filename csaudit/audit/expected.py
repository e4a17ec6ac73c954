"""`expect:` a stalled or truncated export is not audited at all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from csaudit.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.audit.as_of import AuditInstant
    from csaudit.audit.loading import Loaded
    from csaudit.standards import StandardsFile
    from csaudit.tables import Expectation

HOUR = 3600


def check_expectations(
    tables: Sequence[Loaded], file: StandardsFile, instant: AuditInstant
) -> None:
    """Raise DataError where a table is older, shorter or worse to read than promised."""
    for table in tables:
        settings = file.tables.get(table.name)
        if settings is not None:
            _check(table, settings.expect, instant)


def _check(table: Loaded, expect: Expectation, instant: AuditInstant) -> None:
    where, rows = ", ".join(table.source.paths), table.frame.height
    if expect.min_rows is not None and rows < expect.min_rows:
        raise DataError(
            f"{where} has {rows:,} rows, fewer than the {expect.min_rows:,} that are expected.",
            "export again, or lower  expect: {rows: ...}",
        )
    age = (datetime.now(UTC) - instant.at).total_seconds()
    if expect.max_age is not None and age > expect.max_age:
        raise DataError(
            f"{where} is stale: its newest event is {age / HOUR:,.0f} hours old, more than the "
            f"{expect.max_age / HOUR:,.0f} that are expected.",
            "export again, or raise  expect: {max_age: ...}",
        )
    _check_unreadable(table, expect, where)


def _check_unreadable(table: Loaded, expect: Expectation, where: str) -> None:
    if expect.max_unreadable is None:
        return
    for name, count in table.unreadable().items():
        share = count / table.frame.height
        if share > expect.max_unreadable:
            raise DataError(
                f'{where}: {share:.1%} of the cells in "{table.source.columns[name].header}" '
                f"cannot be read, more than the {expect.max_unreadable:.1%} that are expected.",
                "look at them with  csaudit inspect, or raise  expect: {unreadable: ...}",
            )
