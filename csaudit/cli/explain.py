"""`csaudit explain`: why single tickets got the verdicts that they got."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

from csaudit import streams
from csaudit.cli.auditing import inputs, options, standards_path
from csaudit.cli.flags import flag
from csaudit.cli.options import Ungated
from csaudit.errors import UsageError

EXAMPLES: Final = """\b
Examples:
  csaudit explain tickets.csv --id 4711
  csaudit explain tickets.csv events=log.csv --id 4711 --standard resolution
  csaudit explain tickets.csv --id 4711 -f json
"""


class ExplainFormat(StrEnum):
    """How it is told."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


@dataclass(frozen=True, kw_only=True)
class Explained(Ungated):
    """Which tickets, by which standards; the flags that only matter to the gate say nothing."""

    id: Annotated[list[str] | None, flag("--id", metavar="ID", help="This ticket. Repeatable.")] = (
        None
    )
    people: Annotated[
        bool, flag("--people", help="Of events also who did what: names and addresses.")
    ] = False
    format: Annotated[
        ExplainFormat, flag("--format", "-f", help="For people, programs, or a wiki.")
    ] = ExplainFormat.TABLE


def explain(asked: Explained) -> None:
    """Tell how single tickets came to their verdicts.

    Their instants, the open time that was counted and the closed time that was not, pauses, the
    limit, when they were due; and their events, where a log tells them.
    """
    from csaudit.audit.explaining import explain as told_by
    from csaudit.reports.explained.json import as_json
    from csaudit.reports.explained.markdown import as_markdown
    from csaudit.reports.explained.text import as_text
    from csaudit.standards import load

    if not asked.id:
        named = next((one for one in asked.files if not Path(one).exists()), "4711")
        raise UsageError("which ticket?", f"write:  --id {shlex.quote(named)}")
    file = load(standards_path(asked.standards))
    ids = list(dict.fromkeys(one.strip() for one in asked.id))
    story = told_by(inputs(asked, file), file, options(asked), ids, people=asked.people)
    if asked.format is ExplainFormat.JSON:
        streams.write_report(as_json(story), utf8=True)
    elif asked.format is ExplainFormat.MARKDOWN:
        streams.write_lines(as_markdown(story))
    else:
        streams.write_lines(as_text(story, streams.width(sys.stdout)))
