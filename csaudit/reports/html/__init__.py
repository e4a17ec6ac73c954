"""One HTML file that can be mailed: no network, no script, charts as SVG inside of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.errors import UsageError
from csaudit.reports.format import PLAIN, Format, Look

if TYPE_CHECKING:
    from csaudit.audit.report import Report


def render(report: Report, _look: Look = PLAIN, /) -> str:
    """The whole page.

    Raises UsageError where the package that fills in the template is not installed.
    """
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError:
        raise UsageError(
            "the format html needs the package jinja2, which is not installed.",
            "pip install 'csaudit[html]'",
        ) from None
    from csaudit.reports.html.page import page

    environment = Environment(
        loader=PackageLoader("csaudit.reports.html", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2").render(page(report)) + "\n"


FORMAT: Final = Format(
    name="html",
    suffixes=(".html", ".htm"),
    summary="one file for people: to mail, to print, to read on a phone",
    render=render,
)
