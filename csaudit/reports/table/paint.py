"""Lines to text, with or without the escape sequences of colour."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.text import Text

    from csaudit.reports.format import Look


def paint(lines: Iterable[Text], look: Look) -> str:
    """The lines as one text. They are laid out already: nothing is wrapped or cut here."""
    console = Console(
        file=StringIO(),
        width=look.width,
        height=100,
        force_terminal=look.colour,
        # Without a colour system rich writes no escape sequence at all, bold included.
        color_system="standard" if look.colour else None,
        legacy_windows=False,
    )
    with console.capture() as captured:
        for line in lines:
            console.print(line, no_wrap=True, overflow="ignore", crop=False, highlight=False)
    return captured.get()
