"""One file a format, each `render(report) -> str`. How it was measured is not known here.

A module of this package that defines `FORMAT` is a format; nothing else is to be done.
"""

from __future__ import annotations

from csaudit.reports.format import (
    PLAIN,
    Format,
    Look,
    case_formats,
    charter_formats,
    comparison_formats,
    format_of_suffix,
    formats,
    trend_formats,
)

__all__ = [
    "PLAIN",
    "Format",
    "Look",
    "case_formats",
    "charter_formats",
    "comparison_formats",
    "format_of_suffix",
    "formats",
    "trend_formats",
]
