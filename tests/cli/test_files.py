from __future__ import annotations

from pathlib import Path

import pytest

from csaudit.cli.files import named_file
from csaudit.errors import UsageError


def test_a_table_may_stand_before_a_file() -> None:
    assert named_file("calls=may/calls.csv") == ("calls", "may/calls.csv")
    assert named_file("tickets.csv") == (None, "tickets.csv")
    assert named_file("surveys=a=b.csv") == ("surveys", "a=b.csv")
    assert named_file("tickets=-") == ("tickets", "-")


def test_a_path_with_a_sign_in_it_is_a_path() -> None:
    assert named_file("exports/month=10.csv") == (None, "exports/month=10.csv")


def test_a_file_that_is_there_wins_over_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("calls=may.csv").touch()
    assert named_file("calls=may.csv") == (None, "calls=may.csv")


def test_a_table_that_is_nearly_one_is_a_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("may.csv").touch()
    with pytest.raises(UsageError, match=r'call is no table \(did you mean "calls"\?\)'):
        named_file("call=may.csv")


def test_a_table_without_a_file_is_a_mistake() -> None:
    with pytest.raises(UsageError, match="the file is missing"):
        named_file("calls=")
