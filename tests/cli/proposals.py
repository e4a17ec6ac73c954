"""What the tests of proposals share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Csaudit

ZONE = ("--timezone", "Europe/London")


def write(csaudit: Csaudit, text: str) -> Path:
    path = csaudit.folder / "export.csv"
    path.write_text(text, encoding="utf-8")
    return path


def uncommented(text: str, start: str) -> str:
    """The file with a block of it that is commented out taken in."""
    at = text.index(start)
    block = text[at : text.index("\n\n", at)]
    return text.replace(block, "\n".join(row.removeprefix("# ") for row in block.splitlines()))
