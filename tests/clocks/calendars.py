"""The calendars that the tests share, as they stand in YAML, each with its slow twin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csaudit.clocks.calendar import Calendar, parse_calendar
from csaudit.clocks.expressions import Clock
from tests.clocks.brute_force import SlowClock

if TYPE_CHECKING:
    import polars as pl

    from tests.clocks.brute_force import Hours

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Sample:
    """One calendar: hours as seven texts, Monday first, intervals separated by commas."""

    name: str
    timezone: str
    week: tuple[str, ...]
    holidays: tuple[str, ...] = ()
    special: tuple[tuple[str, str], ...] = ()

    def calendar(self) -> Calendar:
        raw = {
            "timezone": self.timezone,
            "hours": {
                day: hours.split(",") if hours else []
                for day, hours in zip(DAYS, self.week, strict=True)
            },
            "holidays": {"dates": list(self.holidays)},
            "special_days": {day: hours.split(",") if hours else [] for day, hours in self.special},
        }
        return Calendar(parse_calendar(self.name, raw, None))

    def slow(self) -> SlowClock:
        return SlowClock(
            self.timezone,
            tuple(minutes(hours) for hours in self.week),
            frozenset(date.fromisoformat(day) for day in self.holidays),
            {date.fromisoformat(day): minutes(hours) for day, hours in self.special},
        )


def minutes(text: str) -> Hours:
    def minute(clock: str) -> int:
        return int(clock[:2]) * 60 + int(clock[3:])

    spans = [span.split("-") for span in text.split(",") if span]
    return tuple((minute(start), minute(end)) for start, end in spans)


def weekdays(hours: str, weekend: str = "") -> tuple[str, ...]:
    return (hours,) * 5 + (weekend,) * 2


OFFICE = Sample(
    "office",
    "Europe/London",
    ("09:00-12:30,13:30-17:30",) * 4 + ("09:00-16:00", "", ""),
    holidays=("2023-12-25", "2023-12-26", "2024-01-01", "2024-03-29"),
    special=(("2023-12-27", "10:00-12:00"), ("2024-01-01", "11:00-11:30")),
)

SAMPLES = (
    OFFICE,
    Sample("new_york", "America/New_York", weekdays("08:30-18:00", "10:00-14:00")),
    Sample("sydney_nights", "Australia/Sydney", weekdays("22:00-06:00"), ("2019-10-07",)),
    Sample("lord_howe", "Australia/Lord_Howe", ("01:45-02:15,20:00-01:45",) * 7),
    Sample("kathmandu", "Asia/Kathmandu", ("", *("10:00-13:00,14:15-17:00",) * 5, "")),
    Sample(
        "samoa",
        "Pacific/Apia",
        ("18:00-02:00",) * 5 + ("18:00-24:00", "00:00-24:00"),
        special=(("2011-12-30", "08:00-12:00"), ("2011-12-31", "09:00-10:00")),
    ),
    Sample("samoa_nights", "Pacific/Apia", ("20:00-08:00",) * 7, ("2011-12-29",)),
    Sample("sao_paulo", "America/Sao_Paulo", weekdays("00:00-24:00"), ("2018-11-05",)),
    Sample("st_johns", "America/St_Johns", ("23:15-00:30,03:00-04:00",) * 7),
    Sample("havana", "America/Havana", ("00:00-00:30,00:45-01:15,23:30-00:00",) * 7),
    Sample("casablanca", "Africa/Casablanca", ("02:30-02:45,08:00-20:00",) * 7),
    Sample("troll", "Antarctica/Troll", ("00:30-01:30,02:30-03:30,12:00-00:00",) * 7),
    Sample("london_small_hours", "Europe/London", ("01:30-02:00,23:00-01:15",) * 7),
    Sample(
        "night_desk",
        "Europe/Berlin",
        ("22:00-06:00",) * 5 + ("10:00-14:00", "18:00-24:00"),
        holidays=("2022-10-03", "2022-12-25", "2022-12-26", "2023-01-01", "2023-03-26"),
        special=(
            ("2022-12-24", ""),
            ("2022-12-31", "20:00-04:00"),
            ("2023-10-29", "01:00-02:30"),
            ("2023-10-31", "21:00-22:30"),
        ),
    ),
    Sample(
        "handover",
        "Europe/London",
        ("06:00-14:30,14:00-19:00,22:00-06:30",) * 5 + ("05:00-07:00", ""),
        holidays=("2023-12-25",),
        special=(("2023-12-27", "09:00-12:00,11:00-13:00"),),
    ),
    Sample("whole_week", "Europe/Dublin", ("00:00-24:00",) * 7, ("2024-10-28",)),
)


@cache
def pair(sample: Sample) -> tuple[Calendar, SlowClock]:
    """The calendar and its slow twin, made once."""
    return sample.calendar(), sample.slow()


OFFICE_CALENDAR = OFFICE.calendar()


def instant(text: str, timezone: str = "UTC") -> int:
    """Microseconds of `2026-10-02 15:00` on the clock of a zone."""
    wall = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(timezone))
    return int(wall.timestamp()) * 1_000_000


def of_these_years(*calendars: Calendar, chosen: pl.Expr | None = None) -> Clock:
    """The clock of the calendars for the instants that the tests speak of."""
    return Clock(calendars, instant("1998-01-01 00:00"), instant("2032-01-01 00:00"), chosen)
