"""Which minutes of a date are open on the wall clock: weekly hours, holidays, special days."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from csaudit.clocks.days_off import days_off
from csaudit.clocks.spec import MINUTES_A_DAY

if TYPE_CHECKING:
    from csaudit.clocks.spec import CalendarSpec, Intervals


class Piece(NamedTuple):
    """Open minutes of one date, half-open; `eve` if their shift opened on the date before."""

    start: int
    end: int
    eve: bool = False


class Pattern:
    """The wall-clock pattern of a calendar. Dates are ordinals (`date.toordinal`).

    Holidays and special days belong to the date on the clock: a special day replaces all of
    its date, a holiday empties it, and neither touches the small hours of the next date.
    """

    def __init__(self, spec: CalendarSpec) -> None:
        self._spec = spec
        self._weekly = [_own(spec.hours[day]) + _night(spec.hours[day - 1]) for day in range(7)]
        self._special = {day.toordinal(): hours for day, hours in spec.special_days.items()}
        self._holidays: set[int] = set()
        self._years: set[int] = set()

    def learn(self, first_year: int, last_year: int) -> None:
        """Look up the holidays of these years, which `pieces` relies on."""
        for year in set(range(first_year, last_year + 1)) - self._years:
            off = days_off(self._spec.holidays, year)
            self._holidays.update(day.toordinal() for day in off)
            self._years.add(year)

    def pieces(self, day: int, *, eve_exists: bool) -> list[Piece]:
        """The open minutes of a date. Time zones may skip a date: then it had no eve."""
        if day in self._special:
            return _own(self._special[day])
        if day in self._holidays:
            return []
        usual = self._weekly[(day - 1) % 7]
        if eve_exists and day - 1 not in self._special and day - 1 not in self._holidays:
            return usual
        # The week keeps these small hours open, but nothing had opened on the eve.
        orphans = [Piece(piece.start, piece.end) for piece in usual]
        return orphans + _night(self._special.get(day - 1, ()))


def _own(intervals: Intervals) -> list[Piece]:
    return [Piece(span.opens, min(span.closes, MINUTES_A_DAY)) for span in intervals]


def _night(intervals: Intervals) -> list[Piece]:
    """What the hours of the eve spill into a date."""
    return [
        Piece(0, span.closes - MINUTES_A_DAY, eve=True)
        for span in intervals
        if span.closes > MINUTES_A_DAY
    ]
