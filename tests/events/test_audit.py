"""Logs of events through a whole audit: what is judged, on which clock, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import csaudit
from csaudit.audit import with_events
from csaudit.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from csaudit.audit.report import Report, Result

LOG = """\
ticket_id,at,kind,actor,actor_role,public,from,to
1,2026-10-01T09:00:00Z,created,c1,customer,,,new
1,2026-10-01T09:00:00Z,message,c1,customer,,,
1,2026-10-01T10:00:00Z,message,a1,agent,,,
1,2026-10-01T10:00:00Z,status,a1,agent,,new,pending
1,2026-10-01T14:00:00Z,message,c1,customer,,,
1,2026-10-01T14:00:00Z,status,c1,customer,,pending,open
1,2026-10-01T15:00:00Z,message,c1,customer,,,
1,2026-10-01T18:00:00Z,message,a1,agent,,,
1,2026-10-01T19:00:00Z,status,a1,agent,,open,resolved
1,2026-10-03T09:00:00Z,status,c1,customer,,resolved,open
1,2026-10-03T09:00:00Z,message,c1,customer,,,
1,2026-10-03T12:00:00Z,message,a1,agent,,,
2,2026-10-02T09:00:00Z,created,c2,customer,,,new
2,2026-10-02T09:30:00Z,priority,a1,agent,,,low
2,2026-10-02T09:40:00Z,message,a1,agent,,,
2,2026-10-02T12:00:00Z,priority,a1,agent,,low,urgent
2,2026-10-05T12:00:00Z,status,a1,agent,,new,resolved
"""

HEAD = """
version: 1
timezone: UTC
calendars:
  office: {timezone: UTC, hours: {mon-fri: ["09:00-17:00"]}}
"""


def audited(
    folder: Path, standard: str, log: str = LOG, tickets: str = "", top: str = ""
) -> Report:
    (folder / "log.csv").write_text(log, encoding="utf-8")
    (folder / "s.yaml").write_text(
        f"{HEAD}{top}\nstandards:\n  - {{id: a, statement: It is so., min_n: 1, {standard}}}\n",
        encoding="utf-8",
    )
    tables = {"events": folder / "log.csv"}
    if tickets:
        (folder / "t.csv").write_text(tickets, encoding="utf-8")
        tables = {"tickets": folder / "t.csv", **tables}
    return csaudit.check(tables, folder / "s.yaml")


def judged(folder: Path, standard: str, **more: Any) -> Result:  # noqa: ANN401 - of `audited`
    return audited(folder, standard, **more).results[0]


@pytest.mark.parametrize(
    ("settings", "met", "n", "beside"),
    [
        # Questions at 14:00 (4 h), and on the 3rd (3 h); the latest before 18:00 was at 15:00.
        ("within: 3h", 1, 2, {"first response": 2}),
        ("within: 3h, from: latest", 2, 2, {"first response": 2}),
        ("within: 3h, first: count", 3, 4, {}),
        # Replies at 10, 18 (8 h), the resolve at 19, the reopening's at 12, then silence; and 40'.
        ("within: 4h, from: update", 2, 5, {"first response": 2}),
        ("within: 4h, from: update, pause: [pending]", 3, 5, {"first response": 2}),
        ("within: 1h, calendar: office, from: latest", 1, 2, {"first response": 2}),
    ],
)
def test_questions_and_gaps_are_judged_one_by_one(
    tmp_path: Path, settings: str, met: int, n: int, beside: dict[str, int]
) -> None:
    found = judged(tmp_path, f"metric: next_response_time, target: 50%, {settings}")
    assert (found.numerator, found.n, dict(found.not_applicable_by)) == (met, n, beside)


@pytest.mark.parametrize("standard", ["where: nth > 0", "where: answered_by = 'a1'"])
def test_conditions_know_which_question_it_is(tmp_path: Path, standard: str) -> None:
    settings = "metric: next_response_time, target: 50%, within: 3h"
    found = judged(tmp_path, f"{settings}, first: count, {standard}")
    assert found.n + found.not_applicable == 4
    left_out = "leave_out: [{where: nth = 0, reason: first}]"
    assert judged(tmp_path, f"{settings}, first: count, {left_out}").left_out_by == {"first": 2}


@pytest.mark.parametrize(
    ("at", "met"), [("", 1), ("at: set, ", 1), ("at: end, ", 0), ("at: latest, ", 0)]
)
def test_a_limit_goes_by_the_priority_of_when_the_clock_ran(
    tmp_path: Path, at: str, met: int
) -> None:
    limits = f"{{by: priority, {at}limits: {{low: 200h, urgent: 1h}}}}"
    found = judged(tmp_path, f"metric: resolution_time, within: {limits}, target: 50%")
    assert (found.numerator, found.n) == (met, 1)


@pytest.mark.parametrize(("at", "met"), [("set", 1), ("end", 1), ("latest", 0)])
def test_a_priority_set_after_the_clock_stopped_is_none(tmp_path: Path, at: str, met: int) -> None:
    log = (
        "ticket_id,at,kind,actor_role,to\n"
        "1,2026-10-01T09:00:00Z,created,customer,new\n"
        "1,2026-10-01T11:00:00Z,status,agent,resolved\n"
        "1,2026-10-01T12:00:00Z,priority,agent,high\n"
    )
    limits = f"{{by: priority, at: {at}, limits: {{high: 1h, low: 10h}}, otherwise: 5h}}"
    found = judged(tmp_path, f"metric: resolution_time, within: {limits}, target: 50%", log=log)
    assert (found.numerator, found.n) == (met, 1)


@pytest.mark.parametrize("at", ["", "at: set, ", "at: end, "])
def test_the_present_priority_is_said_to_be_one(tmp_path: Path, at: str) -> None:
    tickets = "id,created_at,resolved_at,priority\n1,2026-10-01T09:00Z,2026-10-01T12:00Z,low\n"
    log = "ticket_id,at,kind,to\n1,2026-10-01T12:00:00Z,status,resolved\n"
    limits = f"{{by: priority, {at}limits: {{low: 4h}}}}"
    report = audited(
        tmp_path,
        f"metric: resolution_time, within: {limits}, target: 50%",
        log=log,
        tickets=tickets,
    )
    assert "priority_now" in {note.code for note in report.notes}
    assert report.results[0].numerator == 1


@pytest.mark.parametrize(
    ("settings", "value"),
    [
        # 1: the 1st 9:00 to 17:00 open, 17:00 to 19:00 closed; open again since the 3rd (Saturday).
        ("pause: [pending], statistic: max, where: id = '2'", 19 * 3600),
        ("calendar: office, pause: [pending], statistic: max, where: id = '2'", 11 * 3600),
        ("resolve: first, pause: [pending], statistic: max, where: id = '1'", 6 * 3600),
        ("resolve: first, calendar: office, pause: [pending], statistic: max, where: id = '1'",
         4 * 3600),
    ],
)  # fmt: skip
def test_pauses_come_off_on_any_calendar(tmp_path: Path, settings: str, value: int) -> None:
    found = judged(tmp_path, f"metric: resolution_time, {settings}, target: <= 1h")
    if "'2'" in settings:
        value += 0 if "office" in settings else 56 * 3600  # 3 days and 3 hours
    assert found.value == value


@pytest.mark.parametrize(("limit", "missed", "not_due"), [("6h", 1, 0), ("7h", 0, 1)])
def test_waits_count_on_any_calendar(tmp_path: Path, limit: str, missed: int, not_due: int) -> None:
    """New 9 to 10, open 14 to 17 on the 1st; open again on Monday, 9 to 12: 7 hours, still open."""
    standard = f"metric: waiting_time, calendar: office, within: {limit}, where: id = '1'"
    found = judged(tmp_path, f"{standard}, target: 50%")
    assert (found.n - (found.numerator or 0), found.not_due) == (missed, not_due)


def test_events_of_any_form_and_any_cut_tell_the_same(tmp_path: Path) -> None:
    standard = "metric: next_response_time, within: 3h, target: 50%"
    whole = audited(tmp_path, standard)
    frame = pl.read_csv(tmp_path / "log.csv", infer_schema=False)
    frame.write_parquet(tmp_path / "log.parquet")
    frame.write_ndjson(tmp_path / "log.ndjson")
    head, *rows = LOG.splitlines(keepends=True)
    (tmp_path / "part1.csv").write_text(head + "".join(rows[1::2]), encoding="utf-8")
    (tmp_path / "part2.csv").write_text(head + "".join(rows[::2]), encoding="utf-8")
    for given in ("log.parquet", "log.ndjson", "part*.csv"):
        report = csaudit.check({"events": tmp_path / given}, tmp_path / "s.yaml")
        assert report.results == whole.results, given
        assert report.derived == whole.derived
        assert report.inputs[0].used == whole.inputs[0].used


def test_tickets_and_events_agree_or_not(tmp_path: Path) -> None:
    tickets = (
        "id,created_at,first_response_at,resolved_at,reopens\n"
        "1,2026-10-01T09:00:00Z,2026-10-01T09:00:05Z,,0\n"
        "2,2026-10-02T09:00:00Z,2026-10-02T09:40:30Z,2026-10-05T12:00:00Z,0\n"
        "3,2026-10-02T09:00:00Z,2026-10-02T10:00:00Z,,0\n"
    )
    standard = "metric: first_response_time, within: 30m, target: 50%"
    events = audited(tmp_path, standard, tickets=tickets)
    told = {one.column: one for one in events.derived}
    first = told["first_response_at"]
    assert (first.known, first.agreed, first.disagreed, first.ids) == (2, 1, 1, ("1",))
    assert (told["reopens"].agreed, told["reopens"].disagreed) == (1, 1)
    assert events.results[0].numerator == 0
    assert "events_disagree" in {note.code for note in events.notes}
    kept = audited(tmp_path, standard, tickets=tickets, top="tables: {events: {prefer: tickets}}")
    assert kept.results[0].numerator == 1
    without = judged(
        tmp_path, "metric: next_response_time, within: 3h, target: 50%", tickets=tickets
    )
    assert without.unreadable_by == {"events": 1}


def test_events_given_as_tickets_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "ticket_id,created_at,public,author,body\n"
        "1,2026-10-01T09:00:00Z,yes,c1,hello\n1,2026-10-01T10:00:00Z,yes,a1,hi\n"
        "2,2026-10-01T11:00:00Z,yes,c2,hello\n2,2026-10-01T12:00:00Z,no,a1,note\n",
        encoding="utf-8",
    )
    (tmp_path / "s.yaml").write_text(
        f"{HEAD}\nstandards:\n  - {{id: a, statement: So., metric: backlog, target: <= 5}}\n"
    )
    with pytest.raises(DataError, match=r"log.csv holds events of a case \(ticket_id") as refused:
        csaudit.check({"tickets": path}, tmp_path / "s.yaml")
    assert f"events={path}" in str(refused.value.__dict__)


def test_a_case_too_large_to_hold_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(with_events, "MOST_PAIRS", 5)
    with pytest.raises(DataError, match="case 1 has 3 questions or gaps and 5 changes of status"):
        judged(tmp_path, "metric: next_response_time, target: 50%, within: 3h")
    assert judged(tmp_path, "metric: resolution_time, target: 50%, within: 3h").n == 2


def test_a_log_that_shows_nothing_is_to_be_looked_at(tmp_path: Path) -> None:
    log = "ticket_id,at,kind,to\n1,2026-10-01T09:00:00Z,status,open\n"
    with pytest.raises(DataError, match=r"inspect events=\S*log\.csv"):
        audited(tmp_path, "metric: first_response_time, within: 4h", log=log)


def test_nobody_knows_who_wrote(tmp_path: Path) -> None:
    log = "ticket_id,at,kind,actor\n1,2026-10-01T09:00Z,message,x\n1,2026-10-01T10:00Z,message,y\n"
    standard = "metric: first_response_time, within: 3h, target: 50%"
    with pytest.raises(DataError, match="nobody's role is known: 2 messages by 2 actors"):
        audited(tmp_path, standard, log=log)


def test_not_one_status_word_is_known(tmp_path: Path) -> None:
    log = "ticket_id,at,kind,to\n1,2026-10-01T09:00Z,status,Erledigtes\n"
    with pytest.raises(DataError, match='not one status word of "to" is known'):
        audited(tmp_path, "metric: reopen_rate, target: <= 5%", log=log)


def test_a_log_that_cannot_be_read_is_no_data(tmp_path: Path) -> None:
    broken = LOG.replace("2026-10-01T10:00:00Z,message", "soon,message")
    found = judged(tmp_path, "metric: first_response_time, within: 3h, target: 50%", log=broken)
    assert (found.reason, found.unreadable_by) == ("too_many_unreadable", {"events": 2})


def test_what_a_log_lacks_is_named(tmp_path: Path) -> None:
    log = "ticket_id,at,kind,to\n1,2026-10-01T09:00:00Z,status,open\n"
    report = audited(
        tmp_path,
        "metric: first_response_time, within: 3h, target: 50%}\n  - {id: b, statement: So., "
        "metric: reopen_rate, target: <= 5%",
        log=log,
    )
    assert "holds no message of a customer or an agent" in (report.results[0].words or "")


@pytest.mark.parametrize(
    ("expect", "told"),
    [
        ('rows: ">= 500"', "has 17 rows, fewer than the 500"),
        ("max_age: 36h", "is stale: its newest event, at in"),
        ('rows: ">= 500", max_age: 36h', "fewer than the 500 that are expected. "),
    ],
)
def test_a_log_that_stalled_or_was_cut_is_not_audited(
    tmp_path: Path, expect: str, told: str
) -> None:
    top = f"tables: {{events: {{expect: {{{expect}}}}}}}"
    with pytest.raises(DataError, match=told):
        audited(tmp_path, "metric: reopen_rate, target: <= 50%", top=top)
