"""`csaudit trend`: standards over time, out of an export or out of a record of runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from csaudit import streams
from csaudit.cli.auditing import looking_at, read_paths, run_audit, standards_path
from csaudit.cli.flags import flag
from csaudit.cli.options import Every, Reported, Ungated, format_flag
from csaudit.cli.outputs import plan, write
from csaudit.cli.saved_reports import runs_of
from csaudit.errors import UsageError
from csaudit.reports import trend_formats

if TYPE_CHECKING:
    from csaudit.audit.trending import Trend
    from csaudit.cli.outputs import Outputs
    from csaudit.standards import StandardsFile

EXAMPLES: Final = """\b
Examples:
  csaudit trend tickets.csv --every week
  csaudit trend tickets.csv --every month -o trend.md
  csaudit trend runs.jsonl                      what check --record runs.jsonl kept
"""

RECORDED: Final = (".jsonl", ".ndjson")


@dataclass(frozen=True, kw_only=True)
class Trended(Ungated):
    """What is audited; the flags that only matter to the gate say nothing."""

    every: Annotated[Every | None, flag("--every", help="The length of a period.")] = Every.WEEK


@dataclass(frozen=True, kw_only=True)
class TrendReported(Reported):
    """Where the series go and how they look."""

    format: Annotated[str | None, format_flag(trend_formats())] = None


def trend(asked: Trended, wanted: TrendReported) -> None:
    """Show each standard over time.

    The newest whole period stands beside the one before, with whether the difference is more than
    chance; a period that is cut off or not over yet is marked. FILE may also be the runs.jsonl of
    `check --record`.
    """
    if runs := _recorded(asked):
        from csaudit.audit.trending import trend_of_runs

        outputs = plan(wanted, [Path(runs)], trend_formats())
        write(trend_of_runs(runs_of(runs)), outputs)
        return
    from csaudit.standards import load

    standards = standards_path(asked.standards, quiet=wanted.quiet)
    file = load(standards)
    outputs = plan(wanted, read_paths(asked, file, standards), trend_formats())
    write(_of_files(asked, file, outputs), outputs)


def _of_files(asked: Trended, file: StandardsFile, outputs: Outputs[Trend]) -> Trend:
    from csaudit.audit.trending import trend as over_time

    every = asked.every or Every.WEEK
    with streams.progress(looking_at(asked), shown=outputs.shows_progress) as phases:
        done = run_audit(replace(asked, every=every), file, phases)
    return over_time(done.report, every.value)


def _recorded(asked: Trended) -> str | None:
    """The record of runs, if that is what was given."""
    records = [file for file in asked.files if _is_record(file)]
    if records and len(asked.files) > 1:
        raise UsageError(
            "a record of runs stands by itself.", f"write:  csaudit trend {records[0]}"
        )
    return records[0] if records else None


def _is_record(file: str) -> bool:
    """An export may be lines of JSON as well: a record's say which csaudit wrote them."""
    path = Path(file)
    if path.suffix.lower() not in RECORDED or not path.is_file():
        return False
    with path.open("rb") as stream:
        return b'"format_version"' in stream.read(200)
