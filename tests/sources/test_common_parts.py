"""Headers that share a first or last word, and dates whose time stands in a column of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.sources import Input, open_inputs
from csaudit.sources.recognise.common_parts import without_common_parts

if TYPE_CHECKING:
    from pathlib import Path

    from csaudit.sources import Source


def opened(folder: Path, text: str) -> Source:
    path = folder / "export.csv"
    path.write_text(text)
    (source,) = open_inputs([Input(None, str(path))], {}, timezone="UTC")
    return source


def test_what_all_headers_share_says_nothing_of_any() -> None:
    stems = without_common_parts(["inc_number", "inc_state", "inc_sys_created_on"])
    assert list(stems.values()) == ["number", "state", "sys_created_on"]
    suffixed = without_common_parts(["Created (x)", "Closed (x)", "Status (x)"])
    assert list(suffixed) == ["Created (x)", "Closed (x)", "Status (x)"]
    assert (
        without_common_parts(["ticket_id", "created", "ticket_state"])["ticket_id"] == "ticket_id"
    )
    assert without_common_parts(["a_b", "a_c"]) == {"a_b": "a_b", "a_c": "a_c"}


def test_a_prefix_hides_neither_a_helpdesk_nor_a_name(tmp_path: Path) -> None:
    known = opened(
        tmp_path, "inc_number,inc_sys_created_on,inc_state,inc_resolved_at,inc_sla_due\n"
    )
    assert known.recognised_as == "servicenow"
    assert known.columns["due_at"].header == "inc_sla_due"
    named = opened(
        tmp_path, "t.Ticket ID,t.Created on,t.First response time (minutes),t.Closed on\n1,,,\n"
    )
    assert {"id", "created_at", "first_response_duration", "closed_at"} <= set(named.columns)


def test_date_and_time_are_put_together(tmp_path: Path) -> None:
    source = opened(tmp_path, "Ticket ID,Date,Time,Status\n1,2026-10-01,09:30,open\n")
    assert source.table == "tickets"
    created = source.columns["created_at"]
    assert (created.header, created.joined) == ("Date", "Time")
    (at,) = source.read(["created_at"]).frame.collect()["created_at"]
    assert at.isoformat() == "2026-10-01T09:30:00+00:00"


def test_a_time_of_durations_is_no_time_of_day(tmp_path: Path) -> None:
    source = opened(tmp_path, "Ticket ID,Date,Time,Status\n1,2026-10-01,95 minutes,open\n")
    assert "created_at" not in source.columns
