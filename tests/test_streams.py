from __future__ import annotations

import io
import os
import stat
import sys
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from csaudit import streams
from csaudit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Terminal(io.StringIO):
    """A stream that somebody sits in front of."""

    def isatty(self) -> bool:
        return True


def a_stdout(monkeypatch: pytest.MonkeyPatch, encoding: str) -> io.BytesIO:
    """Stand in for stdout, and keep what was written to it."""
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    return written


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


# ---- colour and width ----


@pytest.mark.parametrize(
    ("choice", "environment", "terminal", "coloured"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"FORCE_COLOR": ""}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour_follows_the_flag_then_the_variables_then_the_stream(
    choice: str,
    environment: Mapping[str, str],
    terminal: bool,  # noqa: FBT001 - a column of the table above
    coloured: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream = Terminal() if terminal else io.StringIO()
    assert streams.coloured(stream, choice) is coloured


def test_the_width_is_columns_or_100_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert streams.width(io.StringIO()) == 100
    assert streams.width(None) == 100
    monkeypatch.setenv("COLUMNS", "72")
    assert streams.width(io.StringIO()) == 72
    monkeypatch.setenv("COLUMNS", "wide")
    assert streams.width(io.StringIO()) == 100


# ---- stdout and stderr ----


def test_a_report_for_machines_is_utf8_wherever_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    written = a_stdout(monkeypatch, "latin-1")
    streams.write_report("Zürich 日本\n", utf8=True)
    assert written.getvalue() == "Zürich 日本\n".encode()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_report_for_people_never_fails_on_a_narrow_encoding(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = a_stdout(monkeypatch, encoding)
    streams.write_report("Zürich 日本 ✓\n", utf8=False)
    assert written.getvalue().decode(encoding).endswith("rich \\u65e5\\u672c \\u2713\n")


def test_a_message_is_one_plain_line_that_steers_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    streams.message("error", 'tickets.csv: "\x1b[31mred\r"\n  write this')
    captured = capsys.readouterr()
    assert captured.err == 'csaudit: error: tickets.csv: "\\x1b[31mred\\r"\n  write this\n'
    assert captured.out == ""


def test_without_any_stream_nothing_is_written_and_nothing_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    streams.write_report("x", utf8=True)
    streams.message("note", "x")
    with streams.progress("auditing", shown=True):
        pass


def test_progress_is_silent_where_nobody_sits(capsys: pytest.CaptureFixture[str]) -> None:
    with streams.progress("auditing", shown=True):
        pass
    assert capsys.readouterr().err == ""


def test_progress_on_a_terminal_wipes_itself_out(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(streams, "_QUIET_FOR", 0.0)
    monkeypatch.setattr(streams, "_EVERY", 0.001)
    with streams.progress("auditing", shown=True):
        while "auditing" not in screen.getvalue():
            pass
    assert "csaudit: auditing: 0 s" in screen.getvalue()
    assert screen.getvalue().endswith("\r")
    assert screen.getvalue().split("\r")[-2].strip() == ""


def test_each_phase_is_told_and_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(streams, "_QUIET_FOR", 0.0)
    monkeypatch.setattr(streams, "_EVERY", 0.001)
    with streams.progress("looking at 341 MB", shown=True) as phases:
        while "341 MB" not in screen.getvalue():
            pass
        phases("counting")
        while "counting" not in screen.getvalue():
            pass
    # The shorter line covers the longer one before it.
    assert any(line.startswith("csaudit: counting: 0 s ") for line in screen.getvalue().split("\r"))
    seconds = phases.seconds()
    assert list(seconds) == ["looking at 341 MB", "counting"]
    assert all(second >= 0 for second in seconds.values())


# ---- files ----


def test_a_file_appears_whole_with_the_rights_of_any_new_file(tmp_path: Path) -> None:
    target, beside = tmp_path / "report.json", tmp_path / "other"
    beside.touch()
    streams.write_files({target: "{}\n\udcff"})
    assert target.read_bytes() == b"{}\n\\udcff"
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE(beside.stat().st_mode)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "report.json"]


def test_an_old_report_is_replaced_and_a_link_to_it_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "report.json", tmp_path / "latest.json"
    target.write_text("old")
    link.symlink_to(target)
    streams.write_files({link: "new"})
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_if_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    first = tmp_path / "first.json"
    first.write_text("old")
    with pytest.raises(UsageError, match=r"-o .*gone.*second\.csv: cannot be written: No such"):
        streams.write_files({first: "new", tmp_path / "gone" / "second.csv": "new"})
    assert first.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["first.json"]


def test_a_text_may_come_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = a_stdout(monkeypatch, "utf-8")
    streams.write_files({tmp_path / "a.csv": iter(["id\n", "1\n", "é\n"])})
    streams.write_report(iter(["id\n", "é\n"]), utf8=True)
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "id\n1\né\n"
    assert written.getvalue().decode() == "id\né\n"


def test_a_text_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        yield "half a report"
        raise KeyboardInterrupt

    first = tmp_path / "first.csv"
    first.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        streams.write_files({first: "new", tmp_path / "second.csv": pieces()})
    assert first.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["first.csv"]


def test_a_leftover_temporary_file_is_in_nobodys_way(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    leftover = tmp_path / f".report.json.{os.getpid()}-0.tmp"
    leftover.write_text("of an earlier process")
    streams.write_files({target: "new"})
    assert target.read_text() == "new"
    assert leftover.read_text() == "of an earlier process"


def test_a_pipe_is_written_through(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    streams.write_files({pipe: "through"})
    reader.join()
    assert read == ["through"]
    assert pipe.is_fifo()


def test_an_input_is_never_written_onto(tmp_path: Path) -> None:
    tickets, link = tmp_path / "tickets.csv", tmp_path / "link.csv"
    tickets.write_text("id")
    link.symlink_to(tickets)
    for target in (tickets, link, tmp_path / "x" / ".." / "tickets.csv"):
        with pytest.raises(UsageError, match="a report would destroy it"):
            streams.refuse_overwriting([target], [Path("nothere.csv"), tickets])
    streams.refuse_overwriting([tmp_path / "report.csv"], [tickets])
