"""The words that all rooms share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import csaudit
from csaudit.tables import PERSONAL, TABLES, natural_order

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_personal_is_a_column_that_there_is() -> None:
    assert {name for columns in TABLES.values() for name in columns} >= PERSONAL


def test_hours_and_weekdays_stand_in_their_own_order() -> None:
    def ordered(column: str, *values: str | None) -> list[str | None]:
        return sorted(values, key=lambda value: natural_order(column, value))

    assert ordered("created_hour", "10", None, "9") == ["9", "10", None]
    assert ordered("created_weekday", "sun", "mon", None) == ["mon", "sun", None]
    assert ordered("branch", "b", None, "a", "10", "9") == ["10", "9", "a", "b", None]


def test_a_column_of_the_exports_own_may_be_called_as_one_of_ours(tmp_path: Path) -> None:
    export = tmp_path / "tickets.csv"
    rows = "1,2026-10-01T09:00Z,2026-10-01T10:00Z,9am,Thursday\n"
    export.write_text(f"id,created_at,first_response_at,created_hour,created_weekday\n{rows}")
    promise = {"metric": "first_response_time", "within": "4h", "target": "90%"}
    standard = {"id": "a", **promise, "by": ["created_hour", "created_weekday"]}
    file = {"version": 1, "timezone": "UTC", "standards": [standard]}
    results = csaudit.check(export, standards=file).results
    assert [dict(one.group) for one in results[1:]] == [
        {"created_hour": "9am"}, {"created_weekday": "Thursday"},
    ]  # fmt: skip
