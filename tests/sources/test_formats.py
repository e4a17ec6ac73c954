"""The same tickets in every format and encoding give the same typed frame."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from typing import TYPE_CHECKING

import polars as pl
import pytest

from csaudit.errors import DataError, UsageError
from csaudit.sources import Input, open_inputs
from csaudit.table_settings import TableSettings
from csaudit.tables import FILE, ROW
from tests.sources.reading import cells, codes, frame

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.sources.conftest import Opener

TICKETS: list[Mapping[str, str | None]] = [
    {
        "Id": str(100 + number),
        "Created at": f"2026-01-{number % 28 + 1:02} 09:{number % 60:02}",
        "Solved at": None if number % 5 == 0 else f"2026-02-{number % 28 + 1:02} 17:30",
        "Status": ["Open", "Solved", "Closed", "Pending", "Hold"][number % 5],
        "Subject": ['Café "Zürich"', "a, b; c", "line\nbreak", "plain"][number % 4],
        "Tags": "vip late" if number % 2 else None,
        "Replies": str(number % 4),
        "Requester id": "r1",
        "Group stations": "1",
    }
    for number in range(40)
]


def delimited(mark: str = ",", rows: list[Mapping[str, str | None]] = TICKETS) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=mark)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def parquet() -> bytes:
    buffer = io.BytesIO()
    table = pl.DataFrame(TICKETS)
    table = table.with_columns(
        pl.col("Created at").str.to_datetime("%Y-%m-%d %H:%M"), pl.col("Replies").cast(pl.Int32)
    )
    table.write_parquet(buffer)
    return buffer.getvalue()


FORMATS = {
    "semicolons in Windows-1252": delimited(";").encode("cp1252"),
    "tabs in UTF-16": delimited("\t").encode("utf-16"),
    "UTF-16 without a mark": delimited().encode("utf-16-le"),
    "UTF-8 with a mark": delimited("|").encode("utf-8-sig"),
    "line feeds": delimited().replace("\r\n", "\n").encode(),
    "gzip": gzip.compress(delimited().encode()),
    "zip": zipped({"export.csv": delimited().encode(), "__MACOSX/x": b"x"}),
    "JSON": json.dumps(TICKETS).encode(),
    "JSON in an envelope": json.dumps({"tickets": TICKETS, "count": 40}).encode(),
    "JSON lines": "\n".join(json.dumps(ticket) for ticket in TICKETS).encode(),
    "Parquet": parquet(),
    "a title above and a footer below": (
        "My tickets\r\nas of today\r\n\r\n" + delimited() + "\r\nCopyright (c) Example Ltd\r\n"
    ).encode(),
    "the header repeated": (delimited() + delimited().partition("\r\n")[0] + "\r\n").encode(),
}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_tickets_are_the_same_whatever_the_format(opened: Opener, name: str) -> None:
    expected = frame(opened(delimited(), timezone="Europe/London"))
    source = opened(FORMATS[name], name="other", timezone="Europe/London")
    assert source.recognised_as == "zendesk-csv"
    assert frame(source).select(expected.columns).equals(expected)


def test_zstd_is_unpacked(opened: Opener) -> None:
    # A frame of a single raw block, written by hand: magic, header, block, "id\n1\n".
    content = b"\x28\xb5\x2f\xfd\x20\x05\x29\x00\x00id\n1\n"
    assert cells(opened(content, name="t.csv.zst"), "id") == ["1"]


def test_a_workbook_is_read(opened: Opener, shared_data: Path) -> None:
    pytest.importorskip("fastexcel", reason="workbooks need the extra csaudit[excel]")
    folder = shared_data / "call_centre"
    book = opened((folder / "Call-Center-Dataset.xlsx").read_bytes(), timezone="UTC")
    text = opened((folder / "Call-Center-Dataset.csv").read_bytes(), timezone="UTC")
    expected = frame(text)
    assert frame(book).select(expected.columns).equals(expected)
    assert codes(book) == {"sheets"}


def test_files_split_over_three_are_the_whole(tmp_path: Path, opened: Opener) -> None:
    whole = frame(opened(delimited(), timezone="UTC"))
    inputs = []
    for number in range(3):
        part = [dict(ticket) for ticket in TICKETS[number * 15 : number * 15 + 15]]
        if number == 1:
            part = [dict(reversed(ticket.items())) for ticket in part]
        if number == 2:
            part = [ticket | {"Extra": "x"} for ticket in part]
        path = tmp_path / f"part{number}.csv"
        path.write_text(delimited(rows=part), newline="")  # type: ignore[arg-type] # dict is a Mapping
        inputs.append(Input("tickets", str(path)))
    (split,) = open_inputs(inputs, {}, timezone="UTC")
    names = [name for name in whole.columns if name not in {ROW, FILE}]
    assert frame(split).select(names).equals(whole.select(names))
    assert cells(split, "Extra")[-1] == "x"
    (globbed,) = open_inputs([Input(None, str(tmp_path / "part*.csv"))], {}, timezone="UTC")
    assert globbed.paths == split.paths
    assert globbed.sha256 == split.sha256


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (gzip.compress(b"id\n1\n", mtime=0)[:-6], "is damaged: it cannot be unpacked"),
        (zipped({"a.csv": b"id\n", "b.csv": b"id\n"}), "must hold one file, and it holds a.csv, b"),
        (zipped({}), "must hold one file, and it holds nothing"),
        (parquet()[:200], "cannot be read as Parquet"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (b"\x28\xb5\x2f\xfdgarbage", "is damaged"),
    ],
)
def test_damaged_files_are_one_sentence(opened: Opener, content: bytes, sentence: str) -> None:
    with pytest.raises(DataError) as caught:
        opened(content, name="export")
    assert sentence in str(caught.value) or "binary" in str(caught.value)


def test_a_workbook_that_is_none_is_one_sentence(opened: Opener) -> None:
    pytest.importorskip("fastexcel", reason="workbooks need the extra csaudit[excel]")
    with pytest.raises(DataError, match="cannot be read as a workbook"):
        opened(zipped({"xl/workbook.xml": b"<x/>"}), name="book.xlsx")


def test_a_wildcard_that_matches_nothing_and_a_file_named_twice_are_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no file matches"):
        open_inputs([Input(None, str(tmp_path / "*.csv"))], {})
    path = tmp_path / "a.csv"
    path.write_text("id\n1\n")
    with pytest.raises(UsageError, match="is named twice"):
        open_inputs([Input(None, str(path)), Input(None, str(tmp_path / "*.csv"))], {})


def test_what_is_said_of_odd_rows(opened: Opener) -> None:
    source = opened(FORMATS["a title above and a footer below"])
    messages = " ".join(remark.message for remark in source.read(["id"]).remarks)
    assert 'what stands above the table was skipped: "My tickets"' in messages
    assert 'what stands under the table was skipped: "Copyright (c) Example Ltd"' in messages
    assert codes(opened(FORMATS["the header repeated"]), "id") == {"repeated_headers"}


def test_a_last_row_that_was_cut_off_is_a_record(opened: Opener) -> None:
    source = opened("id,status,subject\n1,open,a\n2\n")
    assert cells(source, "id") == ["1", "2"]
    assert codes(source) == {"short_rows"}


def test_nested_parquet_is_read_like_nested_json(opened: Opener) -> None:
    tickets = [{"id": 1, "via": {"channel": "email", "source": {"n": 2}}, "tags": ["a b", "c"]}]
    buffer = io.BytesIO()
    pl.DataFrame(tickets).write_parquet(buffer)
    from_json = frame(opened(json.dumps(tickets), name="t.json"))
    from_parquet = frame(opened(buffer.getvalue(), name="t.parquet"))
    assert from_parquet.select(from_json.columns).equals(from_json)


def test_a_file_that_vanishes_meanwhile_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text("id,status\n1,open\n")
    (source,) = open_inputs([Input(None, str(path))], {})
    path.unlink()
    with pytest.raises(DataError, match=r"tickets\.csv could not be read to the end"):
        source.read(["status"])


def test_a_single_json_value_is_no_list(opened: Opener) -> None:
    with pytest.raises(DataError, match="is broken JSON"):
        opened("{]", name="t.json")
    with pytest.raises(DataError, match="item 2 is no object"):
        opened('{"id": 1} 5', name="t.json")


def test_a_source_of_another_table_is_refused(opened: Opener) -> None:
    with pytest.raises(UsageError, match="the source call-log is one of calls, not of tickets"):
        opened("id,created_at,status\n", settings=TableSettings(source="call-log"))
