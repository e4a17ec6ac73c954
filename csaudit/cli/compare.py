"""`csaudit compare`: what got better or worse between two reports."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

import typer

from csaudit.cli.flags import flag
from csaudit.cli.options import TOLERANCE_HELP, Reported, format_flag
from csaudit.cli.outputs import plan, write
from csaudit.cli.saved_reports import report_path, saved
from csaudit.reports import comparison_formats

EXAMPLES: Final = """\b
Examples:
  csaudit compare september.json october.json
  csaudit compare main.json branch.json --fail-on regression --tolerance '2 points'
  csaudit compare september.json october.json -f markdown
"""


class CompareFailOn(StrEnum):
    """What makes the exit code 1."""

    REGRESSION = "regression"
    NEVER = "never"


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Which two reports, and what counts as worse."""

    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A report that -o report.json wrote; - for stdin.")
    ]
    new: Annotated[str, typer.Argument(metavar="NEW", help="The one after it.")]
    fail_on: Annotated[
        CompareFailOn,
        flag("--fail-on", help="regression: exit 1 where a standard got worse."),
    ] = CompareFailOn.NEVER
    tolerance: Annotated[str | None, flag("--tolerance", metavar="AMOUNT", help=TOLERANCE_HELP)] = (
        None
    )


@dataclass(frozen=True, kw_only=True)
class ComparisonReported(Reported):
    """Where a comparison goes and how it looks."""

    format: Annotated[str | None, format_flag(comparison_formats())] = None


def compare(asked: Compared, wanted: ComparisonReported) -> None:
    """Tell what got better or worse between two reports.

    Results are compared by standard, group and period; with each difference it is said whether it
    is more than chance.
    """
    from csaudit.audit.comparing import compared, gated_on_regression, tolerance, ungated

    allowed = tolerance(asked.tolerance)
    outputs = plan(wanted, map(report_path, (asked.old, asked.new)), comparison_formats())
    report = compared(saved(asked.new), saved(asked.old), asked.old, allowed)
    gates = asked.fail_on is CompareFailOn.REGRESSION
    report = gated_on_regression(report, mandatory=False) if gates else ungated(report)
    write(report, outputs)
    raise typer.Exit(report.gate.exit_code)
