"""The invented quality reviews: a colleague reads an answer and marks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import words
from office import EXPORTED_AT, after_open_hours

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from tickets import Ticket

REVIEWED: Final = 0.13
REVIEWERS: Final = ["Ngozi Adichie-Bell", "Henrik Solberg", "Farah Siddiqui"]
CHECKS: Final = {
    "Accurate": 0.965,
    "Identity checked": 0.97,
    "Complaint procedure followed": 0.93,
    "Next step named": 0.9,
}
"""Yes or no, and how often it is yes."""

MARKS: Final = [
    "Patience",
    "Empathy",
    "Active listening",
    "Clear communication",
    "Product knowledge",
]
"""From 1 to 5."""


@dataclass(slots=True)
class Review:
    """One reviewed ticket."""

    ticket: Ticket
    reviewed: datetime
    reviewer: str
    checks: dict[str, bool | None]
    marks: dict[str, int]


def all_reviews(rng: Random, tickets: list[Ticket]) -> list[Review]:
    """About every eighth answered ticket, some days after the answer."""
    reviews = []
    for ticket in tickets:
        if ticket.answered is None or ticket.spam or rng.random() > REVIEWED:
            continue
        reviewed = after_open_hours(ticket.answered, rng.uniform(6, 60))
        if reviewed <= EXPORTED_AT:
            reviews.append(_review(rng, ticket, reviewed))
    return sorted(reviews, key=lambda review: (review.reviewed, review.ticket.number))


def _review(rng: Random, ticket: Ticket, reviewed: datetime) -> Review:
    slow = ticket.branch == words.SLOW_BRANCH
    checks: dict[str, bool | None] = {
        check: rng.random() < chance - 0.05 * slow for check, chance in CHECKS.items()
    }
    if ticket.kind != "complaint":
        checks["Complaint procedure followed"] = None
    weights = [2, 5, 16, 42, 35] if slow else [1, 2, 9, 40, 48]
    marks = {mark: rng.choices([1, 2, 3, 4, 5], weights)[0] for mark in MARKS}
    return Review(ticket, reviewed, rng.choice(REVIEWERS), checks, marks)
