"""The invented company's opening hours, in plain Python: Mon to Fri, 9:00 to 17:30, with lunch."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/London")
FIRST_DAY: Final = date(2026, 8, 1)
LAST_DAY: Final = date(2026, 10, 31)
EXPORTED_AT: Final = datetime(2026, 10, 31, 17, 58, 12, tzinfo=UTC)
"""When the export was taken; what would have happened later is not in it."""

BANK_HOLIDAYS: Final = frozenset({date(2026, 8, 31), date(2026, 12, 25), date(2026, 12, 28)})
_HOURS: Final = ((time(9), time(12, 30)), (time(13, 30), time(17, 30)))


def days() -> list[date]:
    """Every date of the export."""
    return [FIRST_DAY + timedelta(n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]


def is_working_day(day: date) -> bool:
    """Whether the office opens on that date."""
    return day.weekday() < 5 and day not in BANK_HOLIDAYS  # noqa: PLR2004 - Saturday is 5


def instant(day: date, seconds: float) -> datetime:
    """The instant at which the clock on the wall shows so many seconds after midnight."""
    wall = datetime.combine(day, time()) + timedelta(seconds=int(seconds))
    return wall.replace(tzinfo=ZONE).astimezone(UTC)


def _openings() -> list[tuple[datetime, datetime]]:
    working = (FIRST_DAY + timedelta(n) for n in range(-3, 200))
    return [
        (
            datetime.combine(day, opens, ZONE).astimezone(UTC),
            datetime.combine(day, closes, ZONE).astimezone(UTC),
        )
        for day in working
        if is_working_day(day)
        for opens, closes in _HOURS
    ]


_OPENINGS: Final = _openings()
_STARTS: Final = [start for start, _ in _OPENINGS]


def after_open_hours(start: datetime, hours: float) -> datetime:
    """The instant that lies so many open hours after `start`, to the second."""
    left = timedelta(seconds=int(hours * 3600))
    at = max(0, bisect_right(_STARTS, start) - 1)
    while True:
        opens, closes = _OPENINGS[at]
        begin = max(opens, start)
        if begin + left < closes:
            return begin + left
        left -= max(closes - begin, timedelta())
        at += 1


def is_open(moment: datetime) -> bool:
    """Whether the office is open at that instant."""
    opens, closes = _OPENINGS[max(0, bisect_right(_STARTS, moment) - 1)]
    return opens <= moment < closes
