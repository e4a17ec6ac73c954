"""The life of each invented ticket: asked, answered, resolved, reopened, closed, rated."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeVar

import words
from office import EXPORTED_AT, after_open_hours, days, instant, is_open, is_working_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from random import Random

Word = TypeVar("Word")

CHANNELS: Final = {"email": 50, "web form": 19, "phone": 12, "chat": 12, "social": 7}
AT_ONCE: Final = ("phone", "chat")
PRIORITIES: Final = {"low": 20, "normal": 52, "high": 21, "urgent": 7}
DUE_OPEN_HOURS: Final = {"urgent": 8, "high": 16, "normal": 40}
FATES: Final = {"answered": 946, "spam": 25, "merged": 8, "closed unanswered": 12, "forgotten": 9}
WORK_HOURS: Final = {"low": 9.0, "normal": 5.0, "high": 2.3, "urgent": 0.9}
CLOCK_CHANGE: Final = [
    (datetime(2026, 10, 25, hour, minute, 31, tzinfo=UTC), "social")
    for hour, minute in ((0, 20), (0, 48), (0, 57), (1, 22))
]
"""Arrivals in the hour that the clocks of London showed twice."""


@dataclass(slots=True)
class Person:
    """Somebody who writes to the company."""

    name: str
    first: str
    address: str


@dataclass(slots=True)
class Ticket:
    """One case. Instants are UTC; None has not happened, or not by the time of the export."""

    number: int
    created: datetime
    channel: str
    priority: str
    branch: str
    team: str
    topic: str
    kind: str
    stage: str
    subject: str
    requester: Person
    agent: str = ""
    answered: datetime | None = None
    first_resolved: datetime | None = None
    reopened: datetime | None = None
    resolved: datetime | None = None
    closed: datetime | None = None
    updated: datetime | None = None
    due: datetime | None = None
    promised: datetime | None = None
    status: str = "New"
    replies: int = 0
    reopens: int = 0
    handovers: int = 0
    pending: int = 0
    on_hold: int = 0
    wait: int = 0
    satisfaction: int | None = None
    tags: list[str] = field(default_factory=list)
    spam: bool = False
    merged: bool = False
    reached_goal: bool | None = None
    ordered: bool | None = None
    order_value: str = ""
    reply: str = ""


def pick(rng: Random, weights: Mapping[Word, float]) -> Word:
    """One of the words, as often as its weight says."""
    return rng.choices(list(weights), list(weights.values()))[0]


def people(rng: Random, how_many: int) -> list[Person]:
    """Invented customers, written as customers write themselves."""
    return [_person(rng, number) for number in range(how_many)]


def _person(rng: Random, number: int) -> Person:
    first, last = rng.choice(words.FIRST_NAMES), rng.choice(words.LAST_NAMES)
    form = rng.choices(["{f} {l}", "{L}, {f}", "{t} {f} {l}", "{lf} {ll}"], [86, 5, 5, 4])[0]
    title = rng.choice(["Ms", "Mr", "Dr"])
    name = form.format(f=first, l=last, L=last.upper(), t=title, lf=first.lower(), ll=last.lower())
    return Person(name, first, f"customer-{10000 + number}@example.com")


def all_tickets(rng: Random) -> list[Ticket]:
    """Three months of tickets, oldest first."""
    customers = people(rng, 2300)
    everyday = (arrival for day in days() for arrival in _arrivals(rng, day))
    arrivals = sorted(
        (moment, channel)
        for moment, channel in (*everyday, *CLOCK_CHANGE)
        if moment < EXPORTED_AT - timedelta(minutes=20)
    )
    tickets = []
    for number, (moment, channel) in enumerate(arrivals, start=20_001):
        ticket = _asked(rng, number, moment, channel, rng.choice(customers))
        _live(rng, ticket)
        _forget_the_future(ticket)
        tickets.append(ticket)
    return tickets


def _arrivals(rng: Random, day: date) -> list[tuple[datetime, str]]:
    """When, and by which channel, tickets come in on one day: phone and chat in opening hours."""
    busy = 48 + 5 * (day.weekday() == 0) if is_working_day(day) else 12
    arrivals = []
    for _ in range(round(rng.gauss(busy, busy / 9))):
        channel = pick(rng, CHANNELS)
        hour = rng.choices([rng.gauss(10.6, 1.6), rng.gauss(15, 2), rng.uniform(0, 24)], [9, 8, 4])
        moment = instant(day, max(0.0, min(hour[0], 23.99)) * 3600)
        if channel in AT_ONCE and not is_open(moment):
            channel = "email"
        arrivals.append((moment, channel))
    return arrivals


def _asked(rng: Random, number: int, moment: datetime, channel: str, person: Person) -> Ticket:
    topic = rng.choices(list(words.QUESTIONS), words.TOPIC_WEIGHTS)[0]
    question = rng.choice(words.QUESTIONS[topic]).format(
        number=rng.randint(100000, 999999), product=rng.choice(words.PRODUCTS)
    )
    branch = pick(rng, words.BRANCHES)
    priority = pick(rng, PRIORITIES)
    teams = {"repair": "Workshop", "payment": "Billing", "ride app": "Technical"}
    ticket = Ticket(
        number=number,
        created=moment,
        channel=channel,
        priority=priority,
        branch=branch,
        team="Social" if channel == "social" else teams.get(topic, "Front desk"),
        topic=topic,
        kind=pick(rng, words.TYPES),
        stage=pick(rng, words.STAGES),
        subject=rng.choice(words.PREFIXES) + question,
        requester=person,
        agent=rng.choice(words.AGENTS[branch]),
    )
    if priority in DUE_OPEN_HOURS:
        ticket.due = after_open_hours(moment, DUE_OPEN_HOURS[priority])
    ticket.tags = _tags(rng, ticket)
    return ticket


def _tags(rng: Random, ticket: Ticket) -> list[str]:
    chances = {
        "vip": 0.04,
        "customer_unreachable": 0.02,
        "e_bike": 0.17,
        "workshop_booking": 0.5 * (ticket.topic == "repair"),
        "app_sync": 0.7 * (ticket.topic == "ride app"),
        "refund": 0.6 * (ticket.topic in {"returns", "payment"}),
    }
    return [tag for tag, chance in chances.items() if _chance(rng, chance)]


def _live(rng: Random, ticket: Ticket) -> None:
    """Everything that happens to the ticket, as if the export were never taken."""
    fate = pick(rng, FATES)
    if fate == "answered":
        _answer(rng, ticket)
        _resolve(rng, ticket)
        _rate(rng, ticket)
    elif fate == "forgotten":
        ticket.agent = ""  # nobody took it: it lies there to this day
    else:
        ticket.spam, ticket.merged = fate == "spam", fate == "merged"
        _close_without_answer(ticket, after_open_hours(ticket.created, rng.uniform(0, 9)))


def _chance(rng: Random, probability: float) -> bool:
    return rng.random() < probability


def _close_without_answer(ticket: Ticket, moment: datetime) -> None:
    ticket.resolved = ticket.first_resolved = ticket.closed = moment
    ticket.status = "Closed"


def _slowness(ticket: Ticket) -> float:
    return 3.6 if ticket.branch == words.SLOW_BRANCH else 1.0


def _answer(rng: Random, ticket: Ticket) -> None:
    slow = _slowness(ticket)
    if ticket.channel == "phone":
        delay = rng.lognormvariate(3.0, 0.6)
        ticket.answered = ticket.created + timedelta(seconds=int(delay) + 3)
    elif ticket.channel == "chat":
        delay = rng.lognormvariate(4.2, 0.75)
        ticket.answered = ticket.created + timedelta(seconds=int(delay) + 5)
    elif ticket.channel == "social":
        delay = rng.lognormvariate(2.9, 0.55)
        ticket.answered = ticket.created + timedelta(seconds=int(delay * 60))
    elif ticket.priority == "urgent":  # somebody is on call, day and night
        delay = rng.lognormvariate(2.7, 0.6) * slow
        ticket.answered = ticket.created + timedelta(seconds=int(delay * 60))
    else:
        delay = rng.lognormvariate(0.25, 0.85) * slow**0.4
        ticket.answered = after_open_hours(ticket.created, delay)
    ticket.replies = 1
    ticket.status = "Open"
    ticket.reply = _reply(rng, ticket)


def _reply(rng: Random, ticket: Ticket) -> str:
    greeting = rng.choice(words.GREETINGS if _chance(rng, 0.93) else words.COLD_GREETINGS)
    answer = words.UNWANTED_ANSWER if _chance(rng, 0.004) else rng.choice(words.ANSWERS)
    brand = f" {rng.choice(words.BRAND_LINES)}" if _chance(rng, 0.64) else ""
    return f"{greeting.format(first=ticket.requester.first)} {answer}{brand}"


def _resolve(rng: Random, ticket: Ticket) -> None:
    assert ticket.answered is not None  # noqa: S101 - only answered tickets come here
    in_one_go = _chance(rng, 0.8 if ticket.channel in AT_ONCE else 0.735)
    if in_one_go and ticket.channel in AT_ONCE:
        ticket.first_resolved = ticket.answered + timedelta(seconds=int(rng.uniform(90, 1500)))
    else:
        ticket.replies += 0 if in_one_go else min(1 + int(rng.expovariate(0.9)), 9)
        work = WORK_HOURS[ticket.priority] * rng.lognormvariate(-0.9, 0.95) * _slowness(ticket)
        _pause(rng, ticket, in_one_go=in_one_go)
        ready = ticket.answered + timedelta(minutes=ticket.pending + ticket.on_hold)
        hours = work * (0.3 if in_one_go else 1.3)
        ticket.first_resolved = (
            ready + timedelta(seconds=int(hours * 3600))
            if ticket.priority == "urgent"
            else after_open_hours(ready, hours)
        )
    ticket.resolved = ticket.first_resolved
    ticket.status = "Resolved"
    ticket.handovers = rng.choices([0, 1, 2, 3], [80, 15, 4, 1])[0]
    if _chance(rng, 0.042):
        _reopen(rng, ticket)
    ticket.closed = ticket.resolved + timedelta(days=4)
    if _chance(rng, 0.06):
        ticket.promised = after_open_hours(ticket.answered, 25.5)
    if _chance(rng, 0.45):
        ticket.reached_goal = _chance(rng, 0.84 if ticket.kind != "complaint" else 0.6)
    _sell(rng, ticket)


def _pause(rng: Random, ticket: Ticket, *, in_one_go: bool) -> None:
    hurry = 0.1 if ticket.priority == "urgent" else 1.0
    if not in_one_go and _chance(rng, 0.55):
        ticket.pending = int(rng.lognormvariate(5.7, 1.1) * hurry)
    if _chance(rng, 0.08):
        ticket.on_hold = int(rng.lognormvariate(6.2, 0.9) * hurry)


def _reopen(rng: Random, ticket: Ticket) -> None:
    assert ticket.resolved is not None  # noqa: S101 - only resolved tickets are reopened
    ticket.reopens = rng.choices([1, 2], [9, 1])[0]
    ticket.replies += 1
    ticket.reopened = ticket.resolved + timedelta(seconds=int(rng.uniform(0.2, 4.5) * 86400))
    ticket.resolved = after_open_hours(ticket.reopened, rng.lognormvariate(1.0, 0.9))


def _sell(rng: Random, ticket: Ticket) -> None:
    if ticket.stage not in {"consideration", "decision"}:
        return
    ticket.ordered = _chance(rng, 0.34 if ticket.stage == "decision" else 0.12)
    if ticket.ordered:
        pence = int(rng.lognormvariate(4.6, 0.9) * 100)
        ticket.order_value = f"{pence // 100}.{pence % 100:02d}"


def _rate(rng: Random, ticket: Ticket) -> None:
    if _chance(rng, 0.31):
        weights = [3, 4, 5, 38, 50] if ticket.branch != words.SLOW_BRANCH else [10, 12, 14, 35, 29]
        ticket.satisfaction = rng.choices([1, 2, 3, 4, 5], weights)[0]


def _forget_the_future(ticket: Ticket) -> None:
    """Cut the life off at the export: what comes later is not in the data."""
    if ticket.closed and ticket.closed <= EXPORTED_AT:
        ticket.status = "Closed"
    else:
        ticket.closed = None
    if ticket.reopened and ticket.reopened > EXPORTED_AT:
        ticket.resolved, ticket.reopened, ticket.reopens = ticket.first_resolved, None, 0
        ticket.replies -= 1
    if ticket.resolved and ticket.resolved > EXPORTED_AT:
        _unresolve(ticket)
    if ticket.answered and ticket.answered > EXPORTED_AT:
        ticket.answered, ticket.replies, ticket.status, ticket.reply = None, 0, "New", ""
        ticket.agent, ticket.promised = "", None
    _waited(ticket)
    moments = (ticket.created, ticket.answered, ticket.first_resolved, ticket.resolved)
    ticket.updated = max(moment for moment in (*moments, ticket.closed) if moment)


def _unresolve(ticket: Ticket) -> None:
    """The last resolution is still to come: the case is new, at work, paused or open again."""
    ticket.satisfaction, ticket.reached_goal = None, None
    ticket.ordered, ticket.order_value = None, ""
    ticket.status = "Open" if ticket.answered else "New"
    if ticket.reopened:
        ticket.resolved = ticket.first_resolved  # stale: the status says that it is open again
        return
    ticket.resolved = ticket.first_resolved = None
    since = 0 if ticket.answered is None else (EXPORTED_AT - ticket.answered).total_seconds()
    ticket.pending = min(ticket.pending, max(0, int(since / 60)))
    ticket.on_hold = min(ticket.on_hold, max(0, int(since / 60)) - ticket.pending)
    if ticket.pending:
        ticket.status = "Pending"
    elif ticket.on_hold:
        ticket.status = "On hold"


def _waited(ticket: Ticket) -> None:
    """Minutes on the clock in which the customer waited for the company."""
    is_final = ticket.status in {"Resolved", "Closed"}
    end = ticket.resolved if is_final and ticket.resolved else EXPORTED_AT
    total = int((end - ticket.created).total_seconds() / 60)
    ticket.wait = max(0, total - ticket.pending)
