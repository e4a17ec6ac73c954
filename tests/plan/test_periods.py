"""Periods of the standards' zone, and the flags that choose one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from csaudit.errors import UsageError
from csaudit.metrics.declaration import Period
from csaudit.plan.periods import before, end_of, filtered, instant_of, start_of

if TYPE_CHECKING:
    from tests.small_audit import Bench

AS_OF = datetime(2026, 10, 31, 18, tzinfo=UTC)


def chosen(zone: str = "Europe/London", **flags: str) -> tuple[datetime | None, datetime | None]:
    asked = {"since": None, "until": None, "month": None, "last": None} | flags
    period = filtered(
        asked["since"], asked["until"], asked["month"], asked["last"], as_of=AS_OF, timezone=zone
    )
    return period.start, period.end


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc] # year, month, day and so on


def test_a_month_is_local_and_knows_the_clock_change() -> None:
    assert chosen(month="2026-10") == (utc(2026, 9, 30, 23), utc(2026, 11, 1))


def test_the_last_day_of_until_belongs_to_the_period() -> None:
    expected = (utc(2026, 10, 24, 23), utc(2026, 10, 26))
    assert chosen(since="2026-10-25", until="2026-10-25") == expected


def test_instants_are_edges_of_their_own() -> None:
    assert chosen(since="2026-10-25T12:00:00Z") == (utc(2026, 10, 25, 12), None)


@pytest.mark.parametrize(
    ("last", "start"),
    [
        ("7d", utc(2026, 10, 24, 17)),  # seven days on the wall: an hour more in autumn
        ("12h", utc(2026, 10, 31, 6)),
        ("3 months", utc(2026, 7, 31, 17)),
    ],
)
def test_last_counts_back_from_the_audit_instant(last: str, start: datetime) -> None:
    assert chosen(last=last)[0] == start


@pytest.mark.parametrize(
    ("last", "start", "end"),
    [
        ("month", utc(2026, 8, 31, 23), utc(2026, 9, 30, 23)),
        ("week", utc(2026, 10, 18, 23), utc(2026, 10, 26)),
        ("day", utc(2026, 10, 30), utc(2026, 10, 31)),
        ("quarter", utc(2026, 6, 30, 23), utc(2026, 9, 30, 23)),
        ("year", utc(2025, 1, 1), utc(2026, 1, 1)),
    ],
)
def test_the_last_whole_period_was_over_at_the_audit_instant(
    last: str, start: datetime, end: datetime
) -> None:
    assert chosen(last=last) == (start, end)


@pytest.mark.parametrize(
    ("since", "start"),
    [
        ("01.10.2026", utc(2026, 9, 30, 23)),
        ("1.10.2026", utc(2026, 9, 30, 23)),
        ("today", utc(2026, 10, 31)),
        ("Yesterday", utc(2026, 10, 30)),
    ],
)
def test_days_as_people_write_them(since: str, start: datetime) -> None:
    assert chosen(since=since)[0] == start


def test_a_day_that_may_be_a_month_is_asked_for() -> None:
    with pytest.raises(UsageError, match="the day or the month") as caught:
        chosen(since="1/10/2026")
    assert caught.value.remedy == "write:  --since 2026-10-01  or  --since 2026-01-10"


@pytest.mark.parametrize(
    "flags",
    [
        {"month": "2026-13"},
        {"month": "October"},
        {"last": "soon"},
        {"last": "0d"},
        {"last": "99999y"},
        {"since": "31/10/2026"},
        {"since": "2026-10-02", "until": "2026-10-01"},
        {"month": "2026-10", "last": "7d"},
    ],
)
def test_a_period_that_makes_no_sense_is_a_usage_error(flags: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        chosen(**flags)


def test_a_day_without_midnight_begins_when_the_gap_is_over() -> None:
    # In Sao Paulo clocks went from 00:00 to 01:00 on 2018-11-04.
    frame = pl.DataFrame({"at": [utc(2018, 11, 3, 12), utc(2018, 11, 4, 12)]})
    ends = frame.select(end_of(pl.col("at"), "day", "America/Sao_Paulo")).to_series().to_list()
    assert ends == [utc(2018, 11, 4, 3), utc(2018, 11, 5, 2)]
    assert instant_of(datetime(2018, 11, 4), "America/Sao_Paulo") == utc(2018, 11, 4, 3)  # noqa: DTZ001 - local


def test_weeks_are_iso_weeks_of_the_local_calendar() -> None:
    frame = pl.DataFrame({"at": [utc(2026, 10, 25, 23, 30)]})  # Sunday 23:30 in London
    start = frame.select(start_of(pl.col("at"), "week", "Europe/London")).item()
    assert start.date() == date(2026, 10, 19)


def test_results_of_each_month_hold_their_own_records(bench: Bench) -> None:
    report = bench.report(
        """
        id,created_at,kept
        1,2026-09-30T22:30Z,yes
        2,2026-09-30T23:30Z,no
        3,2026-10-31T23:30Z,yes
        4,,yes
        """,
        """
        timezone: Europe/London
        standards:
          - {id: k, statement: K., metric: share, success: kept = 'yes', every: month, min_n: 1}
        """,
    )
    months = {
        result.period.start: (result.numerator, result.n)
        for result in report.results
        if result.period is not None
    }
    assert months == {date(2026, 9, 1): (1, 1), date(2026, 10, 1): (1, 2)}
    assert report.gating()[0].n == 4


def test_a_flow_counts_what_was_resolved_in_the_period(bench: Bench) -> None:
    report = bench.report(
        """
        id,created_at,resolved_at
        1,2026-10-01T10:00Z,2026-10-02T10:00Z
        2,2026-10-02T10:00Z,2026-10-02T11:00Z
        3,2026-10-02T10:00Z,
        """,
        """
        timezone: UTC
        standards:
          - {id: f, statement: F., metric: closure_rate, count: flow, every: day, min_n: 1}
        """,
    )
    whole, first, second = report.results
    assert (whole.numerator, whole.denominator) == (2, 3)
    assert (first.numerator, first.denominator) == (0, 1)
    assert (second.numerator, second.denominator) == (2, 2)


def test_dated_by_another_instant_leaves_records_without_it_outside(bench: Bench) -> None:
    report = bench.report(
        """
        id,created_at,resolved_at,kept
        1,2026-09-01T10:00Z,2026-10-02T10:00Z,yes
        2,2026-10-02T10:00Z,,yes
        """,
        """
        timezone: UTC
        standards:
          - {id: k, statement: K., metric: share, success: kept = 'yes', dated_by: resolved}
        """,
        month="2026-10",
    )
    result = report.gating()[0]
    assert (result.n, result.outside_period) == (1, 1)
    assert "dated_by" in {note.code for note in report.notes}


@pytest.mark.parametrize(
    ("start", "end", "earlier"),
    [
        ("2026-10-01", "2026-11-01", "2026-09-01"),
        ("2026-01-01", "2026-04-01", "2025-10-01"),
        ("2026-10-05", "2026-10-12", "2026-09-28"),
        ("2026-10-19", "2026-10-26", "2026-10-12"),  # 169 hours: the clock goes back on the 25th
    ],
)
def test_before_a_period_lies_one_of_the_same_length(start: str, end: str, earlier: str) -> None:
    first, last, wanted = (
        datetime.fromisoformat(day).replace(tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)
        for day in (start, end, earlier)
    )
    assert before(Period(first, last), "Europe/London") == Period(wanted, first)


def test_before_a_stretch_without_an_end_lies_nothing() -> None:
    assert before(Period(None, datetime(2026, 1, 1, tzinfo=UTC)), "UTC") is None
