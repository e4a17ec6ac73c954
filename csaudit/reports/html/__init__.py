"""One HTML file that can be mailed: no network, no script, charts as SVG inside of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.reports.format import PLAIN, Format, Look
from csaudit.reports.html.templates import filled

if TYPE_CHECKING:
    from csaudit.audit.report import Report


def render(report: Report, _look: Look = PLAIN, /) -> str:
    """The whole page.

    Raises UsageError where the package that fills in the template is not installed.
    """
    from csaudit.reports.html.page import page

    return filled("report.html.j2", page(report))


FORMAT: Final = Format(
    name="html",
    suffixes=(".html", ".htm"),
    summary="one file for people: to mail, to print, to read on a phone",
    render=render,
)
