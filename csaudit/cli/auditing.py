"""What the auditing commands do before they differ: find the standards, open the files, audit."""

from __future__ import annotations

import os
import shlex
import sys
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from csaudit import __version__, streams
from csaudit.audit.options import Options
from csaudit.cli.file_options import DateOrder, Files
from csaudit.cli.files import named_file, names_a_secret, read_files
from csaudit.cli.flags import size
from csaudit.cli.options import Audited, FailOn
from csaudit.cli.saved_reports import accepted_in
from csaudit.errors import UsageError
from csaudit.reports import figures, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from csaudit.audit.report import Report, Result
    from csaudit.sources import Source
    from csaudit.standards import StandardsFile
    from csaudit.table_settings import TableSettings

_WORTH_A_LOOK = 30
"""Fewer records need no breaking down."""

_A_MEGABYTE = 1_000_000

_TELLING = ("branch", "team", "agent", "queue", "channel", "priority", "topic")
"""Columns worth breaking a failure down by, the most telling first."""


def standards_path(given: str | None, *, quiet: bool = False) -> Path:
    """The standards file; with none, the built-in set on a terminal and an error in a script."""
    from csaudit.standards.discovery import EXAMPLE, EXAMPLE_NAME, NAME, find

    path = find(given)
    if path is None and (os.environ.get("CI") or not streams.is_terminal(sys.stdout)):
        raise UsageError(
            f"no standards file: there is no {NAME} here or in a folder above.",
            f"name one with  -s FILE,  or use the built-in set with  -s {EXAMPLE_NAME}",
        )
    if path is None and not quiet:
        streams.message(
            "note", f"no {NAME} here or above: auditing against the built-in example set"
        )
    return path or EXAMPLE


def read_paths(asked: Audited, file: StandardsFile, standards: Path) -> list[Path]:
    """Every file that the audit reads, that behind standard input and those of calendars too."""
    presets = [asked.source, *(table.source for table in file.tables.values())]
    feeds = [spec.holidays.ical for spec in file.calendars.values()]
    return [
        standards,
        *(Path(preset) for preset in presets if preset is not None),
        *(standards.parent / feed for feed in feeds if feed is not None),
        *read_files(asked.files or ()),
    ]


@dataclass(frozen=True)
class Audit:
    """A report, and the columns that each table has whether a standard reads them or not."""

    report: Report
    columns: Mapping[str, frozenset[str]]


def run_audit(
    asked: Audited, file: StandardsFile, on_phase: Callable[[str], None] | None = None
) -> Audit:
    """The audit that the flags ask for; `on_phase` is told what begins."""
    from csaudit.audit import audit

    started = datetime.now(UTC)
    sources = inputs(asked, file)
    chosen = options(asked)
    if on_phase is not None:
        chosen = replace(chosen, on_phase=on_phase)
    return Audit(
        report=audit(sources, file, chosen, __version__, started),
        columns={source.table: frozenset(source.columns) for source in sources},
    )


def the_plan(asked: Audited, file: StandardsFile) -> str:
    """What polars would run for it, in words."""
    from csaudit.audit.auditing import explain_plan

    return explain_plan(inputs(asked, file), file, options(asked))


_UNITS: Final = frozenset({"hour", "day", "week", "month", "quarter", "year"})


def inputs(asked: Files, file: StandardsFile | None) -> tuple[Source, ...]:
    """The tables that the files hold, read as the flags and the standards say."""
    last = getattr(asked, "last", None)
    unit = next((one for one in asked.files if one.rstrip("s") in _UNITS), None)
    if str(last).isdecimal() and unit is not None and not Path(unit).exists():
        raise UsageError(f"--last {last} has no unit.", f'write:  --last "{last} {unit}"')
    if file is None:
        return opened(asked, {}, None)
    return opened(asked, file.tables, file.timezone)


def opened(
    asked: Files, tables: Mapping[str, TableSettings], timezone: str | None
) -> tuple[Source, ...]:
    """The tables that the files hold, read as the flags say, else as `tables` and the zone do."""
    from csaudit.sources import Input, open_inputs

    return open_inputs(
        [Input(*named_file(argument)) for argument in asked.files],
        _settings(tables, asked.date_order),
        timezone=asked.timezone or timezone,
        source=asked.source,
        allow_partial=asked.allow_partial,
        max_size=size(asked.max_size, "--max-size"),
    )


def _settings(
    tables: Mapping[str, TableSettings], order: DateOrder | None
) -> Mapping[str, TableSettings]:
    """What the file says of each table; the flag on the order of dates goes before it."""
    if order is None:
        return tables
    from csaudit.table_settings import TableSettings
    from csaudit.tables import TABLES

    return {
        name: replace(tables.get(name, TableSettings()), date_order=order.value) for name in TABLES
    }


def options(asked: Audited) -> Options:
    """The flags as the audit takes them."""
    return Options(
        as_of=asked.as_of,
        since=asked.since,
        until=asked.until,
        month=asked.month,
        last=asked.last,
        timezone=asked.timezone,
        where=asked.where,
        by=tuple(asked.by or ()),
        every=asked.every.value if asked.every else None,
        select=(*(asked.select or ()), *(asked.standard or ())),
        ignore=tuple(asked.ignore or ()),
        fail_on=asked.fail_on.value,
        no_data=asked.no_data.value if asked.no_data else None,
        engine=asked.engine,
        cluster=asked.cluster,
        cross_check=getattr(asked, "cross_check", False),
        pseudonymise=tuple(names(asked.pseudonymise)),
        memory=size(asked.memory, "--memory"),
        accepted=accepted_in(accept) if (accept := getattr(asked, "accept", None)) else {},
    )


def looking_at(asked: Files) -> str:
    """`looking at 341 MB`: the first phase, with how much there is to read."""
    sizes = (path.stat().st_size for path in read_files(asked.files or ()) if path.is_file())
    total = sum(sizes)
    return f"looking at {total / 1e6:,.0f} MB" if total >= _A_MEGABYTE else "looking at the files"


def names(written: str | None) -> Iterator[str]:
    """`agent,requester`: names with commas between them."""
    yield from filter(None, (name.strip() for name in (written or "").split(",")))


def next_step(done: Audit, asked: Audited) -> tuple[str, str] | None:
    """The command that looks into the first failure, and what it would show."""
    from csaudit.metrics import catalogue

    failed = next((one for one in done.report.gating() if one.outcome == "fail"), None)
    if failed is None or names_a_secret(asked.files):
        return None
    missed = words.missed(failed)
    if missed and catalogue()[failed.metric].judges_records:
        return _list_of(failed, missed, asked)
    return _breakdown_of(failed, done, asked)


def _list_of(failed: Result, missed: int, asked: Audited) -> tuple[str, str]:
    """The records that broke the promise."""
    part = replace(
        asked,
        select=None,
        standard=None,
        ignore=None,
        by=None,
        every=None,
        fail_on=FailOn.FAIL,
        no_data=None,
    )
    command = shlex.join(["csaudit", "tickets", *written(part), "--standard", failed.id])
    records = failed.table if missed > 1 else failed.table.removesuffix("s")
    return command, f"the {figures.count(missed)} {records}, worst first"


def _breakdown_of(failed: Result, done: Audit, asked: Audited) -> tuple[str, str] | None:
    """Who is to blame for a figure that no single record breaks."""
    if failed.n < _WORTH_A_LOOK:
        return None
    shown = {name for one in done.report.results if one.id == failed.id for name in one.group}
    there = done.columns.get(failed.table, frozenset()) - shown
    column = next((name for name in _TELLING if name in there), None)
    if column is None:
        return None
    gate = FailOn.FAIL if asked.fail_on is FailOn.REGRESSION else asked.fail_on
    again = replace(
        asked, select=[failed.id], standard=None, ignore=None, by=[column], fail_on=gate
    )
    return shlex.join(["csaudit", "check", *written(again)]), f"which {column} misses it"


def written(asked: Audited) -> Iterator[str]:
    """What is audited as one would type it, the flags that say nothing left away."""
    yield from asked.files
    for field in fields(Audited):
        value = getattr(asked, field.name)
        if field.name != "files" and value not in (field.default, None):
            for one in value if isinstance(value, list) else [value]:
                yield f"--{field.name.replace('_', '-')}"
                if one is not True:
                    yield str(one)
