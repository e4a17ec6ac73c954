"""`csaudit check`: the audit."""

from __future__ import annotations

from typing import Final

import typer

from csaudit import streams
from csaudit.cli.auditing import next_step, read_paths, run_audit, standards_path, the_plan
from csaudit.cli.options import Checked, Reported
from csaudit.cli.outputs import hand_over, plan
from csaudit.reports import formats

EXAMPLES: Final = """\b
Examples:
  csaudit check tickets.csv
  csaudit check tickets.csv calls=calls.csv -s standards.yaml
  csaudit check tickets.csv --month 2026-10 --by branch
  csaudit check tickets.csv -q -o report.json        (for cron)
  csaudit check tickets.csv -f json --fail-on warn   (for scripts)
"""


def check(asked: Checked, wanted: Reported) -> None:
    """Audit exports against the standards; exit 1 if one is not kept."""
    from csaudit.standards import load

    standards = standards_path(asked.standards, quiet=wanted.quiet)
    file = load(standards)
    if asked.explain_plan:
        streams.write_lines(the_plan(asked, file).splitlines())
        return
    outputs = plan(wanted, read_paths(asked, file, standards), formats())
    with streams.progress("auditing", shown=outputs.shows_progress):
        done = run_audit(asked, file)
    hand_over(done.report, outputs, next_step(done, asked))
    raise typer.Exit(done.report.gate.exit_code)
