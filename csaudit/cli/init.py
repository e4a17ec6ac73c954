"""`csaudit init`: a first standards.yaml."""

from __future__ import annotations

import os
import shlex
import sys
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from csaudit import streams
from csaudit.cli.files import named_file, read_files
from csaudit.cli.flags import flag
from csaudit.errors import DataError, UsageError
from csaudit.timezones import check_zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.inspect.findings import TableSeen
    from csaudit.inspect.proposal import Proposal, Proposed
    from csaudit.sources import Source

EXAMPLES: Final = """\b
Examples:
  csaudit init tickets.csv
  csaudit init tickets.csv --timezone Europe/London
  csaudit init tickets.csv calls=calls.csv
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

    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[[NAME=]FILE]",
            help="The exports that the file shall fit; without any a commented starter is written.",
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
    as_of: Annotated[
        str | None,
        flag(
            "--as-of",
            metavar="INSTANT",
            help="The audit instant of the figures: 2026-10-31T18:00Z, or now; else the newest "
            "event in the data.",
        ),
    ] = None
    allow_partial: Annotated[
        bool, flag("--allow-partial", help="Fit a page of an export that has more of them.")
    ] = False
    force: Annotated[bool, flag("--force", help="Overwrite a file that is there.")] = False


def init(asked: Begun) -> None:
    """Write a first standards.yaml, one that fits an export if you name it."""
    target = Path(asked.output)
    files = asked.files or []
    streams.refuse_overwriting([target], read_files(files))
    if target.exists() and not asked.force:
        raise UsageError(
            f"{target} is there already; init would overwrite it.",
            "overwrite it with  --force,  or write another file:  -o FILE",
        )
    text = _fitting(asked, files) if files else _starter(asked.timezone)
    streams.write_files({target: text})
    streams.say(f"wrote {target}; its limits and targets are proposals\n  next:  {_next(asked)}")


def _next(asked: Begun) -> str:
    """The command that tries the file that was written."""
    words = ["check", *asked.files] if asked.files else ["lint"]
    if asked.files and asked.as_of is not None:
        words += ["--as-of", asked.as_of]
    if asked.files and asked.allow_partial:
        words.append("--allow-partial")
    if asked.output != "standards.yaml":
        words += ["-s", asked.output]
    return shlex.join(["csaudit", *words])


def _starter(timezone: str | None) -> str:
    text = _STARTER.read_text(encoding="utf-8")
    if timezone is None:
        return text
    check_zone(timezone)
    return text.replace("timezone: UTC", f"timezone: {timezone}", 1)


def _fitting(asked: Begun, files: Sequence[str]) -> str:
    from csaudit.inspect.inspecting import inspect
    from csaudit.reports.standards_file import render

    sources = _open(asked, files, asked.timezone)
    tables = inspect(sources).tables
    timezone = asked.timezone
    zoneless = [table for table in tables if table.zoneless]
    if zoneless and timezone is None:
        timezone = _asked_zone(zoneless[0])
        sources = _open(asked, files, timezone)
        tables = inspect(sources).tables
    for table in tables:
        _check_order(table)
    return render(_proposed(asked, sources, tables, timezone))


def _proposed(
    asked: Begun, sources: Sequence[Source], tables: Sequence[TableSeen], timezone: str | None
) -> list[Proposed]:
    """What each table gives; a table that gives nothing is passed over if another one does."""
    from csaudit.inspect.proposal import Said
    from csaudit.inspect.proposing import propose

    order = asked.date_order.value if asked.date_order else None
    found: list[Proposed] = []
    lost: list[DataError] = []
    both = len({table.table for table in tables} & {"tickets", "events"}) > 1
    for table in (one for one in tables if not (both and one.table == "events")):
        preset = asked.source if _is_of(asked.source, table.table) else None
        said = Said(timezone=timezone, source=preset, date_order=order, as_of=asked.as_of)
        try:
            proposed = propose(sources, table, said)
            found.append(_apart(replace(proposed, source=_seen_from(asked, preset)), found))
        except DataError as error:
            lost.append(error)
    if not found:
        raise lost[0]
    for nothing in lost:
        streams.message("note", str(nothing))
    return found


def _seen_from(asked: Begun, source: str | None) -> str | None:
    """A preset as the file that is written names it: a path starts from that file's folder."""
    if source is None or not source.endswith((".yaml", ".yml")):
        return source
    return os.path.relpath(source, Path(asked.output).parent)


def _is_of(source: str | None, table: str) -> bool:
    """Whether a preset that was asked for is one of this table."""
    from csaudit.sources.opening import GENERIC
    from csaudit.sources.recognise.presets import named

    return source == GENERIC or (source is not None and named(source).table == table)


def _apart(proposed: Proposed, before: Sequence[Proposed]) -> Proposed:
    """The proposal with ids that no table before it has."""
    taken = {one.keys["id"] for other in before for one in (*other.standards, *other.pending)}

    def renamed(one: Proposal) -> Proposal:
        name = one.keys["id"]
        own = f"{proposed.table.table}-{name}" if name in taken else name
        return replace(one, keys={**one.keys, "id": own})

    return replace(
        proposed,
        standards=tuple(map(renamed, proposed.standards)),
        pending=tuple(map(renamed, proposed.pending)),
    )


def _open(asked: Begun, files: Sequence[str], timezone: str | None) -> tuple[Source, ...]:
    from csaudit.sources import Input, open_inputs
    from csaudit.table_settings import TableSettings
    from csaudit.tables import TABLES

    order = asked.date_order.value if asked.date_order else None
    settings = {name: TableSettings(date_order=order) for name in TABLES} if order else {}
    inputs = [Input(*named_file(file)) for file in files]
    return open_inputs(
        inputs,
        settings,
        timezone=timezone,
        source=asked.source,
        allow_partial=asked.allow_partial,
    )


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
            check_zone(answer)
        except UsageError as error:
            streams.message("error", str(error))
        else:
            return answer


def _somebody_is_there() -> bool:
    terminals = streams.is_terminal(sys.stdin) and streams.is_terminal(sys.stderr)
    return terminals and not os.environ.get("CI")
