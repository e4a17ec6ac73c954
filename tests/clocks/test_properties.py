"""Laws that hold for every calendar: random ones, in zones with every kind of clock change."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from csaudit.clocks.calendar import Calendar, CalendarSpec, HolidaySpec, Interval
from csaudit.clocks.expressions import INSTANT
from tests.clocks.calendars import of_these_years

ZONES = (
    "UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
    "Pacific/Apia", "America/Sao_Paulo", "Africa/Casablanca", "Antarctica/Troll",
)  # fmt: skip
SECOND = 1_000_000
FIRST_DAY = date(2018, 1, 1)
DAYS = st.integers(0, 6 * 365).map(lambda number: FIRST_DAY + timedelta(days=number))
INSTANTS = st.integers(1_514_764_800, 1_640_995_200).map(lambda second: second * SECOND)
SPANS = st.one_of(
    st.integers(0, 86_400 * SECOND),
    st.integers(0, 20 * 86_400).map(lambda second: second * SECOND),
    st.integers(0, 2 * 365 * 86_400).map(lambda second: second * SECOND),
)


@st.composite
def hours(draw: st.DrawFn) -> tuple[Interval, ...]:
    """A few intervals in order; the last one may run into the next date, before 04:00."""
    bounds = sorted(draw(st.sets(st.integers(16, 96), min_size=0, max_size=6)))
    pairs = list(zip(bounds[::2], bounds[1::2], strict=False))
    intervals = [Interval(opens * 15, closes * 15) for opens, closes in pairs]
    runs_on: bool = draw(st.booleans())
    if intervals and runs_on:
        intervals[-1] = Interval(intervals[-1].opens, 24 * 60 + draw(st.integers(1, 16)) * 15)
    return tuple(intervals)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    week = [draw(hours()) for _ in range(7)]
    week[draw(st.integers(0, 6))] = (Interval(540, 1020),)
    holidays = draw(st.sets(DAYS, max_size=20))
    spec = CalendarSpec(
        "random",
        draw(st.sampled_from(ZONES)),
        tuple(week),
        HolidaySpec(dates=dict.fromkeys(holidays, "holiday")),
        draw(st.dictionaries(DAYS, hours(), max_size=10)),
    )
    return Calendar(spec)


laws = settings(max_examples=50, deadline=None)


@laws
@given(calendars(), INSTANTS, SPANS)
def test_due_is_the_earliest_instant_with_that_elapsed_time(
    calendar: Calendar, start: int, span: int
) -> None:
    elapsed = calendar.elapsed(start, start + span)
    due = calendar.due(start, elapsed)
    assert start <= due <= start + span
    assert calendar.elapsed(start, due) == elapsed
    assert due == start or calendar.elapsed(start, due - 1) < elapsed


@laws
@given(calendars(), INSTANTS, SPANS)
def test_any_limit_is_used_up_exactly_when_it_is_due(
    calendar: Calendar, start: int, limit: int
) -> None:
    assert calendar.elapsed(start, calendar.due(start, limit // 8)) == limit // 8


@laws
@given(calendars(), INSTANTS, SPANS, SPANS)
def test_elapsed_time_adds_up_and_never_runs_backwards_or_too_fast(
    calendar: Calendar, start: int, first: int, second: int
) -> None:
    middle, end = start + first, start + first + second
    whole = calendar.elapsed(start, end)
    assert whole == calendar.elapsed(start, middle) + calendar.elapsed(middle, end)
    assert 0 <= calendar.elapsed(start, middle) <= whole <= end - start


@laws
@given(calendars(), INSTANTS)
def test_the_clock_runs_exactly_in_opening_hours(calendar: Calendar, instant: int) -> None:
    assert calendar.elapsed(instant, instant + 1) == int(calendar.is_open(instant))
    opening = calendar.next_opening(instant)
    assert calendar.is_open(opening)
    assert calendar.elapsed(instant, opening) == 0


@laws
@given(calendars(), INSTANTS, st.integers(0, 20))
def test_working_days_follow_one_another(calendar: Calendar, start: int, days: int) -> None:
    close = calendar.working_day_due(start, days)
    assert close > start
    assert calendar.is_open(close - 1)
    assert calendar.working_day_due(start, days + 1) == calendar.working_day_due(close, 0)
    assert calendar.working_day_window_end(start) >= calendar.working_day_due(start, 0)


@settings(max_examples=15, deadline=None)
@given(calendars(), st.lists(st.tuples(INSTANTS, SPANS), max_size=30))
def test_the_vectorised_half_agrees_with_the_plain_one(
    calendar: Calendar, cases: list[tuple[int, int]]
) -> None:
    frame = pl.DataFrame(
        {"start": [start for start, _ in cases], "end": [start + span for start, span in cases]},
        schema={"start": INSTANT, "end": INSTANT},
    )
    start, end, clock = pl.col("start"), pl.col("end"), of_these_years(calendar)
    got = frame.select(
        elapsed=clock.elapsed(start, end),
        due=clock.due(start, pl.lit(5_000 * SECOND), 5_000 * SECOND).to_physical(),
        open=clock.is_open(start),
        close=clock.working_day_due(start, pl.lit(3), 3).to_physical(),
    )
    assert got.rows() == [
        (
            calendar.elapsed(start, start + span),
            calendar.due(start, 5_000 * SECOND),
            calendar.is_open(start),
            calendar.working_day_due(start, 3),
        )
        for start, span in cases
    ]
