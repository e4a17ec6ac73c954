"""What a calendar is, as written in standards.yaml: frozen values, no arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from csaudit.errors import CsauditError

if TYPE_CHECKING:
    from collections.abc import Mapping

MINUTES_A_DAY: Final = 24 * 60

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200
EARLIEST: Final = int(datetime(FIRST_YEAR, 1, 2, tzinfo=UTC).timestamp()) * 1_000_000
LATEST: Final = int(datetime(LAST_YEAR, 12, 31, tzinfo=UTC).timestamp()) * 1_000_000
"""Calendars know the instants from the earliest to before the latest, in every zone. One beyond
is a slip of the pen in the data: its elapsed time is null, never a guess."""


class Interval(NamedTuple):
    """Opening hours on one date, in minutes after midnight on the wall clock.

    Half-open: `opens` is open, `closes` is not. `closes` beyond 1440 runs into the next date.
    """

    opens: int
    closes: int


Intervals = tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class HolidaySpec:
    """Which dates are closed all day.

    `country` and `subdivision` are codes of the package `holidays`; `dates` are the calendar's
    own, by hand or from an iCalendar file, with their names; `worked` are holidays that are
    ordinary days all the same (`except:`).
    """

    country: str | None = None
    subdivision: str | None = None
    dates: Mapping[date, str] = field(default_factory=dict)
    worked: frozenset[date] = frozenset()
    ical: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarSpec:
    """A calendar: `hours` by weekday, Monday first; `special_days` replace them on their date."""

    name: str
    timezone: str
    hours: tuple[Intervals, ...]
    holidays: HolidaySpec = field(default_factory=HolidaySpec)
    special_days: Mapping[date, Intervals] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CalendarProblem:
    """One mistake: `path` are the keys within the calendar's mapping that lead to it.

    `at_key`: the last of them is wrong, and not its value.
    """

    path: tuple[str | int, ...]
    what: str
    instead: str | None = None
    at_key: bool = False


class CalendarError(CsauditError):
    """A calendar cannot be used; all its problems are carried at once."""

    def __init__(self, name: str, problems: list[CalendarProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"calendar {name}: " + "; ".join(problem.what for problem in problems))


class Findings:
    """Collects the problems of one calendar while it is read."""

    def __init__(self) -> None:
        self.problems: list[CalendarProblem] = []

    def add(self, path: tuple[str | int, ...], what: str, instead: str | None = None) -> None:
        """Note one problem at `path`."""
        self.problems.append(CalendarProblem(path, what, instead))

    def add_key(self, path: tuple[str | int, ...], what: str, instead: str | None = None) -> None:
        """Note a key that is wrong."""
        self.problems.append(CalendarProblem(path, what, instead, at_key=True))
