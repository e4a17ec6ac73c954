"""What in a log makes a reader wonder: counted and remarked, and no fact is changed by it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from csaudit.events.derivation import derive
from csaudit.table_settings import EventSettings
from tests.events.worked_cases import log_of

if TYPE_CHECKING:
    from csaudit.events.derivation import Derived

AS_OF = datetime(2026, 10, 31, tzinfo=UTC)
KINDS = frozenset({"created", "message", "status", "agent", "team"})


def event(
    at: str, kind: str, role: str = "", to: str = "", was: str = "", seq: str = ""
) -> list[str]:
    moment = f"2026-10-01T{at}:00+00:00"
    return ["1", moment, seq, kind, role or "", role, "yes" if kind == "message" else "", was, to]


def facts(*rows: list[str]) -> Derived:
    return derive(log_of(list(rows)), KINDS, None, AS_OF, EventSettings())


CREATED = event("09:00", "created", "customer", "new")


def test_a_log_without_oddities_has_none() -> None:
    found = facts(
        CREATED, event("09:30", "message", "agent"), event("10:00", "status", "agent", "resolved")
    )
    assert set(found.oddities.values()) == {0}


def test_messages_of_one_update_are_ties() -> None:
    found = facts(
        CREATED, event("09:30", "message", "agent"), event("09:30", "message", "customer")
    )
    assert found.oddities["ties"] == 1


def test_messages_told_apart_by_their_order_are_none() -> None:
    both = (
        event("09:30", "message", "agent", seq="2"),
        event("09:30", "message", "customer", seq="1"),
    )
    assert facts(CREATED, *both).oddities["ties"] == 0


def test_a_status_in_the_row_of_a_message_is_counted() -> None:
    found = facts(
        CREATED,
        event("09:30", "message", "agent", to="Pending"),
        event("09:40", "message", "agent", to="new phone"),
        event("09:50", "message", "agent", to="solved"),
        event("09:50", "status", "agent", to="resolved"),  # this row tells it
    )
    assert found.oddities["status_in_message"] == 1
    assert found.cases.collect()["agent_wait"].item() == 0


def test_an_event_before_the_case_began_is_counted() -> None:
    found = facts(
        CREATED, event("08:30", "message", "agent"), event("08:45", "status", "agent", "open")
    )
    assert found.oddities["event_before_created"] == 2


def test_a_pause_in_which_the_customer_wrote_is_counted_once_and_stays_a_pause() -> None:
    rows = (
        CREATED,
        event("10:00", "status", "agent", "pending"),
        event("11:00", "message", "customer"),
        event("12:00", "message", "customer"),
        event("13:00", "status", "agent", "open"),
        event("14:00", "message", "customer"),
        event("15:00", "status", "agent", "on_hold"),
        event("16:00", "status", "agent", "resolved"),
    )
    found = facts(*rows)
    assert found.oddities["paused_while_customer_waits"] == 1
    # The wait on the agent's side is the pause of three hours, whatever the customer wrote in it.
    assert found.cases.collect()["agent_wait"].item() == 3 * 3_600_000_000


def test_a_message_at_the_very_beginning_or_end_of_a_pause_is_not_in_it() -> None:
    rows = (
        CREATED,
        event("10:00", "status", "agent", "pending"),
        event("10:00", "message", "customer"),
        event("11:00", "message", "customer"),
        event("11:00", "status", "agent", "open"),
    )
    assert facts(*rows).oddities["paused_while_customer_waits"] == 0


def test_the_team_that_hands_over_first_is_known() -> None:
    rows = (
        CREATED,
        event("09:10", "team", "agent", "Front desk"),
        event("09:20", "team", "agent", "", was="Front desk"),
        event("09:30", "team", "agent", "Workshop"),
        event("09:40", "team", "agent", "Billing", was="Workshop"),
    )
    row = facts(*rows).cases.collect().row(0, named=True)
    assert (row["from_team"], row["team_handovers"]) == ("Front desk", 2)
    alone = facts(CREATED, event("09:10", "team", "agent", "Front desk")).cases.collect()
    assert alone["from_team"].to_list() == [None]


def test_what_is_reopened_within_minutes_is_counted() -> None:
    rows = (
        CREATED,
        event("10:00", "status", "agent", "resolved"),
        event("10:05", "status", "agent", "closed"),
        event("10:10", "status", "customer", "open"),
        event("11:00", "status", "agent", "resolved"),
        event("11:11", "status", "customer", "open"),
        event("12:00", "status", "agent", "resolved"),
    )
    found = facts(*rows)
    assert found.oddities["reopened_at_once"] == 1
    assert found.cases.collect()["reopens"].to_list() == [2]
