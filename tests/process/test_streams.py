from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import select
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.process.conftest import PROGRAM

if TYPE_CHECKING:
    from pathlib import Path

    from tests.process.conftest import Csaudit


def test_quiet_with_a_file_and_exit_0_writes_no_byte(csaudit: Csaudit) -> None:
    done = csaudit("check", "tickets.csv", "--fail-on", "never", "-q", "-o", "report.json")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert json.loads((csaudit.folder / "report.json").read_text(encoding="utf-8"))["gate"]


def test_quiet_and_exit_1_says_who_caused_it_on_stderr(csaudit: Csaudit) -> None:
    done = csaudit("check", "tickets.csv", "-q", "-o", "report.json")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().endswith("exit 1 (resolution)\n")


def test_json_on_stdout_is_json_and_the_summary_is_on_stderr(csaudit: Csaudit) -> None:
    done = csaudit("check", "tickets.csv", "-f", "json")
    content = json.loads(done.stdout)
    assert {result["id"] for result in content["results"]} == {"first-response", "resolution"}
    groups = {result["group"].get("branch") for result in content["results"]}
    assert "Leeds [red]" in groups
    assert b"\x1b" not in done.stdout
    assert done.stderr.decode().startswith("csaudit: 1 FAIL, 1 PASS in ")


def test_stdout_and_a_file_hold_the_same_bytes(csaudit: Csaudit) -> None:
    done = csaudit("check", "tickets.csv", "-f", "csv", "-o", "report.csv")
    assert done.stdout == (csaudit.folder / "report.csv").read_bytes()
    lines = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert lines[0]["id"] == "first-response"


def test_several_outputs_in_one_run(csaudit: Csaudit) -> None:
    csaudit("check", "tickets.csv", "-o", "a.json", "-o", "b.csv", "-o", "table=c.log")
    names = {path.name for path in csaudit.folder.iterdir()}
    assert {"a.json", "b.csv", "c.log"} < names
    assert not [name for name in names if name.endswith(".tmp")]


@pytest.mark.parametrize(
    "files",
    [
        ["sample_data/tickets.csv", "events=sample_data/events.csv"],
        ["events=sample_data/events.csv"],
        [
            "sample_data/tickets.csv",
            "calls=sample_data/calls.csv",
            "surveys=sample_data/surveys.csv",
        ],
    ],
    ids=" ".join,
)
def test_no_library_warns_on_stderr(files: list[str], csaudit: Csaudit, root: Path) -> None:
    known = [part.replace("sample_data", str(root / "sample_data")) for part in files]
    done = csaudit("check", *known, "-s", str(root / "standards.yaml"), "-q", "-o", "report.json")
    assert b"Warning" not in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr


@pytest.mark.parametrize("format_", ["json", "csv", "table"])
def test_a_reader_who_has_enough_is_no_error(format_: str, csaudit: Csaudit) -> None:
    done = csaudit.shell(f"csaudit check tickets.csv --fail-on never -q -f {format_} | head -c 10")
    assert len(done.stdout) == 10
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_reader_who_is_gone_changes_neither_exit_code_nor_files(csaudit: Csaudit) -> None:
    done = csaudit.shell(
        "csaudit check tickets.csv -q -f json -o a.json | true; echo ${PIPESTATUS[0]}"
    )
    assert done.stdout.strip() == b"1"
    assert b"Broken" not in done.stderr
    assert (csaudit.folder / "a.json").exists()


@pytest.mark.parametrize("command", ["csaudit --help", "csaudit metrics", "csaudit schema"])
def test_other_commands_are_quiet_on_a_broken_pipe_too(command: str, csaudit: Csaudit) -> None:
    assert csaudit.shell(f"{command} | head -c 10").stderr == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110 - at import
def test_a_full_disk_is_said_in_a_sentence(csaudit: Csaudit) -> None:
    done = csaudit.shell("csaudit check tickets.csv > /dev/full")
    assert done.returncode == 2
    assert done.stderr == b"csaudit: error: stdout cannot be written: No space left on device.\n"


def test_closed_streams_are_no_defect(csaudit: Csaudit) -> None:
    done = csaudit.shell("csaudit check tickets.csv >&- 2>&-; echo $?")
    assert done.stdout == b"1\n"


@pytest.mark.parametrize(
    ("encoding", "format_"),
    [("latin-1", "table"), ("ascii", "table"), ("ascii", "json"), ("cp1252", "csv")],
)
def test_a_narrow_stdout_is_no_obstacle(encoding: str, format_: str, csaudit: Csaudit) -> None:
    done = csaudit(
        "check", "tickets.csv", "-f", format_, environment={"PYTHONIOENCODING": encoding}
    )
    assert done.returncode == 1
    text = done.stdout.decode("utf-8" if format_ != "table" else encoding)
    assert "first-response" in text
    assert "\x1b" not in text


# ---- lists of records ----


def test_a_list_of_records_is_no_gate(csaudit: Csaudit) -> None:
    done = csaudit("tickets", "tickets.csv")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines()[1].startswith("MISSED  2 ")
    assert done.stdout.decode().endswith("\n2 missed\n")


def test_a_list_for_machines_has_its_summary_on_stderr(csaudit: Csaudit) -> None:
    done = csaudit("tickets", "tickets.csv", "--all", "-f", "json", "-o", "a.csv")
    rows = json.loads(done.stdout)
    assert len(rows) == 6
    assert len((csaudit.folder / "a.csv").read_text(encoding="utf-8").splitlines()) == 7
    assert done.stderr == b"csaudit: 4 met, 2 missed\n"


def test_a_quiet_list_into_a_file_writes_no_byte(csaudit: Csaudit) -> None:
    done = csaudit("tickets", "tickets.csv", "-q", "-o", "missed.json")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    rows = json.loads((csaudit.folder / "missed.json").read_text(encoding="utf-8"))
    assert [row["record_id"] for row in rows] == ["2", "3"]


def test_a_reader_who_has_enough_of_a_list_is_no_error(csaudit: Csaudit) -> None:
    done = csaudit.shell("csaudit tickets tickets.csv --all -q -f json | head -c 10")
    assert (len(done.stdout), done.returncode, done.stderr) == (10, 0, b"")


# ---- on a terminal ----


def on_a_terminal(csaudit: Csaudit, *arguments: str, **environment: str) -> str:
    """What a terminal gets to see, stdout and stderr together."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [PROGRAM, *arguments],
        cwd=csaudit.folder,
        env=csaudit.environment({"TERM": "xterm", **environment}),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    while running.poll() is None or select.select([ours], [], [], 0)[0]:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                seen += os.read(ours, 65536)
            except OSError:
                break
    os.close(ours)
    running.wait()
    return seen.decode()


def test_a_terminal_gets_colour_and_a_pipe_does_not(csaudit: Csaudit) -> None:
    assert re.search(r"\x1b\[1;37;41mFAIL\x1b\[0m", on_a_terminal(csaudit, "check", "tickets.csv"))
    assert b"\x1b" not in csaudit("check", "tickets.csv").stdout


def test_no_color_is_heeded(csaudit: Csaudit) -> None:
    assert "\x1b" not in on_a_terminal(csaudit, "check", "tickets.csv", NO_COLOR="1")
    assert "\x1b" not in on_a_terminal(csaudit, "check", "tickets.csv", "--color", "never")
    forced = csaudit("check", "tickets.csv", environment={"FORCE_COLOR": "1"})
    assert b"\x1b[" in forced.stdout


def test_on_a_terminal_without_a_standards_file_the_example_is_used(csaudit: Csaudit) -> None:
    (csaudit.folder / "standards.yaml").unlink()
    seen = on_a_terminal(csaudit, "check", "tickets.csv")
    assert "csaudit: note: no standards.yaml here or above" in seen
    in_ci = on_a_terminal(csaudit, "check", "tickets.csv", CI="true")
    assert "csaudit: error: no standards file" in in_ci


def test_columns_sets_the_width(csaudit: Csaudit) -> None:
    narrow = csaudit("check", "tickets.csv", environment={"COLUMNS": "60"}).stdout.decode()
    *table, following = narrow.splitlines()
    assert max(len(line) for line in table) <= 60
    assert following.startswith("next: ")  # a command is left whole, to be copied
