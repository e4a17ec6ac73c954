"""Who wrote what: questions, their answers, and what cannot be told for want of an author."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from csaudit.events.updates import SEQ

if TYPE_CHECKING:
    from collections.abc import Collection

    from polars.lazyframe.group_by import LazyGroupBy

    from csaudit.table_settings import EventSettings


def with_roles(
    events: pl.LazyFrame, requesters: pl.LazyFrame, agents: pl.LazyFrame
) -> pl.LazyFrame:
    """The events with `role`: customer, agent, bot, system, or null where nothing tells.

    `requesters` has `case` and `requester`; `agents` the `actor`s that are known to be agents.
    """
    known = agents.with_columns(pl.lit(value=True).alias("is agent"))
    asked = (pl.col("actor") == pl.col("requester")).fill_null(value=False)
    return (
        events.join(requesters, on="case", how="left")
        .join(known, on="actor", how="left")
        .with_columns(
            pl.when(pl.col("actor_role").is_not_null())
            .then(pl.col("actor_role"))
            .when(asked)
            .then(pl.lit("customer"))
            .when(pl.col("is agent"))
            .then(pl.lit("agent"))
            .alias("role")
        )
        .drop("is agent", "requester")
    )


def known_agents(events: pl.LazyFrame, named: Collection[str]) -> pl.LazyFrame:
    """Who is an agent because the settings say so, or because a case was ever theirs."""
    theirs = events.filter(pl.col("kind") == "agent").select(pl.col("to").alias("actor"))
    listed = pl.LazyFrame({"actor": sorted(named)}, schema={"actor": pl.String})
    return pl.concat([theirs, listed]).drop_nulls().filter(pl.col("actor") != "").unique()


def spoken(events: pl.LazyFrame, settings: EventSettings) -> pl.LazyFrame:
    """The public messages of customers and agents, the customer's first in every update.

    `reply` is true of those that may answer.
    """
    answers = ["agent", "bot"] if settings.bots == "answer" else ["agent"]
    message = (pl.col("kind") == "message") & pl.col("public").fill_null(value=True)
    heard = events.filter(message & pl.col("role").is_in(["customer", *answers]))
    order = ("case", "at", "seq", "reply", "actor")
    return (
        heard.with_columns((pl.col("role") != "customer").alias("reply"))
        .select(*order, "role", "text", "channel")
        .sort(order, nulls_last=False)
    )


def first_spoken(messages: pl.LazyFrame) -> pl.LazyFrame:
    """Of each case the first message: `first_spoken_at` and its `first_role`."""
    return messages.group_by("case", maintain_order=True).agg(
        pl.col("at").first().alias("first_spoken_at"), pl.col("role").first().alias("first_role")
    )


def questions(messages: pl.LazyFrame, cases: pl.LazyFrame) -> pl.LazyFrame:
    """One row a question: `asked`, `latest`, `answered` (null while it is open), `answered_by`.

    `cases` has `case`, `began` and `started_by`. In a case that the customer began the question
    is open from its beginning (`first`). In one that an agent began, that message is no reply.
    A question is closed by a reply; replies to no question are in no row.
    """
    begun = cases.filter((pl.col("started_by") == "customer") & pl.col("began").is_not_null())
    columns = ("case", "at", "seq", "reply", "actor", "began")
    asked = begun.select(
        "case",
        pl.col("began").alias("at"),
        pl.lit(None, dtype=SEQ).alias("seq"),
        pl.lit(value=False).alias("reply"),
        pl.lit(None, dtype=pl.String).alias("actor"),
        pl.lit(value=True).alias("began"),
    )
    said = messages.with_columns(pl.lit(value=False).alias("began")).select(columns)
    rows = pl.concat([asked, said]).sort(
        "case", "at", ~pl.col("began"), "seq", "reply", "actor", nulls_last=False
    )
    reply, at = pl.col("reply"), pl.col("at")
    mine = pl.col("case") == pl.col("case").shift(1)
    after_reply = (mine & reply.shift(1)).fill_null(value=False)
    blocks = rows.with_columns(
        (~mine.fill_null(value=False) | after_reply).cum_sum().alias("block")
    )
    found = blocks.group_by("case", "block", maintain_order=True).agg(
        at.filter(~reply).first().alias("asked"),
        at.filter(~reply).last().alias("latest"),
        at.filter(reply).first().alias("answered"),
        pl.col("actor").filter(reply).first().alias("answered_by"),
    )
    starters = cases.select("case", (pl.col("started_by") == "customer").alias("by customer"))
    opening = (pl.col("case") != pl.col("case").shift(1)).fill_null(value=True)
    return (
        found.with_columns(opening.alias("first"))
        .filter(pl.col("asked").is_not_null())
        .join(starters, on="case", how="left", maintain_order="left")
        .with_columns(pl.col("first") & pl.col("by customer").fill_null(value=False))
        .drop("block", "by customer")
    )


def without_opening(messages: pl.LazyFrame, cases: pl.LazyFrame) -> pl.LazyFrame:
    """The messages less the one by which an agent began a case: it answers nobody."""
    began = cases.select("case", (pl.col("started_by") == "agent").alias("by agent"))
    opening = pl.col("case").is_first_distinct() & pl.col("reply") & pl.col("by agent")
    joined = messages.join(began, on="case", how="left", maintain_order="left")
    return joined.filter(~opening.fill_null(value=False)).drop("by agent")


def counts(messages: pl.LazyFrame) -> pl.LazyFrame:
    """Of each case how many replies and messages of the customer, and the first reply's text."""
    counted = messages.group_by("case", maintain_order=True).agg(
        pl.col("reply").sum().cast(pl.Int64).alias("replies"),
        (pl.col("role") == "customer").sum().cast(pl.Int64).alias("customer_messages"),
    )
    # Of several in one update the least, whatever the order of the rows.
    replied = _first_update(messages.filter("reply")).agg(pl.col("text").min().alias("reply_text"))
    begun = _first_update(messages).agg(pl.col("channel").min())
    return counted.join(replied, on="case", how="left").join(begun, on="case", how="left")


def _first_update(messages: pl.LazyFrame) -> LazyGroupBy:
    """By case the messages, which lie in order, of its first update."""
    place = pl.struct("at", "seq")
    return messages.filter(place == place.first().over("case")).group_by("case")
