"""Cases that the log does not reach: what it does not tell is unknown, and not empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import csaudit

if TYPE_CHECKING:
    from pathlib import Path

    from csaudit.audit.report import Report

HEAD = "ticket_id,at,seq,kind,actor,actor_role,public,from,to\n"
OPEN = """\
1,2026-06-05T08:00:00Z,,status,a1,agent,,open,pending
1,2026-06-05T09:00:00Z,,message,c1,customer,,,
1,2026-06-05T09:10:00Z,,message,a1,agent,,,
"""
RESOLVED = OPEN + "1,2026-06-06T09:00:00Z,,status,a1,agent,,pending,resolved\n"
TICKETS = """\
id,created_at,resolved_at,status
1,2026-06-01T09:00:00Z,2026-06-07T09:00:00Z,resolved
"""
SILENT = "id,created_at,status\n1,2026-06-01T09:00:00Z,open\n"
FIRST = "metric: first_response_time, within: 4h, target: 90%"


def audited(folder: Path, standard: str, log: str, tickets: str = "") -> Report:
    (folder / "log.csv").write_text(HEAD + log, encoding="utf-8")
    (folder / "s.yaml").write_text(
        "version: 1\ntimezone: UTC\nstandards:\n"
        f"  - {{id: a, statement: It is so., min_n: 1, {standard}}}\n",
        encoding="utf-8",
    )
    tables = {"events": folder / "log.csv"}
    if tickets:
        (folder / "t.csv").write_text(tickets, encoding="utf-8")
        tables["tickets"] = folder / "t.csv"
    return csaudit.check(tables, folder / "s.yaml", as_of="2026-06-30T00:00:00Z")


@pytest.mark.parametrize("log", [OPEN, RESOLVED])
@pytest.mark.parametrize("tickets", ["", TICKETS])
@pytest.mark.parametrize(
    "standard",
    [
        FIRST,
        f"{FIRST}, closed_unanswered: miss",
        "metric: next_response_time, within: 4h, target: 90%",
        "metric: next_response_time, from: update, within: 4h, target: 90%",
        "metric: waiting_time, within: 4h, target: 90%",
        "metric: reopen_rate, target: 5%",
    ],
)
def test_what_was_before_the_log_is_unreadable(
    tmp_path: Path, standard: str, tickets: str, log: str
) -> None:
    (found,) = audited(tmp_path, standard, log, tickets).results
    begins = standard.startswith(FIRST) and not tickets
    why = {"created_at" if begins else "events": 1}
    assert (found.n, found.not_applicable, found.unreadable_by) == (0, 0, why)


@pytest.mark.parametrize("standard", [FIRST, "metric: next_response_time, within: 4h, target: 90%"])
def test_a_case_without_events_is_unreadable(tmp_path: Path, standard: str) -> None:
    log = OPEN.replace("1,2026", "2,2026")
    (found,) = audited(tmp_path, standard, log, SILENT).results
    assert (found.n, found.unreadable_by) == (0, {"events": 1})


@pytest.mark.parametrize("log", [OPEN, OPEN.replace("1,2026", "2,2026")])
@pytest.mark.parametrize(("response", "met"), [("2026-06-01T10:00:00Z", 1), ("", 0)])
def test_what_the_export_says_of_it_stands(
    tmp_path: Path, log: str, response: str, met: int
) -> None:
    tickets = f"id,created_at,status,first_response_at\n1,2026-06-01T09:00:00Z,open,{response}\n"
    (found,) = audited(tmp_path, FIRST, log, tickets).results
    assert (found.numerator, found.n) == (met, 1)


def test_a_resolve_is_the_logs_whenever_the_case_began(tmp_path: Path) -> None:
    standard = "metric: resolution_time, within: 120h, target: 90%"
    report = audited(tmp_path, standard, RESOLVED, TICKETS)
    assert report.results[0].numerator == 1  # the export has it a day later
    told = {one.column: one for one in report.derived}
    assert (told["resolved_at"].disagreed, told["resolved_at"].largest_seconds) == (1, 86_400)
    assert "first_response_at" not in told


def test_a_log_without_its_statuses_says_nothing_of_a_resolve(tmp_path: Path) -> None:
    """It begins with a change of hands: that there is no status does not make the case open."""
    log = (
        "1,2026-06-05T08:00:00Z,,agent,a1,agent,,a1,a2\n"
        "2,2026-06-05T08:00:00Z,,status,a1,agent,,open,pending\n"
    )
    standard = "metric: resolution_time, within: 200h, target: 90%"
    assert audited(tmp_path, standard, log, TICKETS).results[0].numerator == 1
