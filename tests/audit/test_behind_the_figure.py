"""How a standard's times spread about its limit, and which records were the longest over it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import csaudit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from csaudit.audit.report import Result


def answered(folder: Path, minutes: Sequence[float], standard: dict[str, object]) -> Result:
    opened = datetime(2026, 10, 1, 9, tzinfo=UTC)
    lines = ["id,created_at,first_response_at,priority"]
    for number, took in enumerate(minutes):
        priority = "urgent" if number % 2 else "low"
        at = opened + timedelta(minutes=took)
        lines.append(f"T{number},{opened.isoformat()},{at.isoformat()},{priority}")
    export = folder / "tickets.csv"
    export.write_text("\n".join(lines) + "\n")
    promise = {"id": "a", "statement": "s", "metric": "first_response_time", **standard}
    standards = {"version": 1, "timezone": "UTC", "standards": [promise]}
    return csaudit.check(export, standards=standards).results[0]


def counts(result: Result) -> list[int]:
    return [one.n for one in result.times]


def test_times_are_counted_in_eighths_of_the_limit_and_beyond_twice_of_it_together(
    tmp_path: Path,
) -> None:
    took = [0, 10, 10.5, 79, 80, 80.5, 160, 161, 5_000]
    found = answered(tmp_path, took, {"within": "80m", "target": "90%"})
    assert counts(found) == [2, 1, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 1, 2]
    assert [one.part for one in found.times][:2] == [0.125, 0.25]
    assert found.times[7].part == 1
    assert found.times[-1].part is None
    assert sum(counts(found)) == found.n


def test_every_record_goes_by_its_own_limit(tmp_path: Path) -> None:
    limits = {"by": "priority", "limits": {"urgent": "10m", "low": "100m"}}
    found = answered(tmp_path, [90, 9, 110, 11], {"within": limits, "target": "90%"})
    assert counts(found)[7:9] == [2, 2]


def test_the_worst_are_named_by_their_overrun_and_then_by_their_id(tmp_path: Path) -> None:
    took = [5, 70, 61, 70, 90, 200, 61, 65]
    found = answered(tmp_path, took, {"within": "60m", "target": "90%"})
    assert [(one.id, one.overrun_seconds) for one in found.worst] == [
        ("T5", 8_400), ("T4", 1_800), ("T1", 600), ("T3", 600), ("T7", 300),
    ]  # fmt: skip


def test_what_has_no_limit_has_neither(tmp_path: Path) -> None:
    found = answered(tmp_path, [5, 70], {"statistic": "median", "target": "<= 2h"})
    assert (found.times, found.worst) == ((), ())


def test_who_gave_up_in_time_is_missed_and_over_no_limit(tmp_path: Path) -> None:
    export = tmp_path / "calls.csv"
    export.write_text("id,answered,wait\na,no,5\nb,yes,10\nc,yes,50\n")
    promise = {"metric": "service_level", "within": "20s", "abandoned": "miss", "target": "90%"}
    standard = {"id": "a", "statement": "s", **promise}
    report = csaudit.check({"calls": export}, standards={"version": 1, "standards": [standard]})
    assert report.results[0].numerator == 1
    assert [(one.id, one.overrun_seconds) for one in report.results[0].worst] == [("c", 30)]
