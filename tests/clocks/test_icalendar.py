"""Holidays from an iCalendar file, and what is refused rather than guessed."""

from __future__ import annotations

from datetime import date

import pytest

from csaudit.clocks import icalendar
from csaudit.clocks.icalendar import IcalendarError, read_icalendar


def feed(*lines: str) -> str:
    return "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "BEGIN:VEVENT",
            *lines,
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


def days(*lines: str) -> list[str]:
    return [day.isoformat() for day in read_icalendar(feed(*lines))]


def test_an_event_of_one_day_has_its_date_and_name() -> None:
    found = read_icalendar(
        feed("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261226", "SUMMARY:Christmas Day")
    )
    assert found == {date(2026, 12, 25): "Christmas Day"}


def test_an_event_without_an_end_lasts_one_day() -> None:
    assert days("DTSTART;VALUE=DATE:20261225") == ["2026-12-25"]


def test_an_event_of_several_days_ends_before_its_end() -> None:
    assert days("DTSTART;VALUE=DATE:20261230", "DTEND;VALUE=DATE:20270102") == [
        "2026-12-30",
        "2026-12-31",
        "2027-01-01",
    ]


def test_a_day_that_ends_when_it_begins_is_a_day_and_an_instant_is_none() -> None:
    assert days("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261225") == ["2026-12-25"]
    with pytest.raises(IcalendarError, match="not an event of whole days"):
        days("DTSTART:20261225T000000", "DTEND:20261225T000000")


def test_a_duration_serves_as_well_as_an_end() -> None:
    assert days("DTSTART;VALUE=DATE:20261230", "DURATION:P2D") == ["2026-12-30", "2026-12-31"]
    assert len(days("DTSTART;VALUE=DATE:20261230", "DURATION:P1W")) == 7


def test_midnight_to_midnight_is_a_whole_day() -> None:
    timed = (
        "DTSTART;TZID=Europe/London:20261225T000000",
        "DTEND;TZID=Europe/London:20261226T000000",
    )
    assert days(*timed) == ["2026-12-25"]


def test_names_are_unfolded_and_unescaped() -> None:
    found = read_icalendar(
        feed("DTSTART;VALUE=DATE:20261225", "SUMMARY:Bank\\, hol", " iday\\nfor all")
    )
    assert list(found.values()) == ["Bank, holiday for all"]


def test_two_events_on_one_date_keep_both_names() -> None:
    first = feed("DTSTART;VALUE=DATE:20261225", "SUMMARY:Christmas")
    second = feed("DTSTART;VALUE=DATE:20261225", "SUMMARY:Stocktaking")
    assert read_icalendar(first + second) == {date(2026, 12, 25): "Christmas; Stocktaking"}


def test_a_yearly_event_comes_every_year() -> None:
    found = days("DTSTART;VALUE=DATE:20201003", "RRULE:FREQ=YEARLY")
    assert found[:3] == ["2020-10-03", "2021-10-03", "2022-10-03"]
    assert found[-1] == "2200-10-03"


def test_a_yearly_event_stops_where_its_rule_says() -> None:
    until = days("DTSTART;VALUE=DATE:20201003", "RRULE:FREQ=YEARLY;UNTIL=20221003T220000Z")
    assert until == ["2020-10-03", "2021-10-03", "2022-10-03"]
    assert days("DTSTART;VALUE=DATE:20201003", "RRULE:FREQ=YEARLY;COUNT=2") == until[:2]


def test_a_yearly_event_may_leave_years_out() -> None:
    rule = ("RRULE:FREQ=YEARLY;COUNT=3;BYMONTH=10;BYMONTHDAY=3", "EXDATE;VALUE=DATE:20211003")
    assert days("DTSTART;VALUE=DATE:20201003", *rule) == ["2020-10-03", "2022-10-03"]


def test_the_29th_of_february_comes_in_leap_years() -> None:
    found = days("DTSTART;VALUE=DATE:20200229", "RRULE:FREQ=YEARLY;UNTIL=20290101")
    assert found == ["2020-02-29", "2024-02-29", "2028-02-29"]


def test_a_cancelled_event_is_no_holiday() -> None:
    assert days("DTSTART;VALUE=DATE:20261225", "STATUS:CANCELLED") == []


def test_an_alarm_within_an_event_does_not_speak_for_it() -> None:
    alarm = ("BEGIN:VALARM", "SUMMARY:Wake up", "DURATION:PT15M", "END:VALARM")
    for lines in (("SUMMARY:Christmas", *alarm), (*alarm, "SUMMARY:Christmas")):
        found = read_icalendar(feed("DTSTART;VALUE=DATE:20261225", *lines))
        assert found == {date(2026, 12, 25): "Christmas"}


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (("DTSTART:20261225T090000Z", "DTEND:20261225T170000Z"), "has the time"),
        (("DTSTART:20261225T000000",), "not an event of whole days"),
        (("DTSTART;VALUE=DATE:20261225", "DURATION:PT8H"), "not an event of whole days"),
        (
            ("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20300101"),
            "not an event of whole days",
        ),
        (("DTSTART;VALUE=DATE:20260230",), "does not exist"),
        (("SUMMARY:Christmas",), "not a date"),
        (("DTSTART;VALUE=DATE:20260504", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=1MO"), "repeats by"),
        (("DTSTART;VALUE=DATE:20260504", "RRULE:FREQ=WEEKLY"), "only FREQ=YEARLY is understood"),
        (("DTSTART;VALUE=DATE:20260504", "RRULE:COUNT=2"), "only FREQ=YEARLY is understood"),
        (("DTSTART;VALUE=DATE:20260504", "RRULE:FREQ=YEARLY;COUNT=x"), "repeats by"),
        (("DTSTART;VALUE=DATE:20260504", f"RRULE:FREQ=YEARLY;COUNT={'9' * 5_000}"), "repeats by"),
        (("DTSTART;VALUE=DATE:20260504", "RRULE:FREQ=YEARLY;INTERVAL=2"), "repeats by"),
        (("DTSTART;VALUE=DATE:20260504", "RDATE;VALUE=DATE:20260601"), "not understood"),
        (("DTSTART;VALUE=DATE:20260504", "RECURRENCE-ID;VALUE=DATE:20260504"), "not understood"),
    ],
)
def test_what_cannot_be_honoured_is_refused(lines: tuple[str, ...], what: str) -> None:
    with pytest.raises(IcalendarError, match=what):
        read_icalendar(feed(*lines))


def test_a_file_that_is_no_icalendar_or_far_too_large_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(IcalendarError, match="no iCalendar file"):
        read_icalendar("{}")
    monkeypatch.setattr(icalendar, "LARGEST", 10)
    with pytest.raises(IcalendarError, match="more than 10 characters"):
        read_icalendar(feed())
