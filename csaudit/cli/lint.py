"""`csaudit lint`: a standards file is valid, and could be better."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

from csaudit import streams
from csaudit.cli.auditing import standards_path
from csaudit.cli.file_options import STANDARDS_HELP
from csaudit.cli.flags import flag
from csaudit.errors import StandardsError, UsageError
from csaudit.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from csaudit.errors import Problem
    from csaudit.standards import StandardsFile
    from csaudit.standards.advice import Advice

EXAMPLES: Final = """\b
Examples:
  csaudit lint
  csaudit lint team/standards.yaml other/standards.yaml
  csaudit lint -f github        annotations for a pipeline
"""


MANY: Final = 4
"""From so many standards on, a remark that holds of all of them is told once."""


class LintFormat(StrEnum):
    """How it is told."""

    TABLE = "table"
    JSON = "json"
    GITHUB = "github"
    JUNIT = "junit"


@dataclass(frozen=True, kw_only=True)
class Linted:
    """Which files."""

    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE", help="Standards files; else the one of -s.", show_default=False
        ),
    ] = None
    standards: Annotated[
        str | None,
        flag("--standards", "-s", metavar="FILE", help=STANDARDS_HELP),
    ] = None
    format: Annotated[
        LintFormat, flag("--format", "-f", help="For people, or programs: json, github, junit.")
    ] = LintFormat.TABLE
    quiet: Annotated[bool, flag("--quiet", "-q", help="Say only what is wrong, no advice.")] = False


def lint(asked: Linted) -> None:
    """Look over a standards file: every mistake at once, and advice.

    A mistake is exit 2. Advice is not: it says what would make a valid file better, and what a
    limit on opening hours means to a customer.
    """
    paths = list(_paths(asked))
    if asked.format is not LintFormat.TABLE:
        _report(paths, asked)
        return
    files = list(_valid(paths))
    if asked.quiet:
        return
    for file, remarks in files:
        number = len(file.standards)
        last = f"{file.path}: valid, {number} standard{'s' if number != 1 else ''}"
        streams.write_lines([*_told(remarks), last])


def _paths(asked: Linted) -> Iterator[Path]:
    if not asked.files:
        yield standards_path(asked.standards, quiet=asked.quiet)
    elif asked.standards is not None:
        raise UsageError("give files or -s, not both.")
    for file in asked.files or ():
        yield standards_path(file, quiet=asked.quiet)


def _valid(paths: Sequence[Path]) -> Iterator[tuple[StandardsFile, Sequence[Advice]]]:
    """The files and what could be better; raises StandardsError with the mistakes of all."""
    from csaudit.standards import load
    from csaudit.standards.advice import advise

    files: list[StandardsFile] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            files.append(load(path))
        except StandardsError as error:
            problems += error.problems
    if problems:
        raise StandardsError(problems)
    today = datetime.now(UTC).date()
    yield from ((file, list(advise(file, today))) for file in files)


def _report(paths: Sequence[Path], asked: Linted) -> None:
    """The findings for programs, on stdout; the exit code is the same."""
    from csaudit.reports.findings import RENDER, finding
    from csaudit.standards import load
    from csaudit.standards.advice import advise

    found = []
    for path in paths:
        try:
            file = load(path)
        except StandardsError as error:
            found += [finding(problem) for problem in error.problems]
        else:
            remarks = () if asked.quiet else advise(file, datetime.now(UTC).date())
            found += [finding(advice.problem, advice.code) for advice in remarks]
    told = RENDER[asked.format.value](", ".join(map(str, paths)), found)
    streams.write_report(told, utf8=True)
    if any(one.level == "error" for one in found):
        raise typer.Exit(ExitCode.USAGE)


def _told(remarks: Sequence[Advice]) -> Iterator[str]:
    """Each remark on a line; one that holds of many standards is told once, at the first."""
    alike: dict[tuple[str, str], list[Advice]] = {}
    for advice in remarks:
        said = advice.problem.what.removeprefix(f"{advice.standard}: ")
        alike.setdefault((advice.code, said), []).append(advice)
    for (code, said), group in alike.items():
        if len(group) < MANY or group[0].standard is None:
            yield from (f"{advice} [{code}]" for advice in group)
            continue
        names = ", ".join(str(advice.standard) for advice in group)
        yield f"{replace(group[0].problem, what=f'of {len(group)} standards: {said}')} [{code}]"
        yield f"  they are:  {names}"
