"""GitLab's Code Quality report: one issue a standard that was not kept, at its line."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from csaudit.harmless import harmless
from csaudit.outcomes import Outcome
from csaudit.reports import outline
from csaudit.reports.format import PLAIN, Format, Look
from csaudit.reports.values import json_text

if TYPE_CHECKING:
    from csaudit.audit.report import Report, Result
    from csaudit.reports.values import Plain

_TOLD: Final = (Outcome.FAIL, Outcome.NO_DATA, Outcome.WARN)


def render(report: Report, _look: Look = PLAIN, /) -> str:
    """A list of issues; the same standard has the same fingerprint in every run."""
    told = [one for one in outline.worst_first(report) if one.outcome in _TOLD]
    return json_text([_issue(report, one) for one in told], indent=2) + "\n"


def _issue(report: Report, result: Result) -> Plain:
    severity = result.severity if outline.trips(report, result) else "info"
    # The verdict is part of it, so that a failure is not taken for the warning of before.
    told = f"{report.standards.title}\0{result.id}\0{result.outcome.value}"
    return {
        "description": harmless(f"{result.id}: {result.statement} {outline.sentence(result)}"),
        "check_name": f"csaudit.{result.metric}",
        "fingerprint": sha256(told.encode("utf-8", "replace")).hexdigest(),
        "severity": severity,
        "location": {
            "path": harmless(report.standards.path),
            "lines": {"begin": result.place.line if result.place else 1},
        },
    }


FORMAT: Final = Format(
    name="gitlab",
    suffixes=(),
    summary="a Code Quality report for GitLab",
    render=render,
)
