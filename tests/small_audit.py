"""A small audit: a few lines of CSV, a few lines of YAML, one report."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import csaudit

if TYPE_CHECKING:
    from pathlib import Path

    from csaudit.audit.report import Report, Result


@dataclass
class Bench:
    """Writes the two files and audits one against the other."""

    folder: Path

    def report(self, tickets: str, standards: str, **options: Any) -> Report:  # noqa: ANN401 - passed on
        csv, yaml = self.folder / "tickets.csv", self.folder / "standards.yaml"
        csv.write_text(dedent(tickets).lstrip(), encoding="utf-8")
        yaml.write_text("version: 1\n" + dedent(standards).lstrip(), encoding="utf-8")
        return csaudit.check({"tickets": csv}, yaml, **options)

    def result(self, tickets: str, standards: str, **options: Any) -> Result:  # noqa: ANN401 - passed on
        """The first standard's own result."""
        return self.report(tickets, standards, **options).gating()[0]
