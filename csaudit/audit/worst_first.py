"""The order of a list of records: the worst first."""

from __future__ import annotations

from typing import Final

import polars as pl

_SECONDS: Final = pl.when(pl.col("unit") == "seconds").then(pl.col("measured"))

_KEYS: Final = (
    (pl.when(pl.col("overrun") > 0).then(pl.col("overrun")), True),
    (pl.col("due_at"), False),
    (_SECONDS, True),
    (pl.col("started_at"), False),
    (pl.col("record_id"), False),
    (pl.col("standard"), False),
)
"""Misses by their overrun, then what falls due soonest, then what lasted longest; and whether the
greatest comes first."""


def worst_first(rows: pl.DataFrame) -> pl.Series:
    """The places of the rows in one order, whatever the order of the records was.

    Verdict by verdict, and by one key after the other, the first key last: all rows by all keys at
    once would take more memory than the rows themselves.
    """
    verdicts = rows["verdict"]
    parts = [
        _in_order(rows, verdicts.eq(verdict).arg_true()) for verdict in verdicts.unique().sort()
    ]
    return pl.concat([pl.Series(dtype=pl.UInt32), *parts])


def _in_order(rows: pl.DataFrame, places: pl.Series) -> pl.Series:
    for key, descending in reversed(_KEYS):
        values = rows.lazy().select(key=key).collect().to_series().gather(places)
        if values.null_count() < len(values):
            by = pl.arg_sort_by("key", descending=descending, nulls_last=True, maintain_order=True)
            places = places.gather(values.to_frame().select(by).to_series())
    return places
