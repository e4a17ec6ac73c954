"""Files that nobody would write on purpose, and that people bring all the same."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from csaudit.errors import DataError, UsageError
from csaudit.sources import Input, open_inputs
from tests.sources.reading import cells, codes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sources.conftest import Opener

TEXT = "id,created_at,status\n1,2026-01-05T10:00:00Z,open\n2,2026-01-06T10:00:00Z,closed\n"


def test_a_cell_of_a_megabyte_is_a_cell(opened: Opener) -> None:
    long = "x" * 1_000_000
    source = opened(f'id,created_at,subject\n1,2026-01-05,"{long}\n"\n2,2026-01-05,{long}\n')
    assert [len(cell) for cell in cells(source, "subject")] == [1_000_000, 1_000_000]


def test_a_few_zero_bytes_are_left_away_and_told(opened: Opener) -> None:
    source = opened(TEXT.replace("open", "op\0en"))
    assert cells(source, "status") == ["open", "closed"]
    assert "zero_bytes" in codes(source)


def test_zero_bytes_among_control_characters_are_no_text(opened: Opener) -> None:
    with pytest.raises(DataError, match="is a binary file"):
        opened(TEXT * 9 + "\0\x01\x02")


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_read(opened: Opener, codec: str) -> None:
    assert cells(opened(TEXT.encode(codec)), "id") == ["1", "2"]


def test_text_that_is_cut_within_a_letter_says_so(opened: Opener) -> None:
    with pytest.raises(DataError, match="begins as UTF-16 and is damaged"):
        opened(TEXT.encode("utf-16")[:-1])


@pytest.mark.parametrize("page", ["<!DOCTYPE html><html>", "\n<html><body>", '<?xml version="1"?>'])
def test_a_page_of_a_web_site_is_no_export(opened: Opener, page: str) -> None:
    with pytest.raises(DataError, match="is a page of a web site or XML"):
        opened(page)


@pytest.mark.parametrize("content", ["null", "3", "true", "{}"])
def test_json_without_any_list_says_so(opened: Opener, content: str) -> None:
    with pytest.raises(DataError, match="no list of records"):
        opened(content, name="t.json")


def test_pages_written_one_behind_the_other_are_one_export(opened: Opener) -> None:
    pages = [[{"id": str(n), "created_at": "2026-01-05T10:00:00Z"}] for n in range(2)]
    assert cells(opened("\n".join(map(json.dumps, pages)), name="a.json"), "id") == ["0", "1"]
    envelopes = [{"tickets": page, "next_page": None, "count": 2} for page in pages]
    assert cells(opened("\n".join(map(json.dumps, envelopes)), name="b.json"), "id") == ["0", "1"]


def test_one_file_under_two_names_is_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TEXT)
    os.link(path, tmp_path / "copy.csv")
    dotted = f"{tmp_path}/./a.csv"
    with pytest.raises(UsageError, match="are the same file"):
        open_inputs([Input(None, str(path)), Input(None, dotted)], {})
    with pytest.raises(DataError, match="would count twice"):
        open_inputs([Input(None, str(path)), Input(None, str(tmp_path / "copy.csv"))], {})
    with pytest.raises(UsageError, match="can be read only once"):
        open_inputs([Input("tickets", "-"), Input("calls", "-")], {})


def test_a_second_column_of_one_name_is_not_passed_over_silently(opened: Opener) -> None:
    source = opened("id,created_at,created_at,status\n1,2026-01-05,2026-01-06,open\n")
    assert "repeated_column" in codes(source)


def test_what_records_say_against_themselves_is_counted(opened: Opener) -> None:
    source = opened(
        "id,created_at,first_response_at,resolved_at,status\n"
        "1,2026-01-05T10:00:00Z,2026-01-04T10:00:00Z,2026-01-06T10:00:00Z,open\n"
        "2,2026-01-05T10:00:00Z,2026-01-05T11:00:00Z,2026-01-06T10:00:00Z,closed\n"
    )
    told = {one.code: one.message for one in source.read(source.columns).remarks}
    assert "in 1 record; no time can be measured" in told["end_before_begin"]
    assert told["open_and_resolved"].startswith('1 record has a time in "resolved_at"')


def test_earlier_rows_of_an_event_log_say_nothing_against_a_case(opened: Opener) -> None:
    source = opened(
        "id,created_at,updated_at,resolved_at,status\n"
        "1,2026-01-05T10:00:00Z,2026-01-05T10:00:00Z,2026-01-06T10:00:00Z,open\n"
        "1,2026-01-05T10:00:00Z,2026-01-06T10:00:00Z,2026-01-06T10:00:00Z,closed\n"
    )
    assert "open_and_resolved" not in codes(source)
