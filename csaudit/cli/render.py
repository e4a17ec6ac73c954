"""`csaudit render`: a saved report in another format."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer

from csaudit.cli.options import Reported
from csaudit.cli.outputs import plan, write
from csaudit.errors import DataError
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
    from csaudit.reports.json import read

    outputs = plan(wanted, [Path("/dev/stdin" if asked.report == "-" else asked.report)], formats())
    write(read(_text(asked.report), asked.report), outputs)


def _text(path: str) -> str:
    if path == "-":
        return sys.stdin.read()
    try:
        return Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise DataError(f"{path} is not a report of csaudit: it is no UTF-8 text.") from None
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from None
