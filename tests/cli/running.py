"""Runs a command in this process, as the installed program would."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from csaudit.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Done:
    """What a run left behind."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Csaudit:
    """Runs csaudit in an empty folder, with nobody at the terminal."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: object) -> Done:
        self.capsys.readouterr()
        self.monkeypatch.setattr(sys, "argv", ["csaudit", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        told = self.capsys.readouterr()
        return Done(int(end.value.code or 0), told.out, told.err)
