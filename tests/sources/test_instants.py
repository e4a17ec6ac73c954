from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csaudit.sources import SourceColumn
from csaudit.sources.notations.dates import read_all
from csaudit.sources.notations.instants import to_utc
from csaudit.table_settings import ColumnSettings, TableSettings
from csaudit.tables import Type
from tests.sources.reading import cells, codes, faults, utc

if TYPE_CHECKING:
    from tests.sources.conftest import Opener


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-01-05T10:11:12Z", "2026-01-05T10:11:12"),
        ("2026-01-05t10:11:12z", "2026-01-05T10:11:12"),
        ("2026-01-05T10:11:12.9999999Z", "2026-01-05T10:11:12.999999"),
        ("2026-01-05T10:11:12.1Z", "2026-01-05T10:11:12.100000"),
        ("2026-01-05T10:11:12,5Z", "2026-01-05T10:11:12.500000"),
        ("2026-01-05T10:11:12+02:00", "2026-01-05T08:11:12"),
        ("2026-01-05T10:11:12.520+0530", "2026-01-05T04:41:12.520000"),
        ("2026-01-05 10:11:12 -0500", "2026-01-05T15:11:12"),
        ("2026-01-05T10:11:12+02", "2026-01-05T08:11:12"),
        ("2026-01-05 10:11 UTC", "2026-01-05T10:11:00"),
        ("2026-01-05 10:11:12", "2026-01-05T11:11:12"),
        ("2026-01-05 10:11", "2026-01-05T11:11:00"),
        ("2026-1-5 9:11", "2026-01-05T10:11:00"),
        ("2026-01-05 10:11:12.250", "2026-01-05T11:11:12.250000"),
        ("2026-01-05", "2026-01-05T01:00:00"),
        ("20260105", "2026-01-05T01:00:00"),
        ("20260105101112", "2026-01-05T11:11:12"),
        ("20260105T101112Z", "2026-01-05T10:11:12"),
        ("2026/01/05 10:11", "2026-01-05T11:11:00"),
        ("13/01/2026 10:11", "2026-01-13T11:11:00"),
        ("01/13/2026 10:11:12 PM", "2026-01-13T23:11:12"),
        ("13/1/26 10:11", "2026-01-13T11:11:00"),
        ("05.01.2026 10:11", "2026-01-05T11:11:00"),
        ("13-01-2026 10:11", "2026-01-13T11:11:00"),
        ("11/May/24 03:26 PM", "2024-05-11T16:26:00"),
        ("5 January 2026, 10:11", "2026-01-05T11:11:00"),
        ("Jan 5, 2026 12:11 am", "2026-01-05T01:11:00"),
        ("Mon, 05 Jan 2026 10:11:12 +0200", "2026-01-05T08:11:12"),
        ("January 5th, 2026 at 10:11 AM", "2026-01-05T11:11:00"),
        ("1767607872", "2026-01-05T10:11:12"),
        ("1767607872123", "2026-01-05T10:11:12.123000"),
        ("1767607872123456", "2026-01-05T10:11:12.123456"),
        ("1767607872123456789", "2026-01-05T10:11:12.123456"),
    ],
)
def test_every_spelling_of_an_instant_is_read(opened: Opener, text: str, instant: str) -> None:
    # The zone is one hour behind UTC all year, so that naive cells show it.
    source = opened(f'id,created_at\n1,"{text}"\n', timezone="Atlantic/Cape_Verde")
    assert cells(source, "created_at") == [utc(instant)]


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "2026-02-30 10:00",
        "2026-01-05 25:00",
        "9999-12-31 23:59:59",
        "0001-01-01 00:00:00",
        "1970-01-01 00:00:00",
        "0",
        "12",
        "20261305101112",
        "2026-01-05T10:11:12+99:00",
        "\uff11767607872",
    ],
)
def test_what_is_no_sensible_instant_is_unreadable(opened: Opener, text: str) -> None:
    source = opened(f"id,created_at\n1,{text}\n2,\n", timezone="UTC")
    assert cells(source, "created_at") == [None, None]
    assert faults(source, "created_at") == [True, False]
    (example,) = source.examples("created_at")
    assert (example.text, example.row) == (text, 1)


def test_one_column_may_mix_all_spellings(opened: Opener) -> None:
    source = opened(
        "id,created_at\n1,2026-01-05T10:00:00Z\n2,2026-01-05 10:00\n"
        "3,1767607200\n4,2026-01-05T12:00:00+02:00\n",
        timezone="UTC",
    )
    assert cells(source, "created_at") == [utc("2026-01-05T10:00:00")] * 4


def test_the_zone_of_the_column_beats_the_tables_which_beats_the_runs(opened: Opener) -> None:
    text = "id,created_at,resolved_at\n1,2026-01-05 10:00,2026-01-05 10:00\n"
    settings = TableSettings(
        timezone="Asia/Kathmandu",
        columns={"resolved_at": ColumnSettings(timezone="Europe/Berlin")},
    )
    source = opened(text, settings=settings, timezone="America/New_York")
    assert cells(source, "created_at") == [utc("2026-01-05T04:15:00")]
    assert cells(source, "resolved_at") == [utc("2026-01-05T09:00:00")]
    assert cells(opened(text, timezone="America/New_York"), "created_at") == [
        utc("2026-01-05T15:00:00")
    ]


def test_cells_without_a_zone_are_reported_while_none_is_known(opened: Opener) -> None:
    source = opened("id,created_at,resolved_at\n1,2026-01-05T10:00Z,\n2,2026-01-05 10:00,\n")
    records = source.read(["created_at", "resolved_at"])
    assert set(records.zoneless) == {"created_at"}
    assert records.zoneless["created_at"].row == 2
    assert cells(source, "created_at") == [utc("2026-01-05T10:00:00")] * 2


def test_a_time_that_occurs_twice_is_the_first_one(opened: Opener) -> None:
    source = opened("id,created_at\n1,2026-10-25 01:30:00\n", timezone="Europe/London")
    assert cells(source, "created_at") == [utc("2026-10-25T00:30:00")]
    assert codes(source) == {"time_twice"}


def test_unless_that_puts_an_end_before_its_start(opened: Opener) -> None:
    source = opened(
        "id,created_at,resolved_at\n"
        "1,2026-10-25 01:30:00,2026-10-25 01:10:00\n"
        "2,2026-10-25 01:00:00,2026-10-25 01:10:00\n"
        "3,2026-10-25T01:05:00Z,2026-10-25 01:10:00\n",
        timezone="Europe/London",
    )
    assert cells(source, "resolved_at") == [
        utc("2026-10-25T01:10:00"),
        utc("2026-10-25T00:10:00"),
        utc("2026-10-25T01:10:00"),
    ]


def test_a_time_that_does_not_exist_is_unreadable(opened: Opener) -> None:
    source = opened("id,created_at\n1,2026-03-29 01:30:00\n", timezone="Europe/London")
    assert faults(source, "created_at") == [True]
    assert codes(source) == {"time_missing"}
    assert source.examples("created_at")[0].text == "2026-03-29 01:30:00"


def test_a_bare_date_is_midnight_and_that_is_said(opened: Opener) -> None:
    source = opened("id,due_at\n1,2026-07-01\n", timezone="Europe/London")
    assert cells(source, "due_at") == [utc("2026-06-30T23:00:00")]
    assert codes(source) == {"date_without_time"}


def day(year: int) -> datetime:
    """New Year's Day of a clock on the wall."""
    return datetime(year, 1, 1)  # noqa: DTZ001 - walls know no zone


CREATED = SourceColumn("created_at", "Created", Type.INSTANT)
ZONES = ["UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]


@given(
    wall=st.datetimes(day(1990), day(2037)),
    zone=st.sampled_from(ZONES),
)
@settings(deadline=None)
def test_wall_clock_time_becomes_what_python_says(wall: datetime, zone: str) -> None:
    zoned = to_utc(pl.Series([wall], dtype=pl.Datetime("us")), zone)
    first = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    second = wall.replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(UTC)
    exists = first.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall
    assert zoned.missing.to_list() == [not exists]
    assert zoned.instant.to_list() == [first if exists else None]
    assert zoned.twice.to_list() == [exists and first != second]


@given(
    instant=st.datetimes(day(1972), day(2199)),
    offset=st.integers(-14 * 60, 14 * 60),
    separator=st.sampled_from(["T", " ", "t"]),
    colon=st.sampled_from(["", ":"]),
)
@settings(deadline=None, max_examples=50)
def test_any_offset_is_taken_off(
    instant: datetime, offset: int, separator: str, colon: str
) -> None:
    sign = "-" if offset < 0 else "+"
    hours, minutes = divmod(abs(offset), 60)
    zone = f"{sign}{hours:02}{colon}{minutes:02}"
    text = f"{instant.isoformat(separator)}{zone}"
    read = read_all(pl.Series([text]), CREATED, None)
    assert read["wall"].to_list() == [instant - timedelta(minutes=offset)]
    assert read["rest"].to_list() == [None]


@given(
    st.permutations(
        [
            "2026-01-05T10:11:12Z",
            "2026-01-05 10:11",
            "1767607872",
            "2026-01-05",
            "junk",
            "2026-01-05T10:11:12.5+05:30",
            "2026-1-5 1:02:03.25",
            "31/12/2025 10:00",
            "31.12.25",
            "5 Jan 2026 1:02 pm",
        ]
    )
)
@settings(deadline=None, max_examples=15)
def test_how_a_cell_is_read_does_not_depend_on_its_neighbours(texts: list[str]) -> None:
    together = dict(zip(texts, read_all(pl.Series(texts), CREATED, None).rows(), strict=True))
    alone = {text: read_all(pl.Series([text]), CREATED, None).row(0) for text in texts}
    assert together == alone


def test_times_that_are_all_too_often_midnight_are_remarked_on(opened: Opener) -> None:
    def text(hour: str) -> str:
        rows = "".join(f"{n},2026-01-{n + 1:02} {hour},open\n" for n in range(20))
        return f"id,created_at,status\n{rows}"

    assert codes(opened(text("00:00:00"), timezone="UTC")) == {"midnights"}
    assert codes(opened(text("00:01:00"), timezone="UTC")) == set()
