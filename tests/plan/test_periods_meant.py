"""Flags on the period as people write them: the flag that is offered is the one that was meant."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from csaudit.errors import UsageError
from csaudit.plan.periods import filtered
from csaudit.plan.periods_meant import instant_meant, month_meant, no_such_day

TODAY = date(2026, 10, 29)  # a Thursday


@pytest.mark.parametrize(
    ("flag", "written", "meant"),
    [
        ("--since", "30d", "--last 30d"),
        ("--since", "3 months ago", '--last "3 months"'),
        ("--since", "last month", "--last month"),
        ("--since", "last monday", "--since 2026-10-26"),
        ("--since", "thursday", "--since 2026-10-22"),
        ("--since", "2026/10/01", "--since 2026-10-01"),
        ("--as-of", "30.09.2026", "--as-of 2026-09-30"),
        ("--since", "2026-10", "--month 2026-10"),
        ("--until", "31/10/2026", "--until 2026-10-31"),
        ("--as-of", "01/02/2026", None),
        ("--since", "soon", None),
    ],
)
def test_an_instant_that_was_meant(flag: str, written: str, meant: str | None) -> None:
    assert instant_meant(flag, written, TODAY) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-9", "2026-09"),
        ("09/2026", "2026-09"),
        ("Sep 2025", "2025-09"),
        ("september", "2026-09"),
        ("December", "2025-12"),
        ("2026-13", None),
        ("soon", None),
    ],
)
def test_a_month_that_was_meant(written: str, meant: str | None) -> None:
    assert month_meant(written, TODAY) == meant


def test_a_day_that_no_month_has_is_said() -> None:
    assert no_such_day("2026-09-31") == "September 2026 has 30 days"
    assert no_such_day("2026-02-29") == "February 2026 has 28 days"
    assert no_such_day("2026-12-31") is None
    assert no_such_day("9999-12-32") == "December 9999 has 31 days"
    assert no_such_day("soon") is None


@pytest.mark.parametrize(
    ("since", "month", "remedy"),
    [
        ("30d", None, "write:  --last 30d"),
        (None, "2026-9", "write:  --month 2026-09"),
        (None, "last", "write:  --last month"),
        ("31/09/2026", None, None),
        ("soon", None, None),
    ],
)
def test_no_other_date_is_put_in_place_of_one(
    since: str | None, month: str | None, remedy: str | None
) -> None:
    now = datetime(2026, 10, 29, tzinfo=UTC)
    with pytest.raises(UsageError) as refused:
        filtered(since, None, month, None, as_of=now, timezone="Europe/London")
    assert refused.value.remedy == remedy
