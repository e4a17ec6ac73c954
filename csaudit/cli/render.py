"""`csaudit render`: a saved report in another format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

import typer

from csaudit.cli.options import Reported
from csaudit.cli.outputs import plan, write
from csaudit.cli.saved_reports import report_path, saved
from csaudit.reports import formats

EXAMPLES: Final = """\b
Examples:
  csaudit render report.json                       the table
  csaudit render report.json -o report.html        the page for the boss
  csaudit render report.json -f slack | curl -H 'Content-type: application/json' -d @- "$HOOK"
"""


@dataclass(frozen=True, kw_only=True)
class Saved:
    """Which report."""

    report: Annotated[
        str,
        typer.Argument(metavar="REPORT", help="A report that -o report.json wrote; - for stdin."),
    ]


def render(asked: Saved, wanted: Reported) -> None:
    """Write a saved report in another format; it always exits 0."""
    outputs = plan(wanted, [report_path(asked.report)], formats())
    write(saved(asked.report), outputs)
