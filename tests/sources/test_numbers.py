from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csaudit.sources import open_frame
from csaudit.sources.notations.numbers import count, duration, number
from csaudit.sources.typed.status_words import tag_list
from csaudit.table_settings import ColumnSettings, TableSettings
from csaudit.tables import Type
from tests.sources.reading import cells, codes, faults

if TYPE_CHECKING:
    from tests.sources.conftest import Opener


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", "5"),
        ("-2.50", "-2.5"),
        ("+3", "3"),
        (".5", "0.5"),
        ("1e3", "1000"),
        ("1,234.50", "1234.5"),
        ("$1,234.50", "1234.5"),
        ("12.50 EUR", "12.5"),
        ("1.234,50 €", "1234.5"),
        ("0,5", "0.5"),
        ("1 234 567,8", "1234567.8"),
        ("1'234.5", "1234.5"),
        ("0.1234567895", "0.123456790"),
    ],
)
def test_numbers_are_exact(opened: Opener, text: str, value: str) -> None:
    source = opened(f'id,order_value\n1,"{text}"\n')
    assert cells(source, "order_value") == [Decimal(value)]


@pytest.mark.parametrize(
    "text", ["many", "1.2.3", "NaN", "inf", "5%", "1_000", "1,2,3", "--1", "9" * 40]
)
def test_what_is_no_number_is_unreadable(opened: Opener, text: str) -> None:
    source = opened(f'id,order_value\n1,"{text}"\n2,\n')
    assert cells(source, "order_value") == [None, None]
    assert faults(source, "order_value") == [True, False]


@pytest.mark.parametrize(("text", "value"), [("3", 3), ("3.0", 3), ("0", 0), ("1,000", 1000)])
def test_counts_are_whole(opened: Opener, text: str, value: int) -> None:
    assert cells(opened(f'id,replies\n1,"{text}"\n'), "replies") == [value]


@pytest.mark.parametrize("text", ["-1", "2.5", "two", "9" * 30])
def test_what_is_no_count_is_unreadable(opened: Opener, text: str) -> None:
    assert faults(opened(f"id,replies\n1,{text}\n"), "replies") == [True]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 5400),
        ("1.5", 90),
        ("0", 0),
        ("26:03:00", 93780),
        ("00:00:01.5", 1.5),
        ("1h30m", 5400),
        ("1h 30m 5s", 5405),
        ("2 hours", 7200),
        ("1d 2h", 93600),
        ("PT1H30M", 5400),
        ("P1DT1S", 86401),
        ("1970-01-01 02:37:03", 9423),
        ("1970-01-02 09:46:18", 121578),
        ("1,000.0", 60000),
    ],
)
def test_durations_are_read_in_the_unit_of_the_column(
    opened: Opener, text: str, seconds: float
) -> None:
    source = opened(f'id,requester_wait_minutes\n1,"{text}"\n')
    assert cells(source, "requester_wait") == [round(seconds * 1_000_000)]


@pytest.mark.parametrize(
    "text", ["-5", "-00:01:00", "1:30", "soon", "P", "PT", "1:75:00", "9" * 17]
)
def test_what_is_no_duration_is_unreadable(opened: Opener, text: str) -> None:
    assert faults(opened(f"id,requester_wait_minutes\n1,{text}\n"), "requester_wait") == [True]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1 h 20", 80),
        ("1h20", 80),
        ("1h20m", 80),
        ("1 Std 20 Min", 80),
        ("1 Std. 20 Min.", 80),
        ("2,5 Std", 150),
        ("2.5 hours", 150),
        ("20 Min.", 20),
        ("1 hr 5 mins", 65),
        ("1 Stunde, 5 Minuten", 65),
        ("2 heures", 120),
        ("1 jour 1 heure", 1_500),
        ("1 Tag", 1_440),
        ("90 Sek.", 1.5),
    ],
)
def test_durations_are_read_as_people_write_them(text: str, minutes: float) -> None:
    assert duration(text, "seconds") == minutes * 60_000_000


@pytest.mark.parametrize("text", ["1,500 h", "1.500 Std", "1 h 75", "h", "1 hour ago", "Std 2"])
def test_what_could_be_two_durations_is_none(text: str) -> None:
    assert duration(text, "seconds") is None


def test_hours_or_minutes_are_settled_by_the_format_alone(opened: Opener) -> None:
    text = "id,offered_at,Wait time\n1,2026-10-03,0:12\n2,2026-10-03,3:10\n3,2026-10-03,1:02:11\n"
    source = opened(text, table="calls")
    assert faults(source, "wait") == [True, True, False]
    (remark,) = [one for one in source.read(["wait"]).remarks if one.code == "hours_or_minutes"]
    line = 'tables: {calls: {columns: {wait: {from: "Wait time", format: "h:mm"}}}}'
    assert remark.setting == line
    for written, seconds in (("m:ss", [12, 190, 3_731]), ("h:mm", [720, 11_400, 3_731])):
        wish = TableSettings(columns={"wait": ColumnSettings(source="Wait time", format=written)})
        source = opened(text, table="calls", settings=wish)
        assert cells(source, "wait") == [second * 1_000_000 for second in seconds]
        assert "hours_or_minutes" not in codes(source)


@pytest.mark.parametrize("word", ["yes", "TRUE", "y", "1", "t", "On"])
def test_words_for_yes(opened: Opener, word: str) -> None:
    assert cells(opened(f"id,due_met\n1,{word}\n"), "due_met") == [True]


@pytest.mark.parametrize("word", ["no", "False", "N", "0", "f", "OFF"])
def test_words_for_no(opened: Opener, word: str) -> None:
    assert cells(opened(f"id,due_met\n1,{word}\n"), "due_met") == [False]


def test_other_words_are_neither_yes_nor_no(opened: Opener) -> None:
    assert faults(opened("id,due_met\n1,perhaps\n2,\n"), "due_met") == [True, False]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("vip late", ["vip", "late"]),
        ("vip, very late", ["vip", "very late"]),
        ("a;b|c", ["a", "b", "c"]),
        ('["a b", "c"]', ["a b", "c"]),
        ("[a", ["[a"]),
        ("", []),
        (" , ", []),
    ],
)
def test_tags_are_lists(opened: Opener, text: str, tags: list[str]) -> None:
    quoted = text.replace('"', '""')
    assert cells(opened(f'id,tags\n1,"{quoted}"\n'), "tags") == [tags]


def test_a_json_list_of_tags_never_breaks() -> None:
    assert tag_list('["a", 1, null]') == ["a", "1"]


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("New", "new"),
        ("In Progress", "open"),
        ("reopened", "open"),
        ("Waiting on customer", "pending"),
        ("snoozed", "pending"),
        ("On-hold", "on_hold"),
        ("hold", "on_hold"),
        ("SOLVED", "resolved"),
        ("Done", "resolved"),
        ("Cancelled", "closed"),
        ("Awaiting Vendor", "Awaiting Vendor"),
    ],
)
def test_statuses_are_put_into_the_six_words(opened: Opener, word: str, status: str) -> None:
    assert cells(opened(f"id,status\n1,{word}\n"), "status") == [status]


def test_csat_is_a_number_if_one_cell_is_one(opened: Opener) -> None:
    source = opened("id,csat\n1,good\n2,5\n3,\n")
    assert source.columns["csat"].type is Type.NUMBER
    assert cells(source, "csat") == [None, Decimal(5), None]
    assert faults(source, "csat") == [True, False, False]


def test_csat_is_text_if_none_is(opened: Opener) -> None:
    source = opened("id,csat\n1,good\n2,\n")
    assert source.columns["csat"].type is Type.TEXT
    assert cells(source, "csat") == ["good", None]


def test_text_is_trimmed_and_blank_text_is_empty(opened: Opener) -> None:
    assert cells(opened('id,subject\n1,"  a b "\n2,"   "\n3,\u00a0\n'), "subject") == [
        "a b",
        None,
        None,
    ]


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=9))
@settings(deadline=None)
def test_any_number_is_read_back(value: Decimal) -> None:
    assert number(f"{value:f}") == value


@given(st.text(max_size=12))
@settings(deadline=None)
def test_no_text_breaks_the_readers(text: str) -> None:
    for read in (number, count, tag_list):
        read(text)
    assert (duration(text, "minutes") or 0) >= 0


def test_a_frame_in_memory_is_read_like_a_file() -> None:
    import polars as pl

    frame = pl.DataFrame(
        {
            "id": [1, 2],
            "created_at": pl.Series(["2026-01-05T10:00:00.25Z", None]).str.to_datetime(
                time_zone="UTC"
            ),
            "requester_wait": pl.Series([90_500, None], dtype=pl.Duration("ms")),
            "tags": [["a"], []],
            "spam": [True, None],
            "Refund": [0.5, 2.0],
        }
    )
    settings = TableSettings(columns={"Refund": ColumnSettings(type=Type.NUMBER)})
    source = open_frame("tickets", frame, settings)
    read = source.read(source.columns).frame.collect()
    assert read["id"].to_list() == ["1", "2"]
    assert str(read["created_at"][0]) == "2026-01-05 10:00:00.250000+00:00"
    assert read["requester_wait"].to_list() == [90_500_000, None]
    assert read["tags"].to_list() == [["a"], []]
    assert read["spam"].to_list() == [True, None]
    assert read["Refund"].to_list() == [Decimal("0.5"), Decimal(2)]


def test_a_decimal_comma_is_settled_by_the_whole_column(opened: Opener) -> None:
    source = opened("id;order_value\n1;12,5\n2;1.234\n3;1,000\n4;7\n")
    assert cells(source, "order_value") == [
        Decimal("12.5"),
        Decimal(1234),
        Decimal(1),
        Decimal(7),
    ]


def test_so_is_a_comma_between_thousands(opened: Opener) -> None:
    source = opened("id;order_value\n1;12.5\n2;1,234\n")
    assert cells(source, "order_value") == [Decimal("12.5"), Decimal(1234)]


def test_what_nothing_settles_is_unreadable_until_the_user_says(opened: Opener) -> None:
    text = "id;order_value;requester_wait_minutes\n1;1,234;1,500\n2;5;6\n"
    source = opened(text)
    assert cells(source, "order_value") == [None, Decimal(5)]
    (remark,) = source.read(["order_value"]).remarks
    assert remark.code == "decimal_mark"
    assert remark.setting == (
        'tables: {tickets: {columns: {order_value: {from: "order_value", format: decimal-comma}}}}'
    )
    columns = {
        "order_value": ColumnSettings(format="decimal-comma"),
        "requester_wait": ColumnSettings(format="decimal-comma"),
    }
    told = opened(text, settings=TableSettings(columns=columns))
    assert cells(told, "order_value") == [Decimal("1.234"), Decimal(5)]
    assert cells(told, "requester_wait") == [90_000_000, 360_000_000]


def test_a_number_mangled_by_a_locale_is_unreadable(opened: Opener) -> None:
    source = opened('id,order_value\n1,"3,87,16,91,111"\n2,"2050,36"\n3,5\n')
    assert cells(source, "order_value") == [None, Decimal("2050.36"), Decimal(5)]
