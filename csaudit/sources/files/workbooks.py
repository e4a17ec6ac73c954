"""Workbooks of a spreadsheet: the sheet with most rows."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from csaudit.errors import DataError
from csaudit.sources.files.delimited import odd_rows, tabulated
from csaudit.sources.files.layout import header_row
from csaudit.sources.files.record_shape import Shape
from csaudit.sources.files.text_table import TextTable, unique_headers
from csaudit.sources.model import Remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.sources.files.contents import File

_HEAD: Final = 100
_FIRST_DAY: Final = date(1899, 12, 31)
_BEFORE_ALL_DATES: Final = re.compile(
    r"(1899|1900)-(12|01|02)-(\d{2}) (\d{2}):(\d{2}:\d{2}(?:\.\d+)?)", re.ASCII
)


def read_workbook(file: File) -> TextTable:
    """The records of the sheet that has most rows.

    Raises:
        DataError: the package that reads workbooks is missing, or the workbook is damaged.

    """
    sheets = _sheets(file)
    name, rows = max(sheets, key=lambda sheet: len(sheet[1]), default=("", []))
    place = header_row(rows[:_HEAD])
    if place is None:
        raise DataError(f"{file.path} is empty: no sheet of it has a header.")
    title = tuple(" ".join(filter(None, row)) for row in rows[:place] if any(row))
    header = tuple(cell.strip() for cell in rows[place])
    shape = Shape(header)
    headers = unique_headers(header)
    frame = tabulated(iter(rows[place + 1 :]), headers, shape)
    remarks = list(odd_rows(file.path, title, shape))
    if others := [other for other, more in sheets if more and other != name]:
        sheet = f'{file.path}: the sheet "{name}" was read; {", ".join(others)} was not.'
        remarks.append(Remark("sheets", sheet))
    return TextTable(
        path=file.path,
        sha256=file.sha256,
        format=f'Excel, sheet "{name}"',
        headers=headers,
        frame=frame.lazy(),
        rows=frame.height,
        remarks=tuple(remarks),
    )


def _sheets(file: File) -> list[tuple[str, list[Sequence[str]]]]:
    """Every sheet's rows of text."""
    try:
        import fastexcel
    except ImportError:
        raise DataError(
            f"{file.path} is a workbook, and the package that reads workbooks is not installed.",
            'install it:  pip install "csaudit[excel]"      or export the sheet as CSV',
        ) from None
    source: Any = file.source if isinstance(file.source, bytes) else str(file.source)
    try:
        book = fastexcel.read_excel(source)
        return [(name, _rows(book, name)) for name in book.sheet_names]
    except fastexcel.FastExcelError as error:
        why = str(error).partition("\n")[0]
        raise DataError(
            f"{file.path} is damaged: it cannot be read as a workbook ({why})."
        ) from None


def _rows(book: Any, name: str) -> list[Sequence[str]]:  # noqa: ANN401 - fastexcel is optional
    sheet = book.load_sheet(name, header_row=None, dtypes="string").to_polars()
    named = [column for column in sheet.columns if sheet[column].null_count() < sheet.height]
    return [[_time(cell or "") for cell in row] for row in sheet.select(named).iter_rows()]


def _time(cell: str) -> str:
    """A cell; a time of day or a duration, which Excel counts from the end of 1899, as such."""
    found = _BEFORE_ALL_DATES.fullmatch(cell)
    if found is None:
        return cell
    days = (date(int(found[1]), int(found[2]), int(found[3])) - _FIRST_DAY).days
    return f"{days * 24 + int(found[4]):02}:{found[5]}"
