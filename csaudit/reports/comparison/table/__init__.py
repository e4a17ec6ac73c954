"""What changed, as a table for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.reports.format import PLAIN, Format, Look

if TYPE_CHECKING:
    from csaudit.audit.report import Report


def render(report: Report, look: Look = PLAIN, /) -> str:
    """The standards, what got worse first; below each the groups that stand out."""
    from csaudit.reports.comparison.table.page import page
    from csaudit.reports.table.paint import paint

    return paint(page(report, look), look)


FORMAT: Final = Format(
    name="table",
    suffixes=(".txt",),
    summary="for people",
    render=render,
    for_machines=False,
)
