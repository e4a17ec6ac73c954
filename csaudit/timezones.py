"""Which names are time zones: those of IANA, as every part of csaudit knows them."""

from __future__ import annotations

import re
import zoneinfo
from importlib.resources import files
from typing import Final

from csaudit.errors import UsageError, did_you_mean

_OF_ONE_MACHINE: Final = ("Factory", "localtime", "posixrules")
"""Files that lie among the zones and are none: only this machine knows what they say."""

_COPIES: Final = ("posix/", "right/")


def is_zone(name: str) -> bool:
    """Whether a name is an IANA time zone."""
    if name in _OF_ONE_MACHINE or name.startswith(_COPIES):
        return False
    try:
        zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def check_zone(name: str) -> None:
    """Raise UsageError for what is no time zone."""
    if not is_zone(name):
        what = f'"{name}" is no time zone{nearest_zone(name)}.'
        raise UsageError(what, "zones are written as  Europe/London")


def nearest_zone(name: str) -> str:
    """` (did you mean "Europe/London"?)`, or nothing where no zone is called alike."""
    if (zone := zone_of_offset(name)) is not None:
        return f": {zone} is that far from UTC all year, Europe/Berlin changes its clocks"
    return did_you_mean(name, zoneinfo.available_timezones() - set(_OF_ONE_MACHINE))


def zone_meant(name: str) -> str | None:
    """`Europe/Berlin` of `Berlin`, `Etc/GMT-2` of `UTC+2`; None where no single zone is meant."""
    return zone_of_offset(name) or zone_of_city(name)


_OFFSET: Final = re.compile(r"(?:gmt|utc|z)? ?([+-])0?(\d{1,2})(?::?00)?", re.IGNORECASE)


def zone_of_offset(name: str) -> str | None:
    """The zone of whole hours ahead of UTC or behind it, whose name has the opposite sign."""
    found = _OFFSET.fullmatch(name.strip())
    if found is None:
        return None
    zone = f"Etc/GMT{'-' if found[1] == '+' else '+'}{found[2]}"
    return zone if is_zone(zone) else None


def zone_of_city(name: str) -> str | None:
    """`Europe/Berlin` of `Berlin`, where one zone is that of a city of this name."""
    city = name.strip().replace(" ", "_").casefold()
    zones = zoneinfo.available_timezones() - set(_OF_ONE_MACHINE)
    found = [zone for zone in zones if "/" in zone and zone.rpartition("/")[2].casefold() == city]
    return found[0] if len(found) == 1 else None


def country_of(zone: str) -> str | None:
    """The country of a zone, by the table that belongs to the zone data."""
    table = files("tzdata") / "zoneinfo" / "zone.tab"
    for line in table.read_text(encoding="utf-8").splitlines():
        country, *rest = line.split("\t")
        if not line.startswith("#") and rest[1] == zone:
            return country
    return None
