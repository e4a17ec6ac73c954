"""Reads one entry of `calendars:` in standards.yaml, naming all its mistakes at once."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

from csaudit.clocks.days_off import code_of, countries, subdivision_code, subdivisions
from csaudit.clocks.hours import ANY_WEEK, EXAMPLE, parse_intervals, parse_week, quoted_hours
from csaudit.clocks.icalendar import LARGEST, IcalendarError, read_icalendar
from csaudit.clocks.keys_meant import days_of, hours_of, line_meant
from csaudit.clocks.spec import (
    FIRST_YEAR,
    LAST_YEAR,
    CalendarError,
    CalendarSpec,
    Findings,
    HolidaySpec,
    Intervals,
)
from csaudit.dates_meant import iso_date
from csaudit.errors import did_you_mean
from csaudit.timezones import is_zone, nearest_zone, zone_meant

KEYS: Final = ("timezone", "hours", "holidays", "special_days")
HOLIDAY_KEYS: Final = ("country", "subdivision", "dates", "except", "ical")
RESERVED: Final = "always"

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEARLY: Final = re.compile(r"\d{2}-\d{2}", re.ASCII)


def parse_calendar(
    name: str, raw: object, default_timezone: str | None, folder: Path | None = None
) -> CalendarSpec:
    """The calendar that `raw` describes, or a `CalendarError` with every problem in it.

    `raw` is what a strict YAML loader gives: dates and times as text. `default_timezone` is
    the file's own `timezone`. Paths of iCalendar files are taken from `folder`.
    """
    findings = Findings()
    if name == RESERVED:
        findings.add((), f"{RESERVED} is the built-in 24x7 calendar", "another name")
    if not isinstance(raw, dict):
        findings.add((), f"calendar {name} must be a mapping", f"{name}: {{{EXAMPLE}}}")
        raise CalendarError(name, findings.problems)
    raw = _with_days_below_hours(raw, findings)
    _check_keys(raw, KEYS, (), findings)
    spec = CalendarSpec(
        name=name,
        timezone=_timezone(raw.get("timezone", default_timezone), name, findings),
        hours=parse_week(raw.get("hours"), ("hours",) if "hours" in raw else (), findings),
        holidays=_holidays(raw.get("holidays"), folder or Path(), findings),
        special_days=_special_days(raw.get("special_days"), findings),
    )
    if findings.problems:
        raise CalendarError(name, findings.problems)
    return spec


def zone_problem(name: str) -> str | None:
    """What is wrong with the name of a time zone, or None if it is an IANA zone."""
    return None if is_zone(name) else f'"{name}" is no IANA time zone{nearest_zone(name)}'


def _timezone(raw: object, name: str, findings: Findings) -> str:
    path = ("timezone",) if raw is not None else ()
    if raw is None:
        findings.add(path, f"calendar {name} names no time zone", "timezone: Europe/London")
        return "UTC"
    problem = zone_problem(raw) if isinstance(raw, str) else f"{raw} is no IANA time zone"
    if problem is not None:
        zone = zone_meant(str(raw).rpartition("/")[2])
        if zone is None:
            problem += "" if nearest_zone(str(raw)) else ", such as Europe/London"
        findings.add(path, problem, None if zone is None else f"timezone: {zone}")
    return str(raw)


def _with_days_below_hours(raw: dict[object, object], findings: Findings) -> dict[object, object]:
    """The calendar; where days stand beside hours that is told, and nothing else of its hours."""
    days = days_of(raw)
    if not days:
        return raw
    first = next(iter(days))
    hours = raw.get("hours")
    whole = {**hours, **days} if isinstance(hours, dict) else days
    findings.add_key((first,), f'"{first}" is a day, and days stand below hours', hours_of(whole))
    return {key: one for key, one in raw.items() if str(key) not in days} | {"hours": ANY_WEEK}


def _check_keys(
    raw: dict[object, object], known: tuple[str, ...], path: tuple[str, ...], findings: Findings
) -> None:
    for key, value in raw.items():
        if key not in known:
            hint = did_you_mean(str(key), known) or f"; known here: {', '.join(known)}"
            free = [one for one in known if one not in raw]
            line = line_meant(str(key), value, free)
            findings.add_key((*path, str(key)), f'"{key}" is not known here{hint}', line)


def _holidays(raw: object, folder: Path, findings: Findings) -> HolidaySpec:
    if raw is None:
        return HolidaySpec()
    if isinstance(raw, list):
        return HolidaySpec(dates=_dates(raw, ("holidays",), findings))
    if not isinstance(raw, dict):
        findings.add(("holidays",), "holidays must be a mapping", _holidays_meant(str(raw)))
        return HolidaySpec()
    if "subdivision" not in raw and (named := _REGIONS & {str(key) for key in raw}):
        key = named.pop()
        whole = {"subdivision" if name == key else str(name): one for name, one in raw.items()}
        what = f'"{key}" is not known here: it is called subdivision'
        findings.add_key(("holidays", key), what, _as_flow(_with_codes(whole)))
        return HolidaySpec()
    _check_keys(raw, HOLIDAY_KEYS, ("holidays",), findings)
    country, subdivision = _country(raw, findings)
    ical = raw.get("ical")
    feed = {} if ical is None else _feed(ical, folder, findings)
    return HolidaySpec(
        country=country,
        subdivision=subdivision,
        dates={**feed, **_dates(raw.get("dates"), ("holidays", "dates"), findings)},
        worked=frozenset(_dates(raw.get("except"), ("holidays", "except"), findings)),
        ical=None if ical is None else str(ical),
    )


_REGIONS: Final = {"state", "province", "region", "land", "canton", "prov"}
_NONE: Final = {"none", "no", "-", "keine", "aucun"}


def _holidays_meant(written: str) -> str | None:
    """`DE-BY`, `DE, BY`, `Germany`, `2026-12-25`, `feed.ics` as the line that means it."""
    text = written.strip()
    if text.casefold() in _NONE:
        return "holidays: []"
    if (day := iso_date(text)) is not None:
        return f"holidays: [{day}]"
    if text.casefold().endswith(".ics"):
        return f"holidays: {{ical: {text}}}"
    country, _, region = re.sub(r"\s*[-,/ ]\s*", "-", text, count=1).partition("-")
    if (code := _code(country)) is not None and region:
        part = subdivision_code(code, region) or region
        return _as_flow({"country": code, "subdivision": part})
    code = _code(text)
    return None if code is None else f"holidays: {{country: {code}}}"


def _code(country: str) -> str | None:
    return country.upper() if country.upper() in countries() else code_of(country)


def _with_codes(raw: dict[str, object]) -> dict[str, object]:
    """The same with the codes of a country and of a part of it that go by other names."""
    country = _code(str(raw.get("country", "")))
    part = country and subdivision_code(country, str(raw.get("subdivision")))
    return {
        **raw,
        **({"country": country} if country else {}),
        **({"subdivision": part} if part else {}),
    }


def _as_flow(raw: dict[str, object]) -> str:
    return f"holidays: {{{', '.join(f'{key}: {value}' for key, value in raw.items())}}}"


def _country(raw: dict[object, object], findings: Findings) -> tuple[str | None, str | None]:
    country, subdivision = raw.get("country"), raw.get("subdivision")
    if country is None:
        if subdivision is not None:
            where = "holidays: {country: GB, subdivision: ENG}"
            findings.add(("holidays", "subdivision"), "a subdivision needs its country", where)
        return None, None
    known = countries()
    if not isinstance(country, str) or country not in known:
        code = _code(str(country))
        if code is None and (meant := _holidays_meant(str(country))) is not None:
            findings.add(("holidays", "country"), f'"{country}" is no country code', meant)
            return None, None
        hint = f" (did you mean {code}?)" if code else did_you_mean(str(country), known)
        hint = hint or ", such as GB or DE"
        what = f'"{country}" is no country code with known holidays{hint}'
        instead = _instead(raw, country=code) if code else None
        findings.add(("holidays", "country"), what, instead)
        return None, None
    if subdivision is None:
        return country, None
    codes = subdivisions(country)
    if subdivision not in codes:
        meant = subdivision_code(country, str(subdivision))
        hint = "" if meant else did_you_mean(str(subdivision), codes)
        what = f'"{subdivision}" is no subdivision of {country} with holidays of its own{hint}'
        known_codes = f"subdivision: one of {', '.join(codes)}" if codes else None
        whole = _instead(raw, subdivision=meant) if meant else known_codes
        findings.add(("holidays", "subdivision"), what, whole)
    return country, str(subdivision)


def _instead(raw: dict[object, object], **mended: str) -> str:
    """The whole line with what was meant, so that nothing is lost by writing it."""
    whole = {str(key): value for key, value in raw.items()} | mended
    if all(isinstance(value, str) for value in whole.values()):
        return f"holidays: {{{', '.join(f'{key}: {value}' for key, value in whole.items())}}}"
    return ", ".join(f"{key}: {value}" for key, value in mended.items())


def _feed(raw: object, folder: Path, findings: Findings) -> dict[date, str]:
    path = ("holidays", "ical")
    if not isinstance(raw, str):
        findings.add(path, "ical must be the path of an iCalendar file", "ical: holidays.ics")
        return {}
    try:
        with (folder / raw).open(encoding="utf-8-sig") as file:
            return dict(read_icalendar(file.read(LARGEST + 1)))
    except OSError as error:
        findings.add(path, f"{raw} cannot be read: {error.strerror or error}")
    except UnicodeDecodeError:
        findings.add(path, f"{raw} is not text in UTF-8")
    except IcalendarError as error:
        findings.add(path, f"{raw}: {error}", "list such days under dates:")
    return {}


def _dates(raw: object, path: tuple[str, ...], findings: Findings) -> dict[date, str]:
    """Dates by name: a list of dates, or a mapping of dates to names; `12-24` is every year."""
    if raw is None:
        return {}
    if isinstance(raw, dict):
        named: list[tuple[tuple[str | int, ...], object, str]] = [
            ((*path, str(key)), key, str(name)) for key, name in raw.items()
        ]
    elif isinstance(raw, list):
        named = [((*path, index), key, "own holiday") for index, key in enumerate(raw)]
    else:
        findings.add(path, "these must be a list of dates", f"{path[-1]}: [2026-12-24]")
        return {}
    return {day: name for where, key, name in named for day in _days(key, where, findings)}


def _days(raw: object, path: tuple[str | int, ...], findings: Findings) -> list[date]:
    if isinstance(raw, str) and _YEARLY.fullmatch(raw):
        years = range(FIRST_YEAR, LAST_YEAR + 1)
        days = [day for year in years if (day := _date(f"{year}-{raw}")) is not None]
    else:
        day = _date(raw)
        days = [] if day is None else [day]
    if not days:
        meant = iso_date(str(raw))
        what = f'"{raw}" is no date, such as 2026-12-24, or 12-24 for every year'
        findings.add(path, what, None if meant is None else str(meant))
    return days


def _special_days(raw: object, findings: Findings) -> dict[date, Intervals]:
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        example = 'special_days: {2026-12-31: "09:00-12:00"}'
        findings.add(("special_days",), "special_days must be a mapping", example)
        return {}
    special: dict[date, Intervals] = {}
    for key, value in raw.items():
        path = ("special_days", str(key))
        intervals = parse_intervals(value, path, findings)
        day = _date(key)
        if day is None:
            meant = iso_date(str(key))
            line = None if meant is None else f"{meant}: {quoted_hours(value)}"
            findings.add_key(path, f'"{key}" is no date, such as 2026-12-31', line)
        else:
            special[day] = intervals
    return special


def _date(raw: object) -> date | None:
    if not isinstance(raw, str) or not _DATE.fullmatch(raw):
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None
