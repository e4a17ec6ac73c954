from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csaudit.audit import records_asked
from csaudit.audit.record_rows import COLUMNS, WORST_FIRST
from csaudit.audit.records_asked import Cases
from csaudit.harmless import STEERING
from csaudit.reports import Look, case_formats
from csaudit.reports.csv import MENDED, harmless_cell
from tests.reports.examples import HOSTILE, as_text
from tests.reports.table_lines import ESCAPES

if TYPE_CHECKING:
    from collections.abc import Mapping

START = datetime(2026, 10, 1, 8, tzinfo=UTC)

MISSED = {
    "standard": "first-response",
    "table": "tickets",
    "record_id": "1001",
    "verdict": "missed",
    "measured": 39600.0,
    "unit": "seconds",
    "limit": 14400.0,
    "overrun": 25200.0,
    "started_at": START,
    "ended_at": datetime(2026, 10, 1, 19, 0, 0, 5, tzinfo=UTC),
    "due_at": datetime(2026, 10, 1, 12, tzinfo=UTC),
    "reason": None,
}
OPEN = MISSED | {"record_id": "1002", "ended_at": None, "reason": "still open"}
SPAM = MISSED | {
    **dict.fromkeys(["measured", "limit", "overrun", "due_at"]),
    "record_id": "1003",
    "verdict": "left_out",
    "reason": "spam",
}


def cases(*rows: Mapping[str, Any], **facts: Any) -> Cases:  # noqa: ANN401 - what a field takes
    schema = {name: pl.String if kind is pl.Enum else kind for name, kind in COLUMNS.items()}
    schema["verdict"] = pl.Enum([verdict.value for verdict in WORST_FIRST])
    frame = pl.DataFrame(list(rows), schema=schema, orient="row")
    counts = frame.group_by("standard", "verdict", maintain_order=True).len().rows()
    by_standard: dict[str, dict[str, int]] = {}
    for standard, verdict, number in counts:
        by_standard.setdefault(standard, {})[verdict] = number
    usual: dict[str, Any] = {
        "rows": frame,
        "as_of": datetime(2026, 10, 31, 17, 23, tzinfo=UTC),
        "timezone": "Europe/London",
        "counts": by_standard,
    }
    return Cases(**(usual | facts))


def written(name: str, of: Cases, look: Look | None = None) -> str:
    return as_text(case_formats()[name].render(of, look or Look()))


# ---- for machines ----


def test_csv_has_the_columns_of_the_contract_and_a_line_for_each_row() -> None:
    lines = list(csv.reader(io.StringIO(written("csv", cases(MISSED, SPAM)))))
    assert lines == [
        (
            "standard table record_id verdict measured unit limit overrun started_at ended_at "
            "due_at reason"
        ).split(" "),
        [
            *("first-response", "tickets", "1001", "missed", "39600.0", "seconds", "14400.0"),
            *("25200.0", "2026-10-01T08:00:00Z", "2026-10-01T19:00:00.000005Z"),
            *("2026-10-01T12:00:00Z", ""),
        ],
        [
            *("first-response", "tickets", "1003", "left_out", "", "seconds", "", ""),
            *("2026-10-01T08:00:00Z", "2026-10-01T19:00:00.000005Z", "", "spam"),
        ],
    ]


def test_json_is_a_list_of_the_same_rows_each_on_a_line_of_its_own() -> None:
    text = written("json", cases(MISSED, SPAM))
    one, other = json.loads(text)
    assert list(one) == list(COLUMNS)
    assert one["measured"] == 39600.0
    assert one["ended_at"] == "2026-10-01T19:00:00.000005Z"
    assert (one["reason"], other["due_at"]) == (None, None)
    assert [line[:1] for line in text.splitlines()] == ["[", "{", "{", "]"]


@pytest.mark.parametrize("name", ["csv", "json", "table"])
def test_no_rows_are_a_whole_report_too(name: str) -> None:
    text = written(name, cases())
    assert text.endswith("\n")
    if name == "json":
        assert json.loads(text) == []
    if name == "csv":
        assert text == ",".join(COLUMNS) + "\n"
    if name == "table":
        assert text.splitlines()[-1] == "nothing to list"


@pytest.mark.parametrize("name", ["csv", "json"])
def test_a_large_list_is_written_piece_by_piece_and_is_the_same_bytes(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = cases(*(MISSED | {"record_id": str(number)} for number in range(7)))
    whole = written(name, many)
    monkeypatch.setattr(records_asked, "SLICE", 3)
    made = case_formats()[name].render(many, Look())
    assert not isinstance(made, (str, bytes))
    pieces = list(made)
    assert len(pieces) > 3
    assert "".join(pieces) == whole


@given(st.lists(st.text(max_size=4) | st.sampled_from(["=1", "@x", "-1", "a=b", "\ta", "a\n"])))
def test_what_csv_mends_is_what_its_pattern_finds(texts: list[str]) -> None:
    found = pl.Series(texts, dtype=pl.String).str.contains(MENDED).to_list()
    assert found == [harmless_cell(text) != text for text in texts]


def test_numbers_that_are_none_are_null() -> None:
    odd = cases(MISSED | {"measured": float("nan"), "limit": float("inf"), "overrun": 1e-7})
    row = json.loads(written("json", odd), parse_constant=pytest.fail)[0]
    assert (row["measured"], row["limit"], row["overrun"]) == (None, None, 1e-7)


HOSTILE_ROW = MISSED | {"record_id": HOSTILE, "reason": f"={HOSTILE}", "standard": "@x"}


def test_hostile_text_comes_back_as_it_was_in_json_and_steers_nothing() -> None:
    text = written("json", cases(HOSTILE_ROW))
    assert [found for found in STEERING.findall(text) if found != "\n"] == []
    assert json.loads(text)[0]["record_id"] == HOSTILE


def test_hostile_text_is_harmless_in_a_spreadsheet() -> None:
    text = written("csv", cases(HOSTILE_ROW))
    assert [found for found in STEERING.findall(text) if found != "\n"] == []
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["reason"].startswith("'=a[red]")
    assert row["standard"] == "'@x"


# ---- for people ----


def test_a_row_reads_from_left_to_right() -> None:
    lines = written("table", cases(MISSED, OPEN)).splitlines()
    assert lines[0].split() == "RECORD STANDARD MEASURED LIMIT OVERRUN DUE REASON".split()
    assert lines[1].split() == (
        "MISSED 1001 first-response 11h 00m 4h 7h 00m 2026-10-01 13:00".split()
    )
    assert lines[2].endswith("still open")
    assert lines[3] == "COUNTS  first-response: 2 missed"
    assert lines[4] == (
        "AS OF   2026-10-31 17:23 Europe/London, whose clock shows every time above"
    )
    assert lines[5] == "2 missed"


def test_days_are_told_only_where_the_clock_never_stops() -> None:
    long = MISSED | {"measured": 5_000_000.0, "overrun": 4_985_600.0}
    assert "1,388h 53m" in written("table", cases(long))
    around = cases(long, around_the_clock=frozenset({"first-response"}))
    assert "57d 21h" in written("table", around)


def test_a_second_too_late_is_not_rounded_to_the_limit() -> None:
    late = MISSED | {"measured": 14401.0, "overrun": 1.0}
    row = written("table", cases(late)).splitlines()[1]
    assert row.split()[3:8] == "4h 00m 01s 4h 1s".split()


def test_the_other_verdicts_stand_where_the_reason_is() -> None:
    row = written("table", cases(SPAM)).splitlines()[1]
    assert row.strip().startswith("1003")
    assert row.endswith("left out: spam")


def test_where_nothing_falls_due_the_rows_say_when_it_began() -> None:
    lines = written("table", cases(MISSED | {"due_at": None})).splitlines()
    assert "BEGAN" in lines[0]
    assert "DUE" not in lines[0]
    assert lines[1].endswith("2026-10-01 09:00")


def test_a_long_list_says_how_many_more_there_are() -> None:
    many = cases(*(MISSED | {"record_id": f"T{number}"} for number in range(73)))
    text = written("table", many)
    assert text.count("MISSED ") == 50
    assert "        23 more: --verbose shows them, -o FILE.csv writes them all\n" in text
    assert text.endswith("\n73 missed\n")
    assert written("table", many, Look(verbose=True)).count("MISSED ") == 73


def test_of_several_standards_it_is_counted_whose_the_rows_are() -> None:
    others = (OPEN | {"standard": "b", "record_id": str(number)} for number in range(3))
    text = written("table", cases(MISSED, *others, SPAM))
    assert "COUNTS  4 missed: b 3, first-response 1\n" in text
    assert "COUNTS  1 left out: first-response 1\n" in text
    verbose = written("table", cases(MISSED, *others, SPAM), Look(verbose=True))
    assert "COUNTS  first-response: 1 missed + 1 left out\n" in verbose


@pytest.mark.parametrize("width", [40, 80, 100, 160])
def test_hostile_ids_steer_no_terminal_and_forge_no_line(width: int) -> None:
    forged = MISSED | {"record_id": "1\nMISSED  2", "reason": "\x1b[31m" + "y" * 900}
    text = written("table", cases(HOSTILE_ROW, forged), Look(width=width, verbose=True))
    assert [found for found in STEERING.findall(text) if found != "\n"] == []
    assert sum(line.startswith("MISSED") for line in text.splitlines()) == 2
    assert all(len(line) <= width for line in text.splitlines()[3:] if "日" not in line)


def test_colour_changes_nothing_but_the_colour() -> None:
    coloured = written("table", cases(MISSED, SPAM), Look(colour=True))
    assert "\x1b[1;31mMISSED" in coloured
    assert ESCAPES.sub("", coloured) == written("table", cases(MISSED, SPAM))


def test_knowing_the_formats_loads_neither_rich_nor_polars() -> None:
    code = (
        "import sys; from csaudit.reports import case_formats; case_formats();"
        "print([name for name in ('rich', 'polars', 'typer') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
