"""The rules of the clock, one by one, on examples that can be checked by hand."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from csaudit.clocks.calendar import ALWAYS, Calendar, describe, parse_calendar
from csaudit.errors import UsageError
from tests.clocks.calendars import OFFICE_CALENDAR as OFFICE
from tests.clocks.calendars import instant

MINUTE = 60_000_000
HOUR = 60 * MINUTE
LONDON = "Europe/London"


def calendar(hours: object, timezone: str = "UTC", **others: object) -> Calendar:
    return Calendar(parse_calendar("a_calendar", {"hours": hours, **others}, timezone))


def open_spans(clock: Calendar, first: str, last: str | None = None) -> list[str]:
    """The openings of some dates, as `22:00-24:00+` on the calendar's clock."""
    days = [date.fromisoformat(day) for day in (first, last or first)]
    spans = clock.openings(days[0], days[1])
    return [f"{clock.local(start):%d %H:%M}-{clock.local(end):%d %H:%M}" for start, end in spans]


# Elapsed time


def test_the_opening_second_is_open_and_the_closing_second_is_not() -> None:
    opening, closing = instant("2026-10-05 09:00", LONDON), instant("2026-10-05 12:30", LONDON)
    assert OFFICE.is_open(opening)
    assert not OFFICE.is_open(opening - 1)
    assert OFFICE.is_open(closing - 1)
    assert not OFFICE.is_open(closing)


def test_only_open_time_elapses() -> None:
    friday, thursday = instant("2026-10-02 15:00", LONDON), instant("2026-10-08 09:30", LONDON)
    assert OFFICE.elapsed(friday, thursday) == 24 * HOUR
    assert OFFICE.elapsed(thursday, friday) == -24 * HOUR


def test_nothing_elapses_between_equal_instants_or_in_closed_time() -> None:
    noon = instant("2026-10-05 12:00", LONDON)
    saturday, sunday = instant("2026-10-03 09:00", LONDON), instant("2026-10-04 17:00", LONDON)
    assert OFFICE.elapsed(noon, noon) == 0
    assert OFFICE.elapsed(saturday, sunday) == 0


def test_elapsed_time_is_exact_to_the_microsecond() -> None:
    noon = instant("2026-10-05 12:00", LONDON)
    assert OFFICE.elapsed(noon + 1, noon + 30 * MINUTE + 7) == 30 * MINUTE - 1


# Due instants


def test_a_limit_that_is_used_up_at_closing_time_is_due_then() -> None:
    start = instant("2026-10-05 15:30", LONDON)
    assert OFFICE.due(start, 2 * HOUR) == instant("2026-10-05 17:30", LONDON)
    assert OFFICE.due(start, 2 * HOUR + 1) == instant("2026-10-06 09:00", LONDON) + 1


def test_an_answer_in_closed_time_after_the_due_instant_has_used_up_no_more() -> None:
    start, answer = instant("2026-10-05 15:30", LONDON), instant("2026-10-06 08:59", LONDON)
    assert answer > OFFICE.due(start, 2 * HOUR)
    assert OFFICE.elapsed(start, answer) == 2 * HOUR


def test_a_limit_of_nothing_is_due_at_once_even_in_closed_time() -> None:
    sunday = instant("2026-10-04 12:00", LONDON)
    assert OFFICE.due(sunday, 0) == sunday


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(UsageError, match="negative"):
        OFFICE.due(0, -1)
    with pytest.raises(UsageError, match="negative"):
        OFFICE.working_day_due(0, -1)


def test_the_next_opening_is_now_in_opening_hours() -> None:
    noon, lunch = instant("2026-10-05 12:00", LONDON), instant("2026-10-05 12:30", LONDON)
    assert OFFICE.next_opening(noon) == noon
    assert OFFICE.next_opening(lunch) == instant("2026-10-05 13:30", LONDON)
    friday_evening = instant("2026-10-02 16:00", LONDON)
    assert OFFICE.next_opening(friday_evening) == instant("2026-10-05 09:00", LONDON)


# Working days


@pytest.mark.parametrize(
    ("arrival", "days", "due"),
    [
        ("2026-10-05 10:00", 0, "2026-10-05 17:30"),
        ("2026-10-05 10:00", 1, "2026-10-06 17:30"),
        ("2026-10-05 07:00", 1, "2026-10-06 17:30"),
        ("2026-10-05 13:00", 0, "2026-10-05 17:30"),
        ("2026-10-05 17:30", 0, "2026-10-06 17:30"),
        ("2026-10-01 10:00", 1, "2026-10-02 16:00"),
        ("2026-10-02 15:59", 1, "2026-10-05 17:30"),
        ("2026-10-02 16:00", 1, "2026-10-06 17:30"),
        ("2026-10-03 12:00", 0, "2026-10-05 17:30"),
        ("2026-10-03 12:00", 3, "2026-10-08 17:30"),
        ("2023-12-22 15:00", 1, "2023-12-27 12:00"),
    ],
)
def test_working_days_end_at_the_close_of_the_nth_after_arrival(
    arrival: str, days: int, due: str
) -> None:
    assert OFFICE.working_day_due(instant(arrival, LONDON), days) == instant(due, LONDON)


def test_a_night_shift_belongs_to_the_date_it_opens_on() -> None:
    nights = calendar({"mon-fri": "22:00-06:00"})
    small_hours_of_tuesday = instant("2026-10-06 03:00")
    assert nights.working_day_due(small_hours_of_tuesday, 0) == instant("2026-10-06 06:00")
    assert nights.working_day_due(small_hours_of_tuesday, 1) == instant("2026-10-07 06:00")
    assert nights.working_day_due(instant("2026-10-10 06:00"), 0) == instant("2026-10-13 06:00")


def test_the_window_of_a_working_day_ends_with_its_date() -> None:
    arrival, sunday = instant("2026-10-05 10:00", LONDON), instant("2026-10-04 10:00", LONDON)
    assert OFFICE.working_day_window_end(arrival) == instant("2026-10-06 00:00", LONDON)
    assert OFFICE.working_day_window_end(sunday) == instant("2026-10-06 00:00", LONDON)
    nights = calendar({"mon-fri": "22:00-06:00"})
    small_hours = instant("2026-10-06 03:00")
    assert nights.working_day_window_end(small_hours) == instant("2026-10-06 06:00")


# Holidays, special days, nights


def test_a_night_shift_ends_where_a_holiday_begins_and_the_small_hours_after_it_are_open() -> None:
    nights = calendar({"daily": "22:00-06:00"}, holidays={"dates": ["2026-10-07"]})
    assert open_spans(nights, "2026-10-06", "2026-10-08") == [
        "06 00:00-06 06:00",
        "06 22:00-07 00:00",
        "08 00:00-08 06:00",
        "08 22:00-09 00:00",
    ]


def test_a_special_day_replaces_everything_on_its_date_a_shifts_spill_included() -> None:
    nights = calendar({"daily": "22:00-06:00"}, special_days={"2026-10-07": "09:00-10:00"})
    assert open_spans(nights, "2026-10-06", "2026-10-08") == [
        "06 00:00-06 06:00",
        "06 22:00-07 00:00",
        "07 09:00-07 10:00",
        "08 00:00-08 06:00",
        "08 22:00-09 00:00",
    ]


def test_a_special_day_wins_over_a_holiday_of_the_same_date() -> None:
    both = calendar(
        {"daily": "09:00-17:00"},
        holidays={"dates": ["2026-10-07"]},
        special_days={"2026-10-07": "12:00-13:00"},
    )
    assert open_spans(both, "2026-10-07") == ["07 12:00-07 13:00"]


def test_a_special_days_own_night_runs_on_into_the_next_date() -> None:
    party = calendar({"daily": "09:00-17:00"}, special_days={"2026-12-31": "20:00-02:00"})
    assert open_spans(party, "2026-12-31", "2027-01-01") == [
        "31 20:00-01 02:00",
        "01 09:00-01 17:00",
    ]


def test_openings_that_touch_are_one() -> None:
    whole = calendar({"daily": "00:00-24:00"}, holidays={"dates": ["2020-05-05"]})
    assert open_spans(whole, "2026-10-05", "2026-10-07") == ["05 00:00-08 00:00"]


# Clock changes


def test_an_interval_over_the_missing_hour_shrinks_and_over_the_repeated_hour_grows() -> None:
    nights = calendar({"daily": "00:00-04:00"}, LONDON)
    for day, hours in (("2026-03-28", 4), ("2026-03-29", 3), ("2026-10-25", 5)):
        start, end = nights.openings(date.fromisoformat(day), date.fromisoformat(day))[0]
        assert end - start == hours * HOUR


def test_a_time_that_occurs_twice_is_its_first_occurrence() -> None:
    early = calendar({"daily": "01:30-03:00"}, LONDON)
    day = date(2026, 10, 25)
    assert early.openings(day, day) == [(instant("2026-10-25 00:30"), instant("2026-10-25 03:00"))]


def test_a_time_that_does_not_exist_is_moved_forward_by_the_gap() -> None:
    early = calendar({"daily": "01:30-03:00"}, LONDON)
    day = date(2026, 3, 29)
    assert early.openings(day, day) == [(instant("2026-03-29 01:30"), instant("2026-03-29 02:00"))]


def test_hours_that_fall_into_a_gap_altogether_are_moved_or_vanish() -> None:
    inside = calendar({"daily": "01:15-01:45"}, LONDON)
    day = date(2026, 3, 29)
    assert open_spans(inside, day.isoformat()) == ["29 02:15-29 02:45"]
    until_its_end = calendar({"daily": "01:30-02:00"}, LONDON)
    assert open_spans(until_its_end, day.isoformat()) == []


def test_a_date_that_does_not_exist_has_no_hours() -> None:
    samoa = calendar({"daily": "20:00-02:00"}, "Pacific/Apia")
    assert open_spans(samoa, "2011-12-29", "2011-12-31") == [
        "29 00:00-29 02:00",
        "29 20:00-31 02:00",
        "31 20:00-01 00:00",
    ]
    start, end = (
        instant("2011-12-29 12:00", "Pacific/Apia"),
        instant("2011-12-31 12:00", "Pacific/Apia"),
    )
    assert end - start == 24 * HOUR
    assert samoa.elapsed(start, end) == 6 * HOUR


def test_clock_changes_say_when_and_by_how_much() -> None:
    spring, autumn = OFFICE.clock_changes(2026)
    assert spring.instant == instant("2026-03-29 01:00")
    assert (f"{spring.before:%H:%M}", f"{spring.after:%H:%M}") == ("01:00", "02:00")
    assert autumn.forward.total_seconds() == -3600
    assert (f"{autumn.before:%H:%M}", f"{autumn.after:%H:%M}") == ("02:00", "01:00")
    assert calendar({"daily": "09:00-17:00"}, "Asia/Kathmandu").clock_changes(2026) == []


# The clock that never stops, and the years that calendars know


def test_always_is_plain_subtraction_in_any_year() -> None:
    assert ALWAYS.name == "always"
    assert ALWAYS.elapsed(5, 2) == -3
    far = instant("9000-01-01 00:00")
    assert ALWAYS.due(far, HOUR) == far + HOUR
    assert ALWAYS.is_open(far)
    assert ALWAYS.next_opening(far) == far
    assert ALWAYS.weekly_hours() == 168


def test_a_users_calendar_that_never_closes_is_plain_subtraction_too() -> None:
    whole = calendar({"daily": "00:00-24:00"}, "America/St_Johns")
    assert whole.always_open
    assert not calendar({"daily": "00:00-24:00"}, holidays={"dates": ["2026-12-25"]}).always_open


def test_instants_outside_the_known_years_are_refused() -> None:
    with pytest.raises(UsageError, match="1900 to 2200"):
        OFFICE.elapsed(instant("1800-01-01 00:00"), 0)
    with pytest.raises(UsageError, match="1900 to 2200"):
        OFFICE.elapsed(0, instant("9999-01-01 00:00"))
    with pytest.raises(UsageError, match="1900 to 2200"):
        OFFICE.due(instant("2200-12-01 00:00"), 10_000 * HOUR)


def test_the_far_ends_of_the_known_years_are_exact() -> None:
    whole = calendar({"mon-fri": "00:00-24:00"})
    first, last = date(1900, 1, 2).toordinal(), date(2200, 12, 30).toordinal()
    weekdays = sum(date.fromordinal(day).weekday() < 5 for day in range(first, last))
    elapsed = whole.elapsed(instant("1900-01-02 00:00"), instant("2200-12-30 00:00"))
    assert elapsed == weekdays * 24 * HOUR


# What it looks like


def test_a_week_and_its_usual_day_are_measured() -> None:
    assert OFFICE.weekly_hours() == 37.0
    assert OFFICE.usual_day() == 7.5 * HOUR
    assert repr(OFFICE) == "Calendar('office', 'Europe/London')"


def test_hours_are_described_as_they_are_written() -> None:
    assert describe(OFFICE.spec.hours[0]) == "09:00-12:30, 13:30-17:30"
    assert describe(calendar({"mon": "22:00-06:00"}).spec.hours[0]) == "22:00-06:00"
    assert describe(ALWAYS.spec.hours[0]) == "00:00-24:00"
    assert describe(OFFICE.spec.hours[6]) == "closed"


@pytest.mark.parametrize("year", [0, 1899, 2201, 10_000])
def test_years_that_calendars_do_not_know_are_refused(year: int) -> None:
    for question in (OFFICE.holidays, OFFICE.clock_changes, OFFICE.bounds):
        with pytest.raises(UsageError, match="1900 to 2200"):
            question(year)


def test_the_plain_half_does_not_load_polars() -> None:
    modules = "calendar, waits, pauses, parsing"
    code = f"import sys; from csaudit.clocks import {modules}; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_shift_of_sunday_night_runs_into_monday_in_the_weeks_hours() -> None:
    week = calendar({"sun": "22:00-06:00", "mon": "05:00-09:00"})
    assert week.weekly_hours() == 8 + 3  # the hour from five to six is counted once
    assert calendar({"sun": "22:00-06:00", "mon": "02:00-05:00"}).weekly_hours() == 8
