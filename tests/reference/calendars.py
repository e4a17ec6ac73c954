"""Opening hours, day by day: how long a calendar was open, and on which working day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Opening = tuple[datetime, datetime]
DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Calendar:
    """What standards.yaml says of one calendar, in the standards' zone if it names none."""

    written: Mapping[str, Any]
    standards_zone: str
    known: dict[date, list[Opening]] = field(default_factory=dict)
    """The openings of the dates that were asked for already."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.written.get("timezone", self.standards_zone))

    # ---- on the wall ----

    def shifts(self, day: date) -> list[Opening]:
        """What would open on that date, in wall-clock time; it may close on the next date."""
        if day in self._special():
            return _hours(self._special()[day], day)
        return [
            opening
            for days, hours in self.written["hours"].items()
            if _covers(days, day)
            for opening in _hours(hours, day)
        ]

    def on_the_date(self, day: date) -> list[Opening]:
        """What is open between the two midnights of that date, in wall-clock time."""
        midnight = datetime.combine(day, time())
        if day in self._holidays() and day not in self._special():
            return []
        spill = [] if day in self._special() else self.shifts(day - DAY)
        clipped = [
            (max(start, midnight), min(end, midnight + DAY))
            for start, end in [*spill, *self.shifts(day)]
        ]
        return [(start, end) for start, end in clipped if start < end]

    def _special(self) -> dict[date, Any]:
        return {_date(day): hours for day, hours in self.written.get("special_days", {}).items()}

    def _holidays(self) -> set[date]:
        return {_date(day) for day in self.written.get("holidays", {}).get("dates", [])}

    # ---- in time ----

    def instant(self, wall: datetime) -> datetime:
        """The first of two; what does not exist is moved by the gap."""
        return wall.replace(tzinfo=self.zone).astimezone(UTC)

    def local_date(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def elapsed(self, start: datetime, end: datetime) -> int:
        """Open microseconds: every date's openings, as far as they lie between the two."""
        total = timedelta(0)
        day = self.local_date(start) - DAY
        reached = start
        while day <= self.local_date(end) + DAY:
            for opens, closes in sorted(self._instants(day)):
                total += max(min(closes, end) - max(opens, reached), timedelta(0))
                reached = max(reached, min(closes, end))  # no time is counted twice
            day += DAY
        return total // MICROSECOND

    def _instants(self, day: date) -> list[Opening]:
        if day not in self.known:
            openings = self.on_the_date(day)
            self.known[day] = [(self.instant(opens), self.instant(end)) for opens, end in openings]
        return self.known[day]

    def is_open(self, moment: datetime) -> bool:
        day = self.local_date(moment)
        near = (day - DAY, day, day + DAY)
        return any(opens <= moment < end for one in near for opens, end in self._instants(one))

    # ---- working days (of shifts that end on their date) ----

    def working_days(self, first: date) -> Iterator[date]:
        """The dates with an opening, from that one on."""
        day = first
        while True:
            if self.on_the_date(day):
                yield day
            day += DAY

    def counts_on(self, moment: datetime) -> date:
        """The working day of an arrival; in closed time that of the next opening."""
        for day in self.working_days(self.local_date(moment)):
            if moment < self.close(day):
                return day
        raise AssertionError

    def close(self, day: date) -> datetime:
        return max(end for _, end in self._instants(day))

    def due(self, moment: datetime, days: int) -> datetime:
        """The close of the so-maniest working day after the one of the arrival."""
        following = self.working_days(self.counts_on(moment))
        for _ in range(days):
            next(following)
        return self.close(next(following))

    def window_end(self, moment: datetime) -> datetime:
        """The midnight that ends the working day of the arrival."""
        return self.instant(datetime.combine(self.counts_on(moment) + DAY, time()))

    def count(self, first: datetime, last: datetime) -> int:
        """How many working days two instants and what lies between them touch."""
        day, days = self.local_date(first), 0
        while day <= self.local_date(last):
            days += bool(self.on_the_date(day))
            day += DAY
        return days


def _date(written: object) -> date:
    return date.fromisoformat(str(written))


def _covers(days: str, day: date) -> bool:
    """`mon-thu`, `fri`."""
    first, _, last = days.partition("-")
    numbers = range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)
    return day.weekday() in numbers


def _hours(written: Any, day: date) -> list[Opening]:  # noqa: ANN401 - one stretch or several
    """`09:00-17:30`; `22:00-06:00` ends on the next date, `00:00-24:00` at its midnight."""
    found = []
    for stretch in [written] if isinstance(written, str) else written:
        first, last = stretch.split("-")
        start, end = _wall(first, day), _wall(last, day)
        found.append((start, end if end > start else end + DAY))
    return found


def _wall(clock: str, day: date) -> datetime:
    hours, minutes = clock.split(":")
    return datetime.combine(day, time()) + timedelta(hours=int(hours), minutes=int(minutes))
