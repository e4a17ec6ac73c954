"""Where each event is counted: in the first fate that applies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.events.updates import FIELDS, UPDATE
from csaudit.tables import EVENT_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from csaudit.table_settings import EventSettings


FATES: Final = (
    *("duplicate", "unreadable", "no_ticket", "after_as_of", "other", "private"),
    *("unknown_role", "bot", "no_change", "used"),
)
"""Where an event is counted: in the first that applies."""


def fates_of(
    log: pl.LazyFrame,
    tickets: pl.LazyFrame | None,
    as_of: datetime,
    told: pl.LazyFrame,
    lines: Mapping[str, pl.LazyFrame],
    settings: EventSettings,
) -> pl.LazyFrame:
    """Where each event is counted, with its kind."""
    idle = [
        line.filter(~pl.col("change") & (pl.col("order") == 1)).select(
            *UPDATE, pl.lit(field).alias("kind"), pl.lit(value=True).alias("idle")
        )
        for field, line in lines.items()
    ]
    unchanged = pl.concat(idle).unique()
    heard = told.join(unchanged, on=[*UPDATE, "kind"], how="left").join(
        _told_twice(told, lines), on="event", how="left"
    )
    message, kind = pl.col("kind") == "message", pl.col("kind")
    silent = ["bot", "system"] if settings.bots != "answer" else ["system"]
    role = pl.col("role")
    second = (kind == "created") & (pl.col("event") != pl.col("created event"))
    fate = (
        pl.when(~kind.is_in(EVENT_KINDS))
        .then(pl.lit("other"))
        .when(message & ~pl.col("public").fill_null(value=True))
        .then(pl.lit("private"))
        .when(message & role.is_null())
        .then(pl.lit("unknown_role"))
        .when(message & role.is_in(silent))
        .then(pl.lit("bot"))
        .when(second | pl.col("idle").fill_null(value=False) | pl.col("twice").is_not_null())
        .then(pl.lit("no_change"))
        .otherwise(pl.lit("used"))
    )
    counted = heard.select("event", fate.alias("counted"))
    words = pl.col("kind", "fate").cast(pl.String)
    known = log.select("event", words, "at", "ticket_id")
    outside = pl.lit(value=False)
    if tickets is not None:
        marked = tickets.select(
            pl.col("id").alias("ticket_id"), pl.lit(value=True).alias("ticket")
        ).unique()
        known = known.join(marked, on="ticket_id", how="left")
        outside = pl.col("ticket").is_null()
    return known.join(counted, on="event", how="left").select(
        "event",
        "kind",
        pl.coalesce(
            "fate",
            pl.when(outside).then(pl.lit("no_ticket")),
            pl.when(pl.col("at") > pl.lit(as_of)).then(pl.lit("after_as_of")),
            "counted",
        ).alias("fate"),
    )


def _told_twice(told: pl.LazyFrame, lines: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    """Changes of hands that lead to another value than their update, and nowhere from there.

    Some logs tell one change by number and by name.
    """
    field = [*UPDATE, "kind"]
    changes = told.filter(pl.col("kind").is_in(FIELDS[1:])).select("event", *field, "from", "to")
    ends = pl.concat(
        [
            lines[name]
            .filter(pl.col("order") == 1)
            .select(*UPDATE, pl.lit(name).alias("kind"), "after")
            for name in FIELDS[1:]
        ]
    )
    others = changes.join(ends, on=field).filter(pl.col("to") != pl.col("after"))
    alone = others.join(changes, left_on=[*field, "to"], right_on=[*field, "from"], how="anti")
    return alone.select("event", pl.lit(value=True).alias("twice"))
