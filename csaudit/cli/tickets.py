"""`csaudit tickets`: the records behind the figures, one row for each record and standard."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

from csaudit import streams
from csaudit.cli import completion
from csaudit.cli.auditing import inputs, looking_at, names, options, read_paths, standards_path
from csaudit.cli.flags import flag
from csaudit.cli.options import Reported, Ungated, format_flag
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


class Verdict(StrEnum):
    """What became of a record."""

    MISSED = "missed"
    NOT_DUE = "not_due"
    MET = "met"
    MEASURED = "measured"
    UNREADABLE = "unreadable"
    LEFT_OUT = "left_out"
    NOT_APPLICABLE = "not_applicable"
    OUTSIDE_PERIOD = "outside_period"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, kw_only=True)
class Listed(Ungated):
    """What is listed: as for an audit; the flags that only matter to its verdict say nothing."""

    missed: Annotated[
        bool, flag("--missed", help="The records that broke a promise; the same as without a flag.")
    ] = False
    all: Annotated[
        bool,
        flag(
            "--all", help="Every record, also those that kept it, were left out or are unreadable."
        ),
    ] = False
    verdict: Annotated[
        list[Verdict] | None,
        flag(
            "--verdict",
            metavar="VERDICT",
            help=f"Only records with this verdict: {', '.join(Verdict)}. Repeatable.",
        ),
    ] = None
    limit: Annotated[
        int | None,
        flag("--limit", metavar="N", min=1, help="So many rows at most, the worst."),
    ] = None
    columns: Annotated[
        str | None,
        flag(
            "--columns",
            metavar="NAMES",
            help="Also list these columns of the export: agent,subject. Names, subjects and the "
            "like are personal data; without this flag there are none.",
            autocompletion=completion.columns,
        ),
    ] = None
    due_within: Annotated[
        str | None,
        flag(
            "--due-within",
            metavar="SPAN",
            help="What falls due within 8h, 2d, … of the audit instant; --missed adds the misses.",
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class ListReported(Reported):
    """Where a list goes and how it looks."""

    format: Annotated[str | None, format_flag(case_formats())] = None
    bom: Annotated[
        bool,
        flag("--bom", help="Begin CSV with a byte order mark, which some spreadsheets want."),
    ] = False


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
    with streams.progress(looking_at(asked), shown=outputs.shows_progress):
        cases = _cases(asked, file, which)
    _check_accepting(cases, outputs)
    write(cases, outputs)
    if not wanted.quiet:
        _notes(cases)
        _guarded(cases, outputs)
        if not outputs.tells_people:
            _last_word(cases)


def _which(asked: Listed) -> Wanted:
    """The records that the flags ask for, and what to list of them."""
    from csaudit.audit.records_asked import Wanted

    if asked.all and (asked.missed or asked.due_within or asked.verdict):
        other = next(flag for flag, given in _SOME.items() if getattr(asked, given))
        raise UsageError(f"--all lists every record, {other} only some: give one of the two.")
    verdicts = {one.value for one in asked.verdict or ()} | ({"missed"} if asked.missed else set())
    some = bool(verdicts or asked.due_within)
    return Wanted(
        verdicts=None if asked.all else frozenset(verdicts if some else {"missed"}),
        due_within=None if asked.due_within is None else _span(asked.due_within),
        limit=asked.limit,
        columns=tuple(names(asked.columns)),
    )


_SOME: Final = {"--missed": "missed", "--due-within": "due_within", "--verdict": "verdict"}


def _span(written: str) -> timedelta:
    from csaudit.standards.quantities import parse_duration
    from csaudit.standards.wording import GrammarError

    try:
        return timedelta(microseconds=parse_duration(written).microseconds)
    except GrammarError as error:
        ways = re.split(r", | or ", error.instead or "8h")
        remedy = f"write:  {'  or  '.join(f'--due-within {way}' for way in ways)}"
        raise UsageError(f"--due-within: {error}", remedy) from error


def _cases(asked: Listed, file: StandardsFile, which: Wanted) -> Cases:
    from csaudit.audit.auditing import judge_cases

    return judge_cases(inputs(asked, file), file, options(asked), which)


def _check_accepting(cases: Cases, outputs: Outputs[Cases]) -> None:
    """Raise DataError where misses shall be written down whose records have no id."""
    from csaudit.audit.accepting import check_named
    from csaudit.reports.cases.accept import FORMAT

    if FORMAT.name in outputs.formats:
        check_named(cases, cases.nameless)


def _notes(cases: Cases) -> None:
    """The standards that are not in the list, and why."""
    for name, why in cases.silent.items():
        streams.message("note", f"{name} lists no records: {why}")


def _guarded(cases: Cases, outputs: Outputs[Cases]) -> None:
    """Ids that a CSV report changes, so that no spreadsheet runs them."""
    from csaudit.reports.csv import MENDED

    if "csv" not in outputs.formats:
        return
    ids = cases.only("record_id").to_series()
    if changed := ids.filter(ids.str.contains(MENDED)).n_unique():
        those = "1 id begins" if changed == 1 else f"{changed:,} ids begin"
        streams.message(
            "note",
            f"{those} like a formula of a spreadsheet, and CSV has an apostrophe before it; "
            "-f json has every id as it is",
        )


def _last_word(cases: Cases) -> None:
    from csaudit.reports.cases.summary import summary_line

    streams.say(summary_line(cases))
