"""Conditions that can be read and that nobody means: what is offered is the whole of what was."""

from __future__ import annotations

import pytest

from csaudit.standards.never_meant import measured_by_a_number, yes_no
from csaudit.standards.sql import ExpressionError, of_one_record, tokens
from csaudit.tables import TICKETS, Type


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("`Channel` != 'email'", "Channel != 'email'"),
        ("`Ticket type` = 'a' and spam", "\"Ticket type\" = 'a' and spam"),
        ("'channel' = 'email'", "channel = 'email'"),
        ("'Ticket type' <> 'a'", "\"Ticket type\" <> 'a'"),
        ("created_at >= 2026-10-01", "created_at >= '2026-10-01'"),
        ("created_at >= 2026-9-1 AND spam", "created_at >= '2026-09-01' AND spam"),
        ("channel = 'a' || channel = 'b'", "channel = 'a' OR channel = 'b'"),
        ("priority = 'urgent' or 'high'", "priority IN ('urgent', 'high')"),
        (
            "(spam and priority = 'a' or 'b' or 'c')",
            "(spam and priority IN ('a', 'b', 'c'))",
        ),
        ("priority <> 'low' and 'normal'", "priority NOT IN ('low', 'normal')"),
        ("channel in 'email', 'chat'", "channel in ('email', 'chat')"),
        ("priority in (high, urgent)", "priority in ('high', 'urgent')"),
        ("status not in [closed, resolved]", "status not in ('closed', 'resolved')"),
        ("Goal reached", '"Goal reached"'),
        ("channel = ('email', 'chat')", "channel IN ('email', 'chat')"),
        ("channel = ['email', 'chat']", "channel IN ('email', 'chat')"),
        ("priority is high", "priority = 'high'"),
        ("priority is not 'high' and spam", "priority <> 'high' and spam"),
        ("agent is empty", "agent IS NULL"),
        ("agent is not empty", "agent IS NOT NULL"),
        ("resolved_at == None", "resolved_at IS NULL"),
        ("resolved_at != none", "resolved_at IS NOT NULL"),
    ],
)
def test_what_was_meant_is_offered_whole(written: str, meant: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        of_one_record(written)
    assert refused.value.instead == meant
    assert of_one_record(meant)


@pytest.mark.parametrize(
    "sound",
    [
        "concat(branch, team) = 'ab'",
        "created_at between '2026-09-10' and '2026-09-11' or spam",
        "spam and created_at not between '2026-09-10' and '2026-09-11'",
        "branch || team = 'ab'",
        "channel = 'a' and branch || team = 'ab'",
        "date_part('day', created_at) = 1",
        "replies - 1 - 2 > 0",
        "channel in ('a') or channel in ('b')",
        "agent is not null and spam is true",
        "replace(branch, 'a', 'b') = 'c'",
        "case when channel = 'a' then 'b' else 'c' end = 'b'",
    ],
)
def test_what_makes_sense_is_let_through(sound: str) -> None:
    assert of_one_record(sound)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("spam = no", "NOT spam"),
        ("spam != 'no'", "spam"),
        ("priority = 'a' or spam <> 'Yes'", "priority = 'a' or NOT spam"),
        ("spam = 'perhaps'", None),
    ],
)
def test_a_yes_or_no_stands_by_itself(written: str, meant: str | None) -> None:
    found = yes_no(tokens(written), written, lambda name: TICKETS[name].type)
    assert found is not None
    assert found[1] == meant


@pytest.mark.parametrize("sound", ["spam", "spam = true", "NOT spam", "priority = 'no'"])
def test_what_is_no_yes_or_no_may_be_compared(sound: str) -> None:
    types = {"spam": Type.YES_NO, "priority": Type.TEXT}
    assert yes_no(tokens(sound), sound, types.get) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("wait > 60", "wait > '60s'"),
        ("spam and wait <= 90", "spam and wait <= '90s'"),
        ("created_at > 60", None),
        ("closed_at - created_at > 60", "closed_at - created_at > INTERVAL '60 seconds'"),
    ],
)
def test_a_measure_is_compared_with_a_measure(written: str, meant: str | None) -> None:
    types = {"wait": Type.DURATION, "created_at": Type.INSTANT, "spam": Type.YES_NO}
    found = measured_by_a_number(tokens(written), written, types.get)
    assert found is not None
    assert found[1] == meant


@pytest.mark.parametrize(
    "sound", ["wait > '60s'", "wait > 0", "wait >= 60000000", "replies > 60", "wait < hold"]
)
def test_what_has_a_unit_or_needs_none_may_be_compared(sound: str) -> None:
    types = {"wait": Type.DURATION, "hold": Type.DURATION, "replies": Type.COUNT}
    assert measured_by_a_number(tokens(sound), sound, types.get) is None
