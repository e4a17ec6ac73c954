"""The flags of the auditing commands, as DESIGN.md lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final

from csaudit.cli import completion
from csaudit.cli.file_options import Files
from csaudit.cli.flags import flag
from csaudit.reports import formats

TOLERANCE_HELP: Final = (
    "By how much a standard may be worse than before: '2 points', '5%' of what it was, or 30m."
)


class FailOn(StrEnum):
    """From which outcome on the gate trips."""

    FAIL = "fail"
    WARN = "warn"
    REGRESSION = "regression"
    NEVER = "never"


class NoDataAs(StrEnum):
    """What a standard without enough data counts as."""

    FAIL = "fail"
    WARN = "warn"
    IGNORE = "ignore"


class Every(StrEnum):
    """The length of a period."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class Versus(StrEnum):
    """What a period is compared with, out of the same export."""

    PREVIOUS = "previous"


class Colour(StrEnum):
    """When to write colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, kw_only=True)
class Audited(Files):
    """What is audited, against what, and which part of it."""

    as_of: Annotated[
        str | None,
        flag(
            "--as-of",
            metavar="INSTANT",
            help="The audit instant: 2026-10-31T18:00Z, or now; else the newest event in the data.",
        ),
    ] = None
    since: Annotated[
        str | None,
        flag(
            "--since",
            metavar="DATE",
            help="Only records from this day on: 2026-10-01, or yesterday.",
        ),
    ] = None
    until: Annotated[
        str | None,
        flag("--until", metavar="DATE", help="Only records up to this day, itself included."),
    ] = None
    month: Annotated[
        str | None, flag("--month", metavar="YYYY-MM", help="Only records of this month.")
    ] = None
    last: Annotated[
        str | None,
        flag(
            "--last",
            metavar="SPAN",
            help="Only the 7d, 4w or 3 months before --as-of, or the last whole month.",
        ),
    ] = None
    where: Annotated[
        str | None,
        flag("--where", metavar="CONDITION", help="Only these records: \"channel = 'email'\"."),
    ] = None
    by: Annotated[
        list[str] | None,
        flag(
            "--by",
            metavar="COLUMN",
            help="Break every standard down by this column, too. Repeatable.",
            autocompletion=completion.columns,
        ),
    ] = None
    every: Annotated[
        Every | None,
        flag("--every", help="Show every standard by these periods, whatever it says itself."),
    ] = None
    select: Annotated[
        list[str] | None,
        flag(
            "--select",
            metavar="ID",
            help="Only this standard. Repeatable.",
            autocompletion=completion.standard_ids,
        ),
    ] = None
    standard: Annotated[
        list[str] | None, flag("--standard", metavar="ID", help="", hidden=True)
    ] = None
    ignore: Annotated[
        list[str] | None,
        flag(
            "--ignore",
            metavar="ID",
            help="Not this standard. Repeatable.",
            autocompletion=completion.standard_ids,
        ),
    ] = None
    fail_on: Annotated[
        FailOn,
        flag(
            "--fail-on",
            help="From which outcome on the exit code is 1; regression: only where something got "
            "worse than the --baseline.",
        ),
    ] = FailOn.FAIL
    no_data: Annotated[
        NoDataAs | None,
        flag(
            "--no-data",
            help="What a standard without enough data counts as, whatever it says itself.",
        ),
    ] = None
    pseudonymise: Annotated[
        str | None,
        flag(
            "--pseudonymise",
            metavar="COLUMNS",
            help="Show aliases in place of what these columns hold: agent,requester. They are made "
            "with the secret in CSAUDIT_PSEUDONYM_SECRET.",
            autocompletion=completion.columns,
        ),
    ] = None
    engine: Annotated[
        str,
        flag(
            "--engine",
            metavar="ENGINE",
            help="Which engine of polars runs the plan: auto, in-memory, streaming, gpu or "
            "distributed (docs/scale.md).",
        ),
    ] = "auto"
    cluster: Annotated[
        str | None,
        flag(
            "--cluster",
            metavar="ADDRESS",
            help="Of --engine distributed: the scheduler's address, or a cluster's name.",
        ),
    ] = None
    memory: Annotated[
        str | None,
        flag(
            "--memory",
            metavar="SIZE",
            help="How much memory typed tables may take before they go to disk: 500MB, 2GB; else "
            "a quarter of the machine's.",
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class Ungated(Audited):
    """What is audited by a command without a gate: it takes `check`'s flags, some in silence."""

    by: Annotated[list[str] | None, flag("--by", help="", hidden=True)] = None
    every: Annotated[Every | None, flag("--every", help="", hidden=True)] = None
    fail_on: Annotated[FailOn, flag("--fail-on", help="", hidden=True)] = FailOn.FAIL
    no_data: Annotated[NoDataAs | None, flag("--no-data", help="", hidden=True)] = None
    standard: Annotated[
        list[str] | None,
        flag(
            "--standard",
            metavar="ID",
            help="Only this standard, as --select. Repeatable.",
            autocompletion=completion.standard_ids,
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class Checked(Audited):
    """What is audited, with what it is compared, where it is recorded; or only the plan of it."""

    baseline: Annotated[
        str | None,
        flag(
            "--baseline",
            metavar="REPORT",
            help="Compare with an earlier report that -o report.json wrote; while the file is not "
            "there, only a note.",
        ),
    ] = None
    versus: Annotated[
        Versus | None,
        flag("--versus", help="Compare with the period before, out of the same export."),
    ] = None
    tolerance: Annotated[str | None, flag("--tolerance", metavar="AMOUNT", help=TOLERANCE_HELP)] = (
        None
    )
    accept: Annotated[
        str | None,
        flag(
            "--accept",
            metavar="FILE",
            help="Leave out misses that are known: what `csaudit tickets -f accept` wrote.",
        ),
    ] = None
    strict_accept: Annotated[
        bool,
        flag("--strict-accept", help="Exit 1 where something is accepted that is no miss now."),
    ] = False
    cross_check: Annotated[
        bool,
        flag(
            "--cross-check",
            help="Tell how the export's own durations and flags agree with its instants; without "
            "it only where they do not, in up to 200,000 records.",
        ),
    ] = False
    record: Annotated[
        str | None,
        flag(
            "--record",
            metavar="FILE",
            help="Add a line on this run to a file of runs, which `csaudit trend` draws.",
        ),
    ] = None
    only_on_change: Annotated[
        bool,
        flag(
            "--only-on-change",
            help="Say nothing unless an outcome differs from the last run of the --record; the "
            "exit code and the files are as ever.",
        ),
    ] = False
    explain_plan: Annotated[
        bool,
        flag("--explain-plan", help="Print the plan that polars would run, and run nothing."),
    ] = False


def format_flag(known: Iterable[str], usual: str = "table") -> Any:  # noqa: ANN401 - Typer's own
    """`-f`, with the formats in its help, the usual one first."""
    listed = ", ".join([usual, *(name for name in known if name != usual)])
    return flag("--format", "-f", metavar="FORMAT", help=f"What goes to stdout: {listed}.")


@dataclass(frozen=True, kw_only=True)
class Reported:
    """Where the report goes and how it looks."""

    format: Annotated[str | None, format_flag(formats())] = None
    output: Annotated[
        list[str] | None,
        flag(
            "--output",
            "-o",
            metavar="[FORMAT=]PATH",
            help="Also write a file, in the format of its suffix: report.json, or json=report. "
            "Repeatable.",
        ),
    ] = None
    quiet: Annotated[
        bool,
        flag(
            "--quiet",
            "-q",
            help="Print no table and no notes; what -f and -o ask for is still written.",
        ),
    ] = False
    verbose: Annotated[
        bool, flag("--verbose", "-v", help="Every group, period, row, note, reason and example.")
    ] = False
    color: Annotated[Colour, flag("--color", help="When to write colour.")] = Colour.AUTO
    no_progress: Annotated[
        bool, flag("--no-progress", help="Do not tell on a terminal what takes so long.")
    ] = False
