"""The row report as a workbook: a sheet a standard, local times as dates, hours as numbers."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from csaudit.errors import UsageError
from csaudit.harmless import harmless
from csaudit.reports.format import PLAIN, Format, Look

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from types import ModuleType

    import polars as pl

    from csaudit.audit.records_asked import Cases

MOST_ROWS: Final = 1_048_575
"""What a sheet holds below its header."""

_LONGEST: Final = 32_000
"""Characters of a cell, a little less than a workbook allows."""

_NO_NAME: Final = re.compile(r"[\[\]:*?/\\']")
_WIDEST_NAME: Final = 31

# A column: its heading, how wide it is in characters.
_COLUMNS: Final = (
    *(("Record", 16), ("Verdict", 12), ("Measured", 12), ("Limit", 12), ("Over by", 12)),
    *(("Began", 17), ("Ended", 17), ("Due", 17), ("Reason", 24)),
)
_NUMBERS: Final = {2, 3, 4}
_PLAIN_TEXT: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def render(cases: Cases, _look: Look = PLAIN, /) -> bytes:
    """The workbook. Raises UsageError without the package, and for more rows than a sheet holds."""
    writer = _writer()
    into = BytesIO()
    book = writer.Workbook(into, _PLAIN_TEXT)
    looks = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "number": book.add_format({"num_format": "#,##0.00"}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    for name, (standard, rows) in _sheets(cases):
        if len(rows) > MOST_ROWS:
            raise UsageError(
                f"{standard} has {len(rows):,} rows, and a sheet holds {MOST_ROWS:,}.",
                "write them as CSV:  -o tickets.csv",
            )
        _write(book.add_worksheet(name), rows, cases, looks)
    book.close()
    return into.getvalue()


def _writer() -> ModuleType:
    try:
        import xlsxwriter
    except ImportError:
        raise UsageError(
            "the format xlsx needs the package xlsxwriter, which is not installed.",
            "pip install 'csaudit[excel]'",
        ) from None
    module: ModuleType = xlsxwriter
    return module


def _sheets(cases: Cases) -> Iterator[tuple[str, tuple[str, pl.DataFrame]]]:
    """The name of each sheet, no two alike, and the rows of its standard; one at least."""
    import polars as pl

    taken: set[str] = set()
    frame = cases.frame
    listed = frame.get_column("standard").unique().to_list()
    for standard in [one for one in cases.counts if one in listed] or ["tickets"]:
        plain = _NO_NAME.sub("-", harmless(standard))[:_WIDEST_NAME] or "standard"
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain[: _WIDEST_NAME - len(str(number)) - 1]} {number}"
        taken.add(name.casefold())
        yield name, (standard, frame.filter(pl.col("standard") == standard))


def _write(sheet: Any, rows: pl.DataFrame, cases: Cases, looks: Mapping[str, Any]) -> None:  # noqa: ANN401 - a worksheet
    in_hours = rows.get_column("unit").eq("seconds").any()
    headings = [
        f"{name}, hours" if in_hours and place in _NUMBERS else name
        for place, (name, _) in enumerate(_COLUMNS)
    ]
    headings += [harmless(name) for name in cases.columns]
    for place, heading in enumerate(headings):
        sheet.set_column(place, place, _COLUMNS[place][1] if place < len(_COLUMNS) else 24)
        sheet.write_string(0, place, heading, looks["head"])
    for number, row in enumerate(rows.iter_rows(named=True), start=1):
        for place, cell in enumerate(_cells(row, cases)):
            _write_cell(sheet, (number, place), cell, looks)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(rows.height, 1), len(headings) - 1)


def _cells(row: Mapping[str, Any], cases: Cases) -> Sequence[str | float | datetime | None]:
    hours = 3_600 if row["unit"] == "seconds" else 1
    times = (row["started_at"], row["ended_at"], row["due_at"])
    numbers = (row["measured"], row["limit"], row["overrun"])
    zone = ZoneInfo(cases.timezone)
    return [
        row["record_id"],
        row["verdict"].replace("_", " "),
        *(None if number is None else number / hours for number in numbers),
        *(None if at is None else at.astimezone(zone).replace(tzinfo=None) for at in times),
        row["reason"],
        *(row[name] for name in cases.columns),
    ]


def _write_cell(
    sheet: Any,  # noqa: ANN401 - a worksheet
    at: tuple[int, int],
    cell: str | float | datetime | None,
    looks: Mapping[str, Any],
) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(*at, harmless(cell)[:_LONGEST])
    elif isinstance(cell, (int, float)):
        sheet.write_number(*at, cell, looks["number"])
    else:
        sheet.write_datetime(*at, cell, looks["time"])


FORMAT: Final = Format(
    name="xlsx",
    suffixes=(".xlsx",),
    summary="a workbook with a sheet a standard",
    render=render,
    only_files=True,
)
