"""The clock against a slow one that shares no code with it, over tens of thousands of cases."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING

import polars as pl
import pytest

from csaudit.clocks.expressions import INSTANT
from tests.clocks.calendars import SAMPLES, Sample, of_these_years, pair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.clocks.calendar import Calendar

SECOND = 1_000_000
DAY = 86_400 * SECOND
CASES = 1_500
YEARS = (2010, 2011, 2018, 2023)
LENGTHS = (0, 1, 3_600, 86_400, 4 * 86_400, 4 * 86_400, 30 * 86_400)
FIVE_YEARS = 5 * 365 * 86_400


def starts(sample: Sample, calendar: Calendar, random: Random) -> Iterator[int]:
    """Instants anywhere, around clock changes, and around holidays and special days."""
    dates = [*sample.holidays, *(day for day, _ in sample.special)]
    moments = [change.instant for year in YEARS for change in calendar.clock_changes(year)]
    moments += [int(datetime.fromisoformat(day + "T12:00Z").timestamp()) * SECOND for day in dates]
    while True:
        new_year = datetime(random.choice(YEARS), 1, 1, tzinfo=UTC)
        yield (int(new_year.timestamp()) + random.randrange(365 * 86_400)) * SECOND
        if moments:
            yield random.choice(moments) + random.randrange(-2 * DAY, 2 * DAY, SECOND)
            yield random.choice(moments) + random.randrange(-DAY, DAY, 900 * SECOND)


def cases(sample: Sample, calendar: Calendar) -> list[tuple[int, int]]:
    random = Random(sample.name)  # noqa: S311 - the same cases each time, nothing secret
    some = []
    for number, start in zip(range(CASES), starts(sample, calendar, random), strict=False):
        longest = FIVE_YEARS if number % 150 == 0 else random.choice(LENGTHS)
        some.append((start, start + random.randint(0, longest) * SECOND))
    return some


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_elapsed_time_agrees_with_the_slow_clock(sample: Sample) -> None:
    calendar, slow = pair(sample)
    for start, end in cases(sample, calendar):
        expected = slow.elapsed(start, end)
        assert calendar.elapsed(start, end) == expected, (start, end)
        assert calendar.elapsed(end, start) == -expected


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_due_instants_agree_with_the_slow_clock(sample: Sample) -> None:
    calendar, slow = pair(sample)
    for start, end in cases(sample, calendar)[::3]:
        limit = min((end - start) // 4, 40 * DAY)
        assert calendar.due(start, limit) == slow.due(start, limit), (start, limit)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_opening_hours_agree_with_the_slow_clock(sample: Sample) -> None:
    calendar, slow = pair(sample)
    for start, end in cases(sample, calendar)[::3]:
        assert calendar.is_open(start) == slow.is_open(start), start
        assert calendar.is_open(end) == slow.is_open(end), end


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_working_days_agree_with_the_slow_clock(sample: Sample) -> None:
    calendar, slow = pair(sample)
    for number, (start, _) in enumerate(cases(sample, calendar)[::3]):
        days = number % 7
        assert calendar.working_day_due(start, days) == slow.working_day_due(start, days), start


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_the_vectorised_half_agrees_with_the_plain_one(sample: Sample) -> None:
    calendar, _ = pair(sample)
    some = cases(sample, calendar)
    start, end, clock = pl.col("start"), pl.col("end"), of_these_years(calendar)
    frame = pl.DataFrame(some, schema=["start", "end"], orient="row").cast(INSTANT)
    limits = [(last - first) // 4 for first, last in some]
    got = frame.with_columns(limit=pl.Series(limits)).select(
        elapsed=clock.elapsed(start, end),
        backwards=clock.elapsed(end, start),
        due=clock.due(start, pl.col("limit"), max(limits)).to_physical(),
        open=clock.is_open(start),
        working_day=clock.working_day_due(start, pl.lit(2), 2).to_physical(),
        window=clock.working_day_window_end(start).to_physical(),
    )
    for (first, last), limit, row in zip(some, limits, got.iter_rows(named=True), strict=True):
        elapsed = calendar.elapsed(first, last)
        assert row == {
            "elapsed": elapsed,
            "backwards": -elapsed,
            "due": calendar.due(first, limit),
            "open": calendar.is_open(first),
            "working_day": calendar.working_day_due(first, 2),
            "window": calendar.working_day_window_end(first),
        }
