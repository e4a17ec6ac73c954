"""`csaudit init`: a first standards.yaml."""

from __future__ import annotations

import os
import re
import shlex
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from csaudit import streams
from csaudit.cli.files import named_file
from csaudit.cli.flags import flag
from csaudit.errors import DataError, UsageError, did_you_mean

if TYPE_CHECKING:
    from csaudit.audit.inspected import TableSeen
    from csaudit.sources import Source

EXAMPLES: Final = """\b
Examples:
  csaudit init tickets.csv
  csaudit init tickets.csv --timezone Europe/London
  csaudit init                                       (a commented starter file)
"""

_STARTER: Final = Path(__file__).parent.parent / "standards" / "starter.yaml"


class DateOrder(StrEnum):
    """Which part of a date such as 3/4/2026 comes first."""

    DAY = "day-first"
    MONTH = "month-first"
    YEAR = "year-first"


@dataclass(frozen=True, kw_only=True)
class Begun:
    """What the file shall fit, and where it goes."""

    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[[NAME=]FILE]",
            help="The export that the file shall fit; without it a commented starter is written.",
        ),
    ] = None
    output: Annotated[str, flag("--output", "-o", metavar="PATH", help="The file to write.")] = (
        "standards.yaml"
    )
    timezone: Annotated[
        str | None,
        flag("--timezone", metavar="ZONE", help="Zone of times that name none: Europe/London."),
    ] = None
    source: Annotated[
        str | None, flag("--source", metavar="PRESET", help="What kind of export the file is.")
    ] = None
    date_order: Annotated[
        DateOrder | None,
        flag("--date-order", help="Day or month first, where the dates do not tell."),
    ] = None
    force: Annotated[bool, flag("--force", help="Overwrite a file that is there.")] = False


def init(asked: Begun) -> None:
    """Write a first standards.yaml, one that fits an export if you name it."""
    target = Path(asked.output)
    read = [] if asked.file is None else [Path(named_file(asked.file)[1])]
    streams.refuse_overwriting([target], read)
    if target.exists() and not asked.force:
        raise UsageError(
            f"{target} is there already; init would overwrite it.",
            "overwrite it with  --force,  or write another file:  -o FILE",
        )
    text = _starter(asked.timezone) if asked.file is None else _fitting(asked, asked.file)
    streams.write_files({target: text})
    then = "csaudit lint" if asked.file is None else f"csaudit check {shlex.quote(asked.file)}"
    own = "" if asked.output == "standards.yaml" else f" -s {shlex.quote(asked.output)}"
    streams.say(f"wrote {target}; its limits and targets are proposals\n  next:  {then}{own}")


def _starter(timezone: str | None) -> str:
    text = _STARTER.read_text(encoding="utf-8")
    if timezone is None:
        return text
    _check_zone(timezone)
    return text.replace("timezone: UTC", f"timezone: {timezone}", 1)


def _fitting(asked: Begun, file: str) -> str:
    from csaudit.audit.inspection import inspect
    from csaudit.audit.proposing import propose
    from csaudit.reports.proposed import render

    source = _open(asked, file, asked.timezone)
    (table,) = inspect([source]).tables
    timezone = asked.timezone
    if table.zoneless and timezone is None:
        timezone = _asked_zone(table)
        source = _open(asked, file, timezone)
        (table,) = inspect([source]).tables
    _check_order(table)
    proposed = propose(
        source,
        table,
        timezone=timezone,
        preset=asked.source,
        date_order=asked.date_order.value if asked.date_order else None,
    )
    return render(proposed)


def _open(asked: Begun, file: str, timezone: str | None) -> Source:
    from csaudit.sources import Input, open_inputs
    from csaudit.tables import TABLES, TableSettings

    order = asked.date_order.value if asked.date_order else None
    settings = {name: TableSettings(date_order=order) for name in TABLES} if order else {}
    found = open_inputs(
        [Input(*named_file(file))], settings, timezone=timezone, source=asked.source
    )
    return found[0]


def _check_order(table: TableSeen) -> None:
    """Dates that nothing settles: the very flag to add."""
    for column in table.columns:
        if column.canonical and column.problem is not None:
            raise DataError(
                column.problem.partition("\n")[0],
                "run with  --date-order day-first      or month-first",
            )


# ---- the zone ----


def _asked_zone(table: TableSeen) -> str:
    """The zone of the times, from the person at the terminal."""
    column = table.zoneless[0]
    told = (
        f'the times in "{column.headers[0]}" carry no time zone'
        + (f' (such as "{column.example}")' if column.example else "")
        + "."
    )
    if not _somebody_is_there():
        raise UsageError(
            f"{', '.join(file.path for file in table.files)}: {told}",
            "run with  --timezone Europe/London      (or wherever its clock stands)",
        )
    streams.message("note", f"{told} Which zone are they in? For example Europe/London")
    while True:
        answer = str(typer.prompt("time zone", err=True)).strip()
        try:
            _check_zone(answer)
        except UsageError as error:
            streams.message("error", str(error))
        else:
            return answer


def _somebody_is_there() -> bool:
    terminals = streams.is_terminal(sys.stdin) and streams.is_terminal(sys.stderr)
    return terminals and not os.environ.get("CI")


def _check_zone(name: str) -> None:
    import zoneinfo

    if not re.fullmatch(r"[A-Za-z0-9_+/-]+", name) or name not in zoneinfo.available_timezones():
        known = did_you_mean(name, zoneinfo.available_timezones())
        raise UsageError(f'"{name}" is no time zone{known}.', "zones are written as  Europe/London")
