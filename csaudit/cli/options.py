"""The flags of the auditing commands, as DESIGN.md lists them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from csaudit.cli.flags import flag
from csaudit.reports import case_formats, formats


class FailOn(StrEnum):
    """From which outcome on the gate trips."""

    FAIL = "fail"
    WARN = "warn"
    NEVER = "never"


class NoDataAs(StrEnum):
    """What a standard without enough data counts as."""

    FAIL = "fail"
    WARN = "warn"
    IGNORE = "ignore"


class Colour(StrEnum):
    """When to write colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, kw_only=True)
class Audited:
    """What is audited, against what, and which part of it."""

    files: Annotated[
        list[str],
        typer.Argument(
            metavar="[NAME=]FILE",
            help="Exports to audit. NAME says which table a file holds: tickets, calls, surveys "
            "or reviews; without it the columns tell.",
            show_default=False,
        ),
    ]
    standards: Annotated[
        str | None,
        flag(
            "--standards",
            "-s",
            metavar="FILE",
            help="The standards file; else ./standards.yaml, or the one of a folder above, up to "
            "the root of the repository. `example` is the built-in set.",
        ),
    ] = None
    as_of: Annotated[
        str | None,
        flag(
            "--as-of",
            metavar="INSTANT",
            help="When it is: 2026-10-31T18:00Z, or now. Else the newest event in the data.",
        ),
    ] = None
    since: Annotated[
        str | None, flag("--since", metavar="DATE", help="Only records from this day on.")
    ] = None
    until: Annotated[
        str | None,
        flag("--until", metavar="DATE", help="Only records up to this day, itself included."),
    ] = None
    month: Annotated[
        str | None, flag("--month", metavar="YYYY-MM", help="Only records of this month.")
    ] = None
    last: Annotated[
        str | None, flag("--last", metavar="SPAN", help="Only the last 7d, 4w, 3 months, …")
    ] = None
    timezone: Annotated[
        str | None,
        flag(
            "--timezone",
            metavar="ZONE",
            help="Zone of times that name none, and where a day begins: Europe/London.",
        ),
    ] = None
    source: Annotated[
        str | None,
        flag("--source", metavar="PRESET", help="What kind of export the files are."),
    ] = None
    allow_partial: Annotated[
        bool,
        flag("--allow-partial", help="Audit an export although it says that there is more of it."),
    ] = False
    where: Annotated[
        str | None,
        flag("--where", metavar="CONDITION", help="Only these records: \"channel = 'email'\"."),
    ] = None
    by: Annotated[
        list[str] | None,
        flag("--by", metavar="COLUMN", help="Break every standard down by this column, too."),
    ] = None
    select: Annotated[
        list[str] | None, flag("--select", metavar="ID", help="Only this standard. Repeatable.")
    ] = None
    ignore: Annotated[
        list[str] | None, flag("--ignore", metavar="ID", help="Not this standard. Repeatable.")
    ] = None
    fail_on: Annotated[
        FailOn, flag("--fail-on", help="The outcome from which on the exit code is 1.")
    ] = FailOn.FAIL
    no_data: Annotated[
        NoDataAs | None,
        flag("--no-data", help="What not enough data counts as, for every standard."),
    ] = None


@dataclass(frozen=True, kw_only=True)
class Reported:
    """Where the report goes and how it looks."""

    format: Annotated[
        str | None,
        flag(
            "--format", "-f", metavar="FORMAT", help=f"What goes to stdout: {', '.join(formats())}."
        ),
    ] = None
    output: Annotated[
        list[str] | None,
        flag(
            "--output",
            "-o",
            metavar="[FORMAT=]PATH",
            help="Also write a file; its suffix tells the format. Repeatable.",
        ),
    ] = None
    quiet: Annotated[
        bool, flag("--quiet", "-q", help="No table, no notes; what was asked for is still written.")
    ] = False
    verbose: Annotated[
        bool, flag("--verbose", "-v", help="Every group, period, note, reason and example.")
    ] = False
    color: Annotated[Colour, flag("--color", help="When to write colour.")] = Colour.AUTO
    no_progress: Annotated[
        bool, flag("--no-progress", help="Do not tell on a terminal what takes so long.")
    ] = False


@dataclass(frozen=True, kw_only=True)
class Listed(Audited):
    """What is listed: as for an audit; the flags that only matter to its verdict say nothing."""

    by: Annotated[list[str] | None, flag("--by", help="", hidden=True)] = None
    fail_on: Annotated[FailOn, flag("--fail-on", help="", hidden=True)] = FailOn.FAIL
    no_data: Annotated[NoDataAs | None, flag("--no-data", help="", hidden=True)] = None
    standard: Annotated[
        list[str] | None,
        flag("--standard", metavar="ID", help="Only this standard, as --select. Repeatable."),
    ] = None
    missed: Annotated[
        bool, flag("--missed", help="The records that broke a promise; so it is without this flag.")
    ] = False
    all: Annotated[
        bool, flag("--all", help="Every record, those that were met, left out and unreadable, too.")
    ] = False
    due_within: Annotated[
        str | None,
        flag(
            "--due-within",
            metavar="SPAN",
            help="What falls due so soon after the audit instant: 8h. With --missed, both.",
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class ListReported(Reported):
    """Where a list goes and how it looks."""

    format: Annotated[
        str | None,
        flag(
            "--format",
            "-f",
            metavar="FORMAT",
            help=f"What goes to stdout: {', '.join(case_formats())}.",
        ),
    ] = None
    quiet: Annotated[
        bool, flag("--quiet", "-q", help="No table, no notes; what was asked for is still written.")
    ] = False
    verbose: Annotated[bool, flag("--verbose", "-v", help="Every row, however many.")] = False
