"""Hours, days, weeks, months and quarters of the standards' zone, and the filters on them.

A week is an ISO week, a day begins at the local midnight; where midnight does not exist it
begins when the gap is over.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import polars as pl
from polars.exceptions import PolarsError

from csaudit.errors import UsageError
from csaudit.metrics.declaration import Period
from csaudit.plan.periods_meant import instant_meant, month_meant, no_such_day

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTHS: Final = {"hour": "1h", "day": "1d", "week": "1w", "month": "1mo", "quarter": "1q"}
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
_LAST: Final = re.compile(r"(\d{1,5})\s*(h|d|w|hours?|days?|weeks?|months?|quarters?|years?)")
_DOTTED: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SLASHED: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_OFFSETS: Final = {"h": "h", "d": "d", "w": "w", "m": "mo", "q": "q", "y": "y"}
GAPS: Final = ("1h", "30m", "24h")
"""How far a clock may jump over a local midnight, commonest first."""


def start_of(instant: pl.Expr, every: str, timezone: str) -> pl.Expr:
    """The local start, a naive Datetime, of the period that each instant lies in."""
    wall = instant.dt.convert_time_zone(timezone).dt.replace_time_zone(None)
    return wall.dt.truncate(LENGTHS[every])


def end_of(instant: pl.Expr, every: str, timezone: str) -> pl.Expr:
    """The instant at which the period that each instant lies in is over."""
    following = start_of(instant, every, timezone).dt.offset_by(LENGTHS[every])
    return _to_utc(following, timezone)


def _to_utc(wall: pl.Expr, timezone: str) -> pl.Expr:
    moved = (wall, *(wall.dt.offset_by(gap) for gap in GAPS))
    return pl.coalesce(
        *(
            clock.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
            for clock in moved
        )
    ).dt.convert_time_zone("UTC")


def period_of(start: datetime, every: str, timezone: str) -> Period:
    """The stretch of time that a local start opens."""
    return Period(instant_of(start, timezone), instant_of(_following(start, every), timezone))


def starts_between(first: datetime, last: datetime, every: str, timezone: str) -> list[datetime]:
    """The local starts of every period that two instants and what lies between them touch."""
    start, end = (_start(instant, every, timezone) for instant in (first, last))
    starts = []
    while start <= end:
        starts.append(start)
        start = _following(start, every)
    return starts


def _start(instant: datetime, every: str, timezone: str) -> datetime:
    """The local start of the period that an instant lies in, as `start_of` has it."""
    wall = instant.astimezone(ZoneInfo(timezone)).replace(tzinfo=None)
    hour = wall.replace(minute=0, second=0, microsecond=0)
    day = hour.replace(hour=0)
    starts = {
        "hour": hour,
        "day": day,
        "week": day - timedelta(days=day.weekday()),
        "month": day.replace(day=1),
        "quarter": day.replace(day=1, month=day.month - (day.month - 1) % 3),
    }
    return starts[every]


def _following(start: datetime, every: str) -> datetime:
    """The local start of the next period."""
    lengths = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
    if every in lengths:
        return start + lengths[every]
    months = start.month - 1 + (3 if every == "quarter" else 1)
    return start.replace(year=start.year + months // 12, month=months % 12 + 1)


def days_touched(first: datetime, last: datetime, timezone: str) -> list[date]:
    """The local dates of two instants, and all between them."""
    zone = ZoneInfo(timezone)
    begin, end = first.astimezone(zone).date(), last.astimezone(zone).date()
    return [begin + timedelta(days=number) for number in range((end - begin).days + 1)]


def instant_of(wall: datetime, timezone: str) -> datetime:
    """A naive wall-clock time as an instant: the first of two, moved forward out of a gap."""
    return wall.replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def filtered(
    since: str | None,
    until: str | None,
    month: str | None,
    last: str | None,
    *,
    as_of: datetime,
    timezone: str,
) -> Period:
    """The period that the flags ask for.

    `since` and `until` are dates (the last one belongs to the period; `today` and `yesterday` are
    those of the audit instant) or instants (up to but not including the last one); `month` is
    `2026-10`. `last` is `7d`, `12h` or `3 months` before the audit instant, or the last whole
    `day`, `week`, `month`, `quarter` or `year`. Raises UsageError.
    """
    if sum((bool(since or until), bool(month), bool(last))) > 1:
        raise UsageError("--since/--until, --month and --last exclude each other: give one.")
    if month:
        return _month(month, timezone, as_of)
    if last:
        return _last(last, as_of, timezone)
    today = as_of.astimezone(ZoneInfo(timezone)).date()
    start = None if since is None else _edge("--since", since, timezone, today, days=0)
    end = None if until is None else _edge("--until", until, timezone, today, days=1)
    if start and end and start >= end:
        raise UsageError(f"--since {since} is not before --until {until}.")
    return Period(start, end)


def _month(text: str, timezone: str, as_of: datetime) -> Period:
    match = _MONTH.fullmatch(text.strip())
    try:
        start = datetime(int(match[1]), int(match[2]), 1) if match else None  # noqa: DTZ001 - local
    except ValueError:
        start = None
    if start is None:
        today = as_of.astimezone(ZoneInfo(timezone)).date()
        whole = text.strip().casefold() in {"last", "last month", "previous"}
        meant = "--last month" if whole else f"--month {month_meant(text, today) or '2026-10'}"
        raise UsageError(f"--month {text} is not a month.", f"write:  {meant}")
    with _countable(f"--month {text}"):
        return period_of(start, "month", timezone)


def before(period: Period, timezone: str) -> Period | None:
    """The period of the same length that ends where this one begins; None if it has no length.

    Before whole months lie as many whole months, before whole days as many whole days.
    """
    if period.start is None or period.end is None:
        return None
    zone = ZoneInfo(timezone)
    start, end = (at.astimezone(zone).replace(tzinfo=None) for at in (period.start, period.end))
    months = (end.year - start.year) * 12 + end.month - start.month
    if months and all(at.day == 1 and at.time() == time() for at in (start, end)):
        first = start.month - 1 - months
        earlier = start.replace(year=start.year + first // 12, month=first % 12 + 1)
    else:
        earlier = start - (end - start)
    return Period(instant_of(earlier, timezone), period.start)


@contextmanager
def _countable(written: str) -> Iterator[None]:
    """Instants before the first and after the last year that a date can have are a mistake."""
    try:
        yield
    except (OverflowError, ValueError) as error:
        raise UsageError(f"{written} lies beyond all years that can be counted.") from error


def _last(text: str, as_of: datetime, timezone: str) -> Period:
    """So long before the audit instant, by the clock and the calendar on the wall."""
    if (whole := text.strip().casefold()) in {*LENGTHS, "year"} - {"hour"}:
        return _last_whole(whole, as_of, timezone)
    match = _LAST.fullmatch(text.strip())
    if match is None or not int(match[1]):
        raise UsageError(
            f"--last {text} is not a length of time.",
            'write:  --last 7d  or  --last 4w  or  --last "3 months"  or  --last month',
        )
    wall = as_of.astimezone(ZoneInfo(timezone)).replace(tzinfo=None)
    back = f"-{match[1]}{_OFFSETS[match[2][0]]}"
    try:
        start = pl.select(pl.lit(wall).dt.offset_by(back)).item()
        return Period(instant_of(start, timezone), as_of + timedelta(microseconds=1))
    except (PolarsError, OverflowError, ValueError) as error:
        raise UsageError(f"--last {text} reaches back before all time.") from error


def _last_whole(length: str, as_of: datetime, timezone: str) -> Period:
    """The last day, week, month, quarter or year that was over at the audit instant."""
    with _countable(f"--last {length}"):
        if length == "year":
            year = as_of.astimezone(ZoneInfo(timezone)).year
            edges = (datetime(one, 1, 1) for one in (year - 1, year))  # noqa: DTZ001 - local
            return Period(*(instant_of(edge, timezone) for edge in edges))
        end = _start(as_of, length, timezone)
        begin = _start(instant_of(end, timezone) - timedelta(microseconds=1), length, timezone)
        return Period(instant_of(begin, timezone), instant_of(end, timezone))


def _edge(flag: str, text: str, timezone: str, today: date, *, days: int) -> datetime:
    day = _day(flag, text.strip(), today)
    if day is None:
        return instant(flag, text, timezone, today)
    with _countable(f"{flag} {text}"):
        return instant_of(datetime.combine(day + timedelta(days=days), time()), timezone)


def _day(flag: str, text: str, today: date) -> date | None:
    """`2026-10-01`, `01.10.2026`, `today`; None for what is no day. Dots have the day first."""
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    if (known := named.get(text.casefold())) is not None:
        return known
    if slashed := _SLASHED.fullmatch(text):
        first, second, year = slashed.groups()
        ways = [f"{year}-{second:0>2}-{first:0>2}", f"{year}-{first:0>2}-{second:0>2}"]
        days = [way for way in dict.fromkeys(ways) if _is_day(way)]
        if not days:
            raise UsageError(f"{flag} {text} is no day of the calendar.")
        raise UsageError(
            f"{flag} {text}: is it the day or the month that comes first?",
            f"write:  {'  or  '.join(f'{flag} {way}' for way in days)}",
        )
    if dotted := _DOTTED.fullmatch(text):
        first, second, year = dotted.groups()
        text = f"{year}-{second:0>2}-{first:0>2}"
    return date.fromisoformat(text) if _is_day(text) else None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def instant(flag: str, text: str, timezone: str | None, today: date | None = None) -> datetime:
    """An instant written on the command line; a naive one is in the standards' zone."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError as error:
        why = no_such_day(text)
        meant = instant_meant(flag, text, today)
        what = f"{flag} {text} is not an instant{f': {why}' if why else ''}"
        if meant is None:
            raise UsageError(f"{what}, such as 2026-10-31 or 2026-10-31T18:00:00Z.") from error
        raise UsageError(f"{what}.", f"write:  {meant}") from error
    if read.tzinfo is not None:
        with _countable(f"{flag} {text}"):
            return read.astimezone(UTC)
    if timezone is None:
        raise UsageError(
            f"{flag} {text} names no time zone, and no timezone is set.",
            f"write:  {flag} {text}Z    or add  timezone: Europe/London  to standards.yaml",
        )
    with _countable(f"{flag} {text}"):
        return instant_of(read, timezone)
