"""Calendars as people write them: understood, or answered with a line that means the same."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from csaudit.clocks.calendar import CalendarError, CalendarProblem, parse_calendar


def problems(raw: object, name: str = "office") -> list[CalendarProblem]:
    with pytest.raises(CalendarError) as caught:
        parse_calendar(name, raw, "Europe/London")
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ({"mon-fri": "09:00-17:00", "sat": "closed", "sun": "off"}, {"mon-fri": "09:00-17:00"}),
        ({"mon-fri": "08-13"}, {"mon-fri": "08:00-13:00"}),
        ({"mon-fri": "9am-5pm"}, {"mon-fri": "09:00-17:00"}),
        ({"mon-fri": "1pm-9pm"}, {"mon-fri": "13:00-21:00"}),
        ({"mon-fri": "9:30 a.m. to 12:30 p.m."}, {"mon-fri": "09:30-12:30"}),
        ({"mon-fri": "12am-12pm"}, {"mon-fri": "00:00-12:00"}),
        ({"mon-fri": "9.00 – 17.30"}, {"mon-fri": "09:00-17:30"}),
        ({"weekdays": "9-17", "weekend": "10-12"}, {"mon-fri": "09:00-17:00", "sat-sun": "10-12"}),
        ({"daily": "24h"}, {"daily": "00:00-24:00"}),
    ],
)
def test_hours_as_people_write_them(written: dict[str, str], means: dict[str, str]) -> None:
    as_written, as_meant = (
        parse_calendar("office", {"timezone": "UTC", "hours": hours}, None)
        for hours in (written, means)
    )
    assert as_written.hours == as_meant.hours


def test_a_list_of_dates_is_a_list_of_holidays() -> None:
    raw = {"timezone": "UTC", "hours": {"mon": "9-17"}, "holidays": ["2026-12-24"]}
    assert list(parse_calendar("office", raw, None).holidays.dates) == [date(2026, 12, 24)]


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ({"hours": "09:00-17:00"}, 'hours: {mon-fri: "09:00-17:00"}'),
        ({"hours": "24/7"}, 'hours: {daily: "00:00-24:00"}'),
        ({"holidays": "DE"}, "holidays: {country: DE}"),
        (
            {"holidays": {"country": "DE", "subdivision": "Bayern"}},
            "holidays: {country: DE, subdivision: BY}",
        ),
        (
            {"holidays": {"country": "germany", "subdivision": "BY"}},
            "holidays: {country: DE, subdivision: BY}",
        ),
    ],
)
def test_what_is_offered_for_a_calendar_is_valid_and_drops_nothing(
    part: dict[str, object], instead: str
) -> None:
    usual: dict[str, object] = {"timezone": "UTC", "hours": {"mon": "09:00-17:00"}}
    [found] = problems(usual | part)
    assert found.instead == instead
    parse_calendar("office", usual | yaml.safe_load(instead), None)


def test_nine_to_five_is_asked_for_and_never_opened_all_night() -> None:
    [found] = problems({"timezone": "UTC", "hours": {"mon": "9-5"}})
    assert found.instead == '"09:00-17:00", or through the night "09:00-05:00"'
