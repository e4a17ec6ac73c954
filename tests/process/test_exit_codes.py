from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.process.conftest import PROGRAM

if TYPE_CHECKING:
    from tests.process.conftest import Csaudit, InThisProcess


def test_a_standard_that_is_not_kept_is_1_and_named_last(csaudit: Csaudit) -> None:
    done = csaudit("check", "tickets.csv")
    assert done.returncode == 1
    *_, summary, following = done.stdout.decode().splitlines()
    assert summary.endswith("exit 1 (resolution)")
    assert following == (
        "next: csaudit tickets tickets.csv --standard resolution    (the 1 ticket, worst first)"
    )
    assert done.stderr == b""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--select", "first-response"],
        ["--ignore", "resolution"],
        ["--fail-on", "never"],
    ],
)
def test_kept_or_told_not_to_fail_is_0(arguments: list[str], csaudit: Csaudit) -> None:
    assert csaudit("check", "tickets.csv", *arguments).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["check"], "Missing argument"),
        (["chekc", "tickets.csv"], "No such command 'chekc'. Did you mean 'check'?"),
        (["check", "tickets.csv", "--colour", "always"], "No such option: --colour"),
        (["check", "tickets.csv", "--fail-on", "sometimes"], "--fail-on"),
        (["check", "tickets.csv", "-f", "jsno"], 'there is no such format (did you mean "json"?)'),
        (["check", "tickets.csv", "-o", "report"], "the suffix names no format"),
        (["check", "tickets.csv", "-o", "tickets.csv"], "a report would destroy it"),
        (["check", "tickets.csv", "-o", "standards.yaml"], "the suffix names no format"),
        (["check", "tickets.csv", "-o", "json=standards.yaml"], "a report would destroy it"),
        (["check", "tickets.csv", "-s", "nothere.yaml"], "nothere.yaml"),
        (["check", "tickets.csv", "--select", "frist-response"], "first-response"),
        (["check", "tickets.csv", "--where", "status ="], "--where"),
        (["check", "tickets.csv", "--as-of", "soon"], "--as-of"),
        (["tickets", "tickets.csv", "--standard", "frist-response"], "first-response"),
        (["tickets", "tickets.csv", "--all", "--missed"], "give one of the two"),
        (["tickets", "tickets.csv", "-o", "tickets.csv"], "a report would destroy it"),
        (["metrics", "frist_response_time"], "first_response_time"),
        (["lint", "-s", "nothere.yaml"], "nothere.yaml"),
        (["calendar", "ofice"], "has no calendar ofice"),
        (["calendar", "always", "--year", "3000"], "1900 to 2200"),
        (["calendar", "always", "--from", "soon"], "--from soon is not an instant"),
    ],
)
def test_a_wrong_flag_or_standards_file_is_2(
    arguments: list[str], sentence: str, here: InThisProcess
) -> None:
    done = here(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert sentence in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_five_mistakes_in_the_standards_file_are_said_at_once(csaudit: Csaudit) -> None:
    (csaudit.folder / "standards.yaml").write_text(
        "version: 1\n"
        "standards:\n"
        "  - id: a\n"
        "    statement: x\n"
        "    metric: frist_response_time\n"
        "    within: 24\n"
        "    target: soon\n"
        "    colour: red\n"
        "  - id: a\n"
        "    statement: y\n"
        "    metric: resolution_time\n"
        "    within: 4h\n",
        encoding="utf-8",
    )
    for arguments in (["check", "tickets.csv"], ["lint"]):
        done = csaudit(*arguments)
        assert (done.returncode, done.stdout) == (2, b"")
        places = [line for line in done.stderr.decode().splitlines() if "standards.yaml:" in line]
        assert len(places) >= 4, done.stderr.decode()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (None, "nothere.csv"),
        (b"", "empty.csv"),
        (b"id,created_at,first_response_at,resolved_at,status\n", "header.csv"),
        (bytes(range(256)) * 20, "binary.csv"),
        (b"{", "cut.json"),
    ],
)
def test_records_that_cannot_be_audited_are_3(
    content: bytes | None, name: str, here: InThisProcess
) -> None:
    if content is not None:
        (here.folder / name).write_bytes(content)
    for command in ("check", "tickets"):
        done = here(command, name)
        assert (done.returncode, done.stdout) == (3, b"")
        assert done.stderr.decode().startswith("csaudit: error: ")
        assert name in done.stderr.decode()
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("content", ["[]", "id,created_at\n", '{"tickets": [], "count": 0}'])
def test_an_export_without_records_says_so_whatever_its_columns(
    content: str, csaudit: Csaudit
) -> None:
    name = "none.csv" if content.startswith("id") else "none.json"
    (csaudit.folder / name).write_text(content)
    done = csaudit("check", name)
    assert done.returncode == 3
    assert f"{name} has no rows: there is nothing to audit" in done.stderr.decode()


def test_an_audit_that_could_not_be_done_leaves_a_file_that_says_so(here: InThisProcess) -> None:
    (here.folder / "old.json").write_text("yesterday's")
    done = here("check", "gone.csv", "-o", "old.json", "-o", "kept.html")
    assert done.returncode == 3
    told = json.loads((here.folder / "old.json").read_text())
    assert told["gate"]["exit_code"] == 3
    assert told["gate"]["tripped"] is True
    assert "gone.csv" in told["error"]
    assert told["results"] == []
    assert not (here.folder / "kept.html").exists()
    again = here("render", "old.json", "-f", "markdown")
    assert again.returncode == 3
    assert b"could not be done: gone.csv" in again.stderr


def test_an_address_of_an_unknown_kind_is_3(here: InThisProcess) -> None:
    done = here("check", "sftp://host/t.csv")
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"pipe it in:  curl -fsSL sftp://host/t.csv | csaudit check -" in done.stderr


def test_the_login_in_an_address_is_in_no_stream(here: InThisProcess) -> None:
    done = here("check", "http://ann:s3cret@127.0.0.1:1/t.csv?key=s3cret")
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"http://127.0.0.1:1/t.csv could not be fetched" in done.stderr
    assert b"s3cret" not in done.stderr


def test_a_folder_is_3(csaudit: Csaudit) -> None:
    done = csaudit("check", ".")
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"is a folder" in done.stderr


def test_no_standards_file_in_a_script_is_2(csaudit: Csaudit) -> None:
    (csaudit.folder / "standards.yaml").unlink()
    done = csaudit("check", "tickets.csv")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"-s example" in done.stderr


_BROKEN = """
import sys
import csaudit.cli.outputs
def fall(*_):
    if "--no-progress" in sys.argv:  # stands for a panic, which polars tells before anybody else
        import polars
        polars.sql_expr("greatest()")
    raise ZeroDivisionError("secret ticket text")
csaudit.cli.outputs.plan = fall
import csaudit.cli.check
csaudit.cli.check.plan = fall
from csaudit.__main__ import main
sys.argv = ["csaudit", *sys.argv[1:]]
main()
"""


def _broken(
    csaudit: Csaudit, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", _BROKEN, "check", "tickets.csv", *arguments],
        cwd=csaudit.folder,
        env=csaudit.environment(environment),
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_a_defect_is_70_and_one_message_that_tells_no_tales(csaudit: Csaudit) -> None:
    done = _broken(csaudit)
    assert (done.returncode, done.stdout) == (70, b"")
    assert done.stderr.decode().startswith(
        "csaudit: error: this is a defect in csaudit (ZeroDivisionError); please report it."
    )
    assert b"secret" not in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_panic_of_polars_is_a_defect_too(csaudit: Csaudit) -> None:
    done = _broken(csaudit, "--no-progress")
    assert (done.returncode, done.stdout) == (70, b"")
    defect = "csaudit: error: this is a defect in csaudit (PanicException); please report it."
    assert done.stderr.decode().startswith(defect)
    assert len(done.stderr.splitlines()) == 2


def test_the_traceback_is_there_for_who_asks(csaudit: Csaudit) -> None:
    assert b"Traceback" in _broken(csaudit, "--verbose").stderr
    assert b"Traceback" in _broken(csaudit, CSAUDIT_DEBUG="1").stderr


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_an_interrupt_is_130_and_leaves_stdout_empty(csaudit: Csaudit) -> None:
    pipe = csaudit.folder / "slow.csv"
    os.mkfifo(pipe)
    running = subprocess.Popen(
        [PROGRAM, "check", "slow.csv"],
        cwd=csaudit.folder,
        env=csaudit.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    writer = os.open(pipe, os.O_WRONLY)  # returns once csaudit has opened the file to read
    time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    os.close(writer)
    out, err = running.communicate(timeout=30)
    assert (running.returncode, out) == (130, b"")
    assert b"Traceback" not in err
