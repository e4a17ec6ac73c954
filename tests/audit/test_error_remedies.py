"""What an error about the data offers is pasted into the standards, and the error is gone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import csaudit
from csaudit.errors import DataError
from tests.audit.test_remedies import merged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PROMISE = {"id": "a", "statement": "s", "within": "4h", "target": "95%"}
ANSWER = {**PROMISE, "metric": "first_response_time"}
NEXT = {**PROMISE, "metric": "next_response_time"}
SOLVE = {**PROMISE, "metric": "resolution_time"}
HEAD = "id,created_at,first_response_at\n"
LOG = "ticket_id,at,kind,actor,actor_role,public,from,to\n"
TALK = LOG + "".join(
    f"{case},2026-10-01T{hour:02}:00:00Z,message,{actor},,yes,,\n"
    for case in "12"
    for hour, actor in ((9, f"c{case}"), (10, "ann"), (11, f"c{case}"), (12, "bob"))
)
WORDS = LOG + "".join(
    f"{case},2026-10-0{day}T09:00:00Z,status,ann,agent,,,{word}\n"
    for case in "12"
    for day, word in ((1, "Ping"), (2, "Zork"), (3, "Blub"))
)
CASES: Mapping[str, tuple[dict[str, str], dict[str, Any]]] = {
    "the order of day and month": (
        {"tickets": HEAD + "1,03/04/2026 09:00,03/04/2026 10:00\n2,05/04/2026 09:00,\n"}, ANSWER,
    ),
    "the roles of people": ({"events": TALK}, NEXT),
    "words of a status": ({"events": WORDS}, SOLVE),
}  # fmt: skip


def audited(folder: Path, tables: Mapping[str, str], file: dict[str, Any]) -> csaudit.api.Audit:
    paths = {name: folder / f"{name}.csv" for name in tables}
    for name, text in tables.items():
        paths[name].write_text(text, encoding="utf-8")
    return csaudit.check(paths, standards=file)


@pytest.mark.parametrize("name", CASES)
def test_the_line_that_is_offered_does_away_with_the_error(name: str, tmp_path: Path) -> None:
    tables, standard = CASES[name]
    file: dict[str, Any] = {"version": 1, "timezone": "UTC", "standards": [standard]}
    with pytest.raises(DataError) as before:
        audited(tmp_path, tables, file)
    offered = re.search(r"tables: \{.*\}", before.value.remedy or "")
    assert offered is not None, before.value.remedy
    chosen = offered[0].replace("CHOOSE", "resolved")  # what only the reader can say
    whole = merged(file, yaml.safe_load(chosen))
    assert audited(tmp_path, tables, whole).gating()
