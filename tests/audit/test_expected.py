"""`expect:` an export that is stale, short or hard to read is not audited at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

import csaudit
from csaudit.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.small_audit import Bench

TICKETS = """
id,created_at,resolved_at,due_at
1,2026-01-05T09:00:00Z,2026-01-05T12:00:00Z,2030-01-01T00:00:00Z
2,2026-01-06T09:00:00Z,soon,
"""
STANDARDS = """
tables: {{tickets: {{expect: {{{expect}}}}}}}
standards: [{{id: one, metric: resolution_rate}}]
"""


@pytest.mark.parametrize(
    ("expect", "as_of", "complaint"),
    [
        ("max_age: 36h", "2026-01-08T09:00:00Z", "its newest event, created_at in"),
        ("max_age: 36h", None, "is stale"),
        ("max_age: 36h", "now", "is stale"),
        ('rows: ">= 3"', None, "has 2 rows, fewer than the 3"),
        ("unreadable: 40%", None, '50.0% of the cells in "resolved_at" cannot be read'),
    ],
)
def test_what_is_not_as_expected_is_refused(
    bench: Bench, expect: str, as_of: str | None, complaint: str
) -> None:
    with pytest.raises(DataError, match=complaint):
        bench.report(TICKETS, STANDARDS.format(expect=expect), as_of=as_of)


@pytest.mark.parametrize(
    ("expect", "as_of"),
    [
        ("max_age: 36h", "2026-01-07T20:59:00Z"),
        ('rows: ">= 2"', None),
        ("unreadable: 50%", None),
    ],
)
def test_what_is_as_expected_is_audited(bench: Bench, expect: str, as_of: str | None) -> None:
    assert bench.report(TICKETS, STANDARDS.format(expect=expect), as_of=as_of).results


def test_a_fresh_table_does_not_make_up_for_a_stale_one(tmp_path: Path) -> None:
    tickets, calls, standards = (tmp_path / name for name in ("t.csv", "c.csv", "s.yaml"))
    tickets.write_text(TICKETS.lstrip())
    fresh = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
    calls.write_text(f"id,offered_at,answered\n1,{fresh},yes\n")
    standards.write_text("version: 1\n" + STANDARDS.format(expect="max_age: 1d"))
    with pytest.raises(DataError, match=r"t\.csv is stale"):
        csaudit.check({"tickets": tickets, "calls": calls}, standards)


def test_an_export_without_any_event_cannot_show_that_it_is_fresh(bench: Bench) -> None:
    with pytest.raises(DataError, match="no event that tells how old it is"):
        bench.report("id,status\n1,open\n", STANDARDS.format(expect="max_age: 1d"))
