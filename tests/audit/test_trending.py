"""Standards over time: which periods are whole, and what is compared with what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from csaudit.audit.changes import Turn
from csaudit.audit.identity import PeriodOf
from csaudit.audit.trending import trend, trend_of_runs
from tests.reports.examples import report, share, tickets

if TYPE_CHECKING:
    from csaudit.audit.report import Report, Result

WEEKS = (date(2026, 10, 5), date(2026, 10, 12), date(2026, 10, 19), date(2026, 10, 26))


def week(start: date, kept: int, of: int = 100) -> Result:
    period = PeriodOf(every="week", start=start)
    return replace(share("a", kept, of), gates=False, period=period)


def by_week(first: datetime, as_of: datetime, **facts: object) -> Report:
    weeks = [week(start, 90 - 5 * number) for number, start in enumerate(WEEKS)]
    inputs = (replace(tickets(), first=first),)
    return report(share("a", 80, 100), *weeks, as_of=as_of, inputs=inputs, timezone="UTC", **facts)


MONDAY, LATE = datetime(2026, 10, 5, 9, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "as_of", "facts", "whole"),
    [
        (MONDAY, LATE, {}, [0, 1, 2, 3]),
        (datetime(2026, 10, 6, tzinfo=UTC), LATE, {}, [1, 2, 3]),
        (MONDAY, datetime(2026, 11, 1, 23, 59, 59, tzinfo=UTC), {}, [0, 1, 2]),
        (MONDAY, LATE, {"period": (datetime(2026, 10, 7, tzinfo=UTC), None)}, [1, 2, 3]),
        (MONDAY, LATE, {"period": (None, datetime(2026, 10, 28, tzinfo=UTC))}, [0, 1, 2]),
    ],
    ids=["all", "begins-late", "not-over", "since", "until"],
)
def test_a_period_that_is_cut_is_not_whole(
    first: datetime, as_of: datetime, facts: dict[str, object], whole: list[int]
) -> None:
    assert trend(by_week(first, as_of, **facts), "week").whole() == whole


def test_the_newest_whole_period_is_compared_with_the_one_before() -> None:
    (series,) = trend(by_week(MONDAY, datetime(2026, 10, 31, tzinfo=UTC)), "week").series
    assert series.change is not None
    assert (series.change.before, series.change.value) == (0.85, 0.8)
    assert series.change.turn is Turn.WORSE
    assert series.change.certain is False


def test_a_standard_without_records_in_a_period_has_a_gap_there() -> None:
    of = by_week(MONDAY, LATE)
    other = replace(week(WEEKS[3], 50), id="b")
    two = replace(of, results=(*of.results, share("b", 50, 100), other))
    _, series = trend(two, "week").series
    assert [one is None for one in series.results] == [True, True, True, False]
    assert series.change is None


def test_runs_stand_in_the_order_of_their_audit_instants() -> None:
    runs = [
        report(share("a", kept, 100), as_of=datetime(2026, month, 1, tzinfo=UTC))
        for month, kept in ((10, 70), (8, 90), (9, 80))
    ]
    of = trend_of_runs(runs)
    (series,) = of.series
    assert [one.value for one in series.results if one is not None] == [0.9, 0.8, 0.7]
    assert series.change is not None
    assert series.change.difference == pytest.approx(-0.1)
