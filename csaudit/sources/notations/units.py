"""Units of time: their lengths, the words for them, and headers that end with one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MICROSECONDS: Final[Mapping[str, int]] = {
    "milliseconds": 1_000,
    "seconds": 1_000_000,
    "minutes": 60_000_000,
    "hours": 3_600_000_000,
    "days": 86_400_000_000,
}

UNITS: Final[Mapping[str, str]] = {
    word: unit
    for unit, words in {
        "milliseconds": "ms millisecond milliseconds",
        "seconds": "s sec secs second seconds",
        "minutes": "min mins minute minutes",
        "hours": "h hr hrs hour hours",
        "days": "d day days",
    }.items()
    for word in words.split()
}
"""Words for units as headers end with them: `Requester wait (hrs)`, `wait_minutes`."""

_UNIT_AT_END: Final = re.compile(r"^(.*?)[\s_\-(\[]+(?:in[\s_]+)?([a-z]+)[\s)\]]*$", re.IGNORECASE)


_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def spaced(header: str) -> str:
    """A header in camel case as words: `OpenDateTime` is `Open Date Time`."""
    return _CAMEL.sub(" ", header)


def unit_of(header: str) -> tuple[str, str | None]:
    """A header split into what it measures and the unit at its end, where it has one.

    >>> unit_of("Requester wait (hrs)")
    ('Requester wait', 'hours')
    >>> unit_of("ResolutionTimeHours")
    ('Resolution Time', 'hours')
    """
    found = _UNIT_AT_END.match(spaced(header))
    unit = UNITS.get(found[2].casefold()) if found else None
    return (found[1], unit) if found and unit else (header, None)
