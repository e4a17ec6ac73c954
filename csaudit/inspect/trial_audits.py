"""Audits of an export against standards that are still being worked out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from csaudit.audit.options import Options
from csaudit.errors import CsauditError
from csaudit.standards import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csaudit.audit.report import Note, Result
    from csaudit.inspect.findings import TableSeen
    from csaudit.inspect.proposal import Said
    from csaudit.sources import Source


class Trials:
    """Audits of some tables against one standard after the other.

    `refused` holds, of standards that could not even be tried, the reason; `error` the first;
    `notes` what the audits remarked.
    """

    def __init__(
        self, sources: Sequence[Source], head: Mapping[str, object], as_of: str | None
    ) -> None:
        self._sources = sources
        self._head = head
        self._as_of = as_of
        self.refused: dict[str, str] = {}
        self.error: CsauditError | None = None
        self.notes: list[Note] = []

    def run(self, standards: Sequence[Mapping[str, str]]) -> dict[str, Result]:
        """The result of each standard, by id; one that makes the audit fail is left out."""
        if not standards:
            return {}
        try:
            return self._audited(standards)
        except CsauditError as error:
            self.error = self.error or error
            if len(standards) == 1:
                self.refused[standards[0]["id"]] = str(error).partition("\n")[0]
                return {}
        return {name: found for keys in standards for name, found in self.run([keys]).items()}

    def _audited(self, standards: Sequence[Mapping[str, str]]) -> dict[str, Result]:
        from csaudit.audit.auditing import audit

        text = json.dumps(
            {**self._head, "standards": list(standards)}, ensure_ascii=False, default=str
        )
        file = load(Path("standards.yaml"), text=text)
        report = audit([*self._sources], file, Options(as_of=self._as_of), "")
        self.notes += report.notes
        return {result.id: result for result in report.gating()}


def head(table: TableSeen, said: Said, timezone: str) -> dict[str, object]:
    """What stands above the standards of a file for this table."""
    told = {"source": said.source, "date_order": said.date_order}
    own = {key: value for key, value in told.items() if value is not None}
    tables = {**said.tables, table.table: {**(said.tables.get(table.table) or {}), **own}}
    return {"version": 1, "timezone": timezone, "tables": tables}
