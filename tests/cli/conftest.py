from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.running import Csaudit

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def csaudit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Csaudit:
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "FORCE_COLOR", "CSAUDIT_STANDARDS", "CSAUDIT_TIMEZONE"):
        monkeypatch.delenv(name, raising=False)
    return Csaudit(tmp_path, monkeypatch, capsys)
