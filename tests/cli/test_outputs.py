from __future__ import annotations

from pathlib import Path

import pytest

from csaudit.audit.report import Gate
from csaudit.cli.options import Colour, Reported
from csaudit.cli.outputs import hand_over, plan
from csaudit.errors import UsageError
from csaudit.reports import formats
from tests.reports.examples import acme, report, share


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


kept = report(share("x", 10, 10))


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        (Reported(), "table"),
        (Reported(format="json"), "json"),
        (Reported(quiet=True), None),
        (Reported(quiet=True, format="csv"), "csv"),
    ],
)
def test_the_table_goes_to_stdout_unless_a_format_is_named(
    wanted: Reported, name: str | None
) -> None:
    stdout = plan(wanted, [], formats()).stdout
    assert (stdout and stdout.name) == name


def test_the_suffix_or_the_name_before_the_path_tells_the_format() -> None:
    outputs = plan(Reported(output=["a.json", "csv=b.data", "c.TXT", "json=x=y"]), [], formats())
    assert {str(path): format_.name for path, format_ in outputs.files.items()} == {
        "a.json": "json",
        "b.data": "csv",
        "c.TXT": "table",
        "x=y": "json",
    }


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (Reported(format="jsn"), r'--format jsn: there is no such format \(did you mean "json"'),
        (Reported(output=["report"]), "-o report: the suffix names no format"),
        (Reported(output=["report.doc"]), r"known: \.csv, \.html, \.htm, \.json"),
        (Reported(output=["-"]), "-o -: -o writes files; what goes to stdout is --format"),
        (Reported(output=["a.json", "json=a.json"]), "-o a.json is given twice"),
    ],
)
def test_mistakes_are_said_before_anything_is_audited(wanted: Reported, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        plan(wanted, [], formats())


def test_no_report_onto_a_file_that_is_read() -> None:
    Path("tickets.csv").touch()
    with pytest.raises(UsageError, match="a report would destroy it"):
        plan(Reported(output=["./tickets.csv"]), [Path("tickets.csv")], formats())


def test_stdout_and_files_may_have_different_formats(capsys: pytest.CaptureFixture[str]) -> None:
    hand_over(acme(), plan(Reported(format="csv", output=["a.json", "a.txt"]), [], formats()))
    captured = capsys.readouterr()
    assert captured.out.startswith("id,statement,")
    assert captured.err.startswith("csaudit: 2 FAIL, 1 NO DATA")
    assert Path("a.json").read_text().startswith('{\n  "format_version"')
    assert Path("a.txt").read_text().startswith("Acme Support")


def test_the_tables_last_line_is_not_said_twice(capsys: pytest.CaptureFixture[str]) -> None:
    hand_over(acme(), plan(Reported(), [], formats()))
    assert capsys.readouterr().err == ""


def test_quiet_and_kept_writes_no_byte(capsys: pytest.CaptureFixture[str]) -> None:
    hand_over(kept, plan(Reported(quiet=True, output=["x.json"]), [], formats()))
    assert capsys.readouterr() == ("", "")
    assert Path("x.json").exists()


def test_quiet_and_broken_says_who_caused_it(capsys: pytest.CaptureFixture[str]) -> None:
    hand_over(acme(), plan(Reported(quiet=True), [], formats()))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "exit 1 (urgent-resolution, phone-three-rings, happy-customers)" in captured.err


def test_files_have_colour_only_when_it_is_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    hand_over(acme(), plan(Reported(output=["a.txt"]), [], formats()))
    assert "\x1b[" in capsys.readouterr().out
    assert "\x1b[" not in Path("a.txt").read_text()
    hand_over(acme(), plan(Reported(output=["b.txt"], color=Colour.ALWAYS), [], formats()))
    assert "\x1b[" in Path("b.txt").read_text()


def test_a_file_that_cannot_be_written_leaves_stdout_empty(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        hand_over(acme(), plan(Reported(output=["gone/a.json"]), [], formats()))
    assert capsys.readouterr().out == ""


def test_the_next_command_stands_on_the_screen_and_in_no_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    open_gate = report(gate=Gate(fail_on="never", tripped=False, exit_code=0))
    hand_over(
        open_gate, plan(Reported(output=["a.txt"]), [], formats()), ("csaudit check x", "more")
    )
    assert "next: csaudit check x    (more)" in capsys.readouterr().out
    assert "next:" not in Path("a.txt").read_text()
