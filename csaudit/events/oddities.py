"""What in a log makes a reader wonder: counted, and changed in nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.events.statuses import STATUSES
from csaudit.events.updates import UPDATE
from csaudit.sources.typed.status_words import statuses

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAUSES: Final = (STATUSES["pending"], STATUSES["on_hold"])

REOPENED_AT_ONCE: Final = "reopened_at_once"
ODDITIES: Final[Mapping[str, str]] = {
    "ties": "more than one message in one update, {}: the customer's count before the agent's",
    "event_before_created": "events before their case began, {}: they happen when it began",
    "paused_while_customer_waits": "pauses in which the customer wrote, {}: they are pauses as the "
    "log has them",
    "status_in_message": "messages whose row holds a status, too, {}: it is not read, as a "
    "change of status is an event of its own",
    REOPENED_AT_ONCE: "{} of {reopenings} reopenings came within 10 minutes of the resolve",
}
"""Each kind in words, with a place for how many; `reopenings`: how many there are in all."""

AT_ONCE: Final = timedelta(minutes=10)


def oddities(events: pl.LazyFrame, speech: pl.LazyFrame, runs: pl.LazyFrame) -> pl.LazyFrame:
    """One row that counts each of ODDITIES.

    `events` are those that happened, placed in their cases; `speech` the public messages of
    customers and agents; `runs` the statuses of each case from `at` to `until`.
    """
    ties = speech.group_by(UPDATE).len().filter(pl.col("len") > 1).select(pl.len().alias("ties"))
    clipped = events.select(pl.col("clipped").fill_null(value=False).sum())
    pauses = runs.filter(pl.col("after").is_in(_PAUSES)).select("case", "at", "until")
    written = speech.filter(pl.col("role") == "customer").select("case", pl.col("at").alias("asks"))
    inside = (
        written.sort("asks")
        .join_asof(
            pauses.sort("at"),
            left_on="asks",
            right_on="at",
            by="case",
            strategy="backward",
            allow_exact_matches=False,
            coalesce=False,
            check_sortedness=False,  # both are sorted just above
        )
        .filter(pl.col("asks") < pl.col("until"))
    )
    paused = inside.select(pl.struct("case", "at").n_unique())
    resolved = runs.group_by("case", "run").agg(
        pl.col("final").first(), pl.col("at").min(), pl.col("until").max(), pl.col("lasts").any()
    )
    brief = pl.col("final") & ~pl.col("lasts") & (pl.col("until") - pl.col("at") <= AT_ONCE)
    reopened = resolved.select(brief.sum())
    return pl.concat(
        [
            ties,
            _with_status(events),
            clipped.select(pl.col("clipped").alias("event_before_created")),
            paused.select(pl.nth(0).alias("paused_while_customer_waits")),
            reopened.select(pl.nth(0).alias(REOPENED_AT_ONCE)),
        ],
        how="horizontal",
    ).cast(pl.Int64)


def _with_status(events: pl.LazyFrame) -> pl.LazyFrame:
    """How many messages hold a word of a status that no event of their update tells."""
    kind, word = pl.col("kind"), pl.col("to").map_batches(statuses, return_dtype=pl.String)
    said = events.filter((kind == "message") & pl.col("to").is_not_null())
    untold = said.join(events.filter(kind == "status"), on=UPDATE, how="anti")
    return untold.select(word.is_in(list(STATUSES)).sum().alias("status_in_message"))
