"""Facts of the cases that the events of a file tell, for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from csaudit.audit.with_events import settings_of
from csaudit.events.cases import CaseSource
from csaudit.events.log import read_log
from csaudit.sources import Input, open_inputs
from csaudit.standards.loader import load

if TYPE_CHECKING:
    from pathlib import Path

STANDARDS = """
version: 1
timezone: UTC
standards:
  - {id: a, statement: It is so., metric: reopen_rate, target: <= 5%}
"""


def told(path: Path, settings: str = "") -> dict[str, dict[str, Any]]:
    """The facts of every case by its number; `settings` is what stands under `tables:`."""
    cases = cases_of(path, settings)
    rows = cases.derived.cases.collect().iter_rows(named=True)
    return {row["ticket_id"]: {name: _plain(cell) for name, cell in row.items()} for row in rows}


def cases_of(path: Path, settings: str = "") -> CaseSource:
    """The tickets that the events of a file tell."""
    standards = path.parent / "standards.yaml"
    standards.write_text(STANDARDS + (f"tables: {{events: {settings}}}\n" if settings else ""))
    file = load(standards)
    written = file.tables
    (source,) = open_inputs([Input("events", str(path))], written, timezone="UTC")
    log = read_log(source)
    return CaseSource(log, None, settings_of(log, file), log.newest or datetime.now(UTC))


def _plain(cell: Any) -> Any:  # noqa: ANN401 - whatever a frame holds
    return cell.strftime("%Y-%m-%d %H:%M:%S") if isinstance(cell, datetime) else cell
