"""Two sources of one fact in an export: its own figure beside the one that its instants give.

An export that carries how long a case took, or whether its due date was kept, can be asked
whether it agrees with its own instants. Where it does not, the difference mostly says why: another
unit, another zone, business hours, rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.audit.report import Note
from csaudit.tables import SUPERSEDED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csaudit.sources import Source

AGREES: Final = 60
"""Seconds that two durations may be apart and still be the same, rounded to minutes."""

MANY: Final = 200_000
"""More records than these are looked at only for who asks."""

_IDS: Final = 3
_SECOND: Final = 1_000_000
_HOUR: Final = 3_600
_MOST_HOURS: Final = 14
"""Zones differ by no more."""

_MOSTLY: Final = 0.8
"""The part of the disagreeing records that a cause must explain."""

_DURATIONS: Final = (
    ("resolution_duration", "created_at", "resolved_at"),
    ("resolution_duration", "created_at", "closed_at"),
    ("first_response_duration", "created_at", "first_response_at"),
)
_FLAGS: Final = (
    ("due_met", "due_at", "resolved_at"),
    ("due_met", "due_at", "closed_at"),
)


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """How an export's own figure stands to its instants.

    `both`: records that have both; `agree` of them do. `largest` is the greatest difference in
    seconds, None of a flag. `ids` are some that disagree, `why` what explains them.
    """

    column: str
    against: str
    both: int
    agree: int
    largest: float | None = None
    ids: tuple[str, ...] = ()
    why: str = ""


def cross_checks(source: Source) -> list[CrossCheck]:
    """Every fact that the tickets of an export tell twice, and how the two agree."""
    if source.table != "tickets":
        return []
    columns = source.columns
    own = {name for name, column in columns.items() if column.after is None}
    asked: dict[str, tuple[str, str, str]] = {}
    for figure, begin, end in (*_DURATIONS, *_FLAGS):
        if {figure, begin, end} <= own and columns[figure].clock in (None, "calendar"):
            asked.setdefault(figure, (figure, begin, end))
    if not asked:
        return []
    names = {name for one in asked.values() for name in one} | ({"id"} & own)
    frame = source.read(sorted(names)).frame.filter(~pl.col(SUPERSEDED)).collect()
    flags = {figure for figure, _, _ in _FLAGS}
    found = (
        _flag(frame, *one) if one[0] in flags else _duration(frame, *one) for one in asked.values()
    )
    return [one for one in found if one.both]


def notes(source: Source) -> Iterator[Note]:
    """The same as remarks on an export."""
    for one in cross_checks(source):
        yield _note(source, one)


def _note(source: Source, one: CrossCheck) -> Note:
    header = source.columns[one.column].header
    told = f'"{header}" agrees with {one.against} in {one.agree:,} of {one.both:,} records'
    if one.agree < one.both:
        differ = one.both - one.agree
        told = f"{told}, {differ:,} disagree; {'; '.join(_differences(one))}"
    return Note(code="cross_check", message=told)


def _differences(one: CrossCheck) -> Iterator[str]:
    if one.largest is not None:
        yield f"they are up to {_length(one.largest)} apart"
    if one.why:
        yield one.why
    yield f"such as {', '.join(one.ids)}"


def _length(seconds: float) -> str:
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours:,}h {minutes:02}m" if hours else f"{minutes}m"


def _duration(frame: pl.DataFrame, figure: str, begin: str, end: str) -> CrossCheck:
    lasted = (pl.col(end) - pl.col(begin)).dt.total_microseconds() / _SECOND
    told = (pl.col(figure) / _SECOND).alias("told")
    both = frame.select(_ids(frame), told, lasted.alias("lasted")).drop_nulls(["told", "lasted"])
    apart = (pl.col("told") - pl.col("lasted")).abs()
    differ = both.filter(apart > AGREES)
    return CrossCheck(
        column=figure,
        against=f"{end} less {begin}",
        both=both.height,
        agree=both.height - differ.height,
        largest=differ.select(apart.max()).item() if differ.height else None,
        ids=tuple(differ["id"].head(_IDS)),
        why=_why(differ),
    )


def _ids(frame: pl.DataFrame) -> pl.Expr:
    known = pl.col("id") if "id" in frame.columns else pl.lit(None, dtype=pl.String)
    return pl.coalesce(known, pl.format("row {}", pl.int_range(1, pl.len() + 1))).alias("id")


def _why(differ: pl.DataFrame) -> str:
    """What explains most of the differences, the most particular cause first."""
    told, lasted = pl.col("told"), pl.col("lasted")
    apart = told - lasted
    hours = (apart / _HOUR).round()
    causes = (
        ("its unit is 60 times as long as was thought", _is_near(told * 60, lasted)),
        ("its unit is a 60th of what was thought", _is_near(told / 60, lasted)),
        (
            "they differ by whole hours: the instants are of another zone, or a clock changed",
            ((apart - hours * _HOUR).abs() <= AGREES)
            & (hours.abs() > 0)
            & (hours.abs() <= _MOST_HOURS),
        ),
        ("its own is shorter: business hours, or pauses that it takes off", told < lasted),
        ("its own is longer: it may end with another event, or begin before", told > lasted),
    )
    if not differ.height:
        return ""
    for words, holds in causes:
        if differ.select(holds.mean()).item() >= _MOSTLY:
            return words
    return ""


def _is_near(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return ((one - other).abs() <= (other.abs() * 0.02).clip(AGREES)) & (other > 2 * AGREES)


def _flag(frame: pl.DataFrame, figure: str, due: str, end: str) -> CrossCheck:
    told = frame.select(
        _ids(frame), pl.col(figure).alias("told"), (pl.col(end) <= pl.col(due)).alias("kept")
    ).drop_nulls(["told", "kept"])
    differ = told.filter(pl.col("told") != pl.col("kept"))
    stricter = differ.select((~pl.col("told")).mean()).item() if differ.height else None
    return CrossCheck(
        column=figure,
        against=f"{end} by {due}",
        both=told.height,
        agree=told.height - differ.height,
        ids=tuple(differ["id"].head(_IDS)),
        why=_stricter(stricter),
    )


def _stricter(share: float | None) -> str:
    if share is None or 1 - _MOSTLY < share < _MOSTLY:
        return ""
    word = "missed" if share >= _MOSTLY else "kept"
    return f"it calls them {word}: it may have been set by another due date"


def noted(sources: Sequence[Source], *, asked: bool) -> tuple[Note, ...]:
    """The remarks on all tables; unless `asked`, only of disagreement, and not on many records.

    They read columns that the standards do not need, which takes time.
    """
    looked_at = [one for one in sources if asked or _rows(one) <= MANY]
    return tuple(
        note
        for source in looked_at
        for one in cross_checks(source)
        if asked or one.agree < one.both
        for note in [_note(source, one)]
    )


def _rows(source: Source) -> int:
    return sum(raw.rows or 0 for raw in source.files)
