from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from csaudit.clocks.calendar import ALWAYS, Calendar, parse_calendar
from csaudit.errors import UsageError
from csaudit.reports.calendars import calendar_year, lines
from csaudit.reports.values import json_text, plain

OFFICE = Calendar(
    parse_calendar(
        "office",
        {
            "hours": {"mon-thu": ["09:00-12:30", "13:30-17:30"], "fri": "09:00-16:00"},
            "holidays": {"country": "GB", "subdivision": "ENG", "dates": ["2026-12-24"]},
            "special_days": {"2026-12-31": "09:00-12:00", "2026-12-24": "09:00-10:00"},
        },
        "Europe/London",
    )
)
FRIDAY = datetime(2026, 10, 30, 15, tzinfo=UTC)
SATURDAY = datetime(2026, 10, 31, 15, tzinfo=UTC)


def test_a_year_of_an_office() -> None:
    assert list(lines(calendar_year(OFFICE, 2026, FRIDAY))) == [
        "office, Europe/London",
        "  open      Mon-Thu  09:00-12:30, 13:30-17:30",
        "            Fri      09:00-16:00",
        "            Sat-Sun  closed",
        "            37h a week",
        "  holidays  Thu 2026-01-01  New Year's Day",
        "            Fri 2026-04-03  Good Friday",
        "            Mon 2026-04-06  Easter Monday",
        "            Mon 2026-05-04  May Day",
        "            Mon 2026-05-25  Spring Bank Holiday",
        "            Mon 2026-08-31  Late Summer Bank Holiday",
        "            Thu 2026-12-24  own holiday, but open 09:00-10:00",
        "            Fri 2026-12-25  Christmas Day",
        "            Sat 2026-12-26  Boxing Day",
        "            Mon 2026-12-28  Boxing Day (observed)",
        "  special   Thu 2026-12-24  09:00-10:00",
        "            Thu 2026-12-31  09:00-12:00",
        "  clocks    Sun 2026-03-29  01:00 becomes 02:00",
        "            Sun 2026-10-25  02:00 becomes 01:00",
        "  from      Fri 2026-10-30 15:00, open",
        "            8 h from then is Mon 2026-11-02 17:00",
        "            24 h from then is Thu 2026-11-05 09:30",
        "            1 working day from then is Mon 2026-11-02 17:30",
    ]


def test_in_closed_time_it_says_until_when() -> None:
    text = "\n".join(lines(calendar_year(OFFICE, 2026, SATURDAY)))
    assert "Sat 2026-10-31 15:00, closed until Mon 2026-11-02 09:00" in text


def test_around_the_clock_there_are_no_days_off_and_no_working_days() -> None:
    text = "\n".join(lines(calendar_year(ALWAYS, 2027, FRIDAY)))
    assert "Mon-Sun  00:00-24:00" in text
    assert "168h a week" in text
    assert "none in 2027" in text
    assert "24 h from then is Sat 2026-10-31 15:00" in text
    assert "working day" not in text


def test_days_that_are_alike_but_apart_stand_apart() -> None:
    odd = Calendar(parse_calendar("odd", {"hours": {"mon,wed,sun": "09:00-09:20"}}, "UTC"))
    text = list(lines(calendar_year(odd, 2026, FRIDAY)))
    assert text[1:7] == [
        "  open      Mon      09:00-09:20",
        "            Tue      closed",
        "            Wed      09:00-09:20",
        "            Thu-Sat  closed",
        "            Sun      09:00-09:20",
        "            1h a week",
    ]


def test_json_has_instants_in_utc_and_the_wall_clock_as_it_is() -> None:
    content = json.loads(json_text(plain(calendar_year(OFFICE, 2026, FRIDAY))))
    assert content["hours"]["Friday"] == "09:00-16:00"
    assert content["hours_a_week"] == 37.0
    assert content["holidays"][0] == {"date": "2026-01-01", "name": "New Year's Day", "hours": None}
    assert content["clock_changes"][0] == {
        "at": "2026-03-29T01:00:00Z",
        "date": "2026-03-29",
        "before": "01:00:00",
        "after": "02:00:00",
    }
    assert content["due"][0] == {"limit": "8 h", "due": "2026-11-02T17:00:00Z"}
    assert (content["is_open"], content["next_opening"]) == (True, None)


def test_a_year_that_calendars_do_not_know_is_refused() -> None:
    with pytest.raises(UsageError, match="1900 to 2200"):
        calendar_year(OFFICE, 3000, FRIDAY)
