"""Random logs: the same facts as an independent account of each case, in any order of the rows."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from csaudit.events import derivation
from csaudit.table_settings import EventSettings
from tests.reference.events import RANKS, Event, facts

BEGIN = datetime(2026, 10, 1, 9, tzinfo=UTC)
AS_OF = BEGIN + timedelta(hours=40)
COMPARED = (
    *("created_at", "status", "first_resolved_at", "resolved_at", "closed_at", "reopens"),
    *("agent_work", "agent_wait", "on_hold", "requester_wait", "agent", "team", "priority"),
    *("priority_set", "first_assigned_at", "reassignments", "team_handovers", "started_by"),
    *("first_response_at", "next_responses", "replies", "customer_messages"),
)


def case(rng: random.Random) -> list[Event]:
    """A case with a creation, in which everything else may happen at any hour and in any order."""
    began = BEGIN + timedelta(hours=rng.randrange(4))
    role = rng.choice(["customer", "agent", ""])
    made = [Event(began, "created", 0, "x", role, after=rng.choice(["", "", "new", "open"]))]
    for _ in range(rng.randrange(12)):
        kind = rng.choice(["message", "message", "status", "agent", "team", "priority"])
        at = BEGIN + timedelta(hours=rng.randrange(48), minutes=rng.choice([0, 0, 30]))
        made.append(_event(rng, kind, at, rng.randrange(2)))
    return made


def _event(rng: random.Random, kind: str, at: datetime, seq: int) -> Event:
    if kind == "message":
        role = rng.choice(["customer", "agent", "bot"])
        actor = rng.choice("ab")
        return Event(at, kind, seq, f"{role}-{actor}", role, public=rng.random() < 0.9)
    values = {"status": list(RANKS), "priority": ["low", "high"]}.get(kind, ["a", "b", ""])
    return Event(at, kind, seq, after=rng.choice(values), before=rng.choice([None, None, *values]))


def frame(cases: list[list[Event]], rng: random.Random) -> pl.LazyFrame:
    rows = [
        {
            "ticket_id": str(number),
            "at": one.at,
            "seq": one.seq,
            "kind": one.kind,
            "actor": one.actor or None,
            "actor_role": one.role or None,
            "public": one.public,
            "from": one.before,
            "to": one.after or None,
            "text": None,
            "channel": None,
            "fate": None,
        }
        for number, events in enumerate(cases)
        for one in events
    ]
    rng.shuffle(rows)
    text = ("ticket_id", "kind", "actor", "actor_role", "from", "to", "text", "channel", "fate")
    schema: dict[str, Any] = dict.fromkeys(text, pl.String)
    schema |= {"at": pl.Datetime("us", "UTC"), "seq": pl.Decimal(38, 9), "public": pl.Boolean}
    return pl.LazyFrame(rows, schema=schema).with_row_index("event")


def derived(cases: list[list[Event]], rng: random.Random) -> dict[str, dict[str, Any]]:
    kinds = {one.kind for events in cases for one in events}
    told = derivation.derive(frame(cases, rng), kinds, None, AS_OF, EventSettings())
    return {row["ticket_id"]: row for row in told.cases.collect().to_dicts()}


def plain(row: dict[str, Any]) -> dict[str, Any]:
    waits = ("agent_work", "agent_wait", "on_hold", "requester_wait")
    found = {name: row[name] for name in COMPARED}
    found |= {name: row[name] / 1_000_000 for name in waits}
    return found | {"next_responses": [tuple(one.values()) for one in row["next_responses"]]}


@pytest.mark.parametrize("seed", range(4))
def test_the_same_facts_as_the_reference(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - repeatable
    cases = [case(rng) for _ in range(400)]
    found = derived(cases, rng)
    for number, events in enumerate(cases):
        expected = facts(events, AS_OF)
        got = plain(found[str(number)])
        assert got == {name: expected[name] for name in COMPARED}, (number, events)


def test_parts_and_the_order_of_the_rows_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(9)  # noqa: S311 - repeatable
    cases = [case(rng) for _ in range(200)]
    whole = derived(cases, rng)
    monkeypatch.setattr(derivation, "PART", 100)
    assert derived(cases, rng) == whole


def tied(rng: random.Random) -> list[Event]:
    """A case, perhaps without a creation, of which much happens in the same updates."""
    made = []
    for _ in range(rng.randrange(2, 9)):
        kind = rng.choice(["created", "message", "status", "status", "agent"])
        at = BEGIN + timedelta(hours=rng.randrange(3))
        if kind == "created":
            role = rng.choice(["customer", "agent"])
            made.append(Event(at, kind, 0, "x", role, after=rng.choice(["new", "open", "closed"])))
        else:
            made.append(_event(rng, kind, at, 0))
    return made


def test_ties_are_the_same_in_any_order_of_the_rows() -> None:
    rng = random.Random(5)  # noqa: S311 - repeatable
    cases = [tied(rng) for _ in range(300)]
    whole = derived(cases, rng)
    for _ in range(5):
        assert derived(cases, rng) == whole
