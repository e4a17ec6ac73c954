"""A small audit: a few lines of CSV, a few lines of YAML, one report."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import csaudit
from csaudit.audit import Options
from csaudit.audit.auditing import judge_cases
from csaudit.audit.records_asked import EVERY_ONE
from csaudit.sources import Input, open_inputs
from csaudit.standards import load

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

    def rows(self, tickets: str, standards: str) -> dict[str, dict[str, Any]]:
        """Of the only standard a row for each record, by the record's id."""
        self.report(tickets, standards)
        file = load(self.folder / "standards.yaml")
        inputs = [Input("tickets", str(self.folder / "tickets.csv"))]
        sources = open_inputs(inputs, file.tables, timezone=file.timezone)
        frame = judge_cases(sources, file, Options(), EVERY_ONE).frame
        return {row["record_id"]: row for row in frame.iter_rows(named=True)}

    def result(self, tickets: str, standards: str, **options: Any) -> Result:  # noqa: ANN401 - passed on
        """The first standard's own result."""
        return self.report(tickets, standards, **options).gating()[0]
