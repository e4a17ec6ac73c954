"""Which dates are closed: public holidays, own dates, exceptions, an iCalendar file."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from csaudit.clocks.calendar import Calendar, CalendarError, parse_calendar

if TYPE_CHECKING:
    from pathlib import Path


def office(holidays: object, folder: Path | None = None) -> Calendar:
    raw = {"hours": {"mon-fri": "09:00-17:00"}, "holidays": holidays}
    return Calendar(parse_calendar("office", raw, "Europe/London", folder))


def test_public_holidays_are_known_by_name() -> None:
    calendar = office({"country": "GB", "subdivision": "SCT"})
    assert calendar.holidays(2026)[date(2026, 1, 2)] == "New Year Holiday"
    english = office({"country": "GB", "subdivision": "ENG"})
    assert date(2026, 1, 2) not in english.holidays(2026)


def test_a_holiday_observed_in_the_year_before_its_own_is_known() -> None:
    # 1 January 2028 is a Saturday, which the United States observe on Friday.
    calendar = office({"country": "US"})
    assert date(2027, 12, 31) in calendar.holidays(2027)


def test_one_country_does_not_import_all_countries() -> None:
    program = (
        "import sys\n"
        "from csaudit.clocks.days_off import subdivisions\n"
        "assert 'ENG' in subdivisions('GB')\n"
        "countries = [name for name in sys.modules if name.startswith('holidays.countries.')]\n"
        "assert len(countries) < 5, countries\n"
        "from holidays.countries import Germany\n"
        "assert Germany(years=2026)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_own_dates_have_names_and_may_come_every_year() -> None:
    dates = {"2026-06-19": "Summer party", "12-24": "Christmas Eve"}
    calendar = office({"dates": dates})
    assert calendar.holidays(2026) == {
        date(2026, 6, 19): "Summer party",
        date(2026, 12, 24): "Christmas Eve",
    }
    assert calendar.holidays(2027) == {date(2027, 12, 24): "Christmas Eve"}


def test_an_exception_is_worked_though_it_is_a_holiday() -> None:
    holidays = {"country": "GB", "subdivision": "ENG", "except": ["2026-05-04"]}
    found = office(holidays).holidays(2026)
    assert date(2026, 5, 4) not in found
    assert date(2026, 5, 25) in found


def test_an_icalendar_file_lies_beside_the_standards_file(tmp_path: Path) -> None:
    text = (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261005\r\n"
        "SUMMARY:Founders' day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    (tmp_path / "own.ics").write_text(text, encoding="utf-8")
    calendar = office({"ical": "own.ics"}, tmp_path)
    assert calendar.holidays(2026) == {date(2026, 10, 5): "Founders' day"}


def test_a_broken_icalendar_file_is_a_mistake_of_the_calendar(tmp_path: Path) -> None:
    (tmp_path / "own.ics").write_text("<html>not found</html>", encoding="utf-8")
    with pytest.raises(CalendarError, match="it is no iCalendar file"):
        office({"ical": "own.ics"}, tmp_path)
    (tmp_path / "own.ics").write_bytes(b"BEGIN:VCALENDAR \xff\xfe")
    with pytest.raises(CalendarError, match="not text in UTF-8"):
        office({"ical": "own.ics"}, tmp_path)
