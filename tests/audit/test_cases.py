"""One row for each record and standard: the same counts as the audit's, whatever the verdict."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

import csaudit
from csaudit.audit import Options
from csaudit.audit.auditing import judge_cases
from csaudit.audit.records_asked import EVERY_ONE, MISSED, Cases, Wanted
from csaudit.errors import DataError, UsageError
from csaudit.sources import Input, open_inputs
from csaudit.standards import load

if TYPE_CHECKING:
    from pathlib import Path

    from csaudit.audit.report import Report, Result

TICKETS = """
    id,created_at,first_response_at,resolved_at,status,channel,spam,csat
    1,2026-01-01T08:00Z,2026-01-01T09:00Z,,open,email,no,5
    2,2026-01-01T08:00Z,2026-01-01T19:00Z,,open,email,no,2
    3,2026-01-01T08:00Z,,,open,email,no,
    4,2026-01-01T17:00Z,,,open,email,no,
    5,2026-01-01T08:00Z,,2026-01-01T09:00Z,resolved,email,no,4
    6,2026-01-01T08:00Z,yesterday,,open,email,no,
    7,2026-01-01T08:00Z,2026-01-01T07:00Z,,open,email,no,seven
    8,2026-01-01T08:00Z,2026-01-01T09:00Z,,open,phone,no,
    9,2026-01-01T08:00Z,2026-01-01T09:00Z,,open,,no,
    10,2026-01-01T08:00Z,2026-01-01T09:00Z,,open,email,yes,
    11,when,2026-01-01T09:00Z,,open,email,no,
    12,2025-12-01T08:00Z,2025-12-01T09:00Z,,open,email,no,
    1,2026-01-01T08:00Z,2026-01-01T09:00Z,,open,email,no,5
"""

STANDARDS = """
    timezone: UTC
    standards:
      - id: answered
        statement: We answer e-mail within 4 hours.
        metric: first_response_time
        where: channel = 'email'
        within: 4h
        target: 50%
      - id: usual
        statement: We usually answer within 4 hours.
        metric: first_response_time
        statistic: median
        target: "<= 4h"
      - id: satisfied
        statement: Customers are satisfied.
        metric: customer_satisfaction
        table: tickets
        scale: 1-5
        target: 50%
      - id: mean
        statement: The mean mark.
        metric: value
        value: avg(csat)
      - id: phone
        statement: We pick up the phone.
        metric: answer_time
        within: 3 rings
        target: 90%
"""


def listed(
    folder: Path,
    tickets: str = TICKETS,
    standards: str = STANDARDS,
    wanted: Wanted = EVERY_ONE,
    **options: Any,  # noqa: ANN401 - passed on
) -> Cases:
    (folder / "tickets.csv").write_text(dedent(tickets).lstrip(), encoding="utf-8")
    yaml = "version: 1\n" + dedent(standards).lstrip()
    (folder / "standards.yaml").write_text(yaml, encoding="utf-8")
    return of_files(folder / "tickets.csv", folder / "standards.yaml", wanted, **options)


def of_files(tickets: Path, standards: Path, wanted: Wanted, **options: Any) -> Cases:  # noqa: ANN401 - passed on
    file = load(standards)
    sources = open_inputs([Input(None, str(tickets))], file.tables, timezone=file.timezone)
    return judge_cases(sources, file, Options(**options), wanted)


def counted(result: Result) -> dict[str, int]:
    """The audit's counts in the words of the rows."""
    counts = {
        "not_due": result.not_due,
        "not_applicable": result.not_applicable,
        "left_out": result.left_out,
        "unreadable": result.unreadable,
        "superseded": result.superseded,
        "outside_period": result.outside_period,
        "judged": result.n,
    }
    return {verdict: number for verdict, number in counts.items() if number}


def with_judged(counts: dict[str, int]) -> dict[str, int]:
    """The rows' counts, those that were judged in whatever way together."""
    judged = sum(counts.get(verdict, 0) for verdict in ("met", "missed", "measured"))
    others = {name: n for name, n in counts.items() if name not in ("met", "missed", "measured")}
    return others | ({"judged": judged} if judged else {})


def agree(cases: Cases, report: Report) -> None:
    """Every count of every standard that lists records is the audit's."""
    rows = cases.frame.group_by("standard", "verdict").len().iter_rows()
    from_rows: dict[str, dict[str, int]] = {}
    for standard, verdict, number in rows:
        from_rows.setdefault(standard, {})[verdict] = number
    audited = {one.id: one for one in report.gating() if one.id not in cases.silent}
    assert from_rows == {name: dict(counts) for name, counts in cases.counts.items()}
    assert {name: with_judged(counts) for name, counts in from_rows.items()} == {
        name: counted(result) for name, result in audited.items()
    }
    for name, result in audited.items():
        assert sum(from_rows[name].values()) == report.inputs[0].rows
        if result.unit == "share" and result.numerator is not None:
            less = result.target and result.target.op == "<=" and result.statistic != "spread"
            counts = from_rows[name]
            assert counts.get("missed" if less else "met", 0) == result.numerator


def test_the_counts_are_the_audits_through_every_verdict(tmp_path: Path) -> None:
    cases = listed(tmp_path, since="2026-01-01")
    report = csaudit.check(
        tmp_path / "tickets.csv", tmp_path / "standards.yaml", since="2026-01-01"
    )
    agree(cases, report)
    assert set(cases.frame.get_column("verdict")) == {
        *("met", "missed", "measured", "not_due", "left_out", "not_applicable", "unreadable"),
        *("outside_period", "superseded"),
    }


def test_the_counts_are_the_audits_on_the_sample_data(root: Path) -> None:
    tickets, standards = root / "sample_data" / "tickets.csv", root / "standards.yaml"
    cases = of_files(tickets, standards, EVERY_ONE, month="2026-10")
    agree(cases, csaudit.check(tickets, standards, month="2026-10"))


def test_a_row_tells_the_clock_of_its_record(tmp_path: Path) -> None:
    cases = listed(tmp_path)
    rows = {
        row["record_id"]: row
        for row in cases.frame.iter_rows(named=True)
        if row["standard"] == "answered" and row["verdict"] != "superseded"
    }
    eight, one = datetime(2026, 1, 1, 8, tzinfo=UTC), datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert rows["2"] == {
        "standard": "answered",
        "table": "tickets",
        "record_id": "2",
        "verdict": "missed",
        "measured": 39600.0,
        "unit": "seconds",
        "limit": 14400.0,
        "overrun": 25200.0,
        "started_at": eight,
        "ended_at": datetime(2026, 1, 1, 19, tzinfo=UTC),
        "due_at": one,
        "reason": None,
    }
    assert (rows["1"]["verdict"], rows["1"]["overrun"]) == ("met", 0.0)
    assert (rows["3"]["reason"], rows["3"]["ended_at"]) == ("still open", None)
    assert rows["4"]["due_at"] == datetime(2026, 1, 1, 21, tzinfo=UTC)
    assert (rows["10"]["verdict"], rows["10"]["reason"]) == ("left_out", "spam")
    assert (rows["8"]["reason"], rows["8"]["measured"]) == ("where", None)


def test_the_worst_stands_first_whatever_the_order_of_the_records(tmp_path: Path) -> None:
    head, *rest = dedent(TICKETS).strip().splitlines()
    backwards = "\n".join([head, *reversed(rest)])
    one, other = listed(tmp_path), listed(tmp_path, backwards)
    assert one.frame.rows() == other.frame.rows()
    overruns = one.frame.get_column("overrun").drop_nulls().to_list()
    assert overruns == sorted(overruns, reverse=True)
    first = one.frame.select("record_id", "verdict", "overrun").rows()[:2]
    assert first == [("2", "missed", 25200.0), ("3", "missed", 25200.0)]


def test_only_what_is_asked_for_is_listed_and_all_is_counted(tmp_path: Path) -> None:
    every, missed = listed(tmp_path), listed(tmp_path, wanted=MISSED)
    assert set(missed.frame.get_column("verdict")) == {"missed"}
    assert missed.counts == every.counts
    assert missed.frame.rows() == every.frame.filter(verdict="missed").rows()


@pytest.mark.parametrize(
    ("span", "found"),
    [(timedelta(hours=2), ["4"]), (timedelta(hours=2, microseconds=-1), []), (timedelta(0), [])],
)
def test_what_falls_due_soon_is_not_due_yet_and_due_by_then(
    span: timedelta, found: list[str], tmp_path: Path
) -> None:
    cases = listed(tmp_path, wanted=Wanted(verdicts=frozenset(), due_within=span))
    assert cases.as_of == datetime(2026, 1, 1, 19, tzinfo=UTC)
    assert cases.frame.get_column("record_id").to_list() == found


def test_a_limit_used_up_at_closing_time_is_due_soon_though_its_instant_has_passed(
    tmp_path: Path,
) -> None:
    cases = listed(
        tmp_path,
        """
        id,created_at,first_response_at,updated_at
        1,2026-01-02T13:00Z,,2026-01-03T12:00Z
        """,
        """
        timezone: UTC
        calendars: {office: {timezone: UTC, hours: {mon-fri: "09:00-17:00"}}}
        standards:
          - {id: x, statement: x, metric: first_response_time, within: 4h, calendar: office}
        """,
        Wanted(verdicts=frozenset(), due_within=timedelta(hours=1)),
    )
    assert cases.frame.select("record_id", "due_at").rows() == [
        ("1", datetime(2026, 1, 2, 17, tzinfo=UTC))
    ]


def test_a_due_date_of_the_export_falls_due_too(tmp_path: Path) -> None:
    cases = listed(
        tmp_path,
        """
        id,created_at,due_at,resolved_at,updated_at
        1,2026-01-01T08:00Z,2026-01-03T15:00Z,,2026-01-03T12:00Z
        2,2026-01-01T08:00Z,2026-01-09T15:00Z,,
        3,2026-01-01T08:00Z,2026-01-02T15:00Z,,
        4,2026-01-01T08:00Z,2026-01-01T15:00Z,2026-01-02T15:00Z,
        """,
        """
        timezone: UTC
        standards:
          - {id: x, metric: due_date_met, target: 95%}
          - {id: y, metric: resolution_time, within: 56h, target: 95%}
        """,
        Wanted(verdicts=MISSED.verdicts, due_within=timedelta(hours=8)),
    )
    soon = datetime(2026, 1, 3, 16, tzinfo=UTC)
    assert cases.frame.select("record_id", "standard", "verdict", "due_at").rows() == [
        ("4", "x", "missed", datetime(2026, 1, 1, 15, tzinfo=UTC)),
        ("3", "x", "missed", datetime(2026, 1, 2, 15, tzinfo=UTC)),
        ("1", "x", "not_due", datetime(2026, 1, 3, 15, tzinfo=UTC)),
        *((name, "y", "not_due", soon) for name in ("1", "2", "3")),
    ]


def test_standards_without_rows_say_why(tmp_path: Path) -> None:
    silent = listed(tmp_path).silent
    assert silent["mean"] == "value says nothing of a single record"
    assert silent["phone"].startswith("no calls were given")
    assert set(silent) == {"mean", "phone"}


def test_a_record_without_an_id_goes_by_its_row(tmp_path: Path) -> None:
    cases = listed(
        tmp_path,
        """
        created_at,first_response_at
        2026-01-01T08:00Z,2026-01-01T19:00Z
        2026-01-01T08:00Z,2026-01-01T09:00Z
        """,
        STANDARDS.replace("where: channel = 'email'", "severity: major"),
        MISSED,
    )
    assert cases.frame.get_column("record_id").to_list() == ["row 1"]


def test_standards_in_plain_time_are_known(tmp_path: Path) -> None:
    office = """
        timezone: UTC
        calendars: {office: {timezone: UTC, hours: {mon-fri: "09:00-17:00"}}}
        standards:
          - {id: x, statement: x, metric: first_response_time, within: 4h, calendar: office}
          - {id: y, statement: y, metric: first_response_time, within: 4h}
    """
    assert listed(tmp_path, standards=office).around_the_clock == {"y"}


def test_what_cannot_be_listed_is_refused_as_an_audit_is(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r'has no standard anwsered \(did you mean "answered"'):
        listed(tmp_path, select=("anwsered",))
    with pytest.raises(DataError, match="not one standard can be measured"):
        listed(tmp_path, select=("phone",))
