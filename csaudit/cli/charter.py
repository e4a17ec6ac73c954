"""`csaudit charter`: the customer charter, in plain language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

from csaudit.cli.auditing import read_paths, run_audit, standards_path
from csaudit.cli.flags import flag
from csaudit.cli.options import Audited, Reported, format_flag
from csaudit.cli.outputs import plan, write
from csaudit.cli.saved_reports import report_path, saved
from csaudit.errors import UsageError
from csaudit.reports import charter_formats

if TYPE_CHECKING:
    from csaudit.audit.report import Report
    from csaudit.standards import StandardsFile

EXAMPLES: Final = """\b
Examples:
  csaudit charter                                 what standards.yaml promises
  csaudit charter --report report.json -f html    and how it was kept
  csaudit charter tickets.csv --month 2026-10 -o charter.md
  csaudit charter --audience staff
"""


class Audience(StrEnum):
    """To whom a promise is made."""

    CUSTOMERS = "customers"
    STAFF = "staff"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Chartered(Audited):
    """Whose promises, and out of what it is told how they were kept."""

    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME=]FILE",
            help="Exports to tell from how each was kept.",
            show_default=False,
        ),
    ] = None  # type: ignore[assignment]  # here nothing need be audited
    report: Annotated[
        str | None,
        flag("--report", metavar="REPORT", help="A saved report to tell it from instead."),
    ] = None
    audience: Annotated[Audience, flag("--audience", help="Promises to whom.")] = Audience.CUSTOMERS


@dataclass(frozen=True, kw_only=True)
class CharterReported(Reported):
    """Where the charter goes and how it looks."""

    format: Annotated[str | None, format_flag(charter_formats(), usual="text")] = None


def charter(asked: Chartered, wanted: CharterReported) -> None:
    """Write the customer charter: what you promise, in plain language.

    With exports or a saved report it says how each promise was kept.
    """
    from csaudit.reports.charter.promises import HEADINGS
    from csaudit.reports.charter.promises import charter as in_words
    from csaudit.standards import load

    if asked.files and asked.report:
        raise UsageError("give exports or a --report, not both.")
    standards = standards_path(asked.standards, quiet=wanted.quiet)
    file = load(standards)
    read = [*read_paths(asked, file, standards), *map(report_path, filter(None, [asked.report]))]
    outputs = plan(wanted, read, charter_formats(), usual="text")
    audiences = list(HEADINGS) if asked.audience is Audience.ALL else [asked.audience.value]
    content = in_words(file, _report(asked, file), audiences)
    if not content.sections:
        raise UsageError(
            f"{file.path} promises nothing to {' or '.join(audiences)}.",
            "write of a standard:  audience: customers      or staff",
        )
    write(content, outputs)


def _report(asked: Chartered, file: StandardsFile) -> Report | None:
    if asked.report is not None:
        return saved(asked.report)
    return run_audit(asked, file).report if asked.files else None
