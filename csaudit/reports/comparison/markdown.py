"""What changed, in Markdown: for a pull request, a wiki, a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.audit.changes import Turn
from csaudit.reports import changes
from csaudit.reports.format import PLAIN, Format, Look
from csaudit.reports.markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.audit.changes import Change
    from csaudit.audit.report import Report

_MARKS: Final = {Turn.WORSE: "🔻", Turn.BETTER: "🔺", Turn.NEW: "✳️", Turn.GONE: "✖️"}


def render(report: Report, _look: Look = PLAIN, /) -> str:
    """A table of the standards, what got worse first, each with the parts that stand out."""
    return "\n".join([f"# {escaped(changes.title(report))}", "", *table(report)]) + "\n"


def table(report: Report) -> Iterator[str]:
    """The lines of the table, and what it compares with."""
    if report.baseline is None:
        return
    base = report.baseline
    yield f"{escaped(changes.headline(base))}, compared with {escaped(_base(report))}."
    yield ""
    yield "| | standard | before | now | change | |"
    yield "|---|---|---:|---:|---:|---|"
    for change in changes.standards(base):
        yield _line(change)
        yield from map(_line, changes.parts(base, change.id)[: changes.MOST_PARTS])


def _base(report: Report) -> str:
    return changes.of_what(report.baseline, report.timezone) if report.baseline else ""


def _line(change: Change) -> str:
    cells = (
        f"{_MARKS.get(change.turn, '')} {changes.WORD[change.turn]}".strip(),
        escaped(changes.label(change)),
        changes.before(change),
        changes.now(change),
        changes.difference(change),
        changes.chance(change),
    )
    return f"| {' | '.join(cells)} |"


FORMAT: Final = Format(
    name="markdown",
    suffixes=(".md",),
    summary="a table, for pull requests and wikis",
    render=render,
)
