"""The installed program, started as a user would start it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAM = Path(sys.executable).with_name("csaudit")

STANDARDS = """\
version: 1
title: Two promises
timezone: Europe/London
standards:
  - id: first-response
    statement: We answer within 4 hours.
    metric: first_response_time
    within: 4h
    target: 50%
    by: [branch]
    min_n: 1
  - id: resolution
    statement: We resolve within a day.
    metric: resolution_time
    within: 24h
    target: 90%
    min_n: 1
"""

TICKETS = """\
id,created_at,first_response_at,resolved_at,status,branch
1,2026-10-01T09:00:00Z,2026-10-01T10:00:00Z,2026-10-01T12:00:00Z,resolved,"Leeds [red]"
2,2026-10-01T09:00:00Z,2026-10-01T11:00:00Z,2026-10-03T12:00:00Z,resolved,"Zürich ""x\ty"
3,2026-10-02T09:00:00Z,2026-10-02T15:00:00Z,2026-10-02T16:00:00Z,resolved,"\x1b[31m日本\n"
"""


@dataclass(frozen=True)
class InThisProcess:
    """The same program without a process of its own, for many wrong inputs: ten times as fast."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        from csaudit.__main__ import _run

        written = (io.BytesIO(), io.BytesIO())
        out, err = (io.TextIOWrapper(one, "utf-8", write_through=True) for one in written)
        with self.monkeypatch.context() as patched, Path(os.devnull).open() as nothing:
            patched.chdir(self.folder)
            for name in [name for name in os.environ if name.startswith("CSAUDIT_")]:
                patched.delenv(name)
            patched.setenv("CI", "1")
            patched.setattr(sys, "argv", ["csaudit", *arguments])
            for name, stream in (("stdin", nothing), ("stdout", out), ("stderr", err)):
                patched.setattr(sys, name, stream)
            code = int(_run())
        told = [one.getvalue() for one in written]
        return subprocess.CompletedProcess(arguments, code, *told)


@dataclass(frozen=True)
class Csaudit:
    """Runs the program in a folder of its own, with nothing of this machine's environment."""

    folder: Path

    def __call__(
        self, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [PROGRAM, *arguments],
            cwd=self.folder,
            env=self.environment(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=60,
        )

    def shell(self, command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["/bin/bash", "-o", "pipefail", "-c", command],
            cwd=self.folder,
            env=self.environment(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=60,
        )

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        path = f"{PROGRAM.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        return {"PATH": path, "LANG": "C.UTF-8", **(more or {})}


@pytest.fixture
def csaudit(tmp_path: Path) -> Csaudit:
    if not PROGRAM.exists():
        pytest.skip("needs csaudit installed beside this Python: pip install -e .")
    (tmp_path / "standards.yaml").write_text(STANDARDS, encoding="utf-8")
    (tmp_path / "tickets.csv").write_text(TICKETS, encoding="utf-8")
    return Csaudit(tmp_path)


@pytest.fixture
def here(csaudit: Csaudit, monkeypatch: pytest.MonkeyPatch) -> InThisProcess:
    return InThisProcess(csaudit.folder, monkeypatch)
