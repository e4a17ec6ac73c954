"""Standards × tables → a frozen `Report`. No printing, no exit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.audit.options import Options

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from csaudit.audit.report import Report
    from csaudit.sources import Source
    from csaudit.standards import StandardsFile

__all__ = ["Options", "audit"]


def audit(
    sources: Sequence[Source],
    file: StandardsFile,
    options: Options,
    version: str,
    started: datetime | None = None,
) -> Report:
    """Audit tables against standards, see `csaudit.audit.auditing.audit`."""
    # Here and not above: who only reads a report need not wait for polars.
    from csaudit.audit.auditing import audit as run

    return run(sources, file, options, version, started)
