"""`csaudit inspect`: what csaudit understands of an export, and what it could measure."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from csaudit import streams
from csaudit.cli.files import named_file
from csaudit.cli.flags import flag

if TYPE_CHECKING:
    from csaudit.standards import StandardsFile

EXAMPLES: Final = """\b
Examples:
  csaudit inspect tickets.csv
  csaudit inspect tickets.json calls=calls.csv --timezone Europe/London
  csaudit inspect tickets.csv -f json
  csaudit inspect tickets.csv -o understood.json
"""


class InspectFormat(StrEnum):
    """How it is told."""

    TABLE = "table"
    JSON = "json"


@dataclass(frozen=True, kw_only=True)
class Inspected:
    """What is looked at, and how."""

    files: Annotated[
        list[str],
        typer.Argument(
            metavar="[NAME=]FILE",
            help="Exports to look at. NAME says which table a file holds: tickets, calls, "
            "surveys or reviews; without it the columns tell.",
            show_default=False,
        ),
    ]
    standards: Annotated[
        str | None,
        flag(
            "--standards",
            "-s",
            metavar="FILE",
            help="Also tell which standards of this file can be measured; else ./standards.yaml "
            "if there is one.",
        ),
    ] = None
    timezone: Annotated[
        str | None,
        flag("--timezone", metavar="ZONE", help="Zone of times that name none: Europe/London."),
    ] = None
    source: Annotated[
        str | None,
        flag("--source", metavar="PRESET", help="What kind of export the files are."),
    ] = None
    format: Annotated[InspectFormat, flag("--format", "-f", help="For people, or programs.")] = (
        InspectFormat.TABLE
    )
    output: Annotated[
        str | None,
        flag(
            "--output",
            "-o",
            metavar="PATH",
            help="Write it to this file, and nothing to stdout; as JSON if it ends in .json.",
        ),
    ] = None


def inspect(asked: Inspected) -> None:
    """Show what csaudit understands of an export, and what it could measure."""
    from csaudit.inspect.inspecting import inspect as look
    from csaudit.reports.inspection import render, render_json
    from csaudit.sources import Input, open_inputs

    file = _standards(asked.standards)
    sources = open_inputs(
        [Input(*named_file(argument)) for argument in asked.files],
        file.tables if file else {},
        timezone=asked.timezone or (file.timezone if file else None),
        source=asked.source,
        allow_partial=True,
    )
    found = look(sources, file)
    if asked.output is not None:
        target = Path(asked.output)
        streams.refuse_overwriting([target], [Path(path) for one in sources for path in one.paths])
        as_json = asked.format is InspectFormat.JSON or target.suffix.lower() == ".json"
        streams.write_files({target: render_json(found) if as_json else render(found)})
    elif asked.format is InspectFormat.JSON:
        streams.write_report(render_json(found), utf8=True)
    else:
        text = render(found, streams.width(sys.stdout), streams.encoding(sys.stdout))
        streams.write_report(text, utf8=False)


def _standards(given: str | None) -> StandardsFile | None:
    """The standards that `check` would audit against; none where there is no file."""
    from csaudit.standards import load
    from csaudit.standards.discovery import find

    path = find(given)
    return None if path is None else load(path)
