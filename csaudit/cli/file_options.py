"""The flags of every command that reads exports: which files, and how they are read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

import typer

from csaudit.cli import completion
from csaudit.cli.flags import flag

STANDARDS_HELP: Final = (
    "The standards file; else ./standards.yaml, or the one of a folder above, up to the root of "
    "the repository. `example` is the built-in set."
)


class DateOrder(StrEnum):
    """Which part of a date such as 3/4/2026 comes first."""

    DAY = "day-first"
    MONTH = "month-first"
    YEAR = "year-first"


@dataclass(frozen=True, kw_only=True)
class Files:
    """Which exports are read, and how where their cells do not tell."""

    files: Annotated[
        list[str],
        typer.Argument(
            metavar="[NAME=]FILE",
            help="Exports to read. NAME says which table a file holds: tickets, calls, surveys, "
            "reviews or events; without it the columns tell.",
            show_default=False,
        ),
    ]
    standards: Annotated[
        str | None, flag("--standards", "-s", metavar="FILE", help=STANDARDS_HELP)
    ] = None
    timezone: Annotated[
        str | None,
        flag(
            "--timezone",
            metavar="ZONE",
            help="Zone of times that name none, and where a day begins: Europe/London.",
            autocompletion=completion.zones,
        ),
    ] = None
    date_order: Annotated[
        DateOrder | None,
        flag("--date-order", help="Day or month first, where the dates do not tell."),
    ] = None
    source: Annotated[
        str | None,
        flag(
            "--source",
            metavar="PRESET",
            help="What kind of export the files are; `csaudit sources` lists them.",
            autocompletion=completion.presets,
        ),
    ] = None
    allow_partial: Annotated[
        bool,
        flag("--allow-partial", help="Read an export although it says that there is more of it."),
    ] = False
    max_size: Annotated[
        str | None,
        flag(
            "--max-size",
            metavar="SIZE",
            help="How much a packed file, a workbook or a pipe may hold: 500MB, 8GB; else 2GB.",
        ),
    ] = None
