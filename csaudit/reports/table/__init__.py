"""The table for people: grouped by dimension, failures unmistakable, with or without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.reports.format import PLAIN, Format, Look

if TYPE_CHECKING:
    from csaudit.audit.report import Report


def render(report: Report, look: Look = PLAIN, /) -> str:
    """The table as DESIGN.md draws it, the accounting of rows and the summary below it."""
    # Here and not above: rich costs time that --help need not wait for.
    from csaudit.reports.table.page import page
    from csaudit.reports.table.paint import paint

    return paint(page(report, look), look)


FORMAT: Final = Format(
    name="table",
    suffixes=(".txt",),
    summary="for people",
    render=render,
    for_machines=False,
)
