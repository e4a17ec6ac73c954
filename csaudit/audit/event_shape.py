"""A log of events that was given as tickets would be audited on the last event of each case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.sources.recognise.event_shape import as_log, told_by

if TYPE_CHECKING:
    from csaudit.plan.typed_tables import Loaded

REPEATED: Final = 0.2
"""The share of rows that repeat a case, from which on somebody should look at them."""

_FEW: Final = 3
"""Of fewer such rows at least half must be."""


def check_is_no_log(table: Loaded) -> None:
    """Tickets have one beginning each, events of a ticket one time each.

    Raises:
        DataError: many cases are in several rows of different times, so that the id is none of
            the rows' own.

    """
    if table.name != "tickets" or not {"id", "created_at"} <= table.types.keys():
        return
    repeats, rows = table.known.superseded, table.known.rows
    if repeats < (REPEATED if repeats >= _FEW else 1 / 2) * rows:
        return
    times = table.frame.group_by("id").agg(pl.len(), pl.col("created_at").n_unique().alias("times"))
    differ = times.filter(pl.col("len") > 1).select((pl.col("times") > 1).mean()).collect().item()
    if (differ or 0) > 1 / 2:
        source = table.source
        own = [source.columns[name].header for name in ("id", "created_at")]
        raise as_log(source.paths, list(dict.fromkeys([*own, *told_by(source.headers)])))
