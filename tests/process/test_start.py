from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from csaudit import __version__

if TYPE_CHECKING:
    from tests.process.conftest import Csaudit

CALENDARS = """
version: 1
calendars:
  office:
    timezone: Europe/London
    hours: {mon-fri: "09:00-17:30"}
    holidays: {country: GB, subdivision: ENG}
standards:
  - {id: a, metric: first_response_time, within: 24h, calendar: office, target: 95%}
"""

_LOADED = """
import sys
sys.argv = ["csaudit", *{arguments!r}]
from csaudit.__main__ import _run
_run()
heavy = [name for name in {heavy!r} if name in sys.modules]
print("loaded:", *heavy, file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["--help"], ["polars", "rich", "yaml"]),
        (["--version"], ["polars", "rich", "yaml"]),
        (["check", "--help"], ["polars", "rich", "yaml"]),
        (["tickets", "--help"], ["polars", "rich", "yaml"]),
        (["metrics"], ["polars", "rich"]),
        (["metrics", "first_response_time"], ["polars", "rich"]),
        (["lint"], ["polars", "rich"]),
        (["schema"], ["polars", "rich"]),
        (["calendar", "always"], ["polars", "rich"]),
        (["calendar", "office", "-s", "calendars.yaml", "-f", "json"], ["polars", "rich"]),
    ],
)
def test_what_needs_no_records_starts_without_what_reads_them(
    arguments: list[str], heavy: list[str], csaudit: Csaudit
) -> None:
    (csaudit.folder / "calendars.yaml").write_text(CALENDARS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _LOADED.format(arguments=arguments, heavy=heavy)],
        cwd=csaudit.folder,
        env=csaudit.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.splitlines()[-1].strip() == "loaded:"


def test_the_version_is_one_line(csaudit: Csaudit) -> None:
    done = csaudit("--version")
    assert (done.returncode, done.stdout) == (0, f"csaudit {__version__}\n".encode())


def test_python_minus_m_is_the_same_program(csaudit: Csaudit) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "csaudit", "check", "tickets.csv"],
        cwd=csaudit.folder,
        env=csaudit.environment(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert b"exit 1 (resolution)\n" in done.stdout


def test_the_environment_is_read_as_the_flags_are(csaudit: Csaudit) -> None:
    wanted = {
        "CSAUDIT_FORMAT": "json",
        "CSAUDIT_FAIL_ON": "never",
        "CSAUDIT_SELECT": "resolution",
        "CSAUDIT_OUTPUT": "a.csv json=b",
        "CSAUDIT_QUIET": "1",
    }
    done = csaudit("check", "tickets.csv", environment=wanted)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b'"fail_on": "never"' in done.stdout
    assert (csaudit.folder / "a.csv").exists()
    assert (csaudit.folder / "b").exists()


def test_the_machines_time_zone_changes_nothing(csaudit: Csaudit) -> None:
    import json

    reports = []
    for zone in ("Asia/Tokyo", "America/New_York"):
        done = csaudit("check", "tickets.csv", "-f", "json", environment={"TZ": zone})
        report = json.loads(done.stdout)
        del report["run"]
        reports.append(report)
    assert reports[0] == reports[1]


def test_lint_says_that_a_file_is_valid(csaudit: Csaudit) -> None:
    done = csaudit("lint")
    assert done.returncode == 0
    assert done.stdout.decode().rstrip().endswith("standards.yaml: valid, 2 standards")


def test_the_schema_is_json(csaudit: Csaudit) -> None:
    import json

    assert "$schema" in json.loads(csaudit("schema").stdout)
