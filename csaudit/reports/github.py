"""Annotations of GitHub Actions: workflow commands, each at its standard's line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.harmless import harmless
from csaudit.outcomes import Outcome
from csaudit.reports import outline
from csaudit.reports.format import PLAIN, Format, Look
from csaudit.reports.summary import summary_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.audit.report import Report, Result

MOST: Final = 10
"""Annotations of one kind that GitHub shows of a step."""


def render(report: Report, _look: Look = PLAIN, /) -> str:
    """One command a line; what is not kept and does not trip the gate is a warning."""
    told = [one for one in outline.worst_first(report) if _level(report, one) is not None]
    lines = list(_annotations(report, told[:MOST]))
    if (more := len(told) - MOST) > 0:
        lines.append(f"::notice::and {more} more standards were not kept")
    lines.append(escaped(summary_line(report)).replace("::", ": :"))
    return "\n".join([*lines, ""])


def _level(report: Report, result: Result) -> str | None:
    if outline.trips(report, result):
        return "error"
    if result.outcome in (Outcome.FAIL, Outcome.WARN, Outcome.NO_DATA):
        return "warning"
    return None


def _annotations(report: Report, told: list[Result]) -> Iterator[str]:
    for result in told:
        where = {"title": f"{result.id}: {result.outcome.value.replace('_', ' ')}"}
        if result.place is not None:
            place = {"line": str(result.place.line), "col": str(result.place.column)}
            where = {"file": report.standards.path, **place, **where}
        properties = ",".join(f"{name}={property_text(value)}" for name, value in where.items())
        said = f"{result.statement}\n{outline.sentence(result)}"
        yield f"::{_level(report, result)} {properties}::{escaped(said)}"


def escaped(text: str) -> str:
    """Data of a workflow command: what would end it stands as its code."""
    lines = [harmless(line).replace("%", "%25") for line in text.split("\n")]
    return "%0A".join(lines)


def property_text(text: str) -> str:
    """A property of a workflow command, which ends at a colon or a comma."""
    plain = harmless(text).replace("%", "%25")
    return plain.replace(":", "%3A").replace(",", "%2C")


FORMAT: Final = Format(
    name="github",
    suffixes=(),
    summary="annotations of GitHub Actions",
    render=render,
)
