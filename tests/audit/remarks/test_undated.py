"""`every:` says so where nothing dates a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import csaudit

if TYPE_CHECKING:
    from pathlib import Path


def told(folder: Path, header: str, row: str) -> list[str]:
    export = folder / "calls.csv"
    export.write_text(f"{header}\n{row}\n")
    standard = {
        "id": "a",
        "statement": "s",
        "metric": "answer_time",
        "within": "20s",
        "every": "week",
    }
    file = {"version": 1, "timezone": "UTC", "standards": [{**standard, "target": "50%"}]}
    notes = csaudit.check({"calls": export}, standards=file).notes
    return [one.message for one in notes if one.code == "period_missing"]


def test_periods_need_a_date(tmp_path: Path) -> None:
    assert told(tmp_path, "id,answered,wait", "1,yes,10") == [
        "not shown by week: calls have no offered_at"
    ]
    assert told(tmp_path, "id,offered_at,answered,wait", "1,2026-10-01T09:00Z,yes,10") == []
