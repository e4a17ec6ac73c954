"""The table as text, and its lines, for the tests that read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from csaudit.reports.format import PLAIN, Look
from csaudit.reports.table.page import page
from csaudit.reports.table.paint import paint

if TYPE_CHECKING:
    from csaudit.audit.report import Report

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def render(report: Report, look: Look = PLAIN) -> str:
    """The table of a report."""
    return paint(page(report, look), look)


def line_of(text: str, name: str) -> str:
    """The line of the table that starts with a first word and this name."""
    return next(line for line in below_the_title(text) if f" {name} " in f"{line} ")


def below_the_title(text: str) -> list[str]:
    """The lines from the headings of the columns on."""
    every = text.splitlines()
    return every[next(n for n, line in enumerate(every) if line.startswith("        STANDARD")) :]
