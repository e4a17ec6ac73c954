"""Times that bunch just before a limit are remarked on, with how unusual that is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import csaudit
from csaudit.audit.remarks.near_the_limit import ENDS, PAUSES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from csaudit.audit.report import Note


def remarks(folder: Path, minutes: Sequence[float], target: str = ">= 50%") -> list[Note]:
    lines = ["id,created_at,first_response_at"]
    opened = datetime(2026, 10, 1, 9, tzinfo=UTC)
    for number, took in enumerate(minutes):
        answered = opened + timedelta(minutes=took)
        lines.append(f"{number},{opened.isoformat()},{answered.isoformat()}")
    export = folder / "tickets.csv"
    export.write_text("\n".join(lines) + "\n")
    promise = {"metric": "first_response_time", "within": "100m", "target": target}
    standards = {
        "version": 1,
        "timezone": "UTC",
        "standards": [{"id": "a", "statement": "We answer.", **promise}],
    }
    return [one for one in csaudit.check(export, standards=standards).notes if one.code == ENDS]


EVEN = [float(minute) for minute in range(1, 130)] * 5


def test_answers_that_bunch_before_the_limit_are_remarked_on(tmp_path: Path) -> None:
    (note,) = remarks(tmp_path, [*EVEN, *[99.0] * 100])
    assert note.message.startswith(
        "150 ended in the last tenth before the limit of 100m, 50 in the"
    )
    assert note.standard == "a"


def test_times_that_lie_evenly_and_a_few_that_bunch_are_not(tmp_path: Path) -> None:
    assert remarks(tmp_path, EVEN) == []
    assert remarks(tmp_path, [*EVEN[:130], *[99.0] * 15]) == []


def test_the_limit_itself_is_before_it_and_what_comes_after_is_not(tmp_path: Path) -> None:
    (note,) = remarks(tmp_path, [*EVEN, *[100.0] * 100])
    assert note.message.startswith("150 ended")
    assert remarks(tmp_path, [*EVEN, *[100.1] * 100]) == []


def paused(folder: Path, minutes: Sequence[int]) -> list[Note]:
    """Each case is put on hold after so many minutes, for an hour, and resolved after that."""
    lines = ["ticket_id,at,kind,from,to"]
    opened = datetime(2026, 10, 1, 9, tzinfo=UTC)
    for number, waited in enumerate(minutes):
        hold = opened + timedelta(minutes=waited)
        again = hold + timedelta(hours=1)
        lines += [
            f"{number},{opened.isoformat()},created,,new",
            f"{number},{hold.isoformat()},status,new,pending",
            f"{number},{again.isoformat()},status,pending,open",
            f"{number},{(again + timedelta(minutes=300)).isoformat()},status,open,resolved",
        ]
    log = folder / "events.csv"
    log.write_text("\n".join(lines) + "\n")
    promise = {"metric": "resolution_time", "within": "100m", "pause": ["pending"]}
    standard = {"id": "a", "statement": "We solve.", "target": ">= 50%", **promise}
    standards = {"version": 1, "timezone": "UTC", "standards": [standard]}
    notes = csaudit.check({"events": log}, standards=standards).notes
    return [one for one in notes if one.code == PAUSES]


def test_pauses_that_bunch_before_the_limit_are_remarked_on(tmp_path: Path) -> None:
    (note,) = paused(tmp_path, [*range(1, 130), *[95] * 40])
    assert note.message.startswith("50 pauses began in the last tenth before the limit of 100m, 10")
    assert paused(tmp_path, [*range(1, 130), *[101] * 40]) == []
