"""What every table for the terminal is: lines that a page lays out, painted."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from csaudit.reports.format import PLAIN, Format, Look


def terminal_table(package: str) -> Format[Any]:
    """The format `table` of a package: what `page(content, look)` of its module `page` lays out.

    The module is imported when a table is asked for: rich costs time that --help need not wait for.
    """

    def render(content: object, look: Look = PLAIN, /) -> str:
        from csaudit.reports.table.paint import paint

        return paint(import_module(f"{package}.page").page(content, look), look)

    return Format(
        name="table",
        suffixes=(".txt",),
        summary="for people",
        render=render,
        for_machines=False,
    )
