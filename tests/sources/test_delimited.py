from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csaudit.errors import DataError
from csaudit.sources.files.contents import open_file
from csaudit.sources.files.delimited import read_delimited
from csaudit.tables import FILE, ROW, SUPERSEDED
from tests.sources.reading import cells, codes, frame

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sources.conftest import Opener


def test_a_header_alone_is_a_table_without_records(opened: Opener) -> None:
    table = frame(opened("id,created_at,subject\n"))
    assert table.height == 0
    assert {"id", "created_at", "subject", ROW, FILE, SUPERSEDED} <= set(table.columns)


def test_quoted_cells_hold_separators_quotes_and_line_breaks(opened: Opener) -> None:
    source = opened('id,subject\r\n1,"a, ""b""\r\nc"\r\n2,"d"\r\n')
    assert cells(source, "subject") == ['a, "b"\r\nc', "d"]
    assert codes(source) == set()


def test_a_quote_inside_a_cell_is_only_a_quote(opened: Opener) -> None:
    source = opened('id,subject\n1,5" pipe\n2,plain\n3,"six"" pipe"\n')
    assert cells(source, "subject") == ['5" pipe', "plain", 'six" pipe']
    assert codes(source) == {"quotes"}


def test_two_stray_quotes_do_not_swallow_the_rows_between_them(opened: Opener) -> None:
    source = opened('id,subject\n1,5"\n2,plain\n3,6"\n')
    assert cells(source, "id") == ["1", "2", "3"]


def test_a_quote_that_is_never_closed_is_an_error_that_names_its_line(opened: Opener) -> None:
    with pytest.raises(DataError, match="begins in line 3 is never closed"):
        opened('id,subject\n1,a\n2,"b\n3,c\n')


def test_short_and_long_rows_are_kept_and_counted(opened: Opener) -> None:
    source = opened("id,status,subject\n1,open\n2,open,x,y,z\n3,open,x\n")
    assert frame(source, "id", "status", "subject").rows() == [
        ("1", "open", None, 1, 0, False),
        ("2", "open", "x", 2, 0, False),
        ("3", "open", "x", 3, 0, False),
    ]
    messages = [remark.message for remark in source.read(["id"]).remarks]
    assert any("1 of 3 rows have fewer cells" in message for message in messages)
    assert any("1 of 3 rows have more cells" in message for message in messages)


def test_rows_with_nothing_in_them_are_no_records_but_keep_their_numbers(opened: Opener) -> None:
    source = opened('id,subject\n1,a\n\n,,\n"",""\n  ,\n2,b\n')
    assert frame(source, "id")[ROW].to_list() == [1, 6]
    assert codes(source) == {"blank_rows"}


def test_blank_lines_before_the_header_are_skipped(opened: Opener) -> None:
    assert cells(opened("\n\nid,subject\n1,a\n"), "subject") == ["a"]


def test_a_header_with_a_line_break_in_a_name_is_one_header(opened: Opener) -> None:
    source = opened('id,"Created\nat"\n1,2026-01-01 10:00\n', timezone="UTC")
    assert "created_at" in source.columns
    assert len(cells(source, "created_at")) == 1


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_the_header_has_most_of(opened: Opener, mark: str) -> None:
    source = opened(f"id{mark}status{mark}subject\n1{mark}open{mark}a, b; c\n")
    if mark not in ",;":
        assert cells(source, "subject") == ["a, b; c"]
    assert cells(source, "status") == ["open"]


def test_line_ends_of_old_machines_end_rows_too(opened: Opener) -> None:
    assert cells(opened("id,subject\r1,a\r2,b\r"), "subject") == ["a", "b"]
    assert cells(opened("id,subject\n1,a\r2,b\r\n3,c"), "subject") == ["a", "b", "c"]


def test_repeated_and_empty_headers_get_names_of_their_own(opened: Opener) -> None:
    source = opened("id,,note,note,row#\n1,a,b,c,d\n")
    assert list(source.columns) == ["id", "column 2", "note", "note (2)", "row# (as exported)"]
    assert cells(source, "note (2)") == ["c"]


def test_a_file_name_with_wildcards_is_only_a_name(opened: Opener) -> None:
    assert cells(opened("id\n1\n", name="a[1]*.csv"), "id") == ["1"]


def test_only_the_columns_asked_for_come_back(opened: Opener) -> None:
    table = frame(opened("id,subject,status\n1,a,open\n"), "status")
    assert table.columns == ["status", ROW, FILE, SUPERSEDED]


# Python and polars disagree on whether control characters such as U+001F are white space.
character = st.characters(codec="utf-8", exclude_categories=["Cc"], include_characters="\r\n\t")
cell = st.text(character, max_size=6)


@given(rows=st.lists(st.tuples(cell, cell, cell), max_size=8))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_written_as_csv_is_read_back(
    rows: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(["a", "b", "c"])
    writer.writerows(rows)
    path = tmp_path / "written.csv"
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="")

    read = read_delimited(open_file(str(path))).frame.collect()

    trimmed = [tuple(cell.strip() for cell in row) for row in rows if any(map(str.strip, row))]
    got = read.select(pl.col("a", "b", "c").fill_null("").str.strip_chars()).rows()
    assert got == trimmed


@pytest.mark.parametrize("quote", ["", '"'])
def test_thousands_of_columns_are_read(opened: Opener, quote: str) -> None:
    """A regular expression that counted so many cells itself would not be compiled."""
    width = 6_000
    header = ",".join(["id", *(f"c{number}" for number in range(1, width))])
    row = ",".join(f"{quote}{cell}{quote}" for cell in range(width))
    broken = row.replace("5", '"5\n"', 1) if quote == "" else row.replace('"5"', '"5\n"', 1)
    source = opened(f"{header}\n{row}\n{broken}\n1,2\n")
    assert cells(source, "c7") == ["7", "7", None]
    assert "short_rows" in codes(source, "c7")
