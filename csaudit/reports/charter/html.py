"""The charter as one HTML page: no network, no script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.reports.format import PLAIN, Format, Look
from csaudit.reports.html.templates import filled

if TYPE_CHECKING:
    from csaudit.reports.charter.promises import Charter


def render(charter: Charter, _look: Look = PLAIN, /) -> str:
    """The whole page. Raises UsageError without the extra `html`."""
    return filled("charter.html.j2", {"charter": charter})


FORMAT: Final = Format(
    name="html",
    suffixes=(".html", ".htm"),
    summary="one page to publish",
    render=render,
)
