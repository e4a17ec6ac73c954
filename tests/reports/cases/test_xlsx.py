"""The workbook of tickets, opened again by a library that did not write it."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import polars as pl
import pytest

from csaudit.audit.record_rows import COLUMNS
from csaudit.errors import UsageError
from csaudit.reports import Look, case_formats
from csaudit.reports.cases import xlsx
from tests.reports.cases.test_formats import MISSED, cases
from tests.reports.examples import HOSTILE


def book(*rows: dict[str, object]) -> bytes:
    made = case_formats()["xlsx"].render(cases(*rows), Look())
    assert isinstance(made, bytes)
    return made


def sheets(made: bytes) -> dict[str, pl.DataFrame]:
    return pl.read_excel(io.BytesIO(made), sheet_id=0)


def test_times_are_local_dates_and_durations_are_hours() -> None:
    (name,), (frame,) = zip(*sheets(book(MISSED)).items(), strict=True)
    assert name == "first-response"
    row = frame.row(0, named=True)
    assert row["Record"] == "1001"
    assert row["Began"] == datetime(2026, 10, 1, 9)  # noqa: DTZ001 - what a cell shows
    assert row["Measured, hours"] == MISSED["measured"] / 3_600  # type: ignore[operator] # a number
    assert row["Limit, hours"] == MISSED["limit"] / 3_600  # type: ignore[operator] # a number


def test_every_standard_has_a_sheet_whatever_it_is_called() -> None:
    names = ["a" * 40, "a" * 41, "[b]:*?/\\", "B", "b"]
    made = sheets(book(*(MISSED | {"standard": name} for name in names)))
    assert len(made) == len(names)
    assert all(len(name) <= 31 for name in made)


def test_nothing_in_a_cell_is_run() -> None:
    made = book(
        *(MISSED | {"record_id": text} for text in ("=1+1", "+1", "@x", HOSTILE, "https://x.y"))
    )
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        texts = [archive.read(name) for name in archive.namelist()]
    assert not any(b"<f>" in text or b"<hyperlink" in text for text in texts)
    assert "=1+1" in sheets(made)["first-response"].get_column("Record").to_list()


def test_an_empty_list_is_a_workbook_with_its_header() -> None:
    made = case_formats()["xlsx"].render(cases(), Look())
    assert isinstance(made, bytes)
    assert zipfile.is_zipfile(io.BytesIO(made))
    assert len(COLUMNS) == 12


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    with pytest.raises(UsageError, match="3 rows, and a sheet holds 2"):
        book(MISSED, MISSED, MISSED)
