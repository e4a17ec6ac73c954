"""A header of the export stands for its column wherever a standard names one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import csaudit

if TYPE_CHECKING:
    from pathlib import Path

TICKETS = "Ticket ID,Created at,First response at,Priority,Assignee,Office\n" + "".join(
    f"{n},2026-10-{1 + n % 20:02}T09:00Z,2026-10-{1 + n % 20:02}T1{n % 5}:00Z,"
    f"{('High', 'Low')[n % 2]},{('Ann', 'Bob')[n % 2]},{('north', 'south')[n % 2]}\n"
    for n in range(80)
)


@pytest.mark.parametrize(
    ("by_header", "by_name"),
    [
        ("by: [Assignee]", "by: [agent]"),
        ("judge: {each: Assignee}", "judge: {each: agent}"),
        ("judge: {each: PRIORITY}", "judge: {each: priority}"),
        (
            "within: {by: Priority, limits: {high: 2h}, otherwise: 3h}",
            "within: {by: priority, limits: {high: 2h}, otherwise: 3h}",
        ),
        ("calendar_by: office", "calendar_by: Office"),
    ],
)
def test_a_header_is_the_name_of_its_column(tmp_path: Path, by_header: str, by_name: str) -> None:
    export = tmp_path / "t.csv"
    export.write_text(TICKETS)
    found = []
    for written in (by_header, by_name):
        rule = written if "within" in written else f"within: 2h, {written}"
        (tmp_path / "s.yaml").write_text(
            "version: 1\ntimezone: UTC\ncalendars:\n"
            "  north: {hours: {mon-fri: '09:00-17:00'}}\n  south: {hours: {daily: '10:00-12:00'}}\n"
            f"standards:\n  - {{id: a, metric: first_response_time, target: 50%, {rule}}}\n"
        )
        audit = csaudit.check(export, tmp_path / "s.yaml")
        found.append([(one.group, one.value, one.n, one.outcome) for one in audit.results])
    assert found[0] == found[1]
    assert found[0][0][2] > 0
