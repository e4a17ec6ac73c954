"""The invented survey answers, and the surveys that nobody answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import words
from office import EXPORTED_AT

if TYPE_CHECKING:
    from random import Random

    from tickets import Ticket

SENT: Final = 0.55
ANSWERED: Final = 0.34

COMMENTS: Final = [
    "Quick and friendly.",
    "I had to ask twice.",
    "Thank you!",
    "Bike is like new",
    "nobody called me back",
    'They said "tomorrow", it was today.',
    "Très bien, merci",
    "",
]


@dataclass(slots=True)
class Survey:
    """A survey sent after a case was resolved; without an answer the marks are None."""

    ticket: Ticket
    sent: datetime
    channel: str
    answered: datetime | None = None
    csat: int | None = None
    ces: int | None = None
    nps: int | None = None
    comment: str = ""


def all_surveys(rng: Random, tickets: list[Ticket]) -> list[Survey]:
    """A survey an hour after about every second resolution."""
    surveys = []
    for ticket in tickets:
        if ticket.spam or ticket.merged or ticket.replies == 0 or rng.random() > SENT:
            continue
        if ticket.resolved is None or ticket.status not in {"Resolved", "Closed"}:
            continue
        sent = ticket.resolved + timedelta(hours=1)
        if sent <= EXPORTED_AT:
            surveys.append(_survey(rng, ticket, sent))
    return sorted(surveys, key=lambda survey: (survey.sent, survey.ticket.number))


def _survey(rng: Random, ticket: Ticket, sent: datetime) -> Survey:
    survey = Survey(ticket, sent, rng.choices(["email", "text message"], [8, 2])[0])
    answered = sent + timedelta(seconds=int(rng.lognormvariate(9.6, 1.6)))
    if rng.random() > ANSWERED or answered > EXPORTED_AT:
        return survey
    slow = ticket.branch == words.SLOW_BRANCH
    survey.answered = answered
    survey.csat = rng.choices([1, 2, 3, 4, 5], [9, 11, 15, 36, 29] if slow else [3, 4, 6, 37, 50])[
        0
    ]
    survey.ces = rng.choices(
        range(1, 8), [6, 9, 13, 18, 22, 19, 13] if slow else [2, 3, 5, 9, 20, 32, 29]
    )[0]
    happy = [3, 2, 2, 3, 4, 6, 8, 14, 20, 20, 18] if slow else [1, 0, 1, 1, 2, 3, 5, 12, 22, 28, 25]
    survey.nps = rng.choices(range(11), happy)[0]
    survey.comment = rng.choice(COMMENTS) if rng.random() < 0.4 else ""  # noqa: PLR2004 - two in five write
    return survey
