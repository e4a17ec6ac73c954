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
        ({"mon-fri": "9h-18h"}, {"mon-fri": "09:00-18:00"}),
        ({"mon-fri": "9h30-18h"}, {"mon-fri": "09:30-18:00"}),
        ({"mon-fri": "9-17", "sat": "-", "sun": "geschlossen"}, {"mon-fri": "09:00-17:00"}),
        ({"mon-fri": "22:00-06:00"}, {"mon-fri": "22:00-06:00"}),
        ({"mon-fri": "9:00-05:00"}, {"mon-fri": "09:00-05:00"}),
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
        ({"hours": "always"}, 'hours: {daily: "00:00-24:00"}'),
        ({"hours": "0900-1700"}, 'hours: {mon-fri: "09:00-17:00"}'),
        ({"timezone": "Berlin"}, "timezone: Europe/Berlin"),
        ({"timezone": "America/New York"}, "timezone: America/New_York"),
        ({"holidays": "DE"}, "holidays: {country: DE}"),
        ({"holidays": "DE-BY"}, "holidays: {country: DE, subdivision: BY}"),
        ({"holidays": "DE, Bayern"}, "holidays: {country: DE, subdivision: BY}"),
        ({"holidays": "none"}, "holidays: []"),
        ({"holidays": "25.12.2026"}, "holidays: [2026-12-25]"),
        ({"holidays": {"country": "DE-BY"}}, "holidays: {country: DE, subdivision: BY}"),
        (
            {"holidays": {"country": "DE", "state": "Bayern"}},
            "holidays: {country: DE, subdivision: BY}",
        ),
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
    written = yaml.load(instead, yaml.BaseLoader)  # noqa: S506 - dates stay text, as in the file
    parse_calendar("office", usual | written, None)


def test_nine_to_five_is_asked_for_and_never_opened_all_night() -> None:
    [found] = problems({"timezone": "UTC", "hours": {"mon": "9-5"}})
    assert found.instead == '"09:00-17:00", or through the night "09:00-05:00"'


@pytest.mark.parametrize("holidays", ["Bank holidays", {"country": "Narnia"}])
def test_no_country_is_put_in_place_of_what_is_not_understood(holidays: object) -> None:
    [found] = problems({"timezone": "UTC", "hours": {"mon": "9-17"}, "holidays": holidays})
    assert found.instead is None


@pytest.mark.parametrize(
    ("key", "value", "instead"),
    [
        ("Mo-Fr", "09:00-17:00", 'mon-fri: "09:00-17:00"'),
        ("lun-ven", "9h-18h", 'mon-fri: "09:00-18:00"'),
        ("Montag, Mittwoch", "0900-1700", 'mon,wed: "09:00-17:00"'),
        ("Sa", "geschlossen", 'sat: "closed"'),
    ],
)
def test_a_day_in_another_language_is_one_mistake_with_the_whole_line(
    key: str, value: str, instead: str
) -> None:
    [found] = problems({"timezone": "UTC", "hours": {key: value, "sun": "10-12"}})
    assert (found.path, found.at_key, found.instead) == (("hours", key), True, instead)


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("0900-1700", '"09:00-17:00"'),
        ("09:00-12:00; 13:00-17:00", '"09:00-12:00, 13:00-17:00"'),
        ("9:00-5:00", '"09:00-17:00", or through the night "09:00-05:00"'),
    ],
)
def test_a_span_of_another_form_gets_the_one_that_means_it(written: str, instead: str) -> None:
    [found] = problems({"timezone": "UTC", "hours": {"mon": written}})
    assert found.instead == instead


@pytest.mark.parametrize(
    ("part", "path", "instead"),
    [
        ({"holidays": ["2026-01-01", "25.12.2026"]}, ("holidays", 1), "2026-12-25"),
        ({"holidays": {"dates": ["24/12/2026"]}}, ("holidays", "dates", 0), "2026-12-24"),
        ({"holidays": ["01/02/2026"]}, ("holidays", 0), None),
        (
            {"special_days": {"24.12.2026": "9-12"}},
            ("special_days", "24.12.2026"),
            '2026-12-24: "09:00-12:00"',
        ),
    ],
)
def test_a_date_of_another_form_is_that_day_and_no_sample(
    part: dict[str, object], path: tuple[object, ...], instead: str | None
) -> None:
    [found] = problems({"timezone": "UTC", "hours": {"mon": "9-17"}} | part)
    assert (found.path, found.instead) == (path, instead)


HOURS = {"hours": {"mon-fri": "09:00-17:00"}}


@pytest.mark.parametrize(
    ("raw", "what", "instead"),
    [
        (
            {**HOURS, "holidays": {"country": "GB", "add": ["25/12/2026"]}},
            '"add" is not known here; known here: country, subdivision, dates, except, ical',
            "dates: [2026-12-25]",
        ),
        (
            {**HOURS, "holidays": {"country": "GB", "skip": "12-26"}},
            '"skip" is not known here; known here: country, subdivision, dates, except, ical',
            "except: [12-26]",
        ),
        (
            {**HOURS, "holidays": {"contry": "GB"}},
            '"contry" is not known here (did you mean "country"?)',
            "country: GB",
        ),
        (
            {**HOURS, "holidays": {"dates": ["12-24"], "add": ["12-26"]}},
            '"add" is not known here; known here: country, subdivision, dates, except, ical',
            None,
        ),
        (
            {**HOURS, "colour": "red"},
            '"colour" is not known here; known here: timezone, hours, holidays, special_days',
            None,
        ),
        (
            {**HOURS, "country": "GB"},
            '"country" is not known here; known here: timezone, hours, holidays, special_days',
            "holidays: {country: GB}",
        ),
        (
            {"monday": "9-17", "Dienstag": "09:00-16:00"},
            '"monday" is a day, and days stand below hours',
            'hours: {monday: "09:00-17:00", tue: "09:00-16:00"}',
        ),
        (
            {**HOURS, "sat": "10:00-12:00"},
            '"sat" is a day, and days stand below hours',
            'hours: {mon-fri: "09:00-17:00", sat: "10:00-12:00"}',
        ),
        (
            {"hours": {"mon-fri": "9-17", "holidays": ["25/12/2026"]}},
            "holidays stands beside hours, one level up",
            "holidays: [2026-12-25]",
        ),
        (
            {"hours": {"mon-fri": [9, 17]}},
            "9 and 17 are the ends of one time span",
            '"09:00-17:00"',
        ),
    ],
)
def test_a_key_of_another_name_or_place_is_told_once_with_its_own_value(
    raw: object, what: str, instead: str | None
) -> None:
    assert [(one.what, one.instead) for one in problems(raw)] == [(what, instead)]
