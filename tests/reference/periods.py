"""Which period an instant belongs to, and where that period begins and ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Period = tuple[str, date, int | None]
EVERY = ("hour", "day", "week", "month", "quarter")


@dataclass(frozen=True)
class Stretch:
    """The period that was asked for, its end not included; without bounds it holds everything."""

    first: datetime | None = None
    last: datetime | None = None

    @property
    def is_bounded(self) -> bool:
        return self.first is not None or self.last is not None

    def both(self, first: datetime, last: datetime) -> Stretch:
        """What of a stretch lies within another one."""
        return Stretch(max(self.first or first, first), min(self.last or last, last))

    def holds(self, moment: datetime) -> bool:
        begun = self.first is None or self.first <= moment
        return begun and (self.last is None or moment < self.last)


def stretch(since: date | None, until: date | None, zone: str) -> Stretch:
    """From the local midnight of the first date to the one after the last date."""
    after = None if until is None else until + timedelta(1)
    first, last = (
        None if day is None else datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
        for day in (since, after)
    )
    return Stretch(first, last)


def period_of(moment: datetime, every: str, zone: str) -> Period:
    """`(every, first local date, hour)`; weeks begin on Monday."""
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date()
    starts = {
        "hour": day,
        "day": day,
        "week": day - timedelta(day.weekday()),
        "month": day.replace(day=1),
        "quarter": day.replace(month=day.month - (day.month - 1) % 3, day=1),
    }
    return every, starts[every], local.hour if every == "hour" else None


def bounds(period: Period, zone: str) -> tuple[datetime, datetime]:
    """From local midnight up to but not including the next period's, in UTC."""
    every, start, hour = period
    if hour is not None:
        first = datetime.combine(start, time(hour), ZoneInfo(zone)).astimezone(UTC)
        return first, first + timedelta(hours=1)
    after = {
        "day": start + timedelta(1),
        "week": start + timedelta(7),
        "month": (start.replace(day=1) + timedelta(31)).replace(day=1),
        "quarter": (start.replace(day=1) + timedelta(93)).replace(day=1),
    }[every]
    first, last = (datetime.combine(d, time(), ZoneInfo(zone)) for d in (start, after))
    return first.astimezone(UTC), last.astimezone(UTC)
