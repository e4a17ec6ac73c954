from __future__ import annotations

import subprocess
import sys
from datetime import date
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from csaudit.errors import Place, StandardsError, UsageError
from csaudit.metrics.declaration import Direction
from csaudit.standards import (
    EXAMPLE,
    Condition,
    Judge,
    LeaveOut,
    Limit,
    Measure,
    Standard,
    Target,
    load,
)
from csaudit.table_settings import ColumnSettings, Expectation
from csaudit.tables import Type
from tests.standards.writing import (
    CONTRACT,
    NAME,
    one_standard,
    problems,
    read,
    standard,
)

HOUR = 3_600_000_000


def test_the_example_of_the_contract_is_read_whole() -> None:
    file = read(CONTRACT)
    assert (file.path, file.title) == (NAME, "Acme Support, service standards")
    assert file.timezone == "Europe/London"
    assert file.sha256 == sha256(CONTRACT.encode()).hexdigest()
    assert file.calendars["office"].timezone == "Europe/London"
    assert file.calendars["office"].special_days.keys() == {date(2026, 12, 31)}
    tickets = file.tables["tickets"]
    assert (tickets.source, tickets.timezone) == ("zendesk-csv", "America/New_York")
    assert tickets.date_order == "day-first"
    assert tickets.columns == {"branch": ColumnSettings(source="Office [list]")}
    assert tickets.expect == Expectation(max_age=36 * 3600, min_rows=500)
    assert file.leave_out == (
        LeaveOut(
            where=Condition("tag('customer_unreachable')", Place(13, 13)),
            reason="client could not be reached",
            table="tickets",
        ),
    )
    assert file.standards == (
        Standard(
            id="email-first-response",
            statement="We answer every e-mail within 24 business hours.",
            metric="first_response_time",
            table="tickets",
            where=Condition("channel = 'email'", Place(19, 12)),
            within=Limit("24h", "time", 24 * HOUR),
            calendar="office",
            target=Target(">=", Fraction(19, 20), Measure.PERCENT, "95%"),
            warn=Target(">=", Fraction(97, 100), Measure.PERCENT, "97%"),
            by=(("branch",), ("agent", "channel")),
            every="month",
            judge=Judge(),
            severity="major",
            mandatory=False,
            dimension="responsiveness",
            audience="customers",
            owner="support lead",
            review_by=date(2027, 1, 1),
            min_n=30,
            on_no_data="fail",
            dated_by="created_at",
            direction=Direction.HIGHER,
            measure=Measure.PERCENT,
            settings={
                "closed_unanswered": "not_applicable",
                "clock": "recomputed",
                "pause": (),
                "open": "survival",
            },
            explicit=file.standards[0].explicit,
            place=Place(15, 5),
        ),
    )
    assert {"within", "warn", "dated_by"} < file.standards[0].explicit
    assert not {"and", "clock", "confidence"} & file.standards[0].explicit


def test_what_is_not_written_has_its_default() -> None:
    one = standard("metric: first_response_time\nwithin: 4h")
    assert one.statement == "one"
    assert one.target is None
    assert one.every_single_one
    assert (one.min_n, one.on_no_data, one.table, one.calendar) == (None, None, None, "always")
    assert (one.severity, one.audience, one.mandatory) == ("major", "customers", False)
    assert read(one_standard("metric: resolution_rate")).on_no_data_default == "fail"


def test_a_standard_without_target_and_limit_is_information() -> None:
    assert standard("metric: replies_to_resolve").is_information
    assert not standard("metric: replies_to_resolve\ntarget: 3").is_information


def test_every_key_knows_its_place() -> None:
    file = read(CONTRACT)
    one = file.standards[0]
    assert one.place_of("where") == Place(19, 12)
    assert one.place_of("by", 1, 0) == Place(24, 19)
    assert one.place_of("and") == one.place == Place(15, 5)
    assert file.place_of("calendars", "office", "hours") == Place(7, 12)
    assert file.place_of("nothing") == Place(1, 1)


# ---- tables ----


def test_tables_say_where_columns_come_from() -> None:
    file = read(
        "tables:\n"
        "  tickets:\n"
        "    columns:\n"
        "      created_at: {from: Opened, timezone: Asia/Tokyo, format: '%d/%m/%Y %H:%M'}\n"
        "      requester_wait: {from: Wait, unit: minutes, clock: helpdesk}\n"
        "      refund: {from: 12, type: number}\n"
        "      on_hold: {format: m:ss}\n"
        "    expect: {unreadable: 2.5%, rows: 10}\n" + one_standard("metric: resolution_rate")
    )
    tickets = file.tables["tickets"]
    assert tickets.columns == {
        "created_at": ColumnSettings("Opened", timezone="Asia/Tokyo", format="%d/%m/%Y %H:%M"),
        "requester_wait": ColumnSettings("Wait", unit="minutes", clock="helpdesk"),
        "refund": ColumnSettings("12", Type.NUMBER),
        "on_hold": ColumnSettings(format="m:ss"),
    }
    assert tickets.expect == Expectation(min_rows=10, max_unreadable=0.025)


def test_tables_say_what_words_stand_for() -> None:
    file = read(
        "tables:\n"
        "  tickets:\n"
        "    columns:\n"
        "      status: {from: Lage, values: {Erledigt: resolved, 7: open}, empty: [k. A., '-']}\n"
        "      created_at: {from: Tag, and: Uhrzeit}\n"
        "      urgent: {from: Eilt, type: yes_no, values: {x: yes, o: no}}\n"
        + one_standard("metric: resolution_rate")
    )
    assert file.tables["tickets"].columns == {
        "status": ColumnSettings(
            "Lage", values={"Erledigt": "resolved", "7": "open"}, empty=("k. A.", "-")
        ),
        "created_at": ColumnSettings("Tag", joined="Uhrzeit"),
        "urgent": ColumnSettings("Eilt", Type.YES_NO, values={"x": "yes", "o": "no"}),
    }


def test_a_preset_file_is_looked_for_from_the_folder_of_the_standards(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(
        "version: 1\ntables: {tickets: {source: ./p.yaml}, calls: {source: zendesk-csv}}\n"
        "standards: [{id: a, metric: resolution_rate}]\n"
    )
    tables = load(path).tables
    assert tables["tickets"].source == str(tmp_path / "p.yaml")
    assert tables["calls"].source == "zendesk-csv"


def test_empty_sections_are_as_good_as_none() -> None:
    text = "calendars:\ntables:\nleave_out:\n" + one_standard("metric: resolution_rate")
    assert len(read(text).standards) == 1


# ---- files ----


def test_a_file_is_read_from_disk_and_digested(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(b"\xef\xbb\xbf" + CONTRACT.encode())
    file = load(path)
    assert file.path == str(path)
    assert file.sha256 == sha256(path.read_bytes()).hexdigest()


def test_a_file_that_cannot_be_read_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no standards file"):
        load(tmp_path / "nothing.yaml")
    with pytest.raises(UsageError, match="is a folder, not a standards file"):
        load(tmp_path)
    with pytest.raises(UsageError, match="cannot be read: the name is not valid"):
        load(Path("a\0b"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1:1: the file is empty."]),
        ("# a remark\n", ["1:1: the file is empty."]),
        ("- a\n", ["1:1: the file is a list, not key: value lines."]),
        ("\n\nhello\n", ["3:1: the file is text, not key: value lines."]),
    ],
)
def test_what_is_no_standards_file_is_one_message(text: str, expected: list[str]) -> None:
    assert [problem.split(" >> ")[0] for problem in problems(text)] == expected


def test_the_built_in_set_is_read_like_any_other_file() -> None:
    file = load(EXAMPLE)
    assert (file.path, file.is_example, file.on_no_data_default) == ("example", True, "ignore")
    assert {one.metric for one in file.standards} >= {
        "first_response_time",
        "resolution_time",
        "first_contact_resolution",
        "reopen_rate",
        "customer_satisfaction",
    }
    assert all(one.calendars() == {"always"} for one in file.standards)
    assert file.timezone is None


def test_the_standards_of_the_sample_data_are_valid(root: Path) -> None:
    file = load(root / NAME)
    assert not file.is_example
    assert file.standards


def test_reading_standards_loads_no_polars() -> None:
    script = (
        "import sys, csaudit.standards as s, csaudit.standards.advice, csaudit.standards.schema;"
        "s.load(s.EXAMPLE);"
        "from pathlib import Path; import json;"
        f"s.load(Path('x'), text={CONTRACT!r});"
        "sys.exit('polars' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_all_problems_are_carried_in_the_order_of_the_file() -> None:
    with pytest.raises(StandardsError) as caught:
        read("version: 2\nstandards:\n  - id: A\n    metric: nothing\n  - metric: [a]\nx: 1\n")
    places = [problem.place for problem in caught.value.problems]
    assert places == sorted(places)
    assert len(places) == 6
