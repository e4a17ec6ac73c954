"""Where events of one update are counted: each change once, however often it is told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.events.worked_cases import derived

AS_OF = datetime(2026, 10, 31, tzinfo=UTC)


def fates(*changes: tuple[str, str, str]) -> list[str]:
    """Of changes at one instant, each a kind with what was before and after."""
    at = "2026-10-01T10:00:00+00:00"
    rows: list[list[Any]] = [["1", at, "", kind, "", "", "", was, to] for kind, was, to in changes]
    begin = ["1", "2026-10-01T09:00:00+00:00", "", "created", "", "customer", "", "", "new"]
    found = derived({"events": [begin, *rows], "as_of": AS_OF.isoformat()}).fates.collect()
    return found.sort("event")["fate"].to_list()[1:]


@pytest.mark.parametrize(
    ("changes", "became"),
    [
        # One change of hands, by number and by name.
        ([("agent", "005Q", "005A"), ("agent", "Queue", "Ann")], ["no_change", "used"]),
        ([("agent", "Queue", "Ann"), ("agent", "005Q", "005A")], ["used", "no_change"]),
        ([("agent", "", "Ann"), ("agent", "Ann", "Bob")], ["used", "used"]),
        ([("agent", "Ann", "Bob"), ("team", "One", "Two")], ["used", "used"]),
        ([("agent", "Ann", "Bob"), ("agent", "Bob", "Ann")], ["no_change", "no_change"]),
        ([("status", "new", "resolved"), ("status", "resolved", "closed")], ["used", "used"]),
    ],
)
def test_events_of_one_update(changes: list[tuple[str, str, str]], became: list[str]) -> None:
    assert fates(*changes) == became
