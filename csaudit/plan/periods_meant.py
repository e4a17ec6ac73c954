"""Flags on the period that were written in another way, and the flags that mean it."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from datetime import date, timedelta
from typing import Final

from csaudit.dates_meant import iso_date

_WEEKDAYS: Final = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_SPAN: Final = re.compile(
    r"(?:last |past )?(\d{1,4}) ?(h|d|w|hours?|days?|weeks?|months?|quarters?|years?)(?: ago)?"
)
_YEAR_AND_MONTH: Final = re.compile(
    r"(?P<y>\d{4})[-/. ](?P<m>\d{1,2})|(?P<n>\d{1,2})[-/. ](?P<z>\d{4})"
)
_NAMED: Final = re.compile(r"([a-z]{3})[a-z]*\.?(?: (\d{4}))?")
_WHOLE: Final = frozenset({"day", "week", "month", "quarter", "year"})
_YEAR_MONTH_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def instant_meant(flag: str, written: str, today: date | None) -> str | None:
    """What `--since 30d`, `--until 31/09/2026`, `--as-of 30.09.2026` mean, as a flag to write."""
    text = written.strip().casefold()
    if flag == "--since" and (found := _SPAN.fullmatch(text)):
        span = f"{found[1]}{found[2]}" if len(found[2]) == 1 else f'"{found[1]} {found[2]}"'
        return f"--last {span}"
    if text.removeprefix("last ") in _WHOLE:
        return f"--last {text.removeprefix('last ')}"
    if today is not None and text.removeprefix("last ") in _WEEKDAYS:
        back = (today.weekday() - _WEEKDAYS.index(text.removeprefix("last "))) % 7 or 7
        return f"{flag} {today - timedelta(days=back)}"
    if (day := iso_date(text)) is not None:
        return f"{flag} {day}"
    if flag in {"--since", "--until"} and (month := month_meant(text, today)) is not None:
        return f"--month {month}"
    return None


def month_meant(written: str, today: date | None) -> str | None:
    """`2026-10` of `2026-9`, `09/2026`, `Sep 2026`, `Sep` (the last one that began)."""
    text = written.strip().casefold()
    if found := _YEAR_AND_MONTH.fullmatch(text):
        year, month = int(found["y"] or found["z"]), int(found["m"] or found["n"])
    elif (found := _NAMED.fullmatch(text)) and found[1] in _MONTHS and (found[2] or today):
        month = _MONTHS.index(found[1]) + 1
        year = int(found[2]) if found[2] else _latest_year(month, today)
    else:
        return None
    return f"{year}-{month:02}" if month in range(1, 13) else None


def _latest_year(month: int, today: date | None) -> int:
    if today is None:
        return 0
    return today.year if month <= today.month else today.year - 1


def no_such_day(written: str) -> str | None:
    """`September has 30 days` of a date that is written as one and is none."""
    found = _YEAR_MONTH_DAY.fullmatch(written.strip())
    if found is None or int(found[2]) not in range(1, 13) or not int(found[1]) >= 1:
        return None
    year, month = int(found[1]), int(found[2])
    last = monthrange(year, month)[1]
    return f"{month_name[month]} {year} has {last} days" if int(found[3]) > last else None
