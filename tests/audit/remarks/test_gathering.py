"""Where misses gather: only what chance would not do, of all the groups that were looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import csaudit
from csaudit.audit.remarks.gathering import Group, gathered

if TYPE_CHECKING:
    from pathlib import Path


def even(column: str, names: str, judged: int, missed: int) -> list[Group]:
    return [Group(column, name, judged, missed) for name in names]


def test_a_group_with_far_more_of_the_misses_than_of_the_records_is_named() -> None:
    groups = [Group("branch", "Leeds", 100, 60), *even("branch", "AB", 100, 20)]
    assert [one.value for one in gathered(groups, 300, 100)] == ["Leeds"]


def test_nobody_is_named_for_what_chance_would_do() -> None:
    groups = [Group("branch", "Leeds", 100, 25), *even("branch", "AB", 100, 20)]
    assert gathered(groups, 300, 65) == []


def test_the_more_groups_are_looked_at_the_less_likely_one_must_be() -> None:
    odd = Group("agent", "Ann", 30, 12)
    few, many = (
        even("agent", "B", 970, 138),
        [Group("agent", str(number), 30, 4) for number in range(600)],
    )
    assert gathered([odd, *few], 1000, 150) == [odd]
    assert gathered([odd, *few, *many], 1000, 150) == []


def test_small_groups_are_passed_over_and_the_standards_own_smallest_number_holds() -> None:
    groups = [Group("branch", "Leeds", 29, 29), Group("branch", "rest", 971, 71)]
    assert gathered(groups, 1000, 100) == []
    forty = [Group("branch", "Leeds", 40, 40), Group("branch", "rest", 960, 60)]
    assert [one.value for one in gathered(forty, 1000, 100)] == ["Leeds"]
    assert gathered(forty, 1000, 100, least=50) == []


def test_of_each_column_one_is_named_and_three_at_most_the_heaviest_first() -> None:
    groups = [
        *(Group(column, "bad", 100, 40 + number) for number, column in enumerate("abcd")),
        Group("a", "worse", 200, 60),
    ]
    found = gathered(groups, 1000, 100)
    assert [(one.column, one.value) for one in found] == [
        ("a", "worse"),
        ("d", "bad"),
        ("c", "bad"),
    ]


def test_the_audit_tells_it_of_what_is_not_kept_whatever_it_is_broken_down_by(
    tmp_path: Path,
) -> None:
    report = csaudit.check(desk(tmp_path), standards=standard(">= 90%"))
    (note,) = [one for one in report.notes if one.code == "misses_gather"]
    assert note.standard == "a"
    said = "misses gather at branch Leeds (100 % of them, 33 % of the tickets)"
    assert note.message.startswith(said)
    kept = csaudit.check(desk(tmp_path), standards=standard(">= 10%"))
    assert [one for one in kept.notes if one.code == "misses_gather"] == []


def test_hours_are_looked_at_too(tmp_path: Path) -> None:
    report = csaudit.check(desk(tmp_path, branch=False), standards=standard(">= 90%"))
    (note,) = [one for one in report.notes if one.code == "misses_gather"]
    assert "created hour 2 (100 % of them" in note.message


def test_hours_are_looked_at_of_calls_too(tmp_path: Path) -> None:
    lines = ["id,offered_at,answered,wait"]
    for number in range(300):
        late = number % 3 == 0
        opened = datetime(2026, 10, 1, 2 if late else 9 + number % 5, tzinfo=UTC)
        lines.append(f"{number},{opened.isoformat()},yes,{90 if late else 10}")
    export = tmp_path / "calls.csv"
    export.write_text("\n".join(lines) + "\n")
    promise = {"metric": "answer_time", "within": "20s", "target": ">= 90%"}
    standards = {"version": 1, "timezone": "UTC", "standards": [{"id": "a", **promise}]}
    report = csaudit.check({"calls": export}, standards=standards)
    (note,) = [one for one in report.notes if one.code == "misses_gather"]
    assert "created hour 2 (100 % of them" in note.message


def standard(target: str) -> dict[str, object]:
    promise = {"metric": "first_response_time", "within": "1h", "target": target}
    return {
        "version": 1,
        "timezone": "UTC",
        "standards": [{"id": "a", "statement": "We answer.", **promise}],
    }


def desk(folder: Path, *, branch: bool = True) -> Path:
    """Three branches, of which Leeds is late and works at two at night."""
    lines = ["id,created_at,first_response_at,branch"]
    for number in range(300):
        late = number % 3 == 0
        opened = datetime(2026, 10, 1, 2 if late else 9 + number % 5, tzinfo=UTC)
        answered = opened + timedelta(hours=2 if late else 0, minutes=10)
        name = ("Leeds", "York", "Hull")[number % 3] if branch else ""
        lines.append(f"{number},{opened.isoformat()},{answered.isoformat()},{name}")
    path = folder / "tickets.csv"
    path.write_text("\n".join(lines) + "\n")
    return path
