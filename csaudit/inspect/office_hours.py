"""The hours at which a team answers, as its own records show them: a calendar to start from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.tables import SUPERSEDED, unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csaudit.sources.source import Source

_ANSWERS: Final = ("first_response_at", "answered_at", "first_resolved_at", "resolved_at")
"""What the team itself did, the most telling first."""

_ENOUGH: Final = 100
"""Fewer answers tell nothing of the hours."""

_MOST: Final = 0.95
"""So many of the answers lie in the hours that are proposed."""

_WORKED: Final = 0.2
"""A day of the weekend is worked if it has so much of what a day of the week has."""

_LONGEST: Final = 16
"""A team that answers in more hours of the day than these has no office hours."""

_DAYS: Final = ("mon-fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """`hours` as a calendar has them (`mon-fri: "08:00-18:00"`), out of `answers` instants.

    `share`: the part of these that lies in the hours, 0 to 1.
    """

    hours: Mapping[str, str]
    answers: int
    share: float


def office_hours(source: Source, zone: str) -> OfficeHours | None:
    """The hours in which most answers were given, on the wall clock of a zone.

    None where there are too few of them, or where the team answers day and night.
    """
    column = next((name for name in _ANSWERS if name in source.columns), None)
    if column is None:
        return None
    counted = _by_hour(source, column, zone)
    answers = sum(sum(hours) for hours in counted.values())
    week = sum(counted["mon-fri"]) / 5
    if answers < _ENOUGH or not week:
        return None
    hours = {"mon-fri": _span(counted["mon-fri"])}
    hours |= {day: _span(counted[day]) for day in _DAYS[1:] if sum(counted[day]) >= _WORKED * week}
    if any(end - start > _LONGEST for start, end in hours.values()):
        return None
    inside = sum(sum(counted[day][start:end]) for day, (start, end) in hours.items())
    written = {day: f"{start:02}:00-{end:02}:00" for day, (start, end) in hours.items()}
    return OfficeHours(written, answers, inside / answers)


def _by_hour(source: Source, column: str, zone: str) -> dict[str, list[int]]:
    """How many answers fell into each hour of each kind of day."""
    at = pl.col(column).dt.convert_time_zone(zone)
    day = at.dt.weekday()
    counted = (
        source.read([column])
        .frame.filter(
            ~pl.col(SUPERSEDED) & ~pl.col(unreadable(column)) & pl.col(column).is_not_null()
        )
        # A whole day's worth of midnights is a date without a time of day.
        .filter(at.dt.time() != pl.time(0, 0, 0))
        .group_by(
            pl.when(day <= 5).then(0).otherwise(day - 5).alias("day"),  # noqa: PLR2004 - Friday
            at.dt.hour().alias("hour"),
        )
        .len()
        .collect()
    )
    found = {name: [0] * 24 for name in _DAYS}
    for day_number, hour, count in counted.iter_rows():
        found[_DAYS[day_number]][hour] = count
    return found


def _span(hours: Sequence[int]) -> tuple[int, int]:
    """The fewest hours in a row that hold most of what happened."""
    needed = _MOST * sum(hours)
    spans = (
        (end - start, -sum(hours[start:end]), start, end)
        for start in range(24)
        for end in range(start + 1, 25)
        if sum(hours[start:end]) >= needed
    )
    *_, start, end = min(spans)
    return start, end
