"""The row report for people: the worst first, and under it what became of every record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.reports.format import PLAIN, Format, Look

if TYPE_CHECKING:
    from csaudit.audit.records_asked import Cases


def render(cases: Cases, look: Look = PLAIN, /) -> str:
    """The rows as a table; a long list is cut, and says so, unless the look is verbose."""
    # Here and not above: rich costs time that --help need not wait for.
    from csaudit.reports.cases.table.page import page
    from csaudit.reports.table.paint import paint

    return paint(page(cases, look), look)


FORMAT: Final = Format(
    name="table",
    suffixes=(".txt",),
    summary="for people",
    render=render,
    for_machines=False,
)
