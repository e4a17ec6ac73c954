"""Write the sample data: `python sample_data/make_sample_data.py [FOLDER]`.

The tickets of an invented company, Larkfield Bicycles, from August to October 2026. The seed
makes every run write the same bytes. Times are naive local times of London, as many helpdesks
write them, over the clock change of 25 October. Nobody in it exists.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

from office import ZONE
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


def spoil(rng: Random, rows: list[Row]) -> list[Row]:
    """Dirty some cells, let some answers come before their questions, repeat some rows."""
    for column, dirt, times in DIRT:
        for row in rng.sample([row for row in rows if row[column] is not None], times):
            row[column] = dirt
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


def _random(part: str) -> Random:
    """Each part has numbers of its own, so that a change to one leaves the others alone."""
    return Random(f"{SEED}, {part}")  # noqa: S311 - repeatable, which is the point


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
