"""The records as they stood at the audit instant: what lies after it has not happened."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

import csaudit

if TYPE_CHECKING:
    from pathlib import Path

    from csaudit.audit.report import Result
    from tests.small_audit import Bench

AS_OF = "2026-01-02T00:00Z"


def of_calls(folder: Path, row: str) -> Result:
    calls, file = folder / "calls.csv", folder / "standards.yaml"
    header = "id,offered_at,answered,answered_at,abandoned,ended_at"
    calls.write_text(f"{header}\n{row}\n", encoding="utf-8")
    standard = "{id: a, statement: A., metric: abandonment_rate}"
    file.write_text(f"version: 1\ntimezone: UTC\nstandards: [{standard}]\n", encoding="utf-8")
    return csaudit.check({"calls": calls}, file, as_of=AS_OF).gating()[0]


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        (",,", "resolved"),
        ("2026-01-05T10:00Z,,", "open"),  # first resolved only later
        ("2026-01-01T10:00Z,2026-01-05T10:00Z,", "open"),  # once more, later
        ("2026-01-05T10:00Z,,2026-01-01T10:00Z", "resolved"),
        (",2026-01-05T10:00Z,soon", "open"),  # the resolve tells, whatever the close says
        (",soon,2026-01-05T10:00Z", "resolved"),
    ],
)
def test_a_case_resolved_only_later_was_open(bench: Bench, cells: str, status: str) -> None:
    result = bench.result(
        f"""
        id,created_at,status,first_resolved_at,resolved_at,closed_at
        1,2026-01-01T08:00Z,resolved,{cells}
        """,
        """
        timezone: UTC
        standards: [{id: r, statement: R., metric: resolution_rate}]
        """,
        as_of=AS_OF,
    )
    assert result.numerator == (status == "resolved")


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ("no,2026-01-01T09:00Z,,2026-01-03T08:00Z", "not_due"),  # the flag decides
        (",soon,,2026-01-03T08:00Z", "unreadable"),  # it may have been answered in time
        ("perhaps,,,2026-01-03T08:00Z", "unreadable"),
        (",soon,yes,2026-01-03T08:00Z", "not_due"),
        (",2026-01-03T07:00Z,,2026-01-03T08:00Z", "not_due"),
    ],
)
def test_a_call_given_up_only_later_still_waited(tmp_path: Path, cells: str, place: str) -> None:
    result = of_calls(tmp_path, f"1,2026-01-01T08:00Z,{cells}")
    assert {name: getattr(result, name) for name in ("n", "not_due", "unreadable")} == {
        "n": 0,
        "not_due": int(place == "not_due"),
        "unreadable": int(place == "unreadable"),
    }


def test_a_case_that_was_resolved_nobody_can_read_when_may_not_have_settled(bench: Bench) -> None:
    result = bench.result(
        """
        id,created_at,status,resolved_at,closed_at,reopens
        1,2026-01-01T08:00Z,resolved,,soon,0
        2,2026-01-01T08:00Z,resolved,soon,2026-01-01T10:00Z,0
        3,2026-01-01T08:00Z,resolved,,,0
        """,
        """
        timezone: UTC
        standards: [{id: r, statement: R., metric: reopen_rate, settle: 1h}]
        """,
        as_of=AS_OF,
    )
    assert result.unreadable_by == {"resolved_at": 2, "closed_at": 1}


def test_a_linked_cell_is_as_it_stood_then(tmp_path: Path) -> None:
    tables = {
        "tickets": "id,created_at\n1,2026-01-01T08:00Z\n",
        "surveys": "id,ticket_id,sent_at,answered_at,nps\n"
        "a,1,2026-01-01T09:00Z,2026-01-05T09:00Z,10\n",
    }
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    standards = """
        version: 1
        timezone: UTC
        standards:
          - {id: s, statement: S., metric: share, success: surveys.nps > 8}
        """
    (tmp_path / "standards.yaml").write_text(dedent(standards), encoding="utf-8")
    files = {name: tmp_path / f"{name}.csv" for name in tables}
    (result,) = csaudit.check(files, tmp_path / "standards.yaml", as_of=AS_OF).gating()
    assert result.not_applicable_by == {"unknown": 1}


def test_a_short_abandon_is_told_by_the_wait_where_nobody_knows_when_it_began(
    tmp_path: Path,
) -> None:
    calls, file = tmp_path / "calls.csv", tmp_path / "standards.yaml"
    calls.write_text(
        "id,offered_at,answered,ended_at,wait\n1,,no,2026-01-01T08:00Z,6\n", encoding="utf-8"
    )
    standard = "{id: s, statement: S., metric: service_level, within: 1m, short_abandon: 10s}"
    file.write_text(f"version: 1\ntimezone: UTC\nstandards: [{standard}]\n", encoding="utf-8")
    (result,) = csaudit.check({"calls": calls}, file).gating()
    assert result.not_applicable_by == {"short abandon": 1}
