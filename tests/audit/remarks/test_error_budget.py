"""On which day the misses that a target allows are used up, if they go on as they did of late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import csaudit
from csaudit.audit.remarks.error_budget import CODE

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = datetime(2026, 10, 31, tzinfo=UTC)


def remarks(
    folder: Path, older: tuple[int, int], newer: tuple[int, int], target: str = "95%"
) -> list[str]:
    """`older` and `newer`: how many kept a promise and how many did not, before and in 4 weeks."""
    lines = ["id,created_at,first_response_at"]
    for days, (kept, missed) in ((40, older), (10, newer)):
        for number in range(kept + missed):
            opened = AS_OF - timedelta(days=days, seconds=number)
            answered = opened + timedelta(hours=1 if number < kept else 5)
            lines.append(f"{days}-{number},{opened.isoformat()},{answered.isoformat()}")
    export = folder / "tickets.csv"
    export.write_text("\n".join(lines) + "\n")
    promise = {"metric": "first_response_time", "within": "4h", "target": target}
    standards = {
        "version": 1,
        "timezone": "UTC",
        "standards": [{"id": "a", "statement": "We answer.", **promise}],
    }
    report = csaudit.check(export, standards=standards, as_of="2026-10-31")
    return [one.message for one in report.notes if one.code == CODE]


def test_the_budget_ends_when_what_is_left_of_it_is_eaten_up(tmp_path: Path) -> None:
    # 1,400 judged allow 70 misses, 40 are left. In 28 days 30 of 400 were missed, 20 are allowed:
    # 10 too many in 28 days eat up 40 in 112 days, which is too far away to be told.
    assert remarks(tmp_path, (1_000, 0), (370, 30)) == []
    # 60 missed, 20 allowed, 10 left of 70: 40 too many in 28 days, so they last for 7.
    (message,) = remarks(tmp_path, (1_000, 0), (340, 60))
    assert message == (
        "10 of the 70 misses that the target allows are left; as in the last 28 days (60 missed, "
        "20.0 allowed) they are used up on 2026-11-07"
    )


def test_nothing_is_told_where_none_is_left_or_few_are_missed_lately(tmp_path: Path) -> None:
    assert remarks(tmp_path, (900, 100), (340, 60)) == []
    assert remarks(tmp_path, (900, 30), (400, 20)) == []
    assert remarks(tmp_path, (900, 0), (15, 5)) == []


def test_a_share_that_should_be_low_has_a_budget_too(tmp_path: Path) -> None:
    export = tmp_path / "tickets.csv"
    lines = ["id,created_at,resolved_at,status,reopens"]
    for days, reopens in ((40, [0] * 1_000), (10, [1] * 60 + [0] * 340)):
        for number, again in enumerate(reopens):
            opened = AS_OF - timedelta(days=days, seconds=number)
            solved = opened + timedelta(hours=2)
            times = f"{opened.isoformat()},{solved.isoformat()}"
            lines.append(f"{days}-{number},{times},resolved,{again}")
    export.write_text("\n".join(lines) + "\n")
    standard = {"id": "a", "statement": "s", "metric": "reopen_rate", "target": "<= 5%"}
    standards = {"version": 1, "timezone": "UTC", "standards": [standard]}
    notes = csaudit.check(export, standards=standards, as_of="2026-10-31").notes
    (message,) = [one.message for one in notes if one.code == CODE]
    assert message.endswith("they are used up on 2026-11-07")
