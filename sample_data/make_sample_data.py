"""Write the sample data: `python sample_data/make_sample_data.py [FOLDER]`.

The tickets, their events, calls, surveys and quality reviews of an invented company, Larkfield
Bicycles, from August to October 2026. The seed makes every run write the same bytes. Times are
naive local times of London, as many helpdesks write them, over the clock change of 25 October;
those of events are UTC. Nobody in it exists.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

from calls import SECONDS_PER_RING, Call, all_calls
from events import Event, all_events
from office import ZONE
from reviews import Review, all_reviews
from surveys import Survey, all_surveys
from tickets import Ticket, all_tickets

if TYPE_CHECKING:
    from datetime import datetime

SEED: Final = "csaudit, Larkfield Bicycles"
Row = dict[str, Any]


def ticket_row(ticket: Ticket) -> Row:
    """A ticket as the helpdesk exports it, in the types that JSON has."""
    return {
        "Ticket ID": str(ticket.number),
        "Created at": _wall_clock(ticket.created),
        "First response at": _wall_clock(ticket.answered),
        "First resolved at": _wall_clock(ticket.first_resolved),
        "Resolved at": _wall_clock(ticket.resolved),
        "Closed at": _wall_clock(ticket.closed),
        "Updated at": _wall_clock(ticket.updated),
        "Due at": _wall_clock(ticket.due),
        "Follow-up due": _wall_clock(ticket.promised),
        "Status": ticket.status,
        "Priority": ticket.priority,
        "Channel": ticket.channel,
        "Type": ticket.kind,
        "Stage": ticket.stage,
        "Agent": ticket.agent or None,
        "Team": ticket.team,
        "Branch": ticket.branch,
        "Subject": ticket.subject,
        "Topic": ticket.topic,
        "Tags": ticket.tags or None,
        "Requester": ticket.requester.address,
        "Customer name": ticket.requester.name,
        "Replies": ticket.replies,
        "Reopens": ticket.reopens,
        "Reassignments": ticket.handovers,
        "Requester wait minutes": ticket.wait,
        "Pending minutes": ticket.pending,
        "On hold minutes": ticket.on_hold,
        "Satisfaction": ticket.satisfaction,
        "Goal reached": ticket.reached_goal,
        "Ordered": ticket.ordered,
        "Order value": ticket.order_value or None,
        "Reply text": ticket.reply or None,
        "Spam": ticket.spam,
        "Merged": ticket.merged,
    }


def call_row(number: int, call: Call) -> Row:
    """A call as the telephone system exports it; all its times are in seconds."""
    answered = call.answered
    return {
        "Call ID": f"C{number}",
        "Ticket ID": call.ticket,
        "Offered at": _wall_clock(call.offered),
        "Answered at": _wall_clock(answered),
        "Ended at": _wall_clock(call.ended),
        "Queue": call.queue,
        "Agent": call.agent or None,
        "Branch": call.branch,
        "Topic": call.topic,
        "Answered": answered is not None,
        "Abandoned": answered is None,
        "Resolved": call.resolved,
        "Transferred": call.transferred,
        "Rings": -(-call.wait // SECONDS_PER_RING) if answered else None,
        "Wait seconds": call.wait,
        "Hold seconds": call.hold,
        "Talk seconds": call.talk,
        "Wrap up seconds": call.wrap_up,
        "Satisfaction": call.satisfaction,
    }


def event_row(event: Event) -> Row:
    """An event as the helpdesk's log has it; its times are UTC."""
    return {
        "Ticket ID": str(event.ticket),
        "At": f"{event.at:%Y-%m-%dT%H:%M:%SZ}",
        "Event": event.kind,
        "Actor": event.actor or None,
        "Role": event.role,
        "Public": None if event.public else "no",
        "From": event.before or None,
        "To": event.after or None,
    }


def survey_row(number: int, survey: Survey) -> Row:
    """A survey as the survey tool exports it."""
    return {
        "Survey ID": f"S{number}",
        "Ticket ID": survey.ticket.number,
        "Sent at": _wall_clock(survey.sent),
        "Answered at": _wall_clock(survey.answered),
        "Agent": survey.ticket.agent,
        "Team": survey.ticket.team,
        "Channel": survey.channel,
        "CSAT": survey.csat,
        "CES": survey.ces,
        "NPS": survey.nps,
        "Comment": survey.comment or None,
    }


def review_row(number: int, review: Review) -> Row:
    """A review as the quality tool exports it."""
    return {
        "Review ID": f"R{number}",
        "Ticket ID": review.ticket.number,
        "Reviewed at": _wall_clock(review.reviewed),
        "Reviewer": review.reviewer,
        "Agent": review.ticket.agent,
        "Team": review.ticket.team,
        "Branch": review.ticket.branch,
        **review.checks,
        **review.marks,
    }


def _wall_clock(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M:%S}"


DIRT: Final[tuple[tuple[str, Any, int], ...]] = (
    ("Created at", "31/10/2026 25:10", 1),
    ("Created at", "n/a", 1),
    ("First response at", "n/a", 3),
    ("First response at", "0000-00-00 00:00:00", 2),
    ("Resolved at", "yesterday", 2),
    ("Replies", -1, 2),
    ("Replies", "1 (auto)", 1),
    ("Satisfaction", 9, 2),
    ("Satisfaction", "thanks!", 2),
    ("Requester wait minutes", -12, 2),
    ("Pending minutes", "?", 1),
)
"""What people and programs do to an export: column, what stands there, how often."""


SURVEY_DIRT: Final[tuple[tuple[str, Any, int], ...]] = (
    ("NPS", 11, 2),
    ("CES", 0, 1),
    ("CSAT", "very good", 1),
)
CALL_DIRT: Final[tuple[tuple[str, Any, int], ...]] = (("Wait seconds", "-", 2),)


def soil(rng: Random, rows: list[Row], dirty: tuple[tuple[str, Any, int], ...]) -> list[Row]:
    """Dirty some cells that hold something."""
    for column, dirt, times in dirty:
        for row in rng.sample([row for row in rows if row[column] is not None], times):
            row[column] = dirt
    return rows


def spoil(rng: Random, rows: list[Row]) -> list[Row]:
    """Dirty some cells, let some answers come before their questions, repeat some rows."""
    soil(rng, rows, DIRT)
    for row in rng.sample([row for row in rows if row["Resolved at"]], 2):
        row["Resolved at"], row["Closed at"] = "2026-07-30 12:00:00", None
    for row in rng.sample(rows, 5):
        rows.insert(rng.randrange(len(rows)), dict(row))
    return rows


def write_csv(path: Path, rows: list[Row]) -> None:
    """The rows as a CSV file: lists joined by commas, yes and no in words, None an empty cell."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) if isinstance(value, list) else str(value)


def write_json(path: Path, rows: list[Row]) -> None:
    """The rows as a JSON array, one record a line."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def main(folder: Path) -> None:
    """Write every file of the sample data into `folder`."""
    tickets = all_tickets(_random("tickets"))
    rows = spoil(_random("dirt"), [ticket_row(ticket) for ticket in tickets])
    write_csv(folder / "tickets.csv", rows)
    write_json(folder / "tickets.json", rows)
    events = [event_row(event) for event in all_events(_random("events"), tickets)]
    write_csv(folder / "events.csv", events)
    calls = [call_row(n, call) for n, call in enumerate(all_calls(_random("calls"), tickets), 1)]
    write_csv(folder / "calls.csv", soil(_random("call dirt"), calls, CALL_DIRT))
    sent = all_surveys(_random("surveys"), tickets)
    surveys = [survey_row(number, survey) for number, survey in enumerate(sent, start=1)]
    write_csv(folder / "surveys.csv", soil(_random("survey dirt"), surveys, SURVEY_DIRT))
    reviewed = all_reviews(_random("reviews"), tickets)
    write_csv(folder / "reviews.csv", [review_row(n, one) for n, one in enumerate(reviewed, 1)])


def _random(part: str) -> Random:
    """Each part has numbers of its own, so that a change to one leaves the others alone."""
    return Random(f"{SEED}, {part}")  # noqa: S311 - repeatable, which is the point


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
