"""Metrics for the textfile collector of Prometheus' node_exporter.

The rules of a textfile: no timestamps, each metric once with its HELP and TYPE, and the same
series in every run, so that an alert never waits for a series that has gone.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final

from csaudit.harmless import harmless
from csaudit.outcomes import Outcome
from csaudit.reports.format import PLAIN, Format, Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from csaudit.audit.report import Report, Result

_COUNTED: Final = (
    *("n", "not_due", "not_applicable", "left_out", "unreadable"),
    *("superseded", "outside_period"),
)

Sample = tuple["Mapping[str, str]", float]


def render(report: Report, _look: Look = PLAIN, /) -> str:
    """All gauges; a value that is not known is NaN, which keeps its series."""
    lines: list[str] = []
    for name, (about, samples) in _gauges(report).items():
        lines += [f"# HELP csaudit_{name} {about}", f"# TYPE csaudit_{name} gauge"]
        lines += [f"csaudit_{name}{_labels(labels)} {_number(value)}" for labels, value in samples]
    return "\n".join([*lines, ""])


def _gauges(report: Report) -> Mapping[str, tuple[str, Iterable[Sample]]]:
    ended = report.run.started_at.timestamp() + report.run.seconds
    standards = report.gating()
    groups = [one for one in report.results if one.group and one.period is None]
    return {
        "last_run_timestamp_seconds": ("When the last audit ended.", [({}, ended)]),
        "last_success_timestamp_seconds": (
            "When the last audit ended, if its gate did not trip, else 0.",
            [({}, 0.0 if report.gate.exit_code else ended)],
        ),
        "run_duration_seconds": ("How long the audit took.", [({}, report.run.seconds)]),
        "exit_code": ("The exit code of the audit.", [({}, report.gate.exit_code)]),
        "as_of_timestamp_seconds": ("The audit instant.", [({}, report.as_of.timestamp())]),
        "standard_outcome": (
            "1 for how each standard ended, 0 for how it did not.",
            [
                ({**_about(one), "outcome": outcome.value}, float(one.outcome is outcome))
                for one in standards
                for outcome in Outcome
            ],
        ),
        "standard_value": (
            "The measured value: a share from 0 to 1, seconds, or a number.",
            [(_about(one), _known(one.value)) for one in standards],
        ),
        "standard_target": (
            "The value that was promised.",
            [(_about(one), _known(one.target.value if one.target else None)) for one in standards],
        ),
        "standard_margin": (
            "How far the value lies on the good side of the target.",
            [(_about(one), _known(one.margin)) for one in standards],
        ),
        "standard_records": (
            "Records by what became of them; n are those that were judged.",
            [
                ({**_about(one), "counted": word}, getattr(one, word))
                for one in standards
                for word in _COUNTED
            ],
        ),
        "standard_group_value": (
            "The measured value of a group.",
            [({**_about(one), "group": _group(one)}, _known(one.value)) for one in groups],
        ),
        "table_rows": (
            "Rows that were read.",
            [({"table": table.table}, table.rows) for table in report.inputs],
        ),
    }


def _about(result: Result) -> dict[str, str]:
    return {
        "id": result.id,
        "metric": result.metric,
        "unit": result.unit,
        "severity": result.severity,
    }


def _group(result: Result) -> str:
    return ", ".join(f"{name}={value or ''}" for name, value in result.group.items())


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(text: str) -> str:
    return harmless(text).replace("\\", "\\\\").replace('"', '\\"')


def _known(value: float | None) -> float:
    return float("nan") if value is None or not isfinite(value) else value


def _number(value: float) -> str:
    return "NaN" if value != value else repr(value)  # noqa: PLR0124 - what NaN is known by


FORMAT: Final = Format(
    name="prometheus",
    suffixes=(".prom",),
    summary="gauges for node_exporter's textfile collector",
    render=render,
)
