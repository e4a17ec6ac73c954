from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from csaudit.cli.auditing import standards_path
from csaudit.errors import UsageError
from csaudit.standards.discovery import EXAMPLE


class Terminal(io.StringIO):
    """A stdout that somebody sits in front of."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("CI", "CSAUDIT_STANDARDS"):
        monkeypatch.delenv(name, raising=False)


def test_in_a_script_no_standards_file_is_an_error() -> None:
    with pytest.raises(UsageError, match=r"there is no standards\.yaml here"):
        standards_path(None)


def test_on_a_terminal_the_example_set_is_used_and_said_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert standards_path(None) == EXAMPLE
    assert "built-in example set" in capsys.readouterr().err


def test_in_ci_a_terminal_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("CI", "true")
    with pytest.raises(UsageError, match="-s example"):
        standards_path(None)


def test_what_is_named_by_hand_is_taken() -> None:
    assert standards_path("mine.yaml") == Path("mine.yaml")
    assert standards_path("example") == EXAMPLE


def test_the_file_of_this_folder_is_found() -> None:
    Path("standards.yaml").touch()
    assert standards_path(None) == Path("standards.yaml")
