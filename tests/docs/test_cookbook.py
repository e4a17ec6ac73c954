"""docs/cookbook.md is what docs/cookbook.yaml and the sample data say, and shows every standard."""

from __future__ import annotations

import importlib.util
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from csaudit.audit.report import Report


def script(root: Path, name: str) -> Any:  # noqa: ANN401 - a module
    spec = importlib.util.spec_from_file_location(name, root / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def audited(root: Path) -> Report:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        report: Report = script(root, "make_cookbook").report()
    return report


def test_the_page_is_up_to_date(root: Path, audited: Report) -> None:
    written = (root / "docs" / "cookbook.md").read_text(encoding="utf-8")
    assert script(root, "make_cookbook").page(audited) == written


def test_all_33_kinds_are_there(root: Path) -> None:
    written = (root / "docs" / "cookbook.md").read_text(encoding="utf-8")
    numbers = [int(number) for number in re.findall(r"^## (\d+)\. ", written, re.MULTILINE)]
    assert numbers == list(range(1, 34))


def test_every_standard_of_the_cookbook_is_measured(audited: Report) -> None:
    without_verdict = {
        result.id: result.reason
        for result in audited.gating()
        if result.value is None or result.outcome == "no_data"
    }
    assert without_verdict == {}


def test_no_standard_is_kept_by_each_and_every_record(audited: Report) -> None:
    perfect = [
        result.id
        for result in audited.gating()
        if result.unit == "share" and result.value in {0, 1}
    ]
    assert perfect == []
