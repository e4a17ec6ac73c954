"""The table as a picture, for a README: the very lines that a terminal shows, as SVG."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Final

from csaudit.reports.format import Look

if TYPE_CHECKING:
    from csaudit.audit.report import Report

_GROUND: Final = (30, 34, 42)
_LETTERS: Final = (222, 226, 233)
_COLOURS: Final = (
    (30, 34, 42),
    (224, 82, 82),
    (126, 200, 110),
    (229, 192, 100),
    (97, 160, 240),
    (208, 128, 226),
    (86, 190, 200),
    (255, 255, 255),
)


def render_svg(report: Report, title: str, width: int = 100) -> str:
    """The coloured table as an SVG document; `title` is the command that printed it."""
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme

    from csaudit.reports.table.page import page

    console = Console(
        file=StringIO(), record=True, width=width, height=100, force_terminal=True, highlight=False
    )
    for line in page(report, Look(width=width, colour=True)):
        console.print(line, no_wrap=True, overflow="ignore", crop=False)
    theme = TerminalTheme(_GROUND, _LETTERS, list(_COLOURS))
    # One id, so that the same report makes the same file.
    return console.export_svg(title=title, theme=theme, unique_id="csaudit")
