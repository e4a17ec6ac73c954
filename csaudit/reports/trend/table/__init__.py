"""Standards over time, for the terminal: a sparkline each, the newest stop beside the last."""

from __future__ import annotations

from typing import Final

from csaudit.reports.terminal import terminal_table

FORMAT: Final = terminal_table(__name__)
