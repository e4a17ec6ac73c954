from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.cli.auditing import Audit, next_step
from csaudit.cli.options import Audited
from tests.reports.examples import acme, breakdown, report, share

if TYPE_CHECKING:
    from csaudit.audit.report import Report

ASKED = Audited(files=["my tickets.csv"], month="2026-10", ignore=["phone-three-rings"])


def _audit(of: Report, *columns: str) -> Audit:
    return Audit(report=of, columns={"tickets": frozenset(columns)})


def test_the_first_failure_is_broken_down_by_a_column_not_shown_yet() -> None:
    step = next_step(_audit(acme(), "branch", "agent", "priority"), ASKED)
    assert step == (
        "csaudit check 'my tickets.csv' --month 2026-10 --by agent --select urgent-resolution",
        "which agent misses it",
    )


def test_nothing_is_suggested_where_the_data_has_no_telling_column() -> None:
    assert next_step(_audit(acme(), "subject"), ASKED) is None
    one = share("x", 10, 100)
    shown = report(one, breakdown(one, {"branch": "Leeds"}, 5, 50))
    assert next_step(_audit(shown, "branch"), ASKED) is None


def test_nothing_is_suggested_where_all_is_kept_or_little_is_known() -> None:
    assert next_step(_audit(report(share("x", 100, 100)), "branch"), ASKED) is None
    assert next_step(_audit(report(share("x", 1, 9)), "branch"), ASKED) is None
