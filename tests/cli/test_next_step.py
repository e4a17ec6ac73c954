from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from csaudit.audit.report import Target
from csaudit.cli.auditing import Audit, next_step
from csaudit.cli.options import Audited, FailOn
from tests.reports.examples import acme, breakdown, report, result, share

if TYPE_CHECKING:
    from csaudit.audit.report import Report

ASKED = Audited(
    files=["my tickets.csv"],
    month="2026-10",
    ignore=["phone-three-rings"],
    by=["branch"],
    fail_on=FailOn.WARN,
)

SLOW = result(
    "slow",
    outcome="fail",
    unit="seconds",
    statistic="median",
    value=9e4,
    target=Target(op="<=", value=86400.0),
    n=100,
)


def _audit(of: Report, *columns: str) -> Audit:
    return Audit(report=of, columns={"tickets": frozenset(columns)})


def test_the_records_that_broke_the_first_failed_promise_are_listed() -> None:
    assert next_step(_audit(acme(), "branch", "agent"), ASKED) == (
        "csaudit tickets 'my tickets.csv' --month 2026-10 --standard urgent-resolution",
        "the 35 tickets, worst first",
    )


def test_one_record_is_one_record() -> None:
    step = next_step(_audit(report(share("x", 5, 6))), Audited(files=["x.csv"]))
    assert step == ("csaudit tickets x.csv --standard x", "the 1 ticket, worst first")


def test_a_figure_that_no_single_record_breaks_is_broken_down_by_a_column_not_shown_yet() -> None:
    step = next_step(_audit(report(SLOW), "branch", "agent", "priority"), ASKED)
    assert step == (
        "csaudit check 'my tickets.csv' --month 2026-10 --by branch --select slow --fail-on warn",
        "which branch misses it",
    )
    shown = report(SLOW, replace(breakdown(SLOW, {"branch": "Leeds"}, 5, 50), statistic="median"))
    assert "--by agent" in (next_step(_audit(shown, "branch", "agent"), ASKED) or ("",))[0]


def test_a_metric_without_a_verdict_for_one_record_is_broken_down_too() -> None:
    one = share("x", 50, 100, metric="value")
    assert next_step(_audit(report(one), "team"), Audited(files=["x.csv"])) == (
        "csaudit check x.csv --by team --select x",
        "which team misses it",
    )


def test_nothing_is_suggested_where_the_data_has_no_telling_column() -> None:
    assert next_step(_audit(report(SLOW), "subject"), ASKED) is None
    shown = report(SLOW, breakdown(SLOW, {"branch": "Leeds"}, 5, 50))
    assert next_step(_audit(shown, "branch"), ASKED) is None


def test_nothing_is_suggested_where_all_is_kept_or_little_is_known() -> None:
    assert next_step(_audit(report(share("x", 100, 100)), "branch"), ASKED) is None
    assert next_step(_audit(report(replace(SLOW, n=9)), "branch"), ASKED) is None
