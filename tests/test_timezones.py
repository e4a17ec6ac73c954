"""Names that are no time zones, and the zone that was meant."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from csaudit.timezones import zone_meant


@pytest.mark.parametrize(("written", "hours"), [("GMT+1", 1), ("UTC-5", -5), ("+02:00", 2)])
def test_an_offset_is_a_zone_that_far_from_utc(written: str, hours: int) -> None:
    zone = zone_meant(written)
    assert zone is not None
    assert datetime(2026, 7, 1, tzinfo=ZoneInfo(zone)).utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Berlin", "Europe/Berlin"), ("+05:30", None), ("GMT+20", None), ("Atlantis", None)],
)
def test_a_city_is_a_zone_where_one_is_called_so(written: str, meant: str | None) -> None:
    assert zone_meant(written) == meant
