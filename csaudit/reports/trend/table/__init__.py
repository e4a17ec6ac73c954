"""Standards over time, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.reports.format import PLAIN, Format, Look

if TYPE_CHECKING:
    from csaudit.audit.trending import Trend


def render(trend: Trend, look: Look = PLAIN, /) -> str:
    """A line a standard: a sparkline, the newest whole stop beside the one before it."""
    from csaudit.reports.table.paint import paint
    from csaudit.reports.trend.table.page import page

    return paint(page(trend, look), look)


FORMAT: Final = Format(
    name="table",
    suffixes=(".txt",),
    summary="for people",
    render=render,
    for_machines=False,
)
