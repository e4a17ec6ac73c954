"""The last line of an audit: how many ended how, the exit code, and who caused it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.harmless import harmless
from csaudit.outcomes import Outcome
from csaudit.reports import figures, words

if TYPE_CHECKING:
    from csaudit.audit.report import Report

_ORDER: Final = (Outcome.FAIL, Outcome.NO_DATA, Outcome.WARN, Outcome.PASS, Outcome.INFO)
_MOST_CAUSES: Final = 6
_SECONDS_WITH_TENTHS: Final = 10


def summary_line(report: Report) -> str:
    """`1 FAIL, 5 PASS in 0.4 s: exit 1 (urgent-resolution)`."""
    counts = report.summary()
    outcomes = [
        f"{figures.count(counts[outcome])} {words.FIRST_WORD[outcome]}"
        for outcome in _ORDER
        if counts[outcome]
    ]
    digits = 1 if report.run.seconds < _SECONDS_WITH_TENTHS else 0
    line = f"{', '.join(outcomes) or 'no standard'} in {report.run.seconds:.{digits}f} s"
    return f"{line}: exit {report.gate.exit_code}{_causes(report)}"


def _causes(report: Report) -> str:
    gate = report.gate
    ids = list(dict.fromkeys(harmless(cause.id) for cause in gate.tripped_by))
    if gate.exit_code and ids:
        more = len(ids) - _MOST_CAUSES
        named = ids if more <= 1 else [*ids[:_MOST_CAUSES], f"and {more} more"]
        worse = "worse: " if gate.fail_on == "regression" else ""
        return f" ({worse}{', '.join(named)})"
    counts = report.summary()
    if gate.exit_code or not (counts[Outcome.FAIL] or counts[Outcome.NO_DATA]):
        return ""
    return (
        f" (--fail-on {gate.fail_on})" if counts[Outcome.FAIL] else " (no data does not count here)"
    )
