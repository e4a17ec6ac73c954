"""Instants: from text to microseconds of UTC, never by the machine's own zone.

A column is read in two steps. `read_walls` reads the text: what carries a zone becomes UTC, what
carries none stays wall-clock time. `to_utc` puts a zone to the latter, once it is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Form = Callable[[pl.Series], tuple[pl.Series, pl.Series]]

WALL: Final = pl.Datetime("us")

ZONED, NAIVE, DAY = 0, 1, 2
"""Kinds of cells: with a zone, without one, and a bare date, which has none either."""

EARLIEST: Final = datetime(1971, 1, 1)  # noqa: DTZ001 - wall-clock time is compared with it
LATEST: Final = datetime(2200, 1, 1)  # noqa: DTZ001 - wall-clock time is compared with it
"""Years outside are no dates of customer service but sentinels and slips."""

PATTERNS: Final = (
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
)
"""The patterns that polars reads fastest."""

_OFFSET: Final = re.compile("%[:#]*z")
_EPOCH: Final = r"^(?:\d{9,10}|\d{12,13}|\d{15,16}|\d{18,19})$"
_EPOCH_FRACTION: Final = r"^(\d{9,10})\.(\d{1,9})$"
_EPOCH_FACTORS: Final = ((16, 1), (13, 1_000), (10, 1_000_000))
"""Numbers of at most so many digits times so much are microseconds; longer ones are nano."""

_ISO: Final = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:(?:\s+|\s*[Tt]\s*)(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?"
    r"\s*(?:([Zz]|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)?)?",
    re.ASCII,
)


def read_walls(texts: pl.Series, forms: Sequence[Form]) -> pl.DataFrame:
    """Each cell read by the first form that fits it.

    Returns:
        Columns `wall` (in UTC where the cell names a zone), `kind`, and `rest`: the text of the
        cells that no form reads as a time of a sensible year.

    """
    wall = pl.Series("wall", [None] * len(texts), dtype=WALL)
    kind = pl.Series("kind", [None] * len(texts), dtype=pl.UInt8)
    left = texts.is_not_null().arg_true()
    for form in forms:
        if left.is_empty():
            break
        got, got_kind = form(texts.gather(left))
        got = sensible(got)
        hit = got.is_not_null()
        if hit.any():
            wall.scatter(left.filter(hit), got.filter(hit))
            kind.scatter(left.filter(hit), got_kind.filter(hit))
            left = left.filter(~hit)
    rest = texts.rename("rest").set(wall.is_not_null(), None)
    return pl.DataFrame([wall, kind, rest])


def sensible(wall: pl.Series) -> pl.Series:
    """Times of years that can be meant; null for all others."""
    return wall.set((wall < EARLIEST) | (wall >= LATEST), None)


def quick(text: pl.Expr, pattern: str) -> pl.Expr:
    """Cells of one pattern, as wall-clock times of sensible years; null for all others."""
    wall = text.str.to_datetime(pattern, strict=False, time_unit="us", cache=False)
    return pl.when(wall.is_between(EARLIEST, LATEST, closed="left")).then(wall)


def commonest(texts: pl.Series) -> str | None:
    """The one of `PATTERNS` that reads most of a sample, if any reads something."""
    known = texts.drop_nulls()
    hits = {
        pattern: known.str.to_datetime(pattern, strict=False, cache=False).count()
        for pattern in PATTERNS
    }
    best = max(hits, key=lambda pattern: hits[pattern])
    return best if hits[best] else None


def kind_of(pattern: str | None) -> int:
    """Whether the cells of a pattern name a zone."""
    if pattern is None or pattern.endswith("%Z"):  # a name such as CET is read past
        return NAIVE
    return ZONED if pattern.endswith("Z") or _OFFSET.search(pattern) else NAIVE


def by_pattern(texts: pl.Series, pattern: str, guard: str = "") -> tuple[pl.Series, pl.Series]:
    """Cells of one strftime pattern (in UTC where it reads a zone) that a regex lets pass."""
    passing = texts.str.contains(guard) if guard else texts.is_not_null()
    if not passing.any():
        return pl.Series([None], dtype=WALL).new_from_index(0, len(texts)), _kinds(texts, NAIVE)
    own = texts.set(~passing, None)
    read = own.str.to_datetime(pattern, strict=False, time_unit="us", cache=False)
    return read.dt.replace_time_zone(None), _kinds(texts, kind_of(pattern))


def epochs(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Seconds since 1970, or milli-, micro- or nanoseconds, told apart by their size."""
    bare = texts.set(~texts.str.contains(_EPOCH), None)
    sizes = bare.str.len_bytes()
    ticks = bare.cast(pl.Int64, strict=False)
    wall = ticks // 1_000
    for digits, factor in _EPOCH_FACTORS:
        wall = wall.zip_with(sizes > digits, ticks * factor)
    return wall.cast(WALL), _kinds(texts, ZONED)


def broken_epochs(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Seconds since 1970 with decimals."""
    parts = texts.str.extract_groups(_EPOCH_FRACTION).struct
    seconds = parts.field("1").cast(pl.Int64, strict=False)
    behind = parts.field("2").str.pad_end(6, "0").str.head(6).cast(pl.Int64, strict=False)
    return (seconds * 1_000_000 + behind).cast(WALL), _kinds(texts, ZONED)


def read_iso(text: str) -> tuple[datetime, int] | None:
    """Wall-clock time and kind of one ISO date, with any separators, zones and fractions."""
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, utc, sign, off_hours, off_minutes = (
        found.groups()
    )
    microsecond = int((fraction or "").ljust(6, "0")[:6])
    try:
        wall = datetime(  # noqa: DTZ001 - the zone follows below, or from the settings
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            microsecond,
        )
        if sign is None:
            return wall, ZONED if utc else DAY if hour is None else NAIVE
        offset = timedelta(hours=int(off_hours), minutes=int(off_minutes or 0))
        if offset >= timedelta(days=1):
            return None
        return (wall - offset if sign == "+" else wall + offset), ZONED
    except (ValueError, OverflowError):
        return None


_FRACTION: Final = r":\d\d\.\d"
FORMS: Final[tuple[Form, ...]] = (
    *(partial(by_pattern, pattern=pattern, guard=r"^\d{4}-") for pattern in PATTERNS),
    partial(by_pattern, pattern="%Y-%m-%d %H:%M:%S%.f", guard=rf"^\d{{4}}-.* .*{_FRACTION}"),
    partial(by_pattern, pattern="%Y-%m-%dT%H:%M:%S%.f", guard=rf"^\d{{4}}-.*T.*{_FRACTION}"),
    partial(by_pattern, pattern="%Y-%m-%dT%H:%M:%S%.fZ", guard=rf"^\d{{4}}-.*{_FRACTION}.*Z$"),
    partial(by_pattern, pattern="%Y-%m-%dT%H:%M:%S%.f%z", guard=r"^\d{4}-.*T.*[+-]\d\d:?\d\d$"),
    epochs,
    broken_epochs,
)
"""The forms that need no settling; rarer spellings are left to `notations.dates`."""


@dataclass(frozen=True, slots=True)
class Zoned:
    """Instants of wall-clock times in one zone.

    `twice` marks the times that occur twice there (autumn): `instant` is the first occurrence,
    `later` the second. `missing` marks times that do not exist there (spring).
    """

    instant: pl.Series
    later: pl.Series
    twice: pl.Series
    missing: pl.Series


def to_utc(walls: pl.Series, zone: str) -> Zoned:
    """The instants at which the clocks of `zone` show `walls`.

    Raises:
        UsageError: there is no such zone.

    """
    try:
        instant = _in_zone(walls, zone, "null")
    except pl.exceptions.PolarsError:
        raise UsageError(
            f'"{zone}" is no time zone that is known here.', "zones are written as  Europe/London"
        ) from None
    unclear = instant.is_null() & walls.is_not_null()
    if not unclear.any():
        return Zoned(instant, instant, unclear, unclear)
    few = walls.filter(unclear)
    at = unclear.arg_true()
    first = instant.clone().scatter(at, _in_zone(few, zone, "earliest"))
    later = instant.clone().scatter(at, _in_zone(few, zone, "latest"))
    missing = unclear & first.is_null()
    return Zoned(first, later, unclear & ~missing, missing)


def _in_zone(walls: pl.Series, zone: str, ambiguous: str) -> pl.Series:
    local = walls.dt.replace_time_zone(
        zone,
        ambiguous=ambiguous,  # type: ignore[arg-type]  # one of polars' three words
        non_existent="null",
    )
    return local.dt.convert_time_zone("UTC")


def _kinds(texts: pl.Series, kind: int) -> pl.Series:
    return pl.Series([kind], dtype=pl.UInt8).new_from_index(0, len(texts))
