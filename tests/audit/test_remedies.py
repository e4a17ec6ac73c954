"""What a note offers is pasted: the note is gone, the rest stands, and nothing turns to a pass.

Each case is an input that brings the note up. The setting goes where a person would put it:
`tables:` and the like at the top, all else into the standard that the note is about.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import csaudit

if TYPE_CHECKING:
    from pathlib import Path

    from csaudit.audit.report import Report

TOP = {"tables", "timezone", "leave_out", "calendars"}
DAY = "2026-10-0{}T{:02}:00:00Z"


def rows(header: str, *lines: str) -> str:
    return "\n".join([header, *lines]) + "\n"


def tickets(header: str, cell: str, count: int = 40) -> str:
    """Tickets that are resolved after three hours, with a column more."""
    made = [
        f"{n},{DAY.format(1 + n % 8, 9)},{DAY.format(1 + n % 8, 12)},{cell.format(n=n)}"
        for n in range(count)
    ]
    return rows(f"id,created_at,resolved_at,{header}", *made)


RESOLVED = {"metric": "resolution_time", "within": "4h", "target": ">= 90%"}
WAIT = {"metric": "waiting_time", "within": "2h", "target": ">= 90%"}
RATE = {"metric": "resolution_rate", "target": ">= 90%"}
VALUE = {"metric": "value", "value": "avg(order_value)"}
BY_PRIORITY = {
    "metric": "resolution_time",
    "within": {"by": "priority", "at": "set", "limits": {"high": "1h", "low": "4h"}},
}
CASES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "unit_assumed": ({"tickets": tickets("Requester wait", "{n}0")}, WAIT),
    "decimal_mark": ({"tickets": tickets("order_value", '"1,{n:03}"')}, VALUE),
    "words_for_nothing": ({"tickets": tickets("requester_wait", "n/a")}, WAIT),
    "hours_or_minutes": ({"tickets": tickets("requester_wait", "{n}:30")}, WAIT),
    "unknown_status": (
        {"tickets": tickets("status", "Wartet auf Kunde").replace("T12:00:00Z,", ",")},
        RATE,
    ),
    "priority_now": ({"tickets": tickets("priority", "high")}, BY_PRIORITY),
    "no_reopens": (
        {"tickets": tickets("replies", "1")},
        {"metric": "first_contact_resolution", "reopened": "miss", "target": ">= 10%"},
    ),
    "satisfaction_words": (
        {"tickets": tickets("Satisfaction", "Très satisfait")},
        {"metric": "customer_satisfaction", "scale": "1-5", "target": ">= 50%"},
    ),
    "breakdown_missing": ({"tickets": tickets("branch", "x")}, {**RESOLVED, "by": "branchs"}),
}


def audited(folder: Path, tables: dict[str, str], file: dict[str, Any]) -> Report:
    paths = {}
    for name, text in tables.items():
        paths[name] = folder / f"{name}.csv"
        paths[name].write_text(text, encoding="utf-8")
    return csaudit.check(paths["tickets"], standards=file)


def written_into(file: dict[str, Any], setting: str) -> dict[str, Any]:
    """The file with a setting where it belongs; mappings are put together."""
    made = deepcopy(file)
    for key, value in yaml.safe_load(setting).items():
        place = made if key in TOP else made["standards"][0]
        merge = key in {"tables", "calendars"}
        place[key] = merged(place.get(key, {}), value) if merge else value
    return made


def merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    both = dict(one)
    for key, value in other.items():
        deep = isinstance(value, dict) and isinstance(both.get(key), dict)
        both[key] = merged(both[key], value) if deep else value
    return both


@pytest.mark.parametrize("code", CASES)
def test_the_note_is_gone_and_nothing_is_flattered(code: str, tmp_path: Path) -> None:
    tables, promise = CASES[code]
    file: dict[str, Any] = {
        "version": 1,
        "timezone": "UTC",
        "standards": [{"id": "a", "statement": "We do.", **promise}],
    }
    before = audited(tmp_path, tables, file)
    told = [note for note in before.notes if note.code == code]
    assert told, [note.code for note in before.notes]
    assert told[0].setting is not None
    after = audited(tmp_path, tables, written_into(file, told[0].setting))
    assert [note for note in after.notes if note.code == code] == []
    for was, now in zip(before.gating(), after.gating(), strict=True):
        assert (was.outcome, now.outcome) != ("fail", "pass")


def test_a_table_of_limits_keeps_its_limits_and_clocks_in_what_is_offered(tmp_path: Path) -> None:
    limits = {"high": {"limit": "1h", "calendar": "always"}, "low": "4h"}
    within = {"by": "priority", "at": "end", "limits": limits, "otherwise": "2d"}
    file = {
        "version": 1,
        "timezone": "UTC",
        "standards": [{"id": "a", "metric": "resolution_time", "within": within}],
    }
    report = audited(tmp_path, {"tickets": tickets("priority", "high")}, file)
    (note,) = [one for one in report.notes if one.code == "priority_now"]
    assert note.setting is not None
    assert yaml.safe_load(note.setting) == {"within": {**within, "at": "latest"}}
