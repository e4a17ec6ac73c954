"""`csaudit lint`: a standards file is valid, and could be better."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final

from csaudit import streams
from csaudit.cli.auditing import standards_path
from csaudit.cli.flags import flag
from csaudit.cli.options import STANDARDS_HELP

EXAMPLES: Final = """\b
Examples:
  csaudit lint
  csaudit lint -s team/standards.yaml
"""


@dataclass(frozen=True, kw_only=True)
class Linted:
    """Which file."""

    standards: Annotated[
        str | None,
        flag("--standards", "-s", metavar="FILE", help=STANDARDS_HELP),
    ] = None
    quiet: Annotated[bool, flag("--quiet", "-q", help="Say only what is wrong, no advice.")] = False


def lint(asked: Linted) -> None:
    """Look over a standards file: every mistake at once, and advice.

    A mistake is exit 2. Advice is not: it says what would make a valid file better, and what a
    limit on opening hours means to a customer.
    """
    from csaudit.standards import load
    from csaudit.standards.advice import advise

    file = load(standards_path(asked.standards, quiet=asked.quiet))
    if asked.quiet:
        return
    lines = [f"{advice} [{advice.code}]" for advice in advise(file, datetime.now(UTC).date())]
    number = len(file.standards)
    lines.append(f"{file.path}: valid, {number} standard{'s' if number != 1 else ''}")
    streams.write_lines(lines)
