"""When each case began, who asks, and what an earlier life of it hides from the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.events import messages
from csaudit.events.updates import FIELDS, UPDATE, net

if TYPE_CHECKING:
    from csaudit.table_settings import EventSettings


def cases_of(
    events: pl.LazyFrame, tickets: pl.LazyFrame | None, settings: EventSettings
) -> pl.LazyFrame:
    """One row a case: when it began and who asks.

    `created_at` is null where nobody knows; `began` is then the first event.
    """
    kind, at = pl.col("kind"), pl.col("at")
    grouped = events.group_by("case").agg(
        pl.col("ticket_id").first(),
        at.min().alias("first_at"),
        at.max().alias("updated_at"),
        (kind == "status").any().alias("status told"),
        (kind == "merged").any().alias("merged"),
        (kind == "deleted").any().alias("deleted"),
    )
    cases = (
        grouped.sort("case")
        .join(_creations(events), on="case", how="left")
        .join(_requesters(events), on="case", how="left")
        .join(_changed_at_first(events), on="case", how="left")
    )
    alive = _first_status(events, cases.filter(pl.col("created").is_null()))
    cases = cases.join(alive, on="case", how="left").with_columns(
        (pl.col("changed") | pl.col("was").is_in(_FINAL)).fill_null(value=False).alias("earlier")
    )
    known = pl.col("created")
    if tickets is not None:
        own = tickets.select(
            pl.col("id").alias("ticket_id"),
            pl.col("created_at").alias("told"),
            pl.col("requester").alias("asks"),
        ).unique("ticket_id")
        cases = cases.join(own, on="ticket_id", how="left").with_columns(
            pl.coalesce("requester", "asks")
        )
        known = pl.coalesce("told", "created")
    else:
        cases = cases.with_columns(pl.lit(None, dtype=pl.Datetime("us", "UTC")).alias("told"))
    before_log = pl.col("created").is_null() & pl.col("earlier")
    stand_in = pl.col("first_at") if settings.begin == "first_event" else None
    created_at = pl.coalesce(known, pl.when(~before_log).then(stand_in))
    return cases.with_columns(
        created_at.alias("created_at"),
        pl.coalesce(created_at, "first_at").alias("began"),
        before_log.alias("before log"),
        pl.when(pl.col("told").is_not_null())
        .then(pl.lit("tickets"))
        .when(pl.col("created").is_not_null())
        .then(pl.lit("created"))
        .when(created_at.is_not_null())
        .then(pl.lit("first_event"))
        .alias("created_from"),
    )


_FINAL: Final = ["resolved", "closed"]


def _creations(events: pl.LazyFrame) -> pl.LazyFrame:
    """Of each case the first creation; of several in one update always the same one."""
    made = events.filter(pl.col("kind") == "created")
    ordered = made.sort(*UPDATE, "to", "actor_role", "actor", "event", nulls_last=True)
    return ordered.group_by("case", maintain_order=True).agg(
        pl.col("at").first().alias("created"),
        pl.col("to").first().alias("first word"),
        pl.col("event").first().alias("created event"),
    )


def _requesters(events: pl.LazyFrame) -> pl.LazyFrame:
    """Who asks, as the first event that tells it has it."""
    told = events.filter((pl.col("kind") == "requester") & (pl.col("to") != ""))
    ordered = told.sort(*UPDATE, "to").group_by("case", maintain_order=True)
    return ordered.agg(pl.col("to").first().alias("requester"))


def _changed_at_first(events: pl.LazyFrame) -> pl.LazyFrame:
    """The cases that were `changed` in their first update: something was before it."""
    at, seq = pl.col("at"), pl.col("seq")
    earliest = events.filter(at == at.min().over("case"))
    first = earliest.filter(seq == seq.min().over("case"))
    field, status = pl.col("kind").is_in(FIELDS), pl.col("kind") == "status"
    was, becomes = pl.col("from"), pl.col("to")
    told = first.filter((field & (was != "")) | (status & becomes.is_in(_FINAL)))
    return told.select("case", pl.lit(value=True).alias("changed")).unique()


def _first_status(events: pl.LazyFrame, cases: pl.LazyFrame) -> pl.LazyFrame:
    """The status that cases `was` in before their first change of it."""
    changes = events.filter(pl.col("kind") == "status").select(*UPDATE, "from", "to")
    updates = net(changes.join(cases, on="case", how="semi")).sort(UPDATE)
    first = updates.group_by("case", maintain_order=True)
    return first.agg(pl.col("start").first().alias("was"))


def placed(events: pl.LazyFrame, cases: pl.LazyFrame) -> pl.LazyFrame:
    """The events, none of them before its case began."""
    began = cases.select("case", "began", "created event")
    return events.join(began, on="case", how="left").with_columns(
        pl.max_horizontal("at", "began").alias("at"),
        (pl.col("at") < pl.col("began")).alias("clipped"),
    )


def started(cases: pl.LazyFrame, told: pl.LazyFrame, speech: pl.LazyFrame) -> pl.LazyFrame:
    """The cases with `started_by`, and whether an author is unknown."""
    created = told.filter(pl.col("event") == pl.col("created event")).select(
        "case", pl.col("role").alias("created role")
    )
    heard = (pl.col("kind") == "message") & pl.col("public").fill_null(value=True)
    unknown = told.filter(heard & pl.col("role").is_null()).select("case").unique()
    people = ["customer", "agent"]
    first = messages.first_spoken(speech.filter(pl.col("role").is_in(people)))
    at_birth = pl.col("first_spoken_at") == pl.col("began")
    begun = pl.col("created").is_not_null() | pl.col("told").is_not_null()
    return (
        cases.join(created, on="case", how="left")
        .join(first, on="case", how="left")
        .join(
            unknown.with_columns(pl.lit(value=True).alias("unknown author")), on="case", how="left"
        )
        .with_columns(
            pl.when(at_birth)
            .then(pl.col("first_role"))
            .when(pl.col("created role").is_in(people))
            .then(pl.col("created role"))
            .when(begun)
            .then(pl.lit("customer"))
            .otherwise(pl.col("first_role").fill_null("customer"))
            .alias("started_by"),
            pl.col("unknown author").fill_null(value=False),
        )
    )
