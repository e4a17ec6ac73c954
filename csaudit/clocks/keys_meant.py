"""Keys of a calendar as people call them who do not know the grammar, and the lines they mean."""

from __future__ import annotations

import json
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from csaudit.clocks.hours import in_english, names_days, quoted_hours
from csaudit.dates_meant import iso_date

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_CALLED: Final[Mapping[str, str]] = {
    **dict.fromkeys(("add", "also", "extra", "own", "custom", "include", "days", "date"), "dates"),
    **dict.fromkeys(("skip", "without", "remove", "exclude", "ignore", "worked"), "except"),
    **dict.fromkeys(("ics", "feed", "file", "url"), "ical"),
    **dict.fromkeys(("tz", "time_zone", "zone"), "timezone"),
    **dict.fromkeys(
        ("open", "opening", "opening_hours", "business_hours", "office_hours"), "hours"
    ),
    **dict.fromkeys(("closed", "closures", "public_holidays", "bank_holidays"), "holidays"),
    **dict.fromkeys(("special", "special_hours", "exceptions", "overrides"), "special_days"),
}
_OF_DATES: Final = frozenset({"dates", "except"})
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]*")


def line_meant(key: str, value: object, known: Collection[str]) -> str | None:
    """The line with the key that is meant and the value that is written; None where none is."""
    name = key.casefold().replace("-", "_")
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    meant = _CALLED.get(name, near[0] if near else "")
    if meant in known and meant in _OF_DATES:
        return f"{meant}: {_flow(_dates(value))}"
    if meant in known:
        return f"{meant}: {_flow(value)}"
    if name == "country" and "holidays" in known:
        return f"holidays: {{country: {_flow(value)}}}"
    return None


def days_of(raw: Mapping[object, object]) -> dict[str, object]:
    """The entries of a calendar that name days and therefore belong below `hours`."""
    return {str(key): value for key, value in raw.items() if names_days(str(key))}


def hours_of(days: Mapping[str, object]) -> str:
    """`hours: {monday: "09:00-17:00"}` of days that stand beside hours."""
    told = ", ".join(
        f"{in_english(day) or day}: {quoted_hours(value)}" for day, value in days.items()
    )
    return f"hours: {{{told}}}"


def _dates(value: object) -> object:
    """A list of dates, or dates with their names, each as it is to be written."""
    if isinstance(value, dict):
        return {iso_date(str(day)) or str(day): name for day, name in value.items()}
    days = value if isinstance(value, list) else [value]
    return [iso_date(str(day)) or str(day) for day in days]


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_flow(key)}: {_flow(one)}' for key, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
