from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.cli.running import Csaudit

TICKETS = """\
Ticket ID;Created at;First response at;Status;Channel;Shoe size
1;31/10/2026 09:00;31/10/2026 10:00;Closed;email;42
2;01/11/2026 09:00;;Awaiting parts;email;
3;02/11/2026 25:10;02/11/2026 11:00;open;chat;43
3;02/11/2026 09:10;02/11/2026 11:00;open;chat;43
"""


@pytest.fixture
def tickets(csaudit: Csaudit) -> Path:
    path = csaudit.folder / "tickets.csv.gz"
    path.write_bytes(gzip.compress(TICKETS.encode("cp1252")))
    return path


def plainly(text: str) -> str:
    """The text without its layout."""
    return " ".join(text.split())


def seen(csaudit: Csaudit, *arguments: object) -> dict[str, Any]:
    done = csaudit("inspect", *arguments, "-f", "json")
    assert done.code == 0, done.err
    (table,) = json.loads(done.out)["tables"]
    return dict(table)


def column(table: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in table["columns"] if one["name"] == name)


def test_the_file_is_told_as_it_was_read(csaudit: Csaudit, tickets: Path) -> None:
    told = plainly(csaudit("inspect", tickets).out)
    assert "TICKETS: 4 rows" in told
    assert "CSV with semicolons, UTF-8, cells between semicolons, packed with gzip" in told
    assert "recognised by the names of its columns" in told


def test_each_column_says_how_many_cells_are_there_missing_and_unreadable(
    csaudit: Csaudit, tickets: Path
) -> None:
    table = seen(csaudit, tickets)
    created = column(table, "created_at")
    assert (created["present"], created["missing"], created["unreadable"]) == (3, 0, 1)
    assert created["unreadable_examples"][0]["text"] == "02/11/2026 25:10"
    assert created["unreadable_examples"][0]["row"] == 3
    assert (created["order"], created["zone"]) == ("day-first", "missing")
    answered = column(table, "first_response_at")
    assert (answered["present"], answered["missing"], answered["unreadable"]) == (3, 1, 0)
    for one in table["columns"]:
        assert one["present"] + one["missing"] + one["unreadable"] == table["rows"]


def test_a_zone_that_nobody_named_is_asked_for_and_one_that_was_given_is_told(
    csaudit: Csaudit, tickets: Path
) -> None:
    assert "--timezone Europe/London" in csaudit("inspect", tickets).out
    told = csaudit("inspect", tickets, "--timezone", "Asia/Tokyo").out
    assert "time of Asia/Tokyo" in told
    assert "--timezone" not in told


def test_a_status_that_is_neither_open_nor_final_is_shown(csaudit: Csaudit, tickets: Path) -> None:
    told = plainly(csaudit("inspect", tickets).out)
    assert "taken neither for open nor for final: Awaiting parts 1" in told


def test_columns_that_csaudit_does_not_know_keep_their_names(
    csaudit: Csaudit, tickets: Path
) -> None:
    assert "1 other column, to be used by name: Shoe size" in csaudit("inspect", tickets).out


def test_metrics_say_whether_they_can_be_measured_and_what_they_lack(
    csaudit: Csaudit, tickets: Path
) -> None:
    metrics = {one["name"]: one for one in seen(csaudit, tickets)["metrics"]}
    assert metrics["first_response_time"]["lacks"] == []
    assert metrics["resolution_time"]["lacks"] == ["resolved_at or closed_at"]
    assert metrics["share"]["write"] == ["success"]
    assert "resolved_at or closed_at: " in csaudit("inspect", tickets).out


def test_a_column_without_any_value_does_not_count_as_there(csaudit: Csaudit) -> None:
    path = csaudit.folder / "empty.csv"
    path.write_text("id,created_at,resolved_at\n1,2026-10-01T09:00:00Z,\n", encoding="utf-8")
    metrics = {one["name"]: one for one in seen(csaudit, path)["metrics"]}
    assert metrics["resolution_time"]["lacks"] == ["a value in resolved_at or closed_at"]


def test_the_standards_of_a_file_say_what_stands_in_their_way(
    csaudit: Csaudit, tickets: Path
) -> None:
    told = plainly(csaudit("inspect", tickets, "-s", "example").out)
    assert "first-response, first-response-typical" in told
    assert "not resolution: tickets has no column resolved_at" in told


def test_superseded_rows_are_counted(csaudit: Csaudit, tickets: Path) -> None:
    assert seen(csaudit, tickets)["superseded"] == 1


def test_days_that_could_be_months_are_told_and_the_rest_is_still_shown(csaudit: Csaudit) -> None:
    path = csaudit.folder / "unsettled.csv"
    path.write_text("id,created_at,replies\n1,03/04/2026 09:00,2\n", encoding="utf-8")
    table = seen(csaudit, path)
    assert "settles whether the day or the month" in column(table, "created_at")["problem"]
    assert column(table, "replies")["present"] == 1
    assert "cannot be read" in csaudit("inspect", path).out


def test_a_summary_is_called_one(csaudit: Csaudit) -> None:
    path = csaudit.folder / "agents.csv"
    path.write_text("Assignee name,Solved tickets,Average wait\nAnna,12,3\n", encoding="utf-8")
    assert "It looks like a summary, not a list of tickets" in plainly(csaudit("inspect", path).out)


def test_a_header_alone_has_nothing_to_audit(csaudit: Csaudit) -> None:
    path = csaudit.folder / "header.csv"
    path.write_text("id,created_at\n", encoding="utf-8")
    done = csaudit("inspect", path)
    assert done.code == 0
    assert "a header and no rows" in done.out


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", None])
def test_what_cannot_be_looked_at_is_exit_3_and_a_sentence(
    csaudit: Csaudit, content: bytes | None
) -> None:
    path = csaudit.folder / "odd.csv"
    if content is not None:
        path.write_bytes(content)
    done = csaudit("inspect", path)
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("csaudit: error: ")


def test_hostile_cells_and_headers_cannot_steer_a_terminal(csaudit: Csaudit) -> None:
    path = csaudit.folder / "hostile.csv"
    path.write_text(
        'id,created_at,status,"\x1b[31m\u202ered"\n1,\x1b[2Jnever,\x1b[31mopen,x\n',
        encoding="utf-8",
    )
    told = csaudit("inspect", path).out
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert r"\x1b[2Jnever" in told
    assert "\x1b" not in csaudit("inspect", path, "-f", "json").out


def test_several_tables_are_told_one_after_the_other(csaudit: Csaudit, root: Path) -> None:
    sample = root / "sample_data"
    told = csaudit("inspect", sample / "tickets.csv", f"calls={sample / 'calls.csv'}").out
    assert told.index("TICKETS: ") < told.index("CALLS: ")


def test_every_real_export_is_recognised_or_explained(csaudit: Csaudit, shared_data: Path) -> None:
    files = [path for path in sorted(shared_data.rglob("*")) if path.suffix in EXPORTS]
    assert files
    for path in files:
        done = csaudit("inspect", path)
        assert done.code in {0, 3}, (path, done.err)
        if done.code == 0:
            assert " rows" in done.out or " row\n" in done.out, path
        else:
            assert done.err.startswith(f"csaudit: error: {path}"), path
            assert done.err.rstrip().endswith("."), path
            assert not done.out


EXPORTS = {".csv", ".json", ".xlsx"}


def test_a_decimal_mark_can_be_set_where_the_numbers_do_not_tell(csaudit: Csaudit) -> None:
    path = csaudit.folder / "orders.csv"
    path.write_text("id;created_at;Betrag\n1;2026-01-05;1,234\n", encoding="utf-8")
    mine = csaudit.folder / "standards.yaml"
    head = "version: 1\ntimezone: Europe/Berlin\ntables:\n  tickets:\n    columns:\n"
    tail = "standards:\n  - {id: a, statement: b, metric: backlog}\n"
    own = "      order_value: {from: Betrag, format: decimal-comma}\n"
    for line, unread in ((own, 0), (own.replace(", format: decimal-comma", ""), 1)):
        mine.write_text(head + line + tail, encoding="utf-8")
        assert column(seen(csaudit, path), "order_value")["unreadable"] == unread


def test_a_status_that_no_case_has_is_told(csaudit: Csaudit) -> None:
    path = csaudit.folder / "articles.csv"
    path.write_text("id,created_at,title,status\n1,2026-01-05,x,published\n", encoding="utf-8")
    told = plainly(csaudit("inspect", path).out)
    assert "It may not be a list of tickets: nothing but its status says how a case went" in told


def test_what_was_seen_can_go_into_a_file(csaudit: Csaudit, tickets: Path) -> None:
    done = csaudit("inspect", tickets, "-o", csaudit.folder / "seen.json")
    assert (done.code, done.out) == (0, "")
    written = json.loads((csaudit.folder / "seen.json").read_text(encoding="utf-8"))
    assert written["tables"][0]["rows"] == 4


def test_the_export_is_not_overwritten(csaudit: Csaudit, tickets: Path) -> None:
    assert csaudit("inspect", tickets, "-o", tickets).code == 2


def test_no_name_and_no_subject_goes_into_the_json(csaudit: Csaudit) -> None:
    text = "id,created_at,subject,customer_name,Notes\n1,2026-01-05T08:00Z,Secret,Ann Lee,Hush\n"
    (csaudit.folder / "t.csv").write_text(text)
    told = csaudit("inspect", "t.csv", "-f", "json").out
    assert not any(word in told for word in ("Secret", "Ann Lee", "Hush"))
    (table,) = json.loads(told)["tables"]
    examples = {column["name"]: column["example"] for column in table["columns"]}
    assert examples["created_at"] == "2026-01-05T08:00Z"


def test_the_shares_kept_within_some_limits_are_told(csaudit: Csaudit, root: Path) -> None:
    sample = str(root / "sample_data" / "tickets.csv")
    zone = ["--timezone", "Europe/London"]
    told = csaudit("inspect", sample, *zone).out
    assert "    first_response_time: 1h 38.5 %, 2h 52.0 %, 4h 66.1 %, 8h 72.7 %, 24h 89.4 %" in told
    (table,) = json.loads(csaudit("inspect", sample, *zone, "-f", "json").out)["tables"]
    assert list(table["kept_within"]["resolution_time"]) == ["1h", "2h", "4h", "8h", "24h"]
    log = f"events={root / 'sample_data' / 'events.csv'}"
    assert csaudit("inspect", sample, log, *zone).out.count("kept within") == 1
    assert "kept within" not in csaudit("inspect", sample).out


def test_an_export_whose_dates_nobody_can_read_keeps_nothing_within(
    csaudit: Csaudit, tmp_path: Path
) -> None:
    export = tmp_path / "t.csv"
    export.write_text("id,created_at,first_response_at\n1,03/04/2026,05/04/2026\n")
    done = csaudit("inspect", export)
    assert done.code == 0
    assert "kept within" not in done.out


def test_times_that_bunch_and_answers_at_once_are_remarked(
    csaudit: Csaudit, tmp_path: Path
) -> None:
    export = tmp_path / "t.csv"
    rows = [
        f"{number},2026-10-01T08:00:00Z,2026-10-01T08:00:{number % 50:02}Z,2026-10-01T{ended}:00Z"
        for number, ended in enumerate([*["11:50"] * 40, *["09:15"] * 40])
    ]
    export.write_text("id,created_at,first_response_at,resolved_at\n" + "\n".join(rows))
    told = plainly(csaudit("inspect", export).out)
    assert "first response time: 80 of 80 first replies came within a minute" in told
    assert "resolution time: 40 ended in the last tenth before the limit of 4h, 0 in" in told


LOG = """case,time,event,by,role,to
1,2026-10-05T09:00:00Z,reply,bob,customer,
1,2026-10-05T11:00:00Z,reply,amy,agent,
1,2026-10-05T12:00:00Z,status change,amy,agent,solved
1,2026-10-05T12:00:00Z,note,amy,agent,
1,2026-10-05T12:00:00Z,created,amy,agent,
"""


def test_words_of_a_log_that_are_no_kind_of_event_get_a_line_that_works(csaudit: Csaudit) -> None:
    (csaudit.folder / "log.csv").write_text(LOG, encoding="utf-8")
    columns = "ticket_id: case, at: time, actor: by, actor_role: role, kind: event, to: to"
    own = csaudit.folder / "own.yaml"
    own.write_text(
        f"version: 1\ntables: {{events: {{columns: {{{columns}}}}}}}\n", encoding="utf-8"
    )
    told = " ".join(csaudit("inspect", "events=log.csv", "-s", own).out.split())
    values = '{"reply": message, "note": other, "status change": status}'
    line = f'kind: {{from: "event", values: {values}}}'
    assert f"write: tables: {{events: {{columns: {{{line}}}}}}}" in told
    columns = columns.replace("kind: event", line)
    own.write_text(
        f"version: 1\ntables: {{events: {{columns: {{{columns}}}}}}}\n", encoding="utf-8"
    )
    told = " ".join(csaudit("inspect", "events=log.csv", "-s", own).out.split())
    assert "message 2, status 1" in told
    assert "write: tables:" not in told


def test_a_command_that_is_offered_keeps_the_name_of_the_table(csaudit: Csaudit) -> None:
    made = "case_id,at,kind,actor\n1,2026-10-05T09:00:00Z,viewed,bob\n"
    (csaudit.folder / "plain log.csv").write_text(made, encoding="utf-8")
    done = csaudit("init", "events=plain log.csv", "--timezone", "UTC", "-o", "-")
    assert "csaudit inspect 'events=plain log.csv'" in done.err


def test_a_header_that_says_so_is_offered_with_the_zone_that_it_names(csaudit: Csaudit) -> None:
    header = "Created at (America/New_York)"
    made = f"Case,State,{header}\na,Open,2026-10-05 09:00\n"
    (csaudit.folder / "cases.csv").write_text(made, encoding="utf-8")
    rule = "{id: a, metric: first_response_time, within: 1h}"
    text = f"version: 1\nstandards: [{rule}]\n"
    own = csaudit.folder / "own.yaml"
    own.write_text(text, encoding="utf-8")
    line = f'tables: {{tickets: {{columns: {{created_at: "{header}"}}}}}}'
    assert line in csaudit("check", "cases.csv", "-s", own).err
    rule = "{id: a, metric: resolution_rate, every: month}"
    own.write_text(f"version: 1\nstandards: [{rule}]\n{line}\n", encoding="utf-8")
    zone = "--timezone America/New_York"
    assert zone in csaudit("check", "cases.csv", "-s", own).err
    assert zone in csaudit("inspect", "cases.csv", "-s", own).out
    assert zone in csaudit("init", "cases.csv", "-s", own, "-o", "-").err


def test_satisfaction_in_words_that_nobody_knows_is_not_called_measurable(csaudit: Csaudit) -> None:
    rows = ["1,2026-10-05T09:00Z,Satisfait", "2,2026-10-05T09:00Z,Insatisfait"]
    made = "\n".join(["id,created_at,Satisfaction", *rows, ""])
    (csaudit.folder / "words.csv").write_text(made, encoding="utf-8")
    told = " ".join(csaudit("inspect", "words.csv").out.split())
    assert "csat in words that are known: customer_satisfaction" in told
    values = '{"Insatisfait": 2, "Satisfait": 4}'
    line = f'tables: {{tickets: {{columns: {{csat: {{from: "Satisfaction", values: {values}}}}}}}}}'
    assert f"write: {line}" in told
    own = csaudit.folder / "own.yaml"
    rule = "{id: a, metric: customer_satisfaction, scale: 1-5, target: 50%}"
    own.write_text(f"version: 1\nstandards: [{rule}]\n{line}\n", encoding="utf-8")
    told = " ".join(csaudit("inspect", "words.csv", "-s", own).out.split())
    assert "csat in words" not in told
    assert "1 of 1 can be measured" in told
