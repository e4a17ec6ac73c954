"""Holidays from an iCalendar file (RFC 5545): whole-day events, of several days, yearly ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from csaudit.clocks.spec import LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LARGEST: Final = 5_000_000
"""Characters. A feed of holidays has some thousands."""

LONGEST: Final = 366
"""Days that one event may last."""

_DATE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(T\d{6}Z?)?", re.ASCII)
_DURATION: Final = re.compile(r"P(?:(\d{1,3})W|(\d{1,4})D)", re.ASCII)
_COUNT: Final = re.compile(r"\d{1,9}", re.ASCII)
_ESCAPED: Final = re.compile(r"\\([\\;,nN])")


class IcalendarError(ValueError):
    """The file, or one event in it, is not something that a holiday can be read from."""


@dataclass(slots=True)
class _Event:
    values: dict[str, str] = field(default_factory=dict)
    excluded: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        text = _ESCAPED.sub(lambda m: " " if m[1] in "nN" else m[1], self.values.get("SUMMARY", ""))
        return text.strip() or "holiday"


def read_icalendar(text: str) -> Mapping[date, str]:
    """The closed dates and their names. Raises `IcalendarError` for what it cannot honour."""
    if len(text) > LARGEST:
        raise IcalendarError(f"it has more than {LARGEST:,} characters")
    if "BEGIN:VCALENDAR" not in text:
        raise IcalendarError("it is no iCalendar file (no BEGIN:VCALENDAR)")
    found: dict[date, str] = {}
    for event in _events(text):
        if event.values.get("STATUS") != "CANCELLED":
            for day in _dates(event):
                found[day] = f"{found[day]}; {event.name}" if day in found else event.name
    return found


def _events(text: str) -> Iterator[_Event]:
    event: _Event | None = None
    depth = 0
    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        head, _, value = line.partition(":")
        name = head.partition(";")[0].upper()
        if line.upper() == "BEGIN:VEVENT":
            event, depth = _Event(), 0
        elif event is None:
            continue
        elif line.upper() == "END:VEVENT":
            yield event
            event = None
        elif name in {"BEGIN", "END"}:  # an alarm within the event has properties of its own
            depth += 1 if name == "BEGIN" else -1
        elif depth == 0 and name == "EXDATE":
            event.excluded += value.split(",")
        elif depth == 0:
            event.values[name] = value.strip()


def _dates(event: _Event) -> Iterator[date]:
    if "RECURRENCE-ID" in event.values or "RDATE" in event.values:
        raise IcalendarError(f'"{event.name}" repeats in a way that is not understood')
    first = _day(event, event.values.get("DTSTART", ""))
    length = _length(event, first)
    excluded = {_day(event, text) for text in event.excluded}
    for start in _occurrences(event, first):
        if start not in excluded:
            yield from (start + timedelta(days=step) for step in range(length))


def _length(event: _Event, first: date) -> int:
    """Days that the event lasts; its end is not one of them."""
    if "DTEND" in event.values:
        days = (_day(event, event.values["DTEND"]) - first).days
        timed = "T" in event.values["DTSTART"]
        days = max(days, 0 if timed else 1)
    elif "DURATION" in event.values:
        match = _DURATION.fullmatch(event.values["DURATION"])
        days = (7 * int(match[1] or 0) + int(match[2] or 0)) if match else 0
    else:
        days = 0 if "T" in event.values["DTSTART"] else 1
    if not 1 <= days <= LONGEST:
        raise IcalendarError(f'"{event.name}" on {first} is not an event of whole days')
    return days


def _occurrences(event: _Event, first: date) -> Iterator[date]:
    """The days on which the event begins: once, or on the same date of each year."""
    rule = event.values.get("RRULE")
    if rule is None:
        yield first
        return
    parts = dict(part.upper().partition("=")[::2] for part in rule.split(";"))
    same_date = {"FREQ": "YEARLY", "INTERVAL": "1", "BYMONTH": str(first.month)}
    same_date |= {"BYMONTHDAY": str(first.day), "WKST": parts.get("WKST", "")}
    known = all(
        key in {"UNTIL", "COUNT"} or same_date.get(key) == value for key, value in parts.items()
    )
    if not known or "FREQ" not in parts or not _COUNT.fullmatch(parts.get("COUNT", "1")):
        raise IcalendarError(f'"{event.name}" repeats by "{rule}"; only FREQ=YEARLY is understood')
    until = _day(event, parts["UNTIL"], any_time=True) if "UNTIL" in parts else None
    left = int(parts.get("COUNT", LAST_YEAR))
    for year in range(first.year, LAST_YEAR + 1):
        day = _in_year(first, year)
        if day is not None and (until is None or day <= until) and left > 0:
            yield day
            left -= 1


def _in_year(day: date, year: int) -> date | None:
    """The same date of another year; 29 February only where there is one."""
    try:
        return day.replace(year=year)
    except ValueError:
        return None


def _day(event: _Event, text: str, *, any_time: bool = False) -> date:
    """`20261225`, or midnight on the clock of that date; `any_time` takes the date alone."""
    match = _DATE.fullmatch(text.strip())
    if match is None or not (any_time or match[4] in {None, "T000000"}):
        raise IcalendarError(f'"{event.name}" has the time "{text}", not a date')
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise IcalendarError(
            f'"{event.name}" has the date "{text}", which does not exist'
        ) from None
