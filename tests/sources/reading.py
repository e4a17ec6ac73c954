"""How the tests look at a source: its columns as plain lists."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from csaudit.tables import unreadable

if TYPE_CHECKING:
    import polars as pl

    from csaudit.sources import Source


def frame(source: Source, *columns: str) -> pl.DataFrame:
    """The named columns (all of them by default), collected."""
    return source.read(columns or source.columns).frame.collect()


def cells(source: Source, column: str) -> list[Any]:
    """One column's values."""
    return frame(source, column)[column].to_list()


def faults(source: Source, column: str) -> list[bool]:
    """Which cells of a column could not be read."""
    return frame(source, column)[unreadable(column)].to_list()


def codes(source: Source, *columns: str) -> set[str]:
    """The codes of the remarks that reading the columns makes.

    Left out is the one that the small tables of these tests may hold no tickets at all.
    """
    remarks = source.read(columns or source.columns).remarks
    return {remark.code for remark in remarks} - {"not_tickets"}


def utc(text: str) -> datetime:
    """An ISO date and time as an instant of UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
