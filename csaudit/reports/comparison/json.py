"""What changed, as JSON: the `baseline` of a report, by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.reports.format import PLAIN, Format, Look
from csaudit.reports.values import Plain, json_text, plain

if TYPE_CHECKING:
    from csaudit.audit.report import Report


def render(report: Report, _look: Look = PLAIN, /) -> str:
    """The earlier report by its path and instant, the changes, and the gate."""
    baseline = plain(report.baseline)
    own = baseline if isinstance(baseline, dict) else {}
    counts = {} if report.baseline is None else report.baseline.counts()
    told: Plain = {
        "format_version": report.format_version,
        "tool": plain(report.tool),
        "old": {key: own.get(key) for key in ("path", "as_of", "period")},
        "new": {"as_of": plain(report.as_of), "period": plain(report.period)},
        "tolerance": own.get("tolerance"),
        "gate": plain(report.gate),
        "summary": plain({turn.value: number for turn, number in counts.items()}),
        "changes": own.get("changes"),
    }
    return json_text(told, indent=2) + "\n"


FORMAT: Final = Format(
    name="json", suffixes=(".json",), summary="every change, for programs", render=render
)
