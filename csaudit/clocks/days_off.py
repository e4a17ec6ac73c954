"""Holidays by country and subdivision (package `holidays`), beside the calendar's own dates."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING

from csaudit.timezones import country_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from holidays import HolidayBase

    from csaudit.clocks.spec import HolidaySpec


def countries() -> Sequence[str]:
    """The codes of the countries whose holidays are known, of two and three letters."""
    from holidays.registry import COUNTRIES

    return [code for _, *codes in COUNTRIES.values() for code in codes if code.isupper()]


def country_with_holidays(zone: str) -> str | None:
    """The country that a time zone lies in, if its holidays are known."""
    country = country_of(zone)
    return country if country in countries() else None


def subdivisions(country: str) -> Sequence[str]:
    """The codes of a country's subdivisions that have holidays of their own."""
    return _of_country(country).subdivisions


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
    known = _of_country(country)
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
    # A holiday may be observed in the year before or after its own.
    known = _of_country(country, subdivision, years=range(year - 1, year + 2))
    return {day: str(name) for day, name in known.items() if day.year == year}


def _of_country(
    country: str, subdivision: str | None = None, *, years: Iterable[int] = ()
) -> HolidayBase:
    """The holidays of these years."""
    with _countries_not_all_imported():
        import holidays

        return holidays.country_holidays(country, subdiv=subdivision, years=years)


@contextmanager
def _countries_not_all_imported() -> Iterator[None]:
    """The package of the countries imports each of its 250 modules; one country needs its own.

    So the package stands there as it is found, not executed, while a country is looked for.
    """
    name = "holidays.countries"
    found = None if name in sys.modules else find_spec(name)
    if found is None:
        yield
        return
    sys.modules[name] = module_from_spec(found)
    try:
        yield
    finally:
        del sys.modules[name]
