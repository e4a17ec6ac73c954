"""The office of the twelve standards as a table of openings, worked out without csaudit."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import holidays

if TYPE_CHECKING:
    from collections.abc import Iterator

Opening = tuple[int, int, int]
"""When it begins and ends (microseconds since 1970), and the open time before it."""


def openings(first: date = date(2024, 12, 1), last: date = date(2026, 6, 1)) -> list[Opening]:
    """Monday to Friday, 09:00 to 17:30 in London, but for English holidays."""
    found: list[Opening] = []
    before = 0
    for begins, ends in _days(first, last):
        found.append((begins, ends, before))
        before += ends - begins
    return found


def _days(first: date, last: date) -> Iterator[tuple[int, int]]:
    free = holidays.country_holidays("GB", subdiv="ENG", years=range(first.year, last.year + 1))
    day = first
    while day < last:
        if day.weekday() < 5 and day not in free:
            yield _instant(day, time(9)), _instant(day, time(17, 30))
        day += timedelta(days=1)


def _instant(day: date, at: time) -> int:
    wall = datetime.combine(day, at, ZoneInfo("Europe/London"))
    return int(wall.astimezone(UTC).timestamp()) * 1_000_000
