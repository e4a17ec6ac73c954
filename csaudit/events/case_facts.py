"""The facts of the cases, put together of messages, statuses and hands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.events import hands, messages, statuses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.table_settings import EventSettings


BY_MESSAGES: Final = ("first_response_at", "replies", "customer_messages")
BY_STATUSES: Final = (
    *("first_resolved_at", "resolved_at", "closed_at", "reopens"),
    *("requester_wait", "agent_wait", "on_hold", "handle_time"),
)
BY_HANDS: Final = ("reassignments",)


def facts_of(
    cases: pl.LazyFrame,
    lines: Mapping[str, pl.LazyFrame],
    speech: pl.LazyFrame,
    asked: pl.LazyFrame,
    runs: pl.LazyFrame,
    known: tuple[EventSettings, frozenset[str]],
) -> pl.LazyFrame:
    """One row a case: `cases` with all that its events tell, see `Derived.cases`.

    `lines`: the timeline of each of FIELDS; `speech`: the messages; `asked`: the questions;
    `runs`: the stretches of each status; `known`: the settings and the kinds that the log has.
    """
    settings, kinds = known
    found = cases.join(statuses.facts(runs), on="case", how="left")
    found = found.join(statuses.again(lines["status"]), on="case", how="left")
    for field, first_at in (("agent", "first_assigned_at"), ("team", None), ("priority", None)):
        own = hands.facts(lines[field], field)
        names = {"handovers": f"{field} handovers", "first": f"first {field}"}
        names["first_at"] = first_at or f"{field} first at"
        names["giver"] = f"from_{field}"
        found = found.join(own.rename(names), on="case", how="left")
    first = asked.filter("first").select("case", pl.col("answered").alias("first_response_at"))
    found = found.join(first, on="case", how="left")
    found = found.join(messages.counts(speech), on="case", how="left")
    further = (
        asked.filter(~pl.col("first"))
        .group_by("case", maintain_order=True)
        .agg(pl.struct("asked", "latest", "answered", "answered_by").alias("next_responses"))
    )
    found = found.join(further, on="case", how="left")
    return _known(found, settings, kinds)


def _known(found: pl.LazyFrame, settings: EventSettings, kinds: frozenset[str]) -> pl.LazyFrame:
    """The facts that the log can tell; the others are null."""
    whole = ~pl.col("before log")
    by_messages = whole & ~pl.col("unknown author") & pl.lit("message" in kinds)
    by_statuses = whole & pl.lit("status" in kinds)
    by_hands = whole & pl.lit(bool({"agent", "team"} & kinds))
    teams = settings.reassign == "team" or (settings.reassign is None and "agent" not in kinds)
    repeated = pl.col("times").fill_null(0)
    if settings.reopen == "resolve_again":
        moved = pl.when(pl.col("resolved_at").is_not_null()).then(
            pl.max_horizontal("resolved_at", "last")
        )
        found = found.with_columns(
            moved.alias("resolved_at"), (pl.col("reopens") + repeated).alias("reopens")
        )
    waits = by_statuses & ~pl.col("unknown status")
    status = pl.lit("status" in kinds) & (whole | pl.col("status told"))
    resolved = pl.col("rank") >= statuses.STATUSES["resolved"]
    contact = (pl.col("replies") == 1) & (pl.col("reopens") == 0)
    response = pl.when(pl.col("started_by") == "customer").then(pl.col("first_response_at"))
    said = ("replies", "customer_messages")
    return found.with_columns(
        pl.when(by_messages).then(response).alias("first_response_at"),
        *(pl.when(by_messages).then(pl.col(name).fill_null(0)).alias(name) for name in said),
        pl.when(by_messages).then(pl.col("next_responses").fill_null([])).alias("next_responses"),
        pl.when(by_messages).then(pl.col("started_by")).alias("started_by"),
        pl.when(by_statuses).then(pl.col("first_resolved_at")).alias("first_resolved_at"),
        pl.when(status).then(pl.col("resolved_at")).alias("resolved_at"),
        pl.when(status).then(pl.col("closed_at")).alias("closed_at"),
        pl.when(status).then(statuses.word(pl.col("rank"))).alias("status"),
        pl.when(by_statuses).then(pl.col("reopens")).alias("reopens"),
        pl.when(by_statuses).then(repeated).alias("resolved_again"),
        *(
            pl.when(waits).then(pl.col(name)).alias(name)
            for name in ("requester_wait", "agent_wait", "on_hold", "agent_work")
        ),
        pl.when(waits).then(pl.col("agent_work")).alias("handle_time"),
        pl.when(waits).then(pl.col("pauses")).alias("pauses"),
        pl.when(waits).then(pl.col("stretches")).alias("stretches"),
        pl.when(by_hands)
        .then(pl.col("team handovers" if teams else "agent handovers").fill_null(0))
        .alias("reassignments"),
        pl.when(by_hands).then(pl.col("team handovers").fill_null(0)).alias("team_handovers"),
        pl.when(by_hands).then(pl.col("from_team")).alias("from_team"),
        pl.when(whole).then(pl.col("first_assigned_at")).alias("first_assigned_at"),
        pl.when(whole).then(pl.col("first priority")).alias("priority_set"),
        pl.when(by_messages & by_statuses & resolved).then(contact).alias("first_contact"),
        by_messages.alias("messages known"),
        by_statuses.alias("statuses known"),
        waits.alias("waits known"),
        by_hands.alias("hands known"),
        status.alias("status known"),
    ).drop("rank", "all_wait", "times", "last", "first word", "created event", "earlier")
