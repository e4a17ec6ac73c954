"""`csaudit tickets`: the records behind the figures, one row for each record and standard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from csaudit import streams
from csaudit.cli.auditing import inputs, options, read_paths, standards_path
from csaudit.cli.options import Listed, ListReported
from csaudit.cli.outputs import plan, write
from csaudit.errors import UsageError
from csaudit.reports import case_formats

if TYPE_CHECKING:
    from csaudit.audit.records_asked import Cases, Wanted
    from csaudit.cli.outputs import Outputs
    from csaudit.standards import StandardsFile

EXAMPLES: Final = """\b
Examples:
  csaudit tickets tickets.csv                                what was missed, the worst first
  csaudit tickets tickets.csv --standard first-response      of one standard
  csaudit tickets tickets.csv --due-within 8h --as-of now    what to do today
  csaudit tickets tickets.csv --all -o cases.csv             every record, its clock and verdict
"""


def tickets(asked: Listed, wanted: ListReported) -> None:
    """List the records behind the figures, the worst first.

    One row for each record and standard: what it took, its limit, when it was due and its
    verdict. Without a flag, the records that broke a promise.
    """
    from csaudit.standards import load

    which = _which(asked)
    standards = standards_path(asked.standards, quiet=wanted.quiet)
    file = load(standards)
    outputs = plan(wanted, read_paths(asked, file, standards), case_formats())
    with streams.progress("auditing", shown=outputs.shows_progress):
        cases = _cases(asked, file, which)
    write(cases, outputs)
    if not wanted.quiet:
        _notes(cases)
        _guarded(cases, outputs)
        if not outputs.tells_people:
            _last_word(cases)


def _which(asked: Listed) -> Wanted:
    """The records that the flags ask for."""
    from csaudit.audit.records_asked import EVERY_ONE, MISSED, Wanted

    if asked.all and (asked.missed or asked.due_within):
        other = "--missed" if asked.missed else "--due-within"
        raise UsageError(f"--all lists every record, {other} only some: give one of the two.")
    if asked.due_within is None:
        return EVERY_ONE if asked.all else MISSED
    verdicts = MISSED.verdicts if asked.missed else frozenset[str]()
    return Wanted(verdicts=verdicts, due_within=_span(asked.due_within))


def _span(written: str) -> timedelta:
    from csaudit.standards.quantities import parse_duration
    from csaudit.standards.wording import GrammarError

    try:
        return timedelta(microseconds=parse_duration(written).microseconds)
    except GrammarError as error:
        remedy = f"write:  --due-within {error.instead}" if error.instead else None
        raise UsageError(f"--due-within: {error}", remedy) from error


def _cases(asked: Listed, file: StandardsFile, which: Wanted) -> Cases:
    from csaudit.audit.auditing import judge_cases

    selected = [*(asked.select or ()), *(asked.standard or ())]
    chosen = replace(asked, select=selected or None)
    return judge_cases(inputs(asked, file), file, options(chosen), which)


def _notes(cases: Cases) -> None:
    """The standards that are not in the list, and why."""
    for name, why in cases.silent.items():
        streams.message("note", f"{name} lists no records: {why}")


def _guarded(cases: Cases, outputs: Outputs[Cases]) -> None:
    """Ids that a CSV report changes, so that no spreadsheet runs them."""
    from csaudit.reports.csv import harmless_cell

    formats = [outputs.stdout, *outputs.files.values()]
    if not any(format_ is not None and format_.name == "csv" for format_ in formats):
        return
    ids = cases.frame.get_column("record_id").drop_nulls().unique()
    if changed := sum(harmless_cell(one) != one for one in ids):
        those = "1 id begins" if changed == 1 else f"{changed:,} ids begin"
        streams.message(
            "note",
            f"{those} like a formula of a spreadsheet, and CSV has an apostrophe before it; "
            "-f json has every id as it is",
        )


def _last_word(cases: Cases) -> None:
    from csaudit.reports.cases.summary import summary_line

    streams.say(summary_line(cases))
