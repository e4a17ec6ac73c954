"""`csaudit check`: the audit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from csaudit import __version__, streams
from csaudit.cli.auditing import (
    looking_at,
    next_step,
    read_paths,
    run_audit,
    standards_path,
    the_plan,
)
from csaudit.cli.help import EXIT_CODES
from csaudit.cli.options import Checked, FailOn, Reported
from csaudit.cli.outputs import hand_over, plan, write_failure
from csaudit.cli.saved_reports import report_path, runs_of, saved
from csaudit.errors import DataError, UsageError
from csaudit.reports import formats
from csaudit.reports.json import failure, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.audit.report import Report
    from csaudit.standards import StandardsFile

EXAMPLES: Final = f"""\b
Examples:
  csaudit check tickets.csv
  csaudit check tickets.csv calls=calls.csv -s standards.yaml
  csaudit check tickets.csv --month 2026-10 --by branch
  csaudit check tickets.csv -q -o report.json        (for cron)
  csaudit check tickets.csv -f json --fail-on warn   (for scripts)
  csaudit check tickets.csv --baseline last.json --fail-on regression

{EXIT_CODES}"""


def check(asked: Checked, wanted: Reported) -> None:
    """Audit exports against the standards; exit 1 if one is not kept."""
    from csaudit.standards import load

    standards = standards_path(asked.standards, quiet=wanted.quiet)
    file = load(standards)
    if asked.explain_plan:
        streams.write_lines(the_plan(asked, file).splitlines())
        return
    read = [*read_paths(asked, file, standards), *_saved_by_others(asked)]
    outputs = plan(wanted, read, formats())
    earlier, last_run = _earlier(asked), _last_run(asked, read)
    started = datetime.now(UTC)
    try:
        with streams.progress(looking_at(asked), shown=outputs.shows_progress) as phases:
            done = run_audit(asked, file, phases)
            if asked.versus is not None:
                earlier = _period_before(done.report, asked, file)
    except DataError as error:
        # Whoever alerts on the file must not take the last one for today's.
        write_failure(failure(str(error), __version__, asked.fail_on.value, started), outputs)
        raise
    report = _compared(done.report, asked, earlier)
    if asked.record is not None:
        streams.append(Path(asked.record), one_line(report))
    if last_run is not None and _is_as_before(report, last_run):
        outputs = outputs.silenced()
    phases("writing")
    hand_over(report, outputs, next_step(done, asked))
    if wanted.verbose and not wanted.quiet:
        spent = (f"{name} {seconds:.2f} s" for name, seconds in phases.seconds().items())
        streams.say(f"took: {', '.join(spent)}")
    raise typer.Exit(report.gate.exit_code)


def _saved_by_others(asked: Checked) -> list[Path]:
    """What earlier runs left and this one reads."""
    return [report_path(path) for path in (asked.baseline, asked.accept) if path is not None]


def _is_as_before(report: Report, last: Report) -> bool:
    """Whether every standard ended as it did the last time, and so the run."""
    now, before = (
        ({one.id: one.outcome for one in of.gating()}, of.gate.exit_code) for of in (report, last)
    )
    return now == before


def _last_run(asked: Checked, read: Sequence[Path]) -> Report | None:
    """The newest run of the record, if it is asked whether anything has changed since."""
    if asked.record is None:
        if asked.only_on_change:
            raise UsageError("--only-on-change asks a --record.", "add  --record runs.jsonl")
        return None
    path = Path(asked.record)
    streams.refuse_overwriting([path], read, flag="--record")
    if not asked.only_on_change or not path.exists() or not path.stat().st_size:
        return None
    return runs_of(asked.record)[-1]


def _earlier(asked: Checked) -> Report | None:
    """The baseline; a first run has none yet."""
    if asked.baseline is not None and asked.versus is not None:
        raise UsageError("--baseline and --versus exclude each other: give one.")
    if asked.baseline is None:
        if asked.versus is not None:
            return None
        if asked.fail_on is FailOn.REGRESSION:
            raise UsageError(
                "--fail-on regression compares with an earlier report.",
                "name it:  --baseline report.json",
            )
        if asked.tolerance is not None:
            raise UsageError("--tolerance is of a --baseline.", "add  --baseline report.json")
        return None
    if asked.baseline != "-" and not Path(asked.baseline).exists():
        streams.message(
            "note",
            f"{asked.baseline} is not there yet: nothing to compare with. Write it with  "
            f"-o json={asked.baseline}",
        )
        return None
    return saved(asked.baseline)


def _period_before(report: Report, asked: Checked, file: StandardsFile) -> Report:
    """The audit of the same export over the period before. Raises UsageError without a period."""
    from csaudit.metrics.declaration import Period
    from csaudit.plan.periods import before

    period = before(Period(*(report.period or (None, None))), report.timezone)
    if period is None or period.start is None or period.end is None:
        raise UsageError(
            "--versus previous needs a period.", "say which:  --month 2026-10  or  --last 7d"
        )
    since, until = period.start.isoformat(), period.end.isoformat()
    stretch = replace(asked, month=None, last=None, since=since, until=until)
    return run_audit(replace(stretch, as_of=report.as_of.isoformat()), file).report


def _compared(report: Report, asked: Checked, earlier: Report | None) -> Report:
    """The report beside the baseline, with the gate that was asked for."""
    from csaudit.audit.accepting import gated_on_stale
    from csaudit.audit.comparing import compared, gated_on_regression, tolerance

    if earlier is not None:
        name = "the period before" if asked.baseline is None else asked.baseline
        report = compared(report, earlier, name, tolerance(asked.tolerance))
    if asked.fail_on is FailOn.REGRESSION:
        report = gated_on_regression(report)
    return gated_on_stale(report) if asked.strict_accept else report
