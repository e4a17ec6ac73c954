"""A business limit in terms of what a customer feels."""

from __future__ import annotations

import pytest

from csaudit.clocks.calendar import ALWAYS, Calendar, parse_calendar
from csaudit.clocks.waits import (
    longest_wait,
    longest_working_day_wait,
    ordinary_wait,
    ordinary_week,
    ordinary_working_day_wait,
)
from tests.clocks.calendars import OFFICE_CALENDAR, SAMPLES, Sample, instant, pair

HOUR = 3_600_000_000
MINUTE = HOUR // 60


def test_24_hours_at_the_office_are_due_after_the_weekend() -> None:
    # STANDARDS.md, section 3.
    wait = ordinary_wait(ordinary_week(OFFICE_CALENDAR), 24 * HOUR)
    assert str(wait) == "Friday 15:00 is due Thursday 09:30"
    assert wait.wait == 138.5 * HOUR
    assert divmod(24 * HOUR, OFFICE_CALENDAR.usual_day()) == (3, 1.5 * HOUR)


def test_holidays_make_the_longest_wait_of_a_year_longer() -> None:
    holidays = {"country": "GB", "subdivision": "ENG", "dates": ["2026-12-24"]}
    hours = {"mon-thu": ["09:00-12:30", "13:30-17:30"], "fri": "09:00-16:00"}
    raw = {"hours": hours, "holidays": holidays, "special_days": {"2026-12-31": "09:00-12:00"}}
    calendar = Calendar(parse_calendar("office", raw, "Europe/London"))
    wait = longest_wait(calendar, 24 * HOUR, 2026)
    assert str(wait) == "Wednesday 2026-12-23 11:00 is due Monday 2027-01-04 09:30"


def test_the_plain_clock_makes_nobody_wait_longer_than_it_says() -> None:
    wait = longest_wait(ALWAYS, 24 * HOUR, 2026)
    assert wait.wait == 24 * HOUR
    assert str(wait) == "Thursday 00:00 is due Friday 00:00"


def test_a_short_limit_waits_longest_from_the_close_before_a_weekend() -> None:
    wait = ordinary_wait(ordinary_week(OFFICE_CALENDAR), 10 * MINUTE)
    assert str(wait) == "Friday 16:00 is due Monday 09:10"


@pytest.mark.parametrize("limit", [MINUTE, 5 * HOUR, 40 * HOUR, 300 * HOUR])
@pytest.mark.parametrize("sample", SAMPLES[::2], ids=lambda sample: sample.name)
def test_two_ordinary_weeks_tell_what_a_year_of_them_does(sample: Sample, limit: int) -> None:
    week = ordinary_week(pair(sample)[0])
    assert ordinary_wait(week, limit) == longest_wait(week, limit, 2023)


def test_a_working_day_waits_longest_from_the_close_of_one() -> None:
    wait = ordinary_working_day_wait(ordinary_week(OFFICE_CALENDAR), 1)
    assert str(wait) == "Friday 16:00 is due Tuesday 17:30"
    christmas = longest_working_day_wait(OFFICE_CALENDAR, 1, 2023)
    assert str(christmas) == "Friday 2023-12-22 16:00 is due Thursday 2023-12-28 17:30"


@pytest.mark.parametrize("limit", [MINUTE, 5 * HOUR, 40 * HOUR])
@pytest.mark.parametrize("sample", SAMPLES[::2], ids=lambda sample: sample.name)
def test_no_arrival_of_the_year_waits_longer(sample: Sample, limit: int) -> None:
    calendar, _ = pair(sample)
    longest = longest_wait(calendar, limit, 2023)
    year, after = (
        instant("2023-01-01 00:00", sample.timezone),
        instant("2024-01-01 00:00", sample.timezone),
    )
    starts = range(year, after, 313 * MINUTE)
    assert max(calendar.due(start, limit) - start for start in starts) <= longest.wait
    start, due = (int(moment.timestamp()) * 1_000_000 for moment in (longest.start, longest.due))
    assert year <= start < after
    assert calendar.due(start, limit) == due
    assert due - start == longest.wait
