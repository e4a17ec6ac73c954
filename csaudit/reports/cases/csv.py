"""The row report as CSV: one line for each record and standard, safe to open in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.reports.cases.writing import in_writing, mended
from csaudit.reports.csv import MENDED, harmless_cell
from csaudit.reports.format import PLAIN, Format, Look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.audit.records_asked import Cases


_MARK: Final = "\ufeff"
"""Without it some spreadsheets read UTF-8 as something else."""


def render(cases: Cases, look: Look = PLAIN, /) -> Iterator[str]:
    """A header and one line for each row; empty is unknown or none."""
    yield _MARK if look.bom else ""
    yield cases.rows.clear().rename(harmless_cell).write_csv()
    for part in cases.slices():
        safe = mended(part, harmless_cell, MENDED)
        yield in_writing(safe).write_csv(include_header=False)


FORMAT: Final = Format(
    name="csv",
    suffixes=(".csv",),
    summary="one line for each record and standard, for spreadsheets",
    render=render,
)
