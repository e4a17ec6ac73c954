"""Nothing that is read is written onto, and nothing half done stays behind."""

from __future__ import annotations

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

FEED = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261225
SUMMARY:Christmas
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize("target", ["tickets.csv", "standards.yaml", "days.ics", "link.csv"])
def test_no_input_is_written_onto(target: str, csaudit: Csaudit) -> None:
    standards = csaudit.folder / "standards.yaml"
    office = "calendars: {office: {hours: {daily: 09:00-17:00}, holidays: {ical: days.ics}}}\n"
    standards.write_text(standards.read_text() + office)
    (csaudit.folder / "days.ics").write_text(FEED)
    (csaudit.folder / "link.csv").symlink_to("tickets.csv")
    before = (csaudit.folder / target).read_bytes()
    done = csaudit("check", "t*.csv", "-o", f"csv={target}")
    assert done.returncode == 2
    assert f"-o {target}: that file is read by this audit" in done.stderr.decode()
    assert (csaudit.folder / target).read_bytes() == before


def test_the_file_behind_standard_input_is_not_written_onto(csaudit: Csaudit) -> None:
    path = csaudit.folder / "tickets.csv"
    before = path.read_bytes()
    with path.open("rb") as stream:
        done = subprocess.run(
            [PROGRAM, "check", "-", "-o", "tickets.csv"],
            cwd=csaudit.folder,
            env=csaudit.environment(None),
            stdin=stream,
            capture_output=True,
            check=False,
        )
    assert done.returncode == 2
    assert b"that file is read by this audit" in done.stderr
    assert path.read_bytes() == before


def test_links_that_lead_in_a_circle_are_said_in_a_sentence(csaudit: Csaudit) -> None:
    (csaudit.folder / "a.json").symlink_to("b.json")
    (csaudit.folder / "b.json").symlink_to("a.json")
    done = csaudit("check", "tickets.csv", "-q", "-o", "a.json")
    assert done.returncode == 2
    assert done.stderr.decode() == (
        "csaudit: error: -o a.json: its symbolic links lead in a circle.\n"
    )


def test_what_a_killed_run_left_behind_goes_with_the_next_one(csaudit: Csaudit) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = csaudit.folder / f".report.json.{gone.pid}-0.tmp"
    own = csaudit.folder / f".report.json.{os.getpid()}-0.tmp"
    for path in (left, own):
        path.write_text("{")
    csaudit("check", "tickets.csv", "-q", "-o", "report.json")
    assert not left.exists()
    assert own.exists()  # that process is running: it may still be at work


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_run_that_is_asked_to_stop_leaves_nothing_behind(
    name: str, code: int, csaudit: Csaudit
) -> None:
    os.mkfifo(csaudit.folder / "slow.csv")
    running = subprocess.Popen(
        [PROGRAM, "check", "tickets=slow.csv", "-o", "report.json"],
        cwd=csaudit.folder,
        env=csaudit.environment(None),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.5)  # it waits for somebody to write into the pipe
    running.send_signal(getattr(signal, name))
    _, told = running.communicate(timeout=20)
    assert running.returncode == code
    assert told == b""
    assert not list(csaudit.folder.glob(".report*"))
    assert not (csaudit.folder / "report.json").exists()


@pytest.mark.parametrize(
    "flags",
    [
        ["--month", "9999-12"],
        ["--until", "9999-12-31"],
        ["--until", "0001-01-01T00:00+14:00"],
        ["--as-of", "0001-01-01T00:00Z", "--last", "4w"],
        ["--as-of", "9999-12-31T23:59:59-14:00"],
        ["--last", "99999 years"],
        ["--timezone", "Factory"],
        ["--timezone", "localtime"],
        ["--timezone", "posixrules"],
        ["--timezone", "../../etc/passwd"],
        ["-o", f"json={'x' * 300}"],
        ["--where", "cast(branch as decimal(38,64)) > 1"],
        ["--where", "greatest() > 1"],
    ],
)
def test_the_edges_of_flags_are_a_sentence(flags: list[str], here: InThisProcess) -> None:
    done = here("check", "tickets.csv", "-q", *flags)
    assert done.returncode == 2
    first, *more = done.stderr.decode().splitlines()
    assert first.startswith("csaudit: error: ")
    assert len(more) <= 1
