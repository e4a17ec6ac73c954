"""A zone's wall clock: local dates and times turned into instants and back.

A time that occurs twice is its first occurrence, one that does not exist is moved forward by
the gap: that is what `fold=0` means to `datetime`, where the offset before a change decides.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class ClockChange(NamedTuple):
    """The wall clock jumps at `instant`: it would show `before`, and shows `after`, both naive.

    `forward` is by how much; negative for back.
    """

    instant: int
    before: datetime
    after: datetime
    forward: timedelta


class WallClock:
    """The clock on the wall of one IANA zone. Instants are microseconds since 1970 in UTC."""

    def __init__(self, timezone: str) -> None:
        self.zone = ZoneInfo(timezone)

    def midnight(self, day: int) -> int:
        """The instant at which the date with this ordinal begins."""
        return _midnight(self.zone, day)

    def instant(self, day: int, minute: int) -> int:
        """The instant at which the clock shows `minute` of a date; 1440 is its end."""
        return _instant(self.zone, datetime.fromordinal(day) + timedelta(minutes=minute))

    def local(self, instant: int) -> datetime:
        """What the clock shows at `instant`."""
        return (_EPOCH + timedelta(microseconds=instant)).astimezone(self.zone)

    def changes(self, first: int, last: int) -> list[ClockChange]:
        """The clock changes after `first` and up to `last`, in order."""
        days = range(first, last, DAY)
        return [
            self._change(day, day + DAY)
            for day in days
            if self._offset(day) != self._offset(day + DAY)
        ]

    def _change(self, start: int, end: int) -> ClockChange:
        """The change after `start` and not after `end`, to the second, by halving."""
        old, new = self._offset(start), self._offset(end)
        while end - start > SECOND:
            middle = start + (end - start) // 2 // SECOND * SECOND
            start, end = (middle, end) if self._offset(middle) == old else (start, middle)
        shown = self.local(end).replace(tzinfo=None)
        return ClockChange(end, shown - (new - old), shown, new - old)

    def _offset(self, instant: int) -> timedelta:
        return self.local(instant).utcoffset() or timedelta()


def _instant(zone: ZoneInfo, wall: datetime) -> int:
    return int(wall.replace(tzinfo=zone).timestamp()) * SECOND


@cache
def _midnight(zone: ZoneInfo, day: int) -> int:
    """Kept, since all calendars of a zone ask for the same midnights."""
    return _instant(zone, datetime.fromordinal(day))
