"""What an export tells twice, and what explains where it disagrees with itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from csaudit.audit.remarks.cross_check import CrossCheck, cross_checks, notes
from csaudit.sources import open_frame

BEGUN = datetime(2026, 10, 1, 9, tzinfo=UTC)


def checked(minutes: list[float], told: list[str], header: str) -> CrossCheck:
    """Cases that took so many minutes, and what the export says of it."""
    frame = pl.DataFrame(
        {
            "id": [f"T{n}" for n in range(len(minutes))],
            "created_at": [BEGUN.isoformat()] * len(minutes),
            "resolved_at": [(BEGUN + timedelta(minutes=one)).isoformat() for one in minutes],
            header: told,
        }
    )
    (found,) = cross_checks(open_frame("tickets", frame))
    return found


TOOK = [60.0, 120.0, 300.0, 1_440.0, 2_000.0]


def test_what_agrees_to_the_minute_agrees() -> None:
    found = checked(TOOK, [f"{one + 0.5}" for one in TOOK], "resolution_time_minutes")
    assert (found.both, found.agree, found.largest, found.ids) == (5, 5, None, ())


@pytest.mark.parametrize(
    ("told", "header", "why"),
    [
        ([f"{one}" for one in TOOK], "resolution_time_seconds", "60 times as long"),
        ([f"{one * 60}" for one in TOOK], "resolution_time_minutes", "a 60th of"),
        ([f"{one + 60}" for one in TOOK], "resolution_time_minutes", "whole hours"),
        ([f"{one * 0.41}" for one in TOOK], "resolution_time_minutes", "business hours"),
        ([f"{one * 1.37 + 7}" for one in TOOK], "resolution_time_minutes", "its own is longer"),
    ],
    ids=["minutes-as-seconds", "seconds-as-minutes", "zone", "business", "longer"],
)
def test_what_explains_a_difference(told: list[str], header: str, why: str) -> None:
    found = checked(TOOK, told, header)
    assert found.agree == 0
    assert why in found.why
    assert found.ids == ("T0", "T1", "T2")


def test_a_difference_that_nothing_explains_is_only_counted() -> None:
    found = checked(TOOK, ["60", "120", "290", "1500", "1990"], "resolution_time_minutes")
    assert (found.agree, found.why, found.largest) == (2, "", 3_600)


def test_a_flag_is_held_against_the_due_date() -> None:
    frame = pl.DataFrame(
        {
            "id": ["1", "2", "3", "4"],
            "created_at": [BEGUN.isoformat()] * 4,
            "resolved_at": [(BEGUN + timedelta(hours=n)).isoformat() for n in range(4)],
            "due_at": [(BEGUN + timedelta(hours=2)).isoformat()] * 4,
            "sla_met": ["yes", "yes", "no", "no"],
        }
    )
    source = open_frame("tickets", frame)
    (found,) = cross_checks(source)
    assert (found.column, found.both, found.agree, found.ids) == ("due_met", 4, 3, ("3",))
    (note,) = notes(source)
    assert '"sla_met" agrees with resolved_at by due_at in 3 of 4 records' in note.message


def test_what_is_told_once_is_not_checked() -> None:
    frame = pl.DataFrame(
        {"id": ["1"], "created_at": [BEGUN.isoformat()], "resolution_time_minutes": ["5"]}
    )
    assert not cross_checks(open_frame("tickets", frame))
