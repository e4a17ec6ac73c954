"""`csaudit init`: a first standards.yaml."""

from __future__ import annotations

import os
import shlex
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from csaudit import streams
from csaudit.cli.auditing import looking_at, opened
from csaudit.cli.file_options import Files
from csaudit.cli.files import names_a_secret, read_files
from csaudit.cli.flags import flag
from csaudit.errors import DataError, StandardsError, UsageError
from csaudit.timezones import check_zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.inspect.findings import TableSeen
    from csaudit.inspect.proposal import Proposal, Proposed
    from csaudit.sources import Source
    from csaudit.standards.begun_file import Begun

STDOUT: Final = "-"

EXAMPLES: Final = """\b
Examples:
  csaudit init tickets.csv
  csaudit init tickets.csv --timezone Europe/London
  csaudit init tickets.csv calls=calls.csv
  csaudit init                                       (a commented starter file)
"""

_STARTER: Final = Path(__file__).parent.parent / "standards" / "starter.yaml"


@dataclass(frozen=True, kw_only=True)
class Initiated(Files):
    """What the file shall fit, and where it goes."""

    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[[NAME=]FILE]",
            help="The exports that the file shall fit; without any a commented starter is written.",
        ),
    ] = None  # type: ignore[assignment]  # without any a starter is written
    standards: Annotated[
        str | None,
        flag(
            "--standards",
            "-s",
            metavar="FILE",
            help="A file whose tables: is kept, which says how exports are read; else that of the "
            "file that is written, or ./standards.yaml.",
        ),
    ] = None
    output: Annotated[
        str, flag("--output", "-o", metavar="PATH", help="The file to write; - is stdout.")
    ] = "standards.yaml"
    as_of: Annotated[
        str | None,
        flag(
            "--as-of",
            metavar="INSTANT",
            help="The audit instant of the figures: 2026-10-31T18:00Z, or now; else the newest "
            "event in the data.",
        ),
    ] = None
    force: Annotated[bool, flag("--force", help="Overwrite a file that is there.")] = False


def init(asked: Initiated) -> None:
    """Write a first standards.yaml, one that fits an export if you name it.

    What a file that is only begun says already is kept: a file without standards is completed.
    """
    if asked.output == STDOUT:
        streams.write_report(_text(asked, _kept(asked, None)), utf8=True)
        return
    target = Path(asked.output)
    files = asked.files or []
    streams.refuse_overwriting([target], read_files(files))
    kept = _kept(asked, target) if files else None
    of_target = target.is_file() and _source_of(asked, target) == target
    completes = of_target and kept is not None and bool(kept.keys) and not kept.has_standards
    if target.exists() and not asked.force and not completes:
        raise UsageError(
            f"{target} is there already; init would overwrite it.",
            "overwrite it with  --force,  or write another file:  -o FILE",
        )
    streams.write_files({target: _text(asked, kept)})
    streams.say(f"wrote {target}; its limits and targets are proposals\n  next:  {_next(asked)}")


def _text(asked: Initiated, kept: Begun | None) -> str:
    if kept is None or not asked.files:
        return _starter(asked.timezone)
    return _fitting(asked, kept)


def _source_of(asked: Initiated, target: Path) -> Path:
    """The file whose words are kept: the one that is named, else the target itself."""
    named = None if asked.standards is None else Path(asked.standards)
    return target if named is None or named.resolve() == target.resolve() else named


def _kept(asked: Initiated, target: Path | None) -> Begun:
    """What somebody has written down already."""
    from csaudit.standards.begun_file import NOTHING, begun
    from csaudit.standards.discovery import EXAMPLE, find

    if target is not None and target.is_file() and _source_of(asked, target) == target:
        try:
            return begun(target, only_tables=False)
        except StandardsError as error:
            if not asked.force:
                raise UsageError(
                    f"{target} is there already, and what it says is not clear: {error}",
                    "mend it, overwrite it with  --force,  or write another file:  -o FILE",
                ) from error
            streams.message("note", f"nothing of {target} is kept, since it cannot be read")
            return NOTHING
    path = find(asked.standards)
    return NOTHING if path in {None, EXAMPLE} else begun(path, only_tables=True)


def _next(asked: Initiated) -> str:
    """The command that tries the file that was written."""
    shows = bool(asked.files) and not names_a_secret(asked.files or ())
    words = ["check", *(asked.files or ())] if shows else ["lint"]
    if shows and asked.as_of is not None:
        words += ["--as-of", asked.as_of]
    if shows and asked.allow_partial:
        words.append("--allow-partial")
    if asked.output != "standards.yaml":
        words += ["-s", asked.output]
    return shlex.join(["csaudit", *words])


def _check_zones(timezone: str | None, kept: Begun) -> None:
    """A begun file keeps its zone: another one for the proposals would not fit it."""
    if timezone is not None and "timezone" in kept.keys and timezone != kept.timezone:
        raise UsageError(
            f"the file that is begun says  timezone: {kept.timezone}, and --timezone {timezone}.",
            "leave --timezone away, or change the file",
        )


def _starter(timezone: str | None) -> str:
    text = _STARTER.read_text(encoding="utf-8")
    if timezone is None:
        return text
    check_zone(timezone)
    return text.replace("timezone: UTC", f"timezone: {timezone}", 1)


def _fitting(asked: Initiated, kept: Begun) -> str:
    from csaudit.inspect.inspecting import inspect
    from csaudit.reports.standards_file import render

    _check_zones(asked.timezone, kept)
    timezone = asked.timezone or kept.timezone
    with streams.progress(looking_at(asked), shown=True):
        sources = opened(asked, kept.settings, timezone)
        tables = inspect(sources).tables
    zoneless = [table for table in tables if table.zoneless]
    if zoneless and timezone is None:
        timezone = _asked_zone(zoneless[0])
        sources = opened(asked, kept.settings, timezone)
        tables = inspect(sources).tables
    for table in tables:
        _check_order(table)
    with streams.progress("trying standards", shown=True):
        proposed = _proposed(asked, kept, sources, tables, timezone)
    for one in proposed:
        kept = kept.saying(one.table.table, one.own)
    return render(proposed, kept)


def _proposed(
    asked: Initiated,
    kept: Begun,
    sources: Sequence[Source],
    tables: Sequence[TableSeen],
    timezone: str | None,
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
        said = Said(
            timezone=timezone,
            source=preset,
            date_order=order,
            as_of=asked.as_of,
            tables=kept.tables,
        )
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


def _seen_from(asked: Initiated, source: str | None) -> str | None:
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
    from csaudit.sources.recognise.zone_in_header import zone_to_write

    column = table.zoneless[0]
    likely = zone_to_write(column.headers)
    told = (
        f'the times in "{column.headers[0]}" carry no time zone'
        + (f' (such as "{column.example}")' if column.example else "")
        + "."
    )
    if not _somebody_is_there():
        raise UsageError(
            f"{', '.join(file.path for file in table.files)}: {told}",
            f"run with  --timezone {likely}      (or wherever its clock stands)",
        )
    streams.message("note", f"{told} Which zone are they in? For example {likely}")
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
