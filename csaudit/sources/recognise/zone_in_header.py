"""Zones that headers name: `Created at (America/New_York)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csaudit.timezones import is_zone

if TYPE_CHECKING:
    from collections.abc import Iterable

_ZONE: Final = re.compile(r"[A-Za-z_]+(?:/[A-Za-z_+-]+[0-9]*)+|\bUTC\b")
_ANY: Final = "Europe/London"


def zone_in(headers: Iterable[str]) -> str | None:
    """The first zone that one of the headers names."""
    words = (word for header in headers for word in _ZONE.findall(header))
    return next(filter(is_zone, words), None)


def zone_to_write(headers: Iterable[str]) -> str:
    """The zone to offer for times that name none: what a header says, else an example."""
    return zone_in(headers) or _ANY
