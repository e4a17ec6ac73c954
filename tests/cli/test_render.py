"""`csaudit render`: a saved report in any format, and the same exit whatever was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csaudit.reports import formats

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Csaudit

STANDARDS = """\
version: 1
timezone: UTC
standards:
  - id: first-response
    statement: We answer within 4 hours.
    metric: first_response_time
    within: 4h
    target: 90%
    min_n: 1
"""
TICKETS = """\
id,created_at,first_response_at
1,2026-10-01T09:00:00Z,2026-10-01T10:00:00Z
2,2026-10-01T09:00:00Z,2026-10-02T11:00:00Z
"""


@pytest.fixture
def files(csaudit: Csaudit) -> Csaudit:
    (csaudit.folder / "standards.yaml").write_text(STANDARDS)
    (csaudit.folder / "tickets.csv").write_text(TICKETS)
    return csaudit


@pytest.mark.parametrize("name", formats())
def test_every_format_has_the_same_exit_and_can_be_made_later(name: str, files: Csaudit) -> None:
    direct = files("check", "tickets.csv", "-f", name, "-o", "report.json", "--no-progress")
    assert direct.code == 1
    later = files("render", "report.json", "-f", name)
    assert later.code == 0
    if name not in {"table", "json"}:  # the table has cells of tickets, which no report keeps
        assert later.out == direct.out
    assert "first-response" in later.out


def test_several_files_from_one_run(files: Csaudit, tmp_path: Path) -> None:
    written = ["a.html", "b.md", "junit=c.xml", "gitlab=d.json", "e.prom", "f.json"]
    done = files("check", "tickets.csv", "-q", *[part for path in written for part in ("-o", path)])
    assert done.code == 1
    for path in written:
        assert "first-response" in (files.folder / path.rpartition("=")[2]).read_text("utf-8")
    assert tmp_path.exists()


def test_what_is_no_report_is_said_in_a_sentence(files: Csaudit) -> None:
    done = files("render", "tickets.csv")
    assert (done.code, done.out) == (3, "")
    assert "tickets.csv is not JSON" in done.err
    assert files("render", "nowhere.json").code == 3
    (files.folder / "report.json").write_bytes(b"\xff\xfe")
    assert "no UTF-8 text" in files("render", "report.json").err


def test_a_report_is_not_written_onto_itself(files: Csaudit) -> None:
    files("check", "tickets.csv", "-q", "-o", "report.json")
    done = files("render", "report.json", "-o", "report.json")
    assert done.code == 2
    assert "a report would destroy it" in done.err


def test_on_github_the_step_has_its_summary(
    files: Csaudit, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = files.folder / "summary.md"
    summary.write_text("of the step before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    done = files("check", "tickets.csv", "-f", "github")
    assert done.out.startswith("::error file=standards.yaml,line=4,col=5,title=first-response")
    assert summary.read_text().startswith("of the step before\n# Service standards")
