"""Standards over time as CSV: one line a standard and stop, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Final

from csaudit.reports.csv import harmless_cell
from csaudit.reports.format import PLAIN, Format, Look
from csaudit.reports.values import plain

if TYPE_CHECKING:
    from csaudit.audit.report import Result
    from csaudit.audit.trending import Trend

_COLUMNS: Final = (
    *("id", "at", "every", "period_start", "whole", "outcome", "value", "unit", "n", "numerator"),
    *("denominator", "not_due", "open", "target_op", "target_value"),
)


def render(trend: Trend, _look: Look = PLAIN, /) -> str:
    """Empty is unknown or none; a stop without records of a standard has no line."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for series in trend.series:
        for stop, result in zip(trend.stops, series.results, strict=True):
            if result is not None:
                start = stop.period.start.isoformat() if stop.period else ""
                where = (plain(stop.at), trend.every or "", start, str(stop.whole).lower())
                writer.writerow([harmless_cell(result.id), *where, *_cells(result)])
    return text.getvalue()


def _cells(result: Result) -> list[object]:
    target = (result.target.op, result.target.value) if result.target else ("", "")
    names = ("outcome", "value", "unit", "n", "numerator", "denominator", "not_due", "open")
    return [*(plain(getattr(result, name)) for name in names), *target]


FORMAT: Final = Format(
    name="csv", suffixes=(".csv",), summary="a line a stop, for spreadsheets", render=render
)
