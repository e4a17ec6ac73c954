"""The row report for people: the worst first, and under it what became of every record."""

from __future__ import annotations

from typing import Final

from csaudit.reports.terminal import terminal_table

FORMAT: Final = terminal_table(__name__)
