"""Dates as people write them, where only one day can be meant."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_FORMS: Final = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})", re.ASCII),
    re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})", re.ASCII),
)
_SLASHED: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.ASCII)


def iso_date(text: str) -> date | None:
    """The day of `25.12.2026`, `2026/12/25` or `25/12/2026`; None of `01/02/2026`."""
    for form in _FORMS:
        if found := form.fullmatch(text.strip()):
            return _day(int(found["y"]), int(found["m"]), int(found["d"]))
    found = _SLASHED.fullmatch(text.strip())
    if found is None:
        return None
    one, other, year = (int(part) for part in found.groups())
    readings = {_day(year, other, one), _day(year, one, other)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
