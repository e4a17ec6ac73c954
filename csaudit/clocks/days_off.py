"""Holidays by country and subdivision (package `holidays`), beside the calendar's own dates."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from csaudit.clocks.spec import HolidaySpec


def countries() -> Mapping[str, Sequence[str]]:
    """The known countries by code, each with the codes of its subdivisions."""
    import holidays

    return holidays.list_supported_countries()


def code_of(country: str) -> str | None:
    """The code of a country that is written in words, or in the wrong case."""
    from holidays.registry import COUNTRIES

    if country.upper() in countries():
        return country.upper()
    return next(
        (
            codes[1]
            for name, codes in COUNTRIES.items()
            if name.replace("_", " ") == country.strip().casefold()
        ),
        None,
    )


def days_off(spec: HolidaySpec, year: int) -> dict[date, str]:
    """The holidays of one year with their names, in order, without those that are worked."""
    named = dict(_public_holidays(spec.country, spec.subdivision, year)) if spec.country else {}
    for day, name in spec.dates.items():
        if day.year == year:
            named[day] = name
    return {day: named[day] for day in sorted(named) if day not in spec.worked}


@cache
def _public_holidays(country: str, subdivision: str | None, year: int) -> Mapping[date, str]:
    import holidays

    # A holiday may be observed in the year before or after its own.
    around = range(year - 1, year + 2)
    known = holidays.country_holidays(country, subdiv=subdivision, years=around, expand=False)
    return {day: str(name) for day, name in known.items() if day.year == year}
