from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from csaudit.cli.calendar import AskedCalendar, CalendarFormat, _moment, calendar
from csaudit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

LONDON = ZoneInfo("Europe/London")

STANDARDS = """\
version: 1
calendars:
  office: {timezone: Europe/London, hours: {mon-fri: "09:00-17:00"}}
  night: {timezone: Asia/Kathmandu, hours: {mon-sun: "22:00-06:00"}}
standards:
  - {id: a, metric: first_response_time, within: 24h, calendar: office, target: 95%}
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "standards.yaml"
    path.write_text(STANDARDS, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-07-01 15:00", datetime(2026, 7, 1, 14, tzinfo=UTC)),
        ("2026-07-01T15:00Z", datetime(2026, 7, 1, 15, tzinfo=UTC)),
        ("2026-07-01", datetime(2026, 6, 30, 23, tzinfo=UTC)),
    ],
)
def test_an_instant_without_a_zone_is_on_the_calendars_own_clock(
    written: str, at: datetime
) -> None:
    assert _moment(written, LONDON) == at


@pytest.mark.parametrize("written", [None, "now"])
def test_without_an_instant_it_is_now_to_the_minute(written: str | None) -> None:
    moment = _moment(written, LONDON)
    assert abs(datetime.now(UTC) - moment) < timedelta(minutes=2)
    assert (moment.second, moment.microsecond) == (0, 0)


@pytest.mark.parametrize("written", ["soon", "2026-13-01", "", "9999-12-31T23:00-10:00"])
def test_what_is_no_instant_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="is not an instant"):
        _moment(written, LONDON)


def test_every_calendar_is_shown_or_the_one_that_is_named(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    calendar(AskedCalendar(standards=file, moment="2026-10-30 15:00"))
    text = capsys.readouterr().out
    assert text.startswith("office, Europe/London\n")
    assert "\n\nnight, Asia/Kathmandu\n" in text
    calendar(AskedCalendar(standards=file, name="night", year=2027))
    night = capsys.readouterr().out
    assert "office" not in night
    assert "none in 2027" in night


def test_the_built_in_clock_can_be_shown_too(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    calendar(AskedCalendar(standards=file, name="always", format=CalendarFormat.JSON))
    assert '"name": "always"' in capsys.readouterr().out


def test_a_name_that_is_nearly_one_is_a_mistake(file: str) -> None:
    with pytest.raises(UsageError, match=r'has no calendar ofice \(did you mean "office"'):
        calendar(AskedCalendar(standards=file, name="ofice"))


def test_a_file_without_calendars_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "standards.yaml"
    path.write_text("version: 1\nstandards:\n  - {id: a, metric: resolution_time, within: 4h}\n")
    calendar(AskedCalendar(standards=str(path)))
    assert "has no calendars: every standard is measured around the clock" in (
        capsys.readouterr().out
    )
