from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csaudit.standards import EXAMPLE, find

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with standards at its root, inside a folder that has others."""
    (tmp_path / "standards.yaml").touch()
    root = tmp_path / "repo"
    (root / "deep" / "deeper").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "standards.yaml").touch()
    return root


def test_what_is_named_by_hand_wins(repository: Path) -> None:
    found = find("a.yaml", environ={"CSAUDIT_STANDARDS": "b.yaml"}, folder=repository)
    assert str(found) == "a.yaml"


def test_then_comes_the_variable(repository: Path) -> None:
    found = find(environ={"CSAUDIT_STANDARDS": "b.yaml"}, folder=repository)
    assert str(found) == "b.yaml"


def test_an_empty_variable_is_none(repository: Path) -> None:
    found = find(environ={"CSAUDIT_STANDARDS": ""}, folder=repository)
    assert found == repository / "standards.yaml"


@pytest.mark.parametrize("below", [".", "deep", "deep/deeper"])
def test_then_the_folder_and_those_above_it(repository: Path, below: str) -> None:
    assert find(environ={}, folder=repository / below) == repository / "standards.yaml"


def test_the_nearest_file_wins(repository: Path) -> None:
    near = repository / "deep" / "standards.yaml"
    near.touch()
    assert find(environ={}, folder=repository / "deep" / "deeper") == near


def test_the_search_ends_at_the_root_of_version_control(repository: Path) -> None:
    (repository / "standards.yaml").unlink()
    assert find(environ={}, folder=repository / "deep") is None


def test_without_version_control_only_the_folder_itself_is_searched(repository: Path) -> None:
    (repository / ".git").rmdir()
    assert find(environ={}, folder=repository) == repository / "standards.yaml"
    assert find(environ={}, folder=repository / "deep") is None


def test_a_folder_of_that_name_is_no_file(repository: Path) -> None:
    (repository / "standards.yaml").unlink()
    (repository / "standards.yaml").mkdir()
    assert find(environ={}, folder=repository) is None


def test_the_example_is_asked_for_by_name(repository: Path) -> None:
    assert find("example", environ={}, folder=repository) == EXAMPLE
    assert find(environ={"CSAUDIT_STANDARDS": "example"}, folder=repository) == EXAMPLE
    assert find("./example", environ={}, folder=repository) != EXAMPLE


def test_a_file_in_the_working_directory_is_shown_as_people_name_it(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CSAUDIT_STANDARDS", raising=False)
    monkeypatch.chdir(repository)
    assert str(find()) == "standards.yaml"
    monkeypatch.chdir(repository / "deep")
    assert find() == type(repository)("..") / "standards.yaml"
