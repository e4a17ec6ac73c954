"""Worked cases of events: a log by hand, and the facts that come out of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from csaudit.events.derivation import Derived, derive
from csaudit.table_settings import EventSettings

WORKED: list[dict[str, Any]] = json.loads(
    Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
)["cases"]
NAMES = ("ticket_id", "at", "seq", "kind", "actor", "actor_role", "public", "from", "to")


def instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def log_of(rows: list[list[str]]) -> pl.LazyFrame:
    """The events of a worked case as the log that derivation reads."""
    made = []
    for number, row in enumerate(rows):
        one = dict(zip(NAMES, row, strict=True))
        kind = one["kind"]
        made.append(
            {
                "event": number,
                "ticket_id": one["ticket_id"],
                "at": instant(one["at"]),
                "seq": Decimal(one["seq"]) if one["seq"] else None,
                "kind": kind,
                "actor": one["actor"] or None,
                "actor_role": one["actor_role"] or None,
                "public": {"no": False, "yes": True}.get(one["public"]),
                "from": one["from"] or None,
                "to": one["to"] or None,
                "text": None,
                "channel": None,
                "fate": "duplicate" if row in rows[:number] else None,
            }
        )
    texts = ("ticket_id", "kind", "actor", "actor_role", "from", "to", "text", "channel", "fate")
    schema: dict[str, pl.DataType] = {name: pl.String() for name in texts}
    schema |= {"event": pl.Int64(), "at": pl.Datetime("us", "UTC"), "seq": pl.Decimal(38, 9)}
    return pl.LazyFrame(made, schema={**schema, "public": pl.Boolean()})


def settings_of(written: dict[str, Any]) -> EventSettings:
    made = {key.replace("-", "_"): value for key, value in written.items()}
    made["agents"] = tuple(made.get("agents", ()))
    made["message_opens"] = made.get("message_opens", "no") == "yes"
    made["reopen_grace"] = made.get("reopen_grace", 0) * 1_000_000
    return EventSettings(**made)


def derived(case: dict[str, Any]) -> Derived:
    log = log_of(case["events"])
    kinds = log.filter(pl.col("fate").is_null()).collect()["kind"].unique().to_list()
    tickets = None
    if "tickets" in case:
        tickets = pl.LazyFrame(
            [
                {
                    "id": one["id"],
                    "created_at": instant(one["created_at"]),
                    "requester": one.get("requester"),
                }
                for one in case["tickets"]
            ]
        ).with_columns(pl.col("created_at").cast(pl.Datetime("us", "UTC")))
    as_of = instant(case["as_of"])
    assert as_of is not None
    return derive(log, kinds, tickets, as_of, settings_of(case.get("settings", {})))
