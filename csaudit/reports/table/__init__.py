"""The table for people: grouped by dimension, failures unmistakable, with or without colour."""

from __future__ import annotations

from typing import Final

from csaudit.reports.terminal import terminal_table

FORMAT: Final = terminal_table(__name__)
