"""Which names are time zones: those of IANA, as every part of csaudit knows them."""

from __future__ import annotations

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
    return did_you_mean(name, zoneinfo.available_timezones() - set(_OF_ONE_MACHINE))


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
