"""Holidays by country and subdivision (package `holidays`), beside the calendar's own dates."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from csaudit.clocks.spec import HolidaySpec


def countries() -> Sequence[str]:
    """The codes of the countries whose holidays are known, of two and three letters."""
    from holidays.registry import COUNTRIES

    return [code for _, *codes in COUNTRIES.values() for code in codes if code.isupper()]


def subdivisions(country: str) -> Sequence[str]:
    """The codes of a country's subdivisions that have holidays of their own."""
    import holidays

    return holidays.country_holidays(country, years=()).subdivisions


def code_of(country: str) -> str | None:
    """The code of a country that is written in words, or in small letters."""
    from holidays.registry import COUNTRIES

    written = country.strip().casefold().replace(" ", "_")
    for name, (_, code, *others) in COUNTRIES.items():
        if written == name or written.upper() in {code, *others}:
            return code
    return None


def subdivision_code(country: str, name: str) -> str | None:
    """The code of a subdivision that is written in words, or in small letters."""
    import holidays

    known = holidays.country_holidays(country, years=())
    written = name.strip().casefold()
    for code, names in known.get_subdivision_aliases().items():
        if written in {word.casefold() for word in (code, *names)}:
            return code
    return None


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
