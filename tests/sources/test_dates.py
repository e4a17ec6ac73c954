from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csaudit.errors import DataError, UsageError
from csaudit.sources.notations.dates import DAY_FIRST, MONTH_FIRST, read_date, read_dates
from csaudit.table_settings import ColumnSettings, TableSettings
from tests.sources.reading import cells, faults, utc

if TYPE_CHECKING:
    from tests.sources.conftest import Opener


def test_one_day_beyond_the_twelfth_settles_the_order(opened: Opener) -> None:
    rows = "1,03/04/2026 10:00\n2,13/04/2026 10:00\n"
    source = opened("id,created_at\n" + rows, timezone="UTC")
    assert cells(source, "created_at") == [utc("2026-04-03T10:00:00"), utc("2026-04-13T10:00:00")]
    source = opened("id,created_at\n" + rows.replace("13/04", "04/13"), timezone="UTC")
    assert cells(source, "created_at") == [utc("2026-03-04T10:00:00"), utc("2026-04-13T10:00:00")]


def test_another_column_of_the_table_settles_it_too(opened: Opener) -> None:
    text = "id,created_at,closed_at\n1,03/04/2026 10:00,28/04/2026 10:00\n"
    source = opened(text, timezone="UTC")
    assert cells(source, "created_at") == [utc("2026-04-03T10:00:00")]
    assert source.examples("created_at") == ()


def test_dates_that_nothing_settles_are_an_error_with_the_line_to_write(opened: Opener) -> None:
    source = opened("id,created_at\n1,\n2,03/04/2026 10:00\n", timezone="UTC")
    with pytest.raises(DataError) as caught:
        source.read(["created_at"])
    assert '"created_at" has dates such as "03/04/2026 10:00"' in str(caught.value)
    assert "tables: {tickets: {date_order: day-first}}" in str(caught.value)
    assert "month-first" in str(caught.value)


@pytest.mark.parametrize(
    ("order", "day"),
    [("day-first", "2003-02-01"), ("month-first", "2003-01-02"), ("year-first", "2001-02-03")],
)
def test_the_user_may_settle_the_order(opened: Opener, order: str, day: str) -> None:
    settings = TableSettings(date_order=order)
    source = opened("id,created_at\n1,01/02/03 10:00\n", timezone="UTC", settings=settings)
    assert cells(source, "created_at") == [utc(f"{day}T10:00:00")]


def test_where_the_order_changes_nothing_nobody_is_asked(opened: Opener) -> None:
    source = opened("id,created_at\n1,04/04/2026 10:00\n", timezone="UTC")
    assert cells(source, "created_at") == [utc("2026-04-04T10:00:00")]


def test_dates_with_dots_are_day_first(opened: Opener) -> None:
    source = opened("id,created_at\n1,03.04.2026 10:00\n", timezone="UTC")
    assert cells(source, "created_at") == [utc("2026-04-03T10:00:00")]


def test_one_slip_among_many_is_unreadable_and_does_not_unsettle_the_order(
    opened: Opener,
) -> None:
    rows = "".join(f"{n},{n % 12 + 13}/04/2026 10:00\n" for n in range(60))
    source = opened(
        f"id,created_at\n{rows}x,04/31/2026 10:00\ny,04/25/2026 10:00\n", timezone="UTC"
    )
    assert sum(faults(source, "created_at")) == 2


def test_a_column_in_two_orders_is_an_error(opened: Opener) -> None:
    text = "id,created_at\n1,25/04/2026 10:00\n2,04/25/2026 10:00\n3,04/05/2026 10:00\n"
    with pytest.raises(DataError, match="some of which can only be day-first, others only month"):
        opened(text, timezone="UTC").read(["created_at"])


def test_a_format_of_the_users_reads_what_nothing_else_does(opened: Opener) -> None:
    settings = TableSettings(columns={"created_at": ColumnSettings(format="%Hh%M %d-%m-%Y")})
    text = "id,created_at\n1,10h30 03-04-2026\n2,2026-04-03 10:30\n"
    source = opened(text, timezone="UTC", settings=settings)
    assert cells(source, "created_at") == [utc("2026-04-03T10:30:00"), None]


def test_a_format_that_is_none_is_an_error_of_usage(opened: Opener) -> None:
    settings = TableSettings(columns={"created_at": ColumnSettings(format="%d-%m-%Y %H")})
    source = opened("id,created_at\n1,10h30 03-04-2026\n", timezone="UTC", settings=settings)
    with pytest.raises(UsageError, match="is no format of dates"):
        source.read(["created_at"])


def test_an_abbreviation_of_the_columns_own_zone_settles_the_autumn_hour(opened: Opener) -> None:
    text = (
        "id,created_at\n1,2026-11-01 01:30 CDT\n2,2026-11-01 01:30 CST\n"
        "3,2026-07-01 10:00:00 CDT\n4,2026-07-01 10:00 EDT\n5,2026-07-01 10:00 CEST\n"
    )
    source = opened(text, timezone="America/Chicago")
    assert cells(source, "created_at") == [
        utc("2026-11-01T06:30:00"),
        utc("2026-11-01T07:30:00"),
        utc("2026-07-01T15:00:00"),
        utc("2026-07-01T14:00:00"),
        None,
    ]


def test_an_abbreviation_means_what_the_zone_calls_so_before_what_mail_calls_so(
    opened: Opener,
) -> None:
    text = "id,created_at\n1,2026-07-01 10:00 CST\n"
    shanghai, london = (opened(text, timezone=zone) for zone in ("Asia/Shanghai", "Europe/London"))
    assert cells(shanghai, "created_at") == [utc("2026-07-01T02:00:00")]
    assert cells(london, "created_at") == [utc("2026-07-01T16:00:00")]


def test_an_abbreviation_without_a_zone_asks_for_the_zone(opened: Opener) -> None:
    source = opened("id,created_at\n1,2026-11-01 01:30 CDT\n")
    assert "created_at" in source.read(["created_at"]).zoneless


@pytest.mark.parametrize(
    "text",
    [
        "32/01/2026 10:00",
        "13/13/2026",
        "5 Foo 2026",
        "10/10/2026 13:00 PM",
        "10/10/2026 0:30 am",
        "10/10/2026 25:00",
        "1/2",
        "2026-13-01",
        "20261301",
        "10/10/202",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text, DAY_FIRST, None) is None


@given(
    wall=st.datetimes(datetime(1972, 1, 1), datetime(2060, 1, 1)),  # noqa: DTZ001 - wall clock
    pattern=st.sampled_from(
        ["%d/%m/%Y %H:%M:%S", "%m-%d-%Y %I:%M:%S %p", "%d.%m.%y %H:%M:%S", "%d %b %Y %H:%M:%S"]
    ),
)
@settings(deadline=None)
def test_a_date_is_read_alike_alone_and_in_a_column(wall: datetime, pattern: str) -> None:
    order = MONTH_FIRST if pattern.startswith("%m") else DAY_FIRST
    text = wall.strftime(pattern)
    expected = wall.replace(microsecond=0)
    alone = read_date(text, order, None)
    assert alone is not None
    assert alone[0] == expected
    assert read_dates(pl.Series([text]), order, None)["wall"].to_list() == [expected]


BOSTON = "CASE_ENQUIRY_ID,OPEN_DT,CLOSED_DT,CASE_STATUS,QUEUE\n"


def test_a_known_export_whose_dates_say_nothing_is_read_in_its_usual_order(opened: Opener) -> None:
    source = opened(BOSTON + "1,02/03/2026 10:00:00 AM,02/04/2026 10:00:00 AM,Closed,x\n")
    assert source.recognised_as == "boston-311"
    assert cells(source, "created_at") == [utc("2026-02-03T15:00:00")]


def test_what_the_dates_of_a_known_export_say_goes_before_its_usual_order(opened: Opener) -> None:
    rows = "1,02/03/2026 10:00,03/03/2026 10:00,Closed,x\n2,13/03/2026 10:00,,Open,x\n"
    source = opened(BOSTON + rows, timezone="UTC")
    assert cells(source, "closed_at")[0] == utc("2026-03-03T15:00:00")
    assert cells(source, "created_at")[0] == utc("2026-03-02T15:00:00")


def test_what_the_user_says_goes_before_the_usual_order(opened: Opener) -> None:
    settings = TableSettings(date_order="day-first")
    row = "1,02/03/2026 10:00,,Open,x\n"
    source = opened(BOSTON + row, settings=settings)
    assert cells(source, "created_at") == [utc("2026-03-02T15:00:00")]


@pytest.mark.parametrize("word", ["?", "-", "--", "N/A", "null", "(none)", "#N/A", "NULL"])
def test_the_one_word_that_a_known_export_has_for_nothing_is_nothing(
    opened: Opener, word: str
) -> None:
    rows = [f"{number},01/{number + 12}/2026 10:00,{word},Open,x\n" for number in range(10)]
    source = opened(BOSTON + "".join(rows))
    records = source.read(["created_at", "closed_at"])
    assert records.frame.collect()["closed_at#unreadable"].sum() == 0
    (remark,) = [one for one in records.remarks if one.code == "words_for_nothing"]
    assert f'"CLOSED_DT" has "{word}" in 10 cells' in remark.message


def test_a_word_beside_others_and_one_of_an_unknown_export_stay_unreadable(opened: Opener) -> None:
    source = opened(BOSTON + "1,01/13/2026 10:00,-,Open,x\n2,01/13/2026 10:00,soon,Open,x\n")
    assert faults(source, "closed_at") == [True, True]
    unknown = opened("id,created_at,closed_at\n1,2026-01-13 10:00,-\n", timezone="UTC")
    assert faults(unknown, "closed_at") == [True]


def test_a_count_of_cells_says_that_superseded_rows_are_among_them(opened: Opener) -> None:
    rows = [
        f"{number // 3},2026-01-13 10:00,2026-01-14 1{number % 3}:00,soon{number % 2},-\n"
        for number in range(30)
    ]
    text = "id,created_at,updated_at,status,closed_at\n" + "".join(rows)
    source = opened(text.replace(",-\n", ",n/a\n", 5), timezone="UTC")
    records = source.read(["created_at", "closed_at"])
    (remark,) = [one for one in records.remarks if one.code == "words_for_nothing"]
    assert remark.message.endswith("(among 30 rows, of which 20 are superseded)")
