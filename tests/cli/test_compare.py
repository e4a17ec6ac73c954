from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from csaudit.reports import comparison_formats
from csaudit.reports.format import PLAIN
from tests.reports.examples import acme, as_text, nasty

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Csaudit

STANDARDS = """
version: 1
timezone: UTC
standards:
  - {id: answered, metric: first_response_time, within: 1h, target: ">= 50%", min_n: 1}
  - {id: settled, metric: resolution_rate, target: ">= 10%", min_n: 1}
"""


def export(folder: Path, kept: int, name: str) -> str:
    rows = [
        f"{n},2026-10-01T09:00:00Z,2026-10-01T{'09' if n < kept else '19'}:30:00Z,closed"
        for n in range(100)
    ]
    path = folder / name
    path.write_text("\n".join(["id,created_at,first_response_at,status", *rows, ""]), "utf-8")
    return str(path)


@pytest.fixture
def reports(csaudit: Csaudit) -> tuple[Path, str, str]:
    """The folder, an export of September and one of October in which less was kept."""
    folder = csaudit.folder
    (folder / "standards.yaml").write_text(STANDARDS, encoding="utf-8")
    older, newer = export(folder, 90, "september.csv"), export(folder, 70, "october.csv")
    assert csaudit("check", older, "-q", "-o", folder / "september.json").code == 0
    assert csaudit("check", newer, "-q", "-o", folder / "october.json").code == 0
    return folder, older, newer


def test_what_got_worse_is_told_and_trips_when_asked(
    csaudit: Csaudit, reports: tuple[Path, str, str]
) -> None:
    folder = reports[0]
    both = ("compare", folder / "september.json", folder / "october.json")
    done = csaudit(*both)
    assert done.code == 0
    assert "WORSE   answered" in done.out
    assert "90.0 %  70.0 %  -20.0 points  more than chance" in done.out
    assert csaudit(*both, "--fail-on", "regression").code == 1
    assert csaudit(*both, "--fail-on", "regression", "--tolerance", "20 points").code == 0
    told = json.loads(csaudit(*both, "-f", "json", "--fail-on", "regression").out)
    assert told["summary"] == {
        "worse": 1, "better": 0, "changed": 0, "same": 1, "new": 0, "gone": 0,
    }  # fmt: skip
    assert told["gate"]["tripped_by"][0]["id"] == "answered"


def test_check_gates_on_what_got_worse_than_a_baseline(
    csaudit: Csaudit, reports: tuple[Path, str, str]
) -> None:
    folder, older, newer = reports
    baseline = ("--baseline", folder / "september.json", "--fail-on", "regression")
    assert csaudit("check", older, *baseline).code == 0
    done = csaudit("check", newer, *baseline, "-o", folder / "now.json")
    assert done.code == 1
    assert "worse: answered 90.0 % -> 70.0 %" in done.out
    assert "exit 1 (worse: answered)" in done.out
    saved = json.loads((folder / "now.json").read_text(encoding="utf-8"))
    assert saved["baseline"]["changes"][0]["regressed"] is True
    assert "worse: answered" in csaudit("render", folder / "now.json").out


def test_a_first_run_has_no_baseline_yet(csaudit: Csaudit, reports: tuple[Path, str, str]) -> None:
    folder, older, _ = reports
    done = csaudit("check", older, "--baseline", folder / "none.json", "--fail-on", "regression")
    assert done.code == 0
    assert "none.json is not there yet" in done.err


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["--fail-on", "regression"], "--baseline report.json"),
        (["--tolerance", "2 points"], "--baseline report.json"),
        (["--baseline", "{folder}/september.csv"], "is not JSON"),
        (["--baseline", "{folder}/september.json", "--tolerance", "much"], "--tolerance"),
        (
            ["--baseline", "{folder}/september.json", "-o", "{folder}/september.json"],
            "would destroy it",
        ),
    ],
)
def test_what_cannot_be_compared_is_an_error(
    csaudit: Csaudit, reports: tuple[Path, str, str], flags: list[str], told: str
) -> None:
    folder, older, _ = reports
    done = csaudit("check", older, *(flag.format(folder=folder) for flag in flags))
    assert done.code in {2, 3}
    assert told in done.err
    assert not done.out


@pytest.mark.parametrize("name", comparison_formats())
def test_hostile_names_steer_nothing(name: str) -> None:
    from csaudit.audit.comparing import compared

    report = compared(nasty(), acme(), "\x1b[31m<script>|.json")
    told = as_text(comparison_formats()[name].render(report, PLAIN))
    assert "\x1b" not in told
    assert name == "json" or "answered" in told or "new" in told
    assert name != "markdown" or "<script>" not in told


def test_a_month_is_compared_with_the_one_before(csaudit: Csaudit, root: Path) -> None:
    sample = (root / "sample_data" / "tickets.csv", "-s", root / "standards.yaml", "-f", "json")
    told = json.loads(csaudit("check", *sample, "--month", "2026-10", "--versus", "previous").out)
    alone = json.loads(csaudit("check", *sample, "--month", "2026-09").out)
    before = {one["id"]: one["value"] for one in alone["results"] if one["gates"]}
    changes = [one for one in told["baseline"]["changes"] if one["gates"]]
    assert {one["id"]: one["before"] for one in changes} == before
    assert told["baseline"]["period"] == ["2026-08-31T23:00:00Z", "2026-09-30T23:00:00Z"]


def test_versus_needs_a_period_and_stands_alone(csaudit: Csaudit, root: Path) -> None:
    sample = (root / "sample_data" / "tickets.csv", "-s", root / "standards.yaml")
    done = csaudit("check", *sample, "--versus", "previous")
    assert (done.code, done.out) == (2, "")
    assert "--month 2026-10" in done.err
    both = csaudit("check", *sample, "--versus", "previous", "--baseline", "x.json")
    assert both.code == 2
