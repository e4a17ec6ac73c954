"""Columns of another table, by ticket_id.

So tickets have `reviews.accurate`, and surveys have `tickets.branch`. Of several matches the
latest counts. A record without a match has empty cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from csaudit.plan.as_of import begins
from csaudit.tables import BEGINS, FILE, ROW, SUPERSEDED, Type, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from csaudit.plan.typed_tables import Loaded
    from csaudit.sources import Source


def key(table: str) -> str:
    """The column that says which ticket a record belongs to."""
    return "id" if table == "tickets" else "ticket_id"


def linked_types(own: Source, others: Iterable[Source]) -> dict[str, Type]:
    """The columns of the other tables that a condition on a table may name, by dotted name."""
    if key(own.table) not in own.columns:
        return {}
    return {
        f"{other.table}.{name}": column.type
        for other in others
        if other.table != own.table and key(other.table) in other.columns
        for name, column in other.columns.items()
    }


def asked_of(table: str, names: Iterable[str]) -> list[str]:
    """The columns of a table that dotted names ask for, and those needed to link them."""
    asked = [name.partition(".")[2] for name in names if name.startswith(f"{table}.")]
    return [key(table), *BEGINS[table], *asked] if asked else []


def link(
    frame: pl.LazyFrame, own: str, tables: Sequence[Loaded], names: Iterable[str], as_of: datetime
) -> pl.LazyFrame:
    """The records with the dotted columns, the marks of their unreadable cells, and `matched`."""
    dotted = [name for name in dict.fromkeys(names) if "." in name]
    for other in tables:
        wanted = [name.partition(".")[2] for name in dotted if name.startswith(f"{other.name}.")]
        if wanted and other.name != own:
            frame = frame.join(
                _latest(other, wanted, as_of),
                left_on=key(own),
                right_on=_dotted(other, key(other.name)),
                how="left",
                coalesce=False,
            )
            flags = [unreadable(name) for name in wanted if other.types[name] is not Type.TEXT]
            marks = [_dotted(other, flag) for flag in flags]
            frame = frame.drop(_dotted(other, key(other.name))).with_columns(
                pl.col(marks).fill_null(value=False)
            )
            known = other.frame.select(pl.col(key(other.name)).alias("#")).drop_nulls().unique()
            found = known.with_columns(pl.lit(value=True).alias(matched(other.name)))
            frame = frame.join(found, left_on=key(own), right_on="#", how="left")
    return frame


def matched(other: str) -> str:
    """The column that is true where a record finds one of the other table, empty elsewhere."""
    return f"{other}.matched#"


def _latest(other: Loaded, wanted: Sequence[str], as_of: datetime) -> pl.LazyFrame:
    """One row a ticket: its latest record in the other table, under dotted names."""
    link_key = key(other.name)
    begun = begins(other.name, other.types)
    known = (begun <= pl.lit(as_of)).fill_null(value=True)
    flags = [unreadable(name) for name in wanted if other.types[name] is not Type.TEXT]
    columns = list(dict.fromkeys([link_key, *wanted, *flags]))
    return (
        other.frame.filter(~pl.col(SUPERSEDED) & pl.col(link_key).is_not_null() & known)
        .with_columns(begun.alias("#"))
        .sort("#", *_ties(other, wanted), FILE, ROW, nulls_last=False)
        .unique(link_key, keep="last", maintain_order=True)
        .select(pl.col(name).alias(_dotted(other, name)) for name in columns)
    )


def _ties(other: Loaded, wanted: Sequence[str]) -> list[str]:
    """Of two records of one instant the one with the greater id counts, wherever it stands."""
    names = [name for name in ("id",) if name in other.types]
    return [*names, *sorted(name for name in wanted if other.types[name] is not Type.TAGS)]


def _dotted(other: Loaded, name: str) -> str:
    return f"{other.name}.{name}"
