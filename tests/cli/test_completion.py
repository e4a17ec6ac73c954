"""What a shell proposes; asked as bash asks, of the installed program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_ASKED = """
import sys
from csaudit.cli.app import app
sys.argv = ["csaudit"]
try:
    app(prog_name="csaudit")
finally:
    loaded = [name for name in ("polars", "rich") if name in sys.modules]
    sys.stderr.write(f"loaded: {' '.join(loaded)}")
"""


def proposed(line: str) -> tuple[list[str], str]:
    words = line.split(" ")
    asked = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run(
        [sys.executable, "-c", _ASKED],
        cwd=ROOT,
        env={**os.environ, **asked, "_CSAUDIT_COMPLETE": "complete_bash"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.split(), done.stderr


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("csaudit check --source zendesk-c", "zendesk-csv"),
        ("csaudit check --timezone Europe/Lon", "Europe/London"),
        ("csaudit check sample_data/tickets.csv --by Bra", "Branch"),
        ("csaudit check sample_data/tickets.csv --by bra", "branch"),
        ("csaudit check sample_data/tickets.csv --by created_w", "created_weekday"),
        ("csaudit check sample_data/tickets.csv --select written", "written-first-response"),
        ("csaudit tickets x.csv -s standards.yaml --standard satisf", "satisfaction"),
        ("csaudit metrics customer_s", "customer_satisfaction"),
    ],
)
def test_a_shell_proposes_what_the_word_may_become(line: str, wanted: str) -> None:
    words, told = proposed(line)
    assert wanted in words
    assert told.endswith("loaded: ")


@pytest.mark.parametrize(
    "line",
    [
        "csaudit check --select x -s /nowhere.yaml --ignore a",
        "csaudit check /dev/null --by zzz",
        "csaudit check -s /dev/null --select a",
    ],
)
def test_what_cannot_be_read_proposes_nothing_and_says_nothing(line: str) -> None:
    words, told = proposed(line)
    assert words == []
    assert "Traceback" not in told
