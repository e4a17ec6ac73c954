"""`csaudit inspect`: what csaudit understands of an export, and what it could measure."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from csaudit import streams
from csaudit.cli.auditing import inputs, looking_at
from csaudit.cli.file_options import Files
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
class Inspected(Files):
    """What is looked at, and how."""

    standards: Annotated[
        str | None,
        flag(
            "--standards",
            "-s",
            metavar="FILE",
            help="Also tell which standards of this file can be measured; else ./standards.yaml "
            "if there is one. One that only says how exports are read (tables:) will do.",
        ),
    ] = None
    allow_partial: Annotated[bool, flag("--allow-partial", help="", hidden=True)] = True
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

    file = _standards(asked.standards)
    with streams.progress(looking_at(asked), shown=True):
        sources = inputs(asked, file)
        found = look(sources, file, shares=True)
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
    """The standards that `check` would audit against, perhaps none yet; None without a file."""
    from csaudit.standards import load
    from csaudit.standards.discovery import find

    path = find(given)
    return None if path is None else load(path, needs_standards=False)
