"""Some of the ids behind a line of details."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

SHOWN = 5


def some_ids(ids: pl.Series) -> tuple[str, ...]:
    """The first few, numbers in their order; the same whatever the order of rows."""
    known = ids.drop_nulls().to_list()
    return tuple(sorted(known, key=lambda one: (len(one), one))[:SHOWN])
