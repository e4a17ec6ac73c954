"""The invented phone calls: those that became tickets, and many that were over in a minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapreplace
from typing import TYPE_CHECKING, Final

import words
from office import EXPORTED_AT, days, instant, is_open, is_working_day

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from tickets import Ticket

QUEUES: Final = {"service": (9.0, 2), "workshop": (6.0, 1), "sales": (4.0, 1)}
"""Calls a day, and how many agents answer them."""

TEAMS: Final = {"service": "Front desk", "workshop": "Workshop", "sales": "Front desk"}
SECONDS_PER_RING: Final = 6
BURST: Final = 5
"""So many calls at once on a Monday morning, when the post has come."""


@dataclass(slots=True)
class Call:
    """One call; times in seconds, None where it did not come to that."""

    queue: str
    offered: datetime
    wait: int
    branch: str
    topic: str
    ticket: int | None = None
    agent: str = ""
    talk: int | None = None
    hold: int | None = None
    wrap_up: int | None = None
    resolved: bool | None = None
    transferred: bool | None = None
    satisfaction: int | None = None

    @property
    def answered(self) -> datetime | None:
        """When an agent answered; None if the caller gave up."""
        return self.offered + timedelta(seconds=self.wait) if self.agent else None

    @property
    def ended(self) -> datetime:
        """When the line went dead."""
        spoken = (self.talk or 0) + (self.hold or 0)
        return self.offered + timedelta(seconds=self.wait + spoken)


def all_calls(rng: Random, tickets: list[Ticket]) -> list[Call]:
    """Every call up to the export, in the order in which they came."""
    calls = [_of_a_ticket(rng, ticket) for ticket in tickets if ticket.channel == "phone"]
    for day in days():
        if is_working_day(day):
            for queue in QUEUES:
                calls += _one_day(rng, queue, day)
    known = [call for call in calls if call.ended <= EXPORTED_AT]
    return sorted(known, key=lambda call: (call.offered, call.queue, call.wait))


def _of_a_ticket(rng: Random, ticket: Ticket) -> Call:
    queue = "workshop" if ticket.topic == "repair" else "service"
    answered = ticket.answered
    wait = int(rng.uniform(20, 150)) if answered is None else _seconds(ticket.created, answered)
    call = Call(queue, ticket.created, wait, ticket.branch, ticket.topic, ticket.number)
    if answered is not None:
        _speak(rng, call, ticket.agent)
        call.resolved = ticket.status in {"Resolved", "Closed"} and ticket.replies == 1
    return call


def _seconds(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())


def _one_day(rng: Random, queue: str, day: date) -> list[Call]:
    """Callers wait until one of the agents is free, or until they lose patience."""
    a_day, agents = QUEUES[queue]
    free = [instant(day, 0)] * agents
    calls = []
    for offered in _arrivals(rng, a_day, day, burst=queue == "service"):
        call = Call(queue, offered, 0, rng.choice(list(words.BRANCHES)), "")
        call.topic = rng.choices(list(words.QUESTIONS), words.TOPIC_WEIGHTS)[0]
        ready = max(offered, free[0]) + timedelta(seconds=2 + int(rng.expovariate(1 / 7)))
        patience = 15 + int(rng.expovariate(1 / 240))
        call.wait = min(_seconds(offered, ready), patience)
        if call.wait < patience:
            _speak(rng, call, rng.choice(words.AGENTS[call.branch]))
            heapreplace(free, call.ended + timedelta(seconds=call.wrap_up or 0))
        calls.append(call)
    return calls


def _arrivals(rng: Random, a_day: float, day: date, *, burst: bool) -> list[datetime]:
    number = max(1, round(rng.gauss(a_day, a_day / 4)))
    seconds = [rng.choice([rng.gauss(10.8, 1.1), rng.gauss(15, 1.3)]) * 3600 for _ in range(number)]
    if burst and day.weekday() == 0:
        begin = rng.uniform(9.2, 9.8) * 3600
        seconds += [begin + rng.uniform(0, 100) for _ in range(BURST)]
    moments = (instant(day, second) for second in sorted(seconds))
    return [moment for moment in moments if is_open(moment)]


def _speak(rng: Random, call: Call, agent: str) -> None:
    call.agent = agent
    call.talk = 20 + int(rng.lognormvariate(5.0, 0.7))
    call.hold = int(rng.lognormvariate(3.6, 0.8)) if rng.random() < 0.22 else 0  # noqa: PLR2004 - one in five
    call.wrap_up = 10 + int(rng.expovariate(1 / 45))
    call.resolved = rng.random() < 0.74  # noqa: PLR2004 - three in four
    call.transferred = rng.random() < 0.09  # noqa: PLR2004 - one in eleven
    if rng.random() < 0.2:  # noqa: PLR2004 - one in five stays on the line for it
        call.satisfaction = rng.choices([1, 2, 3, 4, 5], [4, 4, 8, 34, 50])[0]
