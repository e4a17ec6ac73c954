"""Real exports, counted again in plain Python: six of Boston's service request files."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

import csaudit

if TYPE_CHECKING:
    from pathlib import Path

ZONE = ZoneInfo("America/New_York")
LIMIT = timedelta(hours=72)
STANDARDS = """
version: 1
timezone: America/New_York
standards:
  - {id: soon, statement: In three days., metric: resolution_time, within: 72h, on_no_data: ignore}
  - {id: due, statement: On time., metric: due_date_met, on_no_data: ignore}
"""


def instant(text: str) -> datetime | None:
    if not text.strip():
        return None
    return datetime.strptime(text.strip(), "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=ZONE)


def apart(start: datetime, end: datetime) -> timedelta:
    """Real time: of two times in one zone Python would subtract the clocks."""
    return timedelta(seconds=end.timestamp() - start.timestamp())


def counted(path: Path) -> dict[str, tuple[int, int, int, int]]:
    """Kept, judged, not due and unreadable, by each standard."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    cases = [
        (
            instant(row["OPEN_DT"]),
            instant(row["CLOSED_DT"]) if row["CASE_STATUS"] == "Closed" else None,
            instant(row["TARGET_DT"]),
            row["CASE_STATUS"] == "Closed",
            instant(row["CLOSED_DT"]),
        )
        for row in rows
    ]
    as_of = max(at for case in cases for at in (case[0], case[4]) if at is not None)
    soon, due = [0, 0, 0, 0], [0, 0, 0, 0]
    for opened, closed, target, final, _ in cases:
        assert opened is not None
        if (final and closed is None) or (closed is not None and closed < opened):
            soon[3] += 1
        else:
            over = apart(opened, closed or as_of) > LIMIT
            _count(soon, kept=not over, is_open=closed is None)
        if target is None:
            continue
        if final and closed is None:
            due[3] += 1
        else:
            _count(due, kept=(closed or as_of) <= target, is_open=closed is None)
    return {"soon": (*soon,), "due": (*due,)}  # type: ignore[dict-item] # four numbers each


def _count(counts: list[int], *, kept: bool, is_open: bool) -> None:
    if is_open and kept:
        counts[2] += 1
    else:
        counts[0] += kept
        counts[1] += 1


@pytest.mark.parametrize(
    "name",
    [
        "Graffiti Removal", "Abandoned Bicycle", "Rodent Activity", "Street Light Outages",
        "Tree Emergencies", "Sidewalk Repair (Internal)",
    ],
)  # fmt: skip
def test_boston_is_counted_the_same(shared_data: Path, tmp_path: Path, name: str) -> None:
    path = shared_data / "boston_311_2015" / f"{name}.csv"
    file = tmp_path / "standards.yaml"
    file.write_text(STANDARDS, encoding="utf-8")
    report = csaudit.check({"tickets": path}, file)
    found = {
        result.id: (result.numerator or 0, result.n, result.not_due, result.unreadable)
        for result in report.gating()
    }
    assert found == counted(path)
