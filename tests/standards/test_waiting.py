"""Limits on opening hours in terms of what a customer feels."""

from __future__ import annotations

from textwrap import dedent

import pytest

from csaudit.standards.waiting import longest_waits, ordinary_weeks
from tests.standards.writing import read

HEAD = """\
version: 1
calendars:
  office:
    timezone: Europe/London
    hours: {mon-thu: ["09:00-12:30", "13:30-17:30"], fri: "09:00-16:00"}
    holidays: {country: GB, subdivision: ENG}
    special_days: {2026-12-31: "09:00-12:00"}
  opening_hours:
    timezone: Asia/Kathmandu
    hours: {mon-sun: "10:00-10:45"}
  day-and-night:
    timezone: America/New_York
    hours: {mon-sun: "00:00-24:00"}
standards:
  - id: x
    metric: first_response_time
    target: 95%
"""


def waits(body: str) -> list[tuple[object, str]]:
    """The limits of one standard: where each stands, and the sentence."""
    file = read(HEAD + "".join(f"    {line}\n" for line in dedent(body).strip().splitlines()))
    return list(longest_waits(file.standards[0], ordinary_weeks(file)))


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        (  # STANDARDS.md, section 3
            "24h",
            (
                "24h on office hours is 3 working days and 1.5 h: Friday 15:00 is due Thursday "
                "09:30; if one day is meant, write  within: 1 working day"
            ),
        ),
        (
            "48h",
            (
                "48h on office hours is 6 working days and 3 h: Thursday 17:30 is due Monday "
                "14:00, 11 days later; if 2 days are meant, write  within: 2 working days"
            ),
        ),
        ("4h", "4h on office hours: Friday 16:00 is due Monday 14:00"),
        ("7h30m", "7h30m on office hours is 1 working day: Thursday 17:30 is due Monday 09:30"),
        ("1 working day", "1 working day on office hours: Friday 16:00 is due Tuesday 17:30"),
    ],
)
def test_a_limit_is_told_in_working_days_and_by_an_example(limit: str, sentence: str) -> None:
    [(where, told)] = waits(f"within: {limit}\ncalendar: office")
    assert where == ("within",)
    assert told == sentence


def test_a_rest_that_is_no_round_number_of_hours_is_told_in_minutes() -> None:
    [(_, told)] = waits("within: 50m\ncalendar: opening_hours")
    assert told == (
        "50m on opening_hours is 1 working day and 5 m: Sunday 10:45 is due Tuesday 10:05"
    )


@pytest.mark.parametrize(
    "body",
    [
        "within: 24h",
        "within: 24h\ncalendar: day-and-night",
        "within: 24h\ncalendar_by: branch",
    ],
)
def test_a_clock_that_never_stops_or_is_not_known_needs_no_words(body: str) -> None:
    assert waits(body) == []


def test_a_table_tells_each_of_its_limits_once_and_where_it_stands() -> None:
    found = waits("""
        within:
          by: priority
          limits:
            Urgent: {limit: 1h, calendar: always}
            High: 4h
            normal: 4h
          otherwise: {limit: 1h, calendar: opening_hours}
        calendar: office
    """)
    assert [(where, told.partition(":")[0]) for where, told in found] == [
        (("within", "limits", "High"), "4h on office hours"),
        (("within", "otherwise"), "1h on opening_hours is 1 working day and 0.25 h"),
    ]


def test_a_second_metric_tells_its_own_limit() -> None:
    body = "within: 1h\nand: {metric: resolution_time, within: 2h, calendar: office}"
    [(where, told)] = waits(body)
    assert where == ("and", "within")
    assert told.startswith("2h on office hours: Friday 15:00 is due Monday 10:00")
