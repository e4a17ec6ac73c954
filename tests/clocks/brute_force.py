"""A slow clock, written apart from csaudit: it asks the wall clock minute by minute.

It shares no code with `csaudit.clocks` and reads the calendars as they stand in YAML. From
`zoneinfo` it only asks what the clock shows at an instant, never the way back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable

US = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONE_DAY = timedelta(days=1)

Hours = tuple[tuple[int, int], ...]  # minutes after midnight; the end may be before the start


@dataclass
class SlowClock:
    timezone: str
    week: tuple[Hours, ...]
    holidays: frozenset[date] = frozenset()
    special: dict[date, Hours] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(self.timezone)
        self._seen: dict[date, list[timedelta]] = {}
        self._days: dict[date, list[tuple[int, int, date]]] = {}

    def elapsed(self, start: int, end: int) -> int:
        day, last = self._local(start).date() - 2 * ONE_DAY, self._local(end).date() + 2 * ONE_DAY
        total, reached = 0, start
        while day <= last:
            for opens, closes, _ in self.stretches(day):
                begin = max(opens, reached)
                finish = min(closes, end)
                if begin < finish:
                    total += finish - begin
                    reached = finish
            day += ONE_DAY
        return total

    def due(self, start: int, limit: int) -> int:
        day, left, reached = self._local(start).date() - 2 * ONE_DAY, limit, start
        while left > 0:
            for opens, closes, _ in self.stretches(day):
                begin = max(opens, reached)
                if begin < closes and left > 0:
                    step = min(closes - begin, left)
                    left -= step
                    reached = begin + step
            day += ONE_DAY
        return reached

    def is_open(self, instant: int) -> bool:
        day = self._local(instant).date()
        around = (day - ONE_DAY, day, day + ONE_DAY)
        return any(o <= instant < c for when in around for o, c, _ in self.stretches(when))

    def working_day_due(self, start: int, days: int) -> int:
        closing: list[int] = []
        day = self._local(start).date() - 3 * ONE_DAY
        while len(closing) <= days:
            closes = [
                close
                for when in (day, day + ONE_DAY)
                for _, close, owner in self.stretches(when)
                if owner == day
            ]
            if closes and max(closes) > start:
                closing.append(max(closes))
            day += ONE_DAY
        return closing[days]

    def stretches(self, day: date) -> list[tuple[int, int, date]]:
        """The open stretches of a date as instants, and the date that their shift opened on."""
        if day not in self._days:
            self._days[day] = sorted(self._work_out(day))
        return self._days[day]

    def _work_out(self, day: date) -> list[tuple[int, int, date]]:
        if not self._exists(day):
            return []
        eve = day - ONE_DAY
        runs = clock_runs(
            self.week[day.weekday()],
            self.week[eve.weekday()],
            self.special.get(day),
            self.special.get(eve),
            day in self.holidays,
            eve in self.holidays or not self._exists(eve),
        )
        found = []
        for start, end, on_eve in runs:
            opens, closes = self._instant(day, start), self._instant(day, end)
            if opens < closes:
                found.append((opens, closes, eve if on_eve else day))
        return found

    def _exists(self, day: date) -> bool:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        return any(
            (noon - offset).astimezone(self.zone).date() == day for offset in self._offsets(day)
        )

    def _instant(self, day: date, minute: int) -> int:
        """The first instant at which the clock shows this time; after a gap, as much later."""
        shown = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
        hits = [
            shown - offset
            for offset in self._offsets(day)
            if (shown - offset).astimezone(self.zone).replace(tzinfo=UTC) == shown
        ]
        # In a gap no offset fits; the clock that was not changed yet says when it would be.
        instant = min(hits) if hits else shown - self._offsets(day)[0]
        return (instant - EPOCH) // US

    def _offsets(self, day: date) -> list[timedelta]:
        """The offsets of the zone around a date, in the order in which they are in force."""
        if day not in self._seen:
            self._seen[day] = []
            middle = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
            for hours in range(-48, 49, 12):
                offset = (middle + timedelta(hours=hours)).astimezone(self.zone).utcoffset()
                assert offset is not None
                if offset not in self._seen[day]:
                    self._seen[day].append(offset)
        return self._seen[day]

    def _local(self, instant: int) -> datetime:
        return (EPOCH + instant * US).astimezone(self.zone)


@cache
def clock_runs(
    own: Hours,
    eves: Hours,
    special: Hours | None,
    special_eve: Hours | None,
    holiday: bool,  # noqa: FBT001 - what a date is, in the order in which it is asked
    no_eve: bool,  # noqa: FBT001 - as above
) -> tuple[tuple[int, int, bool], ...]:
    """Runs of open minutes on the clock of one date; whether their shift opened on the eve."""

    def by_day(minute: int) -> bool:
        hours = special if special is not None else () if holiday else own
        return any(covers(span, minute) for span in hours)

    def by_night(minute: int) -> bool | None:
        if special is not None or holiday:
            return None
        if any(spills(span, minute) for span in special_eve or ()):
            return True
        usual = any(spills(span, minute) for span in eves)
        return (special_eve is None and not no_eve) if usual else None

    def runs(is_open: Callable[[int], bool]) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for minute in filter(is_open, range(24 * 60)):
            if found and found[-1][1] == minute:
                found[-1] = (found[-1][0], minute + 1)
            else:
                found.append((minute, minute + 1))
        return found

    # At a handover both shifts are there, and each belongs to the date that it opened on.
    todays = runs(lambda minute: by_day(minute) or by_night(minute) is False)
    eves_own = runs(lambda minute: by_night(minute) is True)
    return tuple([(*run, False) for run in todays] + [(*run, True) for run in eves_own])


def covers(hours: tuple[int, int], minute: int) -> bool:
    start, end = hours
    return start <= minute < (end if end > start else 24 * 60)


def spills(hours: tuple[int, int], minute: int) -> bool:
    start, end = hours
    return end <= start and minute < end
