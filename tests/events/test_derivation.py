"""Events in, facts out: the worked cases."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest

from tests.events.worked_cases import WORKED, derived, instant

WAITS = ("agent_work", "agent_wait", "on_hold", "requester_wait", "handle_time")


def as_written(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """A fact as the frames have it, from how the worked case writes it."""
    match name:
        case "next_responses" if value is not None:
            return [(*map(instant, found[:3]), found[3]) for found in value]
        case "pauses":
            return [(instant(start), instant(end), kind) for start, end, kind in value]
        case _ if name in WAITS and value is not None:
            return value * 1_000_000
        case _ if name.endswith("_at"):
            return instant(value)
    return value


def as_told(value: Any) -> Any:  # noqa: ANN401 - whatever a frame holds
    if isinstance(value, list):
        return [tuple(one.values()) for one in value]
    return value


@pytest.mark.parametrize("case", WORKED, ids=lambda case: case["name"])
def test_the_facts_of_a_worked_case(case: dict[str, Any]) -> None:
    found = {row["ticket_id"]: row for row in derived(case).cases.collect().to_dicts()}
    for ticket, facts in case["facts"].items():
        if ticket not in found:
            continue  # a ticket without events keeps its columns: tests/events/test_cases.py
        for name, value in facts.items():
            expected = as_written(name, value)
            if name == "priority" and "tickets" in case:
                continue  # tickets win
            assert as_told(found[ticket][name]) == expected, (case["why"], name)


@pytest.mark.parametrize("case", WORKED, ids=lambda case: case["name"])
def test_every_event_is_counted_once(case: dict[str, Any]) -> None:
    fates = derived(case).fates.collect()
    assert len(fates) == len(case["events"])
    assert fates["fate"].null_count() == 0
    counted = Counter(fates["fate"].to_list())
    accounting = case.get("accounting", {})
    if "ignored" in accounting:
        counted.pop("used", None)
        assert dict(counted) == accounting["ignored"]
    if "used" in accounting:
        used = fates.filter(pl.col("fate") == "used")["kind"].to_list()
        assert dict(Counter(used)) == accounting["used"]


@pytest.mark.parametrize("case", WORKED, ids=lambda case: case["name"])
def test_the_order_of_the_rows_means_nothing(case: dict[str, Any]) -> None:
    one = derived(case).cases.collect()
    other = derived({**case, "events": case["events"][::-1]}).cases.collect()
    assert one.sort("ticket_id").equals(other.sort("ticket_id"))
    assert datetime.now().astimezone() - timedelta(days=1) > one["began"].max()  # type: ignore[operator]
