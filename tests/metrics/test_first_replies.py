"""What a reader should know of first replies: machines may give them, helpdesks round them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.metrics.conftest import Audited

WITHIN = {"metric": "first_response_time", "within": "1h"}


def answered(seconds: list[int], channel: str = "email") -> str:
    rows = [
        f"{n},2026-10-05T09:00:00Z,2026-10-05T09:{taken // 60:02d}:{taken % 60:02d}Z,{channel}"
        for n, taken in enumerate(seconds)
    ]
    return "\n".join(["id,created_at,first_response_at,channel", *rows])


def remarks(audited: Audited, rows: str, code: str, **settings: Any) -> list[str]:  # noqa: ANN401
    found = audited({"tickets": rows}, [{**WITHIN, **settings}])
    return [note.message for note in found.notes if note.code == code]


def test_many_replies_within_a_minute_may_be_a_bots(audited: Audited) -> None:
    (message,) = remarks(audited, answered([5, 9, 20, 59, 60, 61, 1800]), "replies_at_once")
    assert message.startswith("5 of 7 first replies came within a minute")


@pytest.mark.parametrize(
    ("seconds", "channel"),
    [([5] * 5 + [1800] * 21, "email"), ([5] * 4, "email"), ([5] * 9, "Live Chat")],
    ids=["a few of many", "a few", "chats"],
)
def test_people_may_be_quick(audited: Audited, seconds: list[int], channel: str) -> None:
    assert remarks(audited, answered(seconds, channel), "replies_at_once") == []


def in_minutes(minutes: list[str]) -> str:
    rows = [
        f"{n},2026-10-05T09:00:00Z,{taken},2026-10-06T09:00:00Z" for n, taken in enumerate(minutes)
    ]
    return "\n".join(["id,created_at,first_response_duration_minutes,updated_at", *rows])


def test_how_the_helpdesk_rounds_is_said_with_the_cases_on_the_limit(audited: Audited) -> None:
    rows = in_minutes(["5", "30", "59", "60", "61", "120", ""])
    (message,) = remarks(audited, rows, "rounded_replies")
    assert (
        message == "first replies are known in whole minutes (± 60 s): 1 ticket lies on the limit"
    )
    (message,) = remarks(audited, rows, "rounded_replies", within="3630s")
    assert message.endswith("2 tickets lie on the limit")


def test_exact_durations_are_not_rounded(audited: Audited) -> None:
    rows = in_minutes(["5.5", "30", "59", "60", "61", "120"])
    assert remarks(audited, rows, "rounded_replies") == []
    assert remarks(audited, answered([60, 120, 180, 240, 300, 360]), "rounded_replies") == []


def test_what_the_helpdesk_counts_itself_is_no_rounded_instant(audited: Audited) -> None:
    rows = in_minutes(["5", "30", "59", "60", "61", "120"])
    assert remarks(audited, rows, "rounded_replies", clock="helpdesk") == []
