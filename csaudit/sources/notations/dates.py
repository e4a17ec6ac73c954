"""Dates as people write them: day or month first, months by name, two-digit years, am and pm.

Which of day and month comes first is settled for each shape of a date (its mark, its year, with
or without a time) by the values of that shape, by the column's other shapes, by the table's other
columns, or by the user; never by habit. (Dates with dots are day-first: nobody writes them the
other way round.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import polars as pl

from csaudit.errors import UsageError
from csaudit.sources.notations import instants
from csaudit.sources.notations.numbers import by_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from csaudit.sources.model import SourceColumn

    Orders = Mapping[str, str] | str | None

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "day-first", "month-first", "year-first"

_NUMERIC: Final = r"^\s*(\d{1,2})([/.\-])(\d{1,2})[/.\-](\d{4}|\d{2})(\D.*)?$"
_LARGEST_MONTH: Final = 12
_STRAY: Final = 20
"""Of so many cells that settle the order one may contradict the others; it is unreadable then."""

_FEW: Final = 64
_SAMPLE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Evidence:
    """What cells of one shape say about the order of day and month.

    `day`, `month`: cells that can only be day-first, month-first. `open`: cells that can be both
    and differ. `dotted`: whether they are written with dots.
    """

    day: int = 0
    month: int = 0
    open: int = 0
    dotted: bool = False

    @property
    def order(self) -> str | None:
        """The order that the cells settle, or None."""
        if self.day >= _STRAY * self.month and (self.day or (self.dotted and not self.month)):
            return DAY_FIRST
        if self.month and self.month >= _STRAY * self.day:
            return MONTH_FIRST
        return None

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            self.day + other.day,
            self.month + other.month,
            self.open + other.open,
            self.dotted or other.dotted,
        )


def shape_of(text: pl.Expr) -> pl.Expr:
    """How a date is written: `/4` or `-2 t`, its mark, its year's digits, and whether with a time.

    Null for what is no date whose day and month could change places.
    """
    parts = text.str.extract_groups(_NUMERIC).struct
    behind = parts.field("5").str.contains(r"\d")
    time = pl.when(behind.fill_null(value=False)).then(pl.lit(" t")).otherwise(pl.lit(""))
    year = parts.field("4").str.len_chars().cast(pl.String)
    return parts.field("2") + year + time


def evidence(texts: pl.Series) -> dict[str, Evidence]:
    """What the cells of each shape say about its order."""
    parts = pl.col("text").str.extract_groups(_NUMERIC).struct
    first = parts.field("1").cast(pl.Int64, strict=False)
    second = parts.field("3").cast(pl.Int64, strict=False)
    large_first, large_second = first > _LARGEST_MONTH, second > _LARGEST_MONTH
    found = (
        texts.rename("text")
        .to_frame()
        .lazy()
        .group_by(shape_of(pl.col("text")).alias("shape"))
        .agg(
            day=(large_first & ~large_second).sum(),
            month=(large_second & ~large_first).sum(),
            open=(~large_first & ~large_second & (first != second)).sum(),
        )
        .filter(pl.col("shape").is_not_null())
        .sort("shape")
        .collect()
    )
    return {
        shape: Evidence(day, month, open_, shape.startswith("."))
        for shape, day, month, open_ in found.iter_rows()
    }


def numeric(texts: pl.Series) -> pl.Series:
    """The cells whose meaning depends on the order of day and month."""
    return texts.filter(texts.str.contains(_NUMERIC))


def read_all(texts: pl.Series, column: SourceColumn, order: Orders) -> pl.DataFrame:
    """Cells in any spelling, as `instants.read_walls` gives them.

    `order`: one for all, or of each shape; a shape that is not among them is unreadable.

    Raises:
        UsageError: polars does not understand the column's own format.

    """
    if column.format is not None:
        return by_format(texts, column.format)
    walls = instants.read_walls(texts, instants.FORMS)
    left = walls["rest"].is_not_null().arg_true()
    if left.is_empty():
        return walls
    rest = texts.gather(left)
    if order is None or isinstance(order, str):
        read = read_dates(rest, order or DAY_FIRST, column.timezone)
    else:
        read = _by_shape(rest, order, column.timezone)
    return walls.with_columns(
        walls[name].scatter(left, read[name]) for name in ("wall", "kind", "rest")
    )


def _by_shape(texts: pl.Series, orders: Mapping[str, str], zone: str | None) -> pl.DataFrame:
    """Cells in the order of their shape; what has no such shape is the same in any order."""
    shapes = texts.rename("text").to_frame().select(shape=shape_of(pl.col("text")))
    shape = pl.col("shape")
    known = shape.replace_strict(dict(orders), default=None, return_dtype=pl.String)
    chosen = shapes.select(pl.when(shape.is_null()).then(pl.lit(DAY_FIRST)).otherwise(known))
    order = chosen.to_series()
    read = instants.read_walls(texts, [])
    for one in sorted(order.drop_nulls().unique()):
        places = (order == one).fill_null(value=False).arg_true()
        part = read_dates(texts.gather(places), one, zone)
        read = read.with_columns(
            read[name].scatter(places, part[name]) for name in ("wall", "kind", "rest")
        )
    return read


def read_dates(texts: pl.Series, order: str, zone: str | None) -> pl.DataFrame:
    """Cells in one order of day and month, as `instants.read_walls` gives them."""
    pattern = _commonest(texts, order)
    forms: list[instants.Form] = [] if pattern is None else [_form(pattern)]
    return instants.read_walls(texts, [*forms, partial(_one_by_one, order=order, zone=zone)])


def by_format(texts: pl.Series, pattern: str) -> pl.DataFrame:
    """Cells of a strftime pattern of the user's, read in no other way.

    Raises:
        UsageError: polars does not understand the pattern.

    """
    try:
        return instants.read_walls(texts, [_form(pattern)])
    except pl.exceptions.PolarsError:
        raise UsageError(
            f'"{pattern}" is no format of dates that is understood here.',
            'formats are written as  "%d.%m.%Y %H:%M"',
        ) from None


def _form(pattern: str) -> instants.Form:
    return partial(instants.by_pattern, pattern=pattern)


def _commonest(texts: pl.Series, order: str) -> str | None:
    """The pattern that reads most of a sample, which no order of rows decides.

    A few cells need none: they are read one by one as soon as two dozen patterns are tried.
    """
    if len(texts) <= _FEW:
        return None
    sample = texts
    if len(texts) > _SAMPLE:
        sample = texts.filter(texts.hash(0) % (len(texts) // _SAMPLE + 1) == 0)
    hits = {
        pattern: instants.sensible(instants.by_pattern(sample, pattern)[0]).count()
        for pattern in _patterns(order)
    }
    best = max(hits, key=lambda pattern: hits[pattern], default="")
    return best if hits.get(best) else None


def _patterns(order: str) -> Iterable[str]:
    times = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
    for mark in "/-.":
        days = {DAY_FIRST: f"%d{mark}%m{mark}", MONTH_FIRST: f"%m{mark}%d{mark}"}.get(order)
        if days is not None:
            yield from (f"{days}{year} {time}" for year in ("%Y", "%y") for time in times)


_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_TIME: Final = (
    r"(?:(?:\s*,)?(?:\s+|\s*T\s*|\s+at\s+)(?P<hour>\d{1,2})(?::|\s?h\s?)(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?"
    r"(?:\s*(?P<zone>Z|UTC|GMT|[A-Z]{2,5}|[+-]\d{2}:?\d{2}))?)?"
)
_WEEKDAY: Final = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_SHAPES: Final = tuple(
    re.compile(_WEEKDAY + shape + _TIME, re.ASCII | re.IGNORECASE)
    for shape in (
        r"(?P<a>\d{1,2})(?P<mark>[/.\-])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{4}|\d{2})",
        r"(?P<year>\d{4})(?P<mark>[/.\-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s/.\-]+(?P<month>[a-z]{3,9})\.?[\s/.\-,]+(?P<year>\d{4}|\d{2})",
        r"(?P<month>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
    )
)
_COMPACT: Final = re.compile(r"(\d{8})T?(\d{2})(\d{2})(\d{2})(Z?)", re.ASCII)
_HALF_DAY: Final = 12
_CENTURY: Final = 100
_PIVOT: Final = 69


def _one_by_one(texts: pl.Series, order: str, zone: str | None) -> tuple[pl.Series, pl.Series]:
    read = {
        text: instants.read_iso(text) or read_date(text, order, zone) for text in texts.unique()
    }
    wall = by_text(texts, lambda text: (read[text] or (None, None))[0], instants.WALL)
    kind = by_text(texts, lambda text: (read[text] or (None, None))[1], pl.UInt8)
    return wall, kind


def read_date(text: str, order: str, zone: str | None) -> tuple[datetime, int] | None:
    """Wall-clock time (UTC where the text names a zone) and kind of one date, or None.

    >>> read_date("31/12/26 11:30 PM", "day-first", None)
    (datetime.datetime(2026, 12, 31, 23, 30), 1)
    """
    if found := _COMPACT.fullmatch(text):
        text = f"{found[1]} {found[2]}:{found[3]}:{found[4]}{found[5]}"
    for shape in _SHAPES:
        if found := shape.fullmatch(text):
            return _date(found, order, zone)
    return None


def _date(found: re.Match[str], order: str, zone: str | None) -> tuple[datetime, int] | None:
    part = found.groupdict()
    day = _day(part, order)
    if day is None:
        return None
    hour = _hour(int(part["hour"] or 0), part["half"])
    fraction = (part["fraction"] or "").ljust(6, "0")[:6]
    try:
        wall = datetime(  # noqa: DTZ001 - the zone follows from the text or the settings
            *day, hour, int(part["minute"] or 0), int(part["second"] or 0), int(fraction)
        )
    except ValueError:
        return None
    if part["hour"] is None:
        return wall, instants.DAY
    return _zoned(wall, part["zone"], zone)


def _day(part: dict[str, str | None], order: str) -> tuple[int, int, int] | None:
    """Year, month and day."""
    if part.get("a"):
        a, b, c = part["a"], part["b"], part["c"]
        year, month, day = {
            DAY_FIRST: (c, b, a),
            MONTH_FIRST: (c, a, b),
            YEAR_FIRST: (a, b, c),
        }[order]
    else:
        year, month, day = part["year"], part["month"], part["day"]
    if year is None or month is None or day is None:
        return None
    number = int(month) if month.isdigit() else _MONTHS.get(month.casefold(), 0)
    full = int(year)
    if full < _CENTURY:
        full += 1900 if full >= _PIVOT else 2000
    return full, number, int(day)


def _hour(hour: int, half: str | None) -> int:
    """The hour of the day; -1, which no clock shows, for 13 pm and 0 am."""
    if half is None:
        return hour
    if not 1 <= hour <= _HALF_DAY:
        return -1
    return hour % _HALF_DAY + (_HALF_DAY if half in "pP" else 0)


_RFC_822: Final = {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
"""The abbreviations that a standard defines (RFC 822, section 5.1), where the zone has no other."""


def _zoned(wall: datetime, name: str | None, zone: str | None) -> tuple[datetime, int] | None:
    """The time with the zone that its text names: an offset, or the zone's own abbreviation."""
    if name is None:
        return wall, instants.NAIVE
    if name[0] in "+-" or name.upper() in {"Z", "UTC", "GMT"}:
        return instants.read_iso(f"{wall.isoformat(' ')}{name.upper()}")
    if zone is None:
        return wall, instants.NAIVE
    for fold in (0, 1):
        local = wall.replace(tzinfo=ZoneInfo(zone), fold=fold)
        if local.tzname() == name.upper():
            offset = local.utcoffset()
            return None if offset is None else (wall - offset, instants.ZONED)
    if (hours := _RFC_822.get(name.upper())) is not None:
        return wall - timedelta(hours=hours), instants.ZONED
    return None
