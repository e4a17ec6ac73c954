"""A calendar's year for people and programs: hours, days off, clock changes, what is due when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from csaudit.clocks.calendar import describe
from csaudit.clocks.spec import WEEKDAYS
from csaudit.reports import figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from csaudit.clocks.calendar import Calendar

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR: Final = 3_600_000_000
_EXAMPLES: Final = (8, 24)
"""Hours of open time that are told from a moment on."""

_LABEL: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOff:
    """A holiday; `hours` where a special day opens it all the same."""

    date: date
    name: str
    hours: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """A date with hours of its own."""

    date: date
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The wall clock jumps on `date`: at the instant it would show `before`, and shows `after`."""

    at: datetime
    date: date
    before: time
    after: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a limit that begins at the moment is used up, on the calendar's wall clock."""

    limit: str
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYear:
    """Everything that is told of a calendar; `moment`, where `due` counts from, is local.

    `next_opening` is None where it is open at the moment, or never closes.
    """

    name: str
    timezone: str
    year: int
    hours: Mapping[str, str]
    hours_a_week: float
    holidays: Sequence[DayOff] = field(default_factory=tuple)
    special_days: Sequence[SpecialDay] = field(default_factory=tuple)
    clock_changes: Sequence[Change] = field(default_factory=tuple)
    moment: datetime
    is_open: bool
    next_opening: datetime | None
    due: Sequence[Due] = field(default_factory=tuple)


def calendar_year(calendar: Calendar, year: int, moment: datetime) -> CalendarYear:
    """What a calendar looks like in a year, and what is due when from a moment on.

    Raises UsageError for a year or a moment that calendars do not know.
    """
    special = calendar.spec.special_days
    at = (moment - _EPOCH) // timedelta(microseconds=1)
    is_open = calendar.is_open(at)
    return CalendarYear(
        name=calendar.name,
        timezone=calendar.timezone,
        year=year,
        hours=dict(zip(WEEKDAYS, map(describe, calendar.spec.hours), strict=True)),
        hours_a_week=calendar.weekly_hours(),
        holidays=tuple(
            DayOff(date=day, name=name, hours=describe(special[day]) if day in special else None)
            for day, name in calendar.holidays(year).items()
        ),
        special_days=tuple(
            SpecialDay(date=day, hours=describe(hours))
            for day, hours in sorted(special.items())
            if day.year == year
        ),
        clock_changes=tuple(
            Change(
                at=_EPOCH + timedelta(microseconds=change.instant),
                date=change.before.date(),
                before=change.before.time(),
                after=change.after.time(),
            )
            for change in calendar.clock_changes(year)
        ),
        moment=calendar.local(at),
        is_open=is_open,
        next_opening=None if is_open else calendar.local(calendar.next_opening(at)),
        due=tuple(_due(calendar, at)),
    )


def _due(calendar: Calendar, at: int) -> Iterator[Due]:
    for hours in _EXAMPLES:
        yield Due(limit=f"{hours} h", due=calendar.local(calendar.due(at, hours * _HOUR)))
    if not calendar.always_open:
        close = calendar.working_day_due(at, 1)
        yield Due(limit="1 working day", due=calendar.local(close))


# ---- for people ----


def lines(of: CalendarYear) -> Iterator[str]:
    """The year as a page of text."""
    yield f"{of.name}, {of.timezone}"
    yield from _labelled("open", _week(of))
    yield from _labelled("holidays", _holidays(of))
    special = [f"{_day(day.date)}  {day.hours}" for day in of.special_days]
    yield from _labelled("special", special)
    yield from _labelled("clocks", [_change(change) for change in of.clock_changes])
    yield from _labelled("from", [f"{_minute(of.moment)}, {_state(of)}"])
    yield from _labelled("", [f"{due.limit} from then is {_minute(due.due)}" for due in of.due])


def _labelled(label: str, texts: Sequence[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        yield f"  {label if number == 0 else '':<{_LABEL}}{text}"


def _week(of: CalendarYear) -> list[str]:
    """`Mon-Thu  09:00-12:30, 13:30-17:30`: days that are alike together."""
    alike = [list(days) for _, days in groupby(of.hours, key=lambda day: of.hours[day])]
    told = [
        (days[0][:3] if len(days) == 1 else f"{days[0][:3]}-{days[-1][:3]}", of.hours[days[0]])
        for days in alike
    ]
    seconds = figures.exactly(of.hours_a_week) * 3600
    return [
        *(f"{days:<9}{hours}" for days, hours in told),
        f"{figures.plain_duration(seconds)} a week",
    ]


def _holidays(of: CalendarYear) -> list[str]:
    if not of.holidays:
        return [f"none in {of.year}"]
    return [
        f"{_day(day.date)}  {day.name}{f', but open {day.hours}' if day.hours else ''}"
        for day in of.holidays
    ]


def _change(change: Change) -> str:
    return f"{_day(change.date)}  {change.before:%H:%M} becomes {change.after:%H:%M}"


def _state(of: CalendarYear) -> str:
    if of.is_open:
        return "open"
    opening = "" if of.next_opening is None else f" until {_minute(of.next_opening)}"
    return f"closed{opening}"


def _day(day: date) -> str:
    return f"{day:%a %Y-%m-%d}"


def _minute(at: datetime) -> str:
    return f"{at:%a %Y-%m-%d %H:%M}"
