"""Instants that an export tells as a duration: the beginning of a record, and so long after it.

Only a duration in calendar time gives back the instant; a helpdesk's own business hours do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.sources.model import SourceColumn
from csaudit.tables import BEGINS, Type, day_ends, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DURATIONS: Final[Mapping[str, Mapping[str, tuple[str, tuple[str, ...]]]]] = {
    "tickets": {
        "first_response_at": ("first_response_duration", ("first_response_at",)),
        "resolved_at": ("resolution_duration", ("resolved_at", "closed_at")),
    },
}
"""Of each table the instant, its duration, and the columns beside which it is not needed."""

_NAMED_BY_METRICS: Final = "first_response_at"
"""Where a duration cannot be read, metrics on first replies look at it themselves and name it."""


def made_of_durations(table: str, columns: Mapping[str, SourceColumn]) -> Iterator[SourceColumn]:
    """The instants that the data has as durations only."""
    begun = any(name in columns for name in BEGINS[table])
    for name, (duration, instead) in _DURATIONS.get(table, {}).items():
        column = columns.get(duration)
        if column is None or not begun or any(other in columns for other in instead):
            continue
        if (column.clock or "calendar") == "calendar":
            yield SourceColumn(name, column.header, Type.INSTANT, after=duration)


def instants_of(column: SourceColumn, begin: str, *, dated: bool) -> Iterator[pl.Expr]:
    """The instant and its flag; unreadable where the beginning or the duration is.

    `dated`: some beginnings have no time of day, so that what is made of them has none either.
    """
    duration = str(column.after)
    length = pl.duration(microseconds=pl.col(duration), time_unit="us")
    yield (pl.col(begin) + length).alias(column.name)
    if dated:
        yield (pl.col(day_ends(begin)) + length).alias(day_ends(column.name))
    garbled = pl.col(unreadable(duration)) & (column.name != _NAMED_BY_METRICS)
    told = pl.col(duration).is_not_null()
    yield (garbled | (told & pl.col(unreadable(begin)))).alias(unreadable(column.name))
