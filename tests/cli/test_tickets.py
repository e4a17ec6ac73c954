from __future__ import annotations

import csv
import json
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from csaudit.audit.records_asked import EVERY_ONE, MISSED, Wanted
from csaudit.cli.tickets import Listed, _which
from csaudit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Csaudit


def asked(**flags: object) -> Listed:
    return Listed(files=["x.csv"], **flags)  # type: ignore[arg-type]  # the flags of each case


def test_without_flags_the_misses_are_listed() -> None:
    assert _which(asked()) == _which(asked(missed=True)) == MISSED
    assert _which(asked(all=True)) == EVERY_ONE


def test_what_falls_due_is_listed_alone_or_with_the_misses() -> None:
    soon = timedelta(hours=8)
    assert _which(asked(due_within="8h")) == Wanted(verdicts=frozenset(), due_within=soon)
    both = _which(asked(due_within="8h", missed=True))
    assert both == Wanted(verdicts=MISSED.verdicts, due_within=soon)


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        ({"all": True, "missed": True}, "--all lists every record, --missed only some"),
        ({"all": True, "due_within": "8h"}, "--all lists every record, --due-within only some"),
        ({"due_within": "8"}, r"--due-within: 8 has no unit.\n  write:  --due-within 8h"),
        ({"due_within": "soon"}, "--due-within: soon is not a duration"),
        ({"due_within": ""}, "--due-within:"),
    ],
)
def test_flags_that_make_no_sense_are_refused(flags: dict[str, object], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        _which(asked(**flags))


STANDARDS = """
version: 1
timezone: UTC
standards:
  - {id: a, statement: A., metric: first_response_time, within: 1h}
"""
TICKETS = """id,created_at,first_response_at
=1+1,2026-10-05T09:00:00Z,2026-10-05T11:00:00Z
7,2026-10-05T09:00:00Z,2026-10-05T11:00:00Z
"""


def test_an_id_that_csv_changes_is_told_and_json_has_it_as_it_is(csaudit: Csaudit) -> None:
    (csaudit.folder / "tickets.csv").write_text(TICKETS, encoding="utf-8")
    (csaudit.folder / "standards.yaml").write_text(STANDARDS, encoding="utf-8")
    done = csaudit("tickets", "tickets.csv", "-f", "csv")
    assert "'=1+1" in done.out
    assert "1 id begins like a formula" in done.err
    done = csaudit("tickets", "tickets.csv", "-f", "json")
    assert '"record_id":"=1+1"' in done.out
    assert "formula" not in done.err


# ---- what people ask a list for ----


def sample(root: Path) -> tuple[str, ...]:
    return str(root / "sample_data" / "tickets.csv"), "-s", str(root / "standards.yaml")


def test_a_limit_keeps_the_worst_and_says_how_many_more(csaudit: Csaudit, root: Path) -> None:
    every = list(csv.DictReader(StringIO(csaudit("tickets", *sample(root), "-f", "csv").out)))
    few = csaudit("tickets", *sample(root), "-f", "csv", "--limit", 4)
    assert list(csv.DictReader(StringIO(few.out))) == every[:4]
    shown = csaudit("tickets", *sample(root), "--limit", 4).out
    assert f"{len(every) - 4:,} more, which --limit leaves out" in shown


def test_columns_of_the_export_are_listed_only_when_asked(csaudit: Csaudit, root: Path) -> None:
    flags = ("-f", "csv", "--standard", "first-contact")
    told = csaudit("tickets", *sample(root), *flags, "--columns", "Assignee,created_weekday").out
    rows = list(csv.DictReader(StringIO(told)))
    with open(sample(root)[0], encoding="utf-8") as stream:  # noqa: PTH123 - a name, as the flag takes it
        own = {row["Ticket ID"]: row for row in csv.DictReader(stream)}
    assert rows
    assert all(row["agent"] == own[row["record_id"]]["Agent"] for row in rows)
    assert {row["created_weekday"] for row in rows} == {
        "mon", "tue", "wed", "thu", "fri", "sat", "sun",
    }  # fmt: skip
    assert "agent" not in csaudit("tickets", *sample(root), *flags).out


LOG = """case_id,at,kind,actor,actor_role,to
1,2026-10-05T09:00:00Z,message,bob,customer,
1,2026-10-05T11:00:00.5Z,message,amy,agent,
1,2026-10-05T12:00:00Z,status,amy,agent,solved
"""


def test_columns_of_a_log_are_those_that_its_cases_have(csaudit: Csaudit) -> None:
    (csaudit.folder / "log.csv").write_text(LOG, encoding="utf-8")
    (csaudit.folder / "standards.yaml").write_text(STANDARDS, encoding="utf-8")
    expected = {
        "status": "resolved",
        "created_at": "2026-10-05T09:00:00Z",
        "first_response_at": "2026-10-05T11:00:00.500000Z",
        "agent_work": "10800",
    }
    flags = ("--all", "-f", "csv", "--columns")
    done = csaudit("tickets", "events=log.csv", *flags, ",".join(expected))
    [row] = csv.DictReader(StringIO(done.out))
    assert {name: row[name] for name in expected} == expected
    shown = csaudit("tickets", "events=log.csv", "--all", "--columns", "created_at").out
    assert "2026-10-05T09:00:00Z" in shown
    assert "whose clock shows every time above but those that end in Z" in " ".join(shown.split())
    done = csaudit("tickets", "events=log.csv", *flags, "Assignee")
    assert "--columns agent: no column of tickets" in done.err


def test_durations_are_listed_in_seconds(csaudit: Csaudit) -> None:
    made = "id,created_at,first_response_at,first_response_duration\n"
    rows = (
        "1,2026-10-05T09:00:00Z,,7200.25\n2,2026-10-05T09:00:00Z,,\n3,2026-10-05T09:00:00Z,,100\n"
    )
    (csaudit.folder / "tickets.csv").write_text(made + rows, encoding="utf-8")
    (csaudit.folder / "standards.yaml").write_text(STANDARDS, encoding="utf-8")
    name = "first_response_duration"
    done = csaudit("tickets", "tickets.csv", "--all", "-f", "csv", "--columns", name)
    found = {row["record_id"]: row[name] for row in csv.DictReader(StringIO(done.out))}
    assert found == {"1": "7200.25", "2": "", "3": "100"}


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--columns", "agnet"), "write:  --columns agent"),
        (("--columns", "verdict"), "every row has verdict by itself"),
        (("--columns", "month"), "a period is none of them"),
        (("--all", "--verdict", "met"), "--verdict only some"),
        (("-f", "xlsx"), "-o report.xlsx"),
    ],
)
def test_what_cannot_be_listed_is_a_mistake(
    csaudit: Csaudit, root: Path, flags: tuple[str, ...], told: str
) -> None:
    done = csaudit("tickets", *sample(root), *flags)
    assert done.code == 2
    assert told in done.err
    assert not done.out


def test_verdicts_are_listed_by_name(csaudit: Csaudit, root: Path) -> None:
    flags = ("-f", "json", "--verdict", "unreadable", "--verdict", "not_due")
    rows = json.loads(csaudit("tickets", *sample(root), *flags).out)
    assert {row["verdict"] for row in rows} == {"unreadable", "not_due"}


def test_a_workbook_and_a_byte_order_mark(csaudit: Csaudit, root: Path) -> None:
    book, plain = csaudit.folder / "missed.xlsx", csaudit.folder / "missed.csv"
    done = csaudit("tickets", *sample(root), "-q", "-o", book, "-o", plain, "--bom")
    assert done.code == 0
    assert book.read_bytes().startswith(b"PK")
    assert plain.read_bytes().startswith(b"\xef\xbb\xbfstandard,")
