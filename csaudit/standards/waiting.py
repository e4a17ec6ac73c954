"""A limit on opening hours, in terms of what a customer feels: the longest wait on the wall."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from csaudit.clocks.calendar import Calendar
from csaudit.clocks.waits import ordinary_wait, ordinary_week, ordinary_working_day_wait
from csaudit.standards.model import AndMetric
from csaudit.standards.quantities import MICROSECONDS, LimitTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from csaudit.clocks.waits import LongestWait
    from csaudit.standards.model import Demand, Standard, StandardsFile
    from csaudit.standards.quantities import Limit
    from csaudit.standards.strict_yaml import Path

_DAY = MICROSECONDS["d"]
_HOUR = MICROSECONDS["h"]
_A_WEEK = 7


def ordinary_weeks(file: StandardsFile) -> Mapping[str, Calendar]:
    """The file's calendars without holidays, special days and clock changes."""
    return {name: ordinary_week(Calendar(spec)) for name, spec in file.calendars.items()}


def longest_waits(standard: Standard, weeks: Mapping[str, Calendar]) -> Iterator[tuple[Path, str]]:
    """Of every limit that counts opening hours: where it stands in the standard, and the sentence.

    Each limit once, though several rows of a table may share it. A limit whose calendar the
    data chooses is left aside. `weeks`: see `ordinary_weeks`.
    """
    told: dict[str, Path] = {}
    for where, limit, name in _limits_of(standard):
        if name in weeks and not weeks[name].always_open:
            told.setdefault(_sentence(limit, weeks[name]), where)
    yield from ((where, sentence) for sentence, where in told.items())


def _limits_of(standard: Standard) -> Iterator[tuple[Path, Limit, str]]:
    yield from _limits(standard)
    if isinstance(standard.and_, AndMetric):
        for where, limit, name in _limits(standard.and_):
            yield ("and", *where), limit, name


def _limits(demand: Demand) -> Iterator[tuple[Path, Limit, str]]:
    own = "" if demand.calendar_by is not None else demand.calendar
    if isinstance(demand.within, LimitTable):
        for row in demand.within.limits.values():
            yield ("within", "limits", row.value), row.limit, row.calendar or own
        if (last := demand.within.otherwise) is not None:
            yield ("within", "otherwise"), last.limit, last.calendar or own
    elif demand.within is not None:
        yield ("within",), demand.within, own


def _sentence(limit: Limit, calendar: Calendar) -> str:
    """`24h on office hours is 3 working days and 1.5 h: Friday 15:00 is due Thursday 09:30`."""
    on = f"{limit} on {calendar.name}{'' if calendar.name.endswith('hours') else ' hours'}"
    if limit.kind == "working_days":
        return f"{on}: {_example(ordinary_working_day_wait(calendar, limit.amount))}"
    days, rest = divmod(limit.amount, calendar.usual_day())
    parts = [_working_days(days)] if days else []
    parts += [_hours(rest)] if days and rest else []
    is_so = f" is {' and '.join(parts)}" if parts else ""
    example = _example(ordinary_wait(calendar, limit.amount))
    return f"{on}{is_so}: {example}{_if_meant(limit, days)}"


def _example(of: LongestWait) -> str:
    """`Friday 15:00 is due Thursday 09:30`, and how many days later where the week is not clear."""
    days = (of.due.date() - of.start.date()).days
    later = f", {days} days later" if days >= _A_WEEK else ""
    return f"{of.start:%A %H:%M} is due {of.due:%A %H:%M}{later}"


def _if_meant(limit: Limit, days: int) -> str:
    """Who writes 24h may well mean a day."""
    whole, rest = divmod(limit.amount, _DAY)
    if rest or not whole or whole == days:
        return ""
    meant = "one day is" if whole == 1 else f"{whole} days are"
    return f"; if {meant} meant, write  within: {_working_days(whole)}"


def _working_days(days: int) -> str:
    return f"{days} working day{'s' * (days != 1)}"


def _hours(microseconds: int) -> str:
    """`1.5 h`, or `80 m` where hours have no short decimals."""
    hours = Fraction(microseconds, _HOUR)
    if (hours * 100).denominator == 1:
        return f"{float(hours):g} h"
    return f"{float(hours * 60):g} m"
