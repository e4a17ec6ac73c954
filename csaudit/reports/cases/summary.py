"""The last line of a list of cases: how many rows, of which verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.reports import figures

if TYPE_CHECKING:
    from csaudit.audit.records_asked import Cases


def summary_line(cases: Cases) -> str:
    """`282 missed`, `9 missed, 16 not due`, `nothing to list`."""
    counts = cases.only("verdict").to_series().value_counts(sort=True).iter_rows()
    told = [f"{figures.count(number)} {verdict.replace('_', ' ')}" for verdict, number in counts]
    return ", ".join(told) or "nothing to list"
