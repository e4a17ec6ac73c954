"""`csaudit explain`: the story of a ticket, whose parts add up."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Csaudit


def told(csaudit: Csaudit, root: Path, *arguments: str, events: bool = False) -> list[Any]:
    sample = root / "sample_data"
    log = [f"events={sample / 'events.csv'}"] if events else []
    standards = str(root / "standards.yaml")
    files = [str(sample / "tickets.csv"), *log]
    ran = csaudit("explain", *files, "-s", standards, "-f", "json", *arguments)
    assert ran.code == 0, ran.err
    tickets: list[Any] = json.loads(ran.out)["tickets"]
    return tickets


@pytest.mark.parametrize("events", [False, True], ids=["tickets", "events"])
def test_the_parts_add_up_to_what_was_measured(
    csaudit: Csaudit, root: Path, *, events: bool
) -> None:
    ids = pl.read_csv(root / "sample_data" / "tickets.csv", infer_schema=False)["Ticket ID"]
    chosen = ids.unique(maintain_order=True).gather_every(53).to_list()
    flags = [flag for one in chosen for flag in ("--id", one)]
    summed = 0
    for ticket in told(csaudit, root, *flags, events=events):
        for one in ticket["standards"]:
            parts = one["stretches"]
            if not parts:
                continue
            counted = sum(part["seconds"] for part in parts if part["counted"])
            paused = sum(part["seconds"] for part in parts if part["from"] is None)
            assert counted - paused == pytest.approx(one["measured"], abs=1e-6)
            assert not (events and paused), "events tell when each pause began and ended"
            spans = [part for part in parts if part["from"] is not None]
            assert spans[0]["from"] == one["started_at"]
            assert all(a["to"] == b["from"] for a, b in pairwise(spans))
            summed += 1
    assert summed > 50


def test_the_sum_is_told_so_that_a_pencil_can_follow(csaudit: Csaudit, root: Path) -> None:
    path = str(root / "sample_data" / "tickets.csv")
    ran = csaudit(
        "explain", path, "-s", str(root / "standards.yaml"), "--id", "20002",
        "--standard", "written-first-response",
    )  # fmt: skip
    lines = [line.strip() for line in ran.out.splitlines()]
    assert "verdict   missed" in lines
    assert "measured  11h 22m 50s" in lines
    assert "limit     8h 00m 00s, over it by 3h 22m 50s" in lines
    assert "began     Sat 2026-08-01 08:04:49 BST  (Created at)" in lines
    # The four openings, the third of them cut where the limit ran out.
    assert sum(line.startswith("+") for line in lines) == 5
    cut = lines.index("------------  here it was due")
    assert lines[cut - 1] == "+   0h 30m 00s  Tue 2026-08-04 09:00-09:30  open (office)"


def test_the_same_sum_as_markdown(csaudit: Csaudit, root: Path) -> None:
    path = str(root / "sample_data" / "tickets.csv")
    ran = csaudit(
        "explain", path, "-s", str(root / "standards.yaml"), "--id", "20002",
        "--standard", "written-first-response", "-f", "markdown",
    )  # fmt: skip
    lines = ran.out.splitlines()
    assert lines[0] == "# Ticket 20002"
    assert "| Created at | 2026-08-01 08:04:49 |" in lines
    assert "- **missed**" in lines
    assert "- measured **11h 22m 50s**" in lines
    assert "- limit 8h 00m 00s, over it by 3h 22m 50s" in lines
    table = lines[lines.index("| when | counted | not counted | why |") + 2 :]
    rows = [line.split(" | ") for line in table if line.startswith("| ")]
    counted = [row[1] for row in rows if row[1].strip()]
    assert len(counted) == 5
    seconds = 0
    for cell in counted:
        hours, minutes, rest = (int(part[:-1]) for part in cell.split())
        seconds += hours * 3600 + minutes * 60 + rest
    assert seconds == 11 * 3600 + 22 * 60 + 50


def test_the_calendar_is_that_of_the_record(csaudit: Csaudit, tmp_path: Path) -> None:
    """Two branches, two calendars, and a limit with a calendar of its own."""
    (tmp_path / "t.csv").write_text(
        "id,created_at,first_response_at,team,priority\n"
        "1,2026-10-01T06:00Z,2026-10-01T12:00Z,early,low\n"
        "2,2026-10-01T06:00Z,2026-10-01T12:00Z,late,low\n"
        "3,2026-10-01T06:00Z,2026-10-01T12:00Z,late,urgent\n",
        encoding="utf-8",
    )
    (tmp_path / "s.yaml").write_text(
        "version: 1\ntimezone: UTC\ncalendars:\n"
        "  early: {timezone: UTC, hours: {mon-fri: '05:00-11:00'}}\n"
        "  late: {timezone: UTC, hours: {mon-fri: '11:00-20:00'}}\n"
        "standards:\n"
        "  - {id: a, statement: s, metric: first_response_time, calendar_by: team, target: 90%,\n"
        "     within: {by: priority, limits: {urgent: {limit: 4h, calendar: always}, low: 2h}}}\n",
        encoding="utf-8",
    )
    flags = [flag for one in "123" for flag in ("--id", one)]
    ran = csaudit(
        "explain", str(tmp_path / "t.csv"), "-s", str(tmp_path / "s.yaml"), "-f", "json", *flags
    )
    told = [one["standards"][0] for one in json.loads(ran.out)["tickets"]]
    assert [one["measured"] for one in told] == [5 * 3600, 3600, 6 * 3600]
    for one in told:
        counted = [part for part in one["stretches"] if part["counted"]]
        assert sum(part["seconds"] for part in counted) == one["measured"]
    assert [one["stretches"][-1]["why"] for one in told] == [
        "closed",
        "open (late)",
        "around the clock",
    ]


def test_the_cells_are_told_as_the_file_has_them_and_nobody_by_name(
    csaudit: Csaudit, root: Path
) -> None:
    (ticket,) = told(csaudit, root, "--id", "20002")
    cells = {cell["column"]: cell for cell in ticket["cells"]}
    assert cells["created_at"]["text"] == "2026-08-01 08:04:49"
    assert (cells["created_at"]["header"], cells["created_at"]["row"]) == ("Created at", 2)
    assert cells.keys().isdisjoint({"agent", "requester", "subject", "customer"})


def test_hostile_cells_are_no_markup_in_it(csaudit: Csaudit, tmp_path: Path) -> None:
    export = tmp_path / "t.csv"
    export.write_text(
        'id,created_at,first_response_at\n"a|b<script>",2026-10-01T09:00Z,2026-10-01T10:00Z\n',
        encoding="utf-8",
    )
    ran = csaudit("explain", str(export), "-s", "example", "--id", "a|b<script>", "-f", "markdown")
    assert ran.code == 0, ran.err
    assert "<script>" not in ran.out
    assert "a|b" not in ran.out


def test_events_are_told_with_what_became_of_them(csaudit: Csaudit, root: Path) -> None:
    (ticket,) = told(csaudit, root, "--id", "20002", events=True)
    kinds = {one["kind"] for one in ticket["events"]}
    assert {"created", "message", "status", "agent"} <= kinds
    assert {one["became"] for one in ticket["events"]} <= {"used", "private", "no_change"}
    assert all(one["actor"] is None for one in ticket["events"])
    (named,) = told(csaudit, root, "--id", "20002", "--people", events=True)
    assert any(one["actor"] for one in named["events"])


def test_an_id_that_nobody_has_is_an_error(csaudit: Csaudit, root: Path) -> None:
    path = str(root / "sample_data" / "tickets.csv")
    ran = csaudit("explain", path, "-s", str(root / "standards.yaml"), "--id", "2002x")
    assert ran.code == 3
    assert "no record has the id 2002x" in ran.err
    assert "there is " in ran.err
    assert csaudit("explain", path, "-s", str(root / "standards.yaml")).code == 2


def story(csaudit: Csaudit, folder: Path, standard: str, rows: str, *flags: str) -> str:
    """What is told of ticket 1 as text."""
    (folder / "t.csv").write_text(f"id,created_at,resolved_at,status\n{rows}\n")
    (folder / "s.yaml").write_text(
        "version: 1\ntimezone: Europe/London\ncalendars:\n"
        "  office: {hours: {mon-fri: '09:00-17:00'}, holidays: {country: GB, subdivision: ENG}}\n"
        "tables: {tickets: {columns: {status: {from: status, empty: ['?']}}}}\n"
        f"standards:\n  - {{id: a, statement: s, metric: resolution_time, {standard}}}\n"
    )
    files = [str(folder / "t.csv"), "-s", str(folder / "s.yaml")]
    ran = csaudit("explain", *files, "--id", "1", *flags)
    assert ran.code == 0, ran.err
    return ran.out


@pytest.mark.parametrize(
    ("standard", "rows", "flags", "sentence"),
    [
        (
            "within: 2 working days, calendar: office, target: 90%",
            "1,2016-04-27 21:42,2016-05-02 22:07,closed",
            (),
            "2 working days: counts as received on Thu 2016-04-28, then Fri 2016-04-29, Tue",
        ),
        (
            "within: 4h, target: 90%",
            "1,2026-10-01 09:00,2026-10-01 10:00,In Progress",
            (),
            'not due yet (still open: status "In Progress" counts, whatever resolved_at says)',
        ),
        (
            "within: 4h, target: 90%",
            "1,2026-10-01 09:00,2026-10-04 10:00,closed",
            ("--as-of", "2026-10-02T12:00Z"),
            "missed (still open at the audit instant: resolved_at 2026-10-04 10:00 is later)",
        ),
        (
            "within: 4h, target: 90%",
            "1,2026-10-01 09:00,2026-09-01 09:00,closed",
            (),
            "unreadable (resolved_at lies before created_at)",
        ),
        (
            "within: 4h, target: 90%",
            "1,2026-10-01 09:00,soon,closed",
            (),
            'unreadable (resolved_at "soon")',
        ),
        (
            "within: 4h, target: 90%",
            "1,2026-10-01 09:00,,closed",
            (),
            "resolved_at  (empty)",
        ),
        (
            "within: 4h, target: 90%",
            "1,2026-10-01 09:00,2026-10-01 10:00,?",
            (),
            "status       ?  (read as empty)",
        ),
        (
            "within: 4h, target: 90%",
            "1,2026-10-05 09:00,2026-10-06 10:00,closed",
            ("--as-of", "2026-10-02T12:00Z"),
            "outside the period (it began after the audit instant)",
        ),
        (
            "statistic: p90, target: <= 4h",
            "1,2026-10-01 09:00,2026-10-01 10:00,closed",
            (),
            "measured (the p90 of all is what is judged)",
        ),
        (
            "within: 24h, target: 90%",
            "1,2026-10-24 12:00,2026-10-25 12:00,closed",
            (),
            "around the clock; clocks went back 1h",
        ),
        (
            "within: 4h, target: 90%",
            "1,2026-10-01 09:00,2026-10-01 10:00,open\n1,2026-10-01 09:00,2026-10-01 11:00,closed",
            (),
            "older versions of it, which count nowhere: row 1",
        ),
    ],
)
def test_why_it_is_so_is_told_in_words(
    csaudit: Csaudit,
    tmp_path: Path,
    standard: str,
    rows: str,
    flags: tuple[str, ...],
    sentence: str,
) -> None:
    told = story(csaudit, tmp_path, standard, rows, *flags)
    assert " ".join(sentence.split()) in " ".join(told.split())


def test_a_long_story_is_told_by_the_week_and_adds_up(csaudit: Csaudit, tmp_path: Path) -> None:
    text = story(
        csaudit,
        tmp_path,
        "within: 16h, calendar: office, target: 90%",
        "1,2026-09-01 09:00,2026-10-30 10:00,closed",
    )
    assert "by the week; every stretch for itself with  -f markdown" in text
    lines = [line.strip() for line in text.splitlines()]
    taken = [line[1:14].split() for line in lines if line.startswith("+")]
    seconds = [int(h[:-1]) * 3600 + int(m[:-1]) * 60 + int(s[:-1]) for h, m, s in taken]
    assert f"measured  {sum(seconds) // 3600}h 00m 00s" in lines
    assert len(seconds) == 10  # nine weeks, the first of them cut where the limit ran out
    assert max(len(line) for line in text.splitlines()) <= 100


def test_a_record_of_a_table_without_standards_is_no_unknown_one(
    csaudit: Csaudit, root: Path
) -> None:
    files = [str(root / "sample_data" / f"{name}.csv") for name in ("tickets", "calls")]
    flags = ["-s", str(root / "standards.yaml"), "--timezone", "Europe/London"]
    ran = csaudit("explain", *files, *flags, "--id", "C1")
    assert ran.code == 3
    assert "C1 is one of the calls, of which no standard judges a single record" in ran.err


def test_a_call_is_called_one(csaudit: Csaudit, root: Path, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(
        "version: 1\ntimezone: UTC\nstandards:\n"
        "  - {id: a, metric: answer_time, within: 20s, target: 80%}\n"
    )
    calls = str(root / "sample_data" / "calls.csv")
    told = csaudit("explain", calls, "-s", str(tmp_path / "s.yaml"), "--id", "C1").out
    assert told.startswith("CALL C1\n")


def test_events_of_one_instant_are_told_in_order(csaudit: Csaudit, tmp_path: Path) -> None:
    """What was created is told first, then what a number orders, then what the file has first."""
    at = "2026-10-01T09:00:00Z"
    rows = [("message", "2", "x"), ("team", "", "B"), ("message", "1", "y"), ("status", "", "new"),
            ("created", "", "new"), ("priority", "", "low")]  # fmt: skip
    log, standards = tmp_path / "log.csv", tmp_path / "s.yaml"
    lines = "".join(f"1,{at},{seq},{kind},{to},customer\n" for kind, seq, to in rows)
    log.write_text(f"ticket_id,at,seq,kind,to,actor_role\n{lines}", encoding="utf-8")
    standards.write_text(
        "version: 1\ntimezone: UTC\nstandards:\n"
        "  - {id: a, statement: So., metric: reopen_rate, target: 5%}\n",
        encoding="utf-8",
    )
    arguments = ("explain", f"events={log}", "-s", str(standards), "-f", "json", "--id", "1")
    ran = csaudit(*arguments)
    assert ran.code == 0, ran.err
    (ticket,) = json.loads(ran.out)["tickets"]
    kinds = [one["kind"] for one in ticket["events"]]
    assert kinds == ["created", "team", "status", "priority", "message", "message"]


def test_an_end_that_a_duration_tells_goes_by_the_name_of_the_duration(
    csaudit: Csaudit, tmp_path: Path
) -> None:
    path, own = tmp_path / "t.csv", tmp_path / "s.yaml"
    header = "id,Created at,Status,First response time (hours)"
    path.write_text(f"{header}\n1,2026-10-05T09:00Z,New,\n2,2026-10-06T09:00Z,Closed,1\n")
    deleted = 'deleted: {from: Status, values: {New: "no", Closed: "yes"}}'
    own.write_text(
        f"version: 1\ntimezone: UTC\ntables: {{tickets: {{columns: {{{deleted}}}}}}}\n"
        "standards: [{id: a, metric: first_response_time, within: 1h}]\n"
    )
    told = " ".join(csaudit("explain", path, "-s", own, "--id", "1").out.split())
    assert "missed (still open: First response time (hours) is empty)" in told
    assert "Status New (read as deleted: no)" in told
