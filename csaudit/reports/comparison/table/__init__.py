"""What changed, as a table for the terminal: what got worse first, then groups that stand out."""

from __future__ import annotations

from typing import Final

from csaudit.reports.terminal import terminal_table

FORMAT: Final = terminal_table(__name__)
