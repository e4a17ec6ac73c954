"""The row report as CSV: one line for each record and standard, safe to open in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.reports.cases.slices import mended, slices
from csaudit.reports.csv import harmless_cell
from csaudit.reports.format import PLAIN, Format, Look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.audit.records_asked import Cases


_MARK: Final = "\ufeff"
"""Without it some spreadsheets read UTF-8 as something else."""


def render(cases: Cases, look: Look = PLAIN, /) -> Iterator[str]:
    """A header and one line for each row; empty is unknown or none."""
    yield _MARK if look.bom else ""
    yield mended(cases.frame.clear().rename(harmless_cell), harmless_cell).write_csv()
    for part in slices(cases.frame):
        yield mended(part, harmless_cell).write_csv(include_header=False)


FORMAT: Final = Format(
    name="csv",
    suffixes=(".csv",),
    summary="one line for each record and standard, for spreadsheets",
    render=render,
)
