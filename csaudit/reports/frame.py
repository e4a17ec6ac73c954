"""A report as a frame of polars: one row a result, the columns of the CSV report."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from csaudit.reports.csv import columns, flat
from csaudit.reports.values import json_text

if TYPE_CHECKING:
    import polars as pl

    from csaudit.audit.report import Report
    from csaudit.reports.values import Plain


def frame(report: Report) -> pl.DataFrame:
    """Shares from 0 to 1, durations in seconds; mappings and lists as JSON text."""
    import polars as pl

    rows = [flat(result) for result in report.results]
    told = {
        name: pl.Series(name, [_cell(row[name]) for row in rows], strict=False)
        for name in columns()
    }
    starts = [None if row["period_start"] is None else str(row["period_start"]) for row in rows]
    told["period_start"] = pl.Series(
        "period_start",
        [None if start is None else date.fromisoformat(start) for start in starts],
        dtype=pl.Date(),
    )
    return pl.DataFrame(told)


def _cell(value: Plain) -> str | int | float | bool | None:
    return json_text(value) if isinstance(value, (dict, list)) else value
