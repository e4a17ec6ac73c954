"""What happened to each invented ticket, message by message and change by change.

The log fits the tickets: it tells the same instants, replies, reopens, hands and pauses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import words
from office import EXPORTED_AT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from random import Random

    from tickets import Ticket

A_SECOND = timedelta(seconds=1)


@dataclass(slots=True)
class Event:
    """One message of a ticket, or one change of its status or agent."""

    ticket: int
    at: datetime
    kind: str
    actor: str
    role: str
    before: str = ""
    after: str = ""
    public: bool = True


def all_events(rng: Random, tickets: Iterable[Ticket]) -> list[Event]:
    """The events of all tickets, in the order in which they happened."""
    return sorted((one for ticket in tickets for one in _Life(rng, ticket).events()), key=_place)


def _place(event: Event) -> tuple[datetime, int]:
    return event.at, event.ticket


class _Life:
    """The events of one ticket, by the marks that its life has left in the export."""

    def __init__(self, rng: Random, ticket: Ticket) -> None:
        self.rng = rng
        self.ticket = ticket
        self.status = "New"

    def events(self) -> Iterator[Event]:
        ticket = self.ticket
        yield self._event(ticket.created, "created", by_agent=False, after="New")
        yield self._event(ticket.created, "message", by_agent=False)
        if ticket.answered is not None:
            yield from self._answered(ticket.answered)
        elif ticket.resolved is not None:
            if ticket.merged:
                yield self._event(ticket.resolved, "merged", by_agent=True)
            yield self._turns(ticket.resolved, "Closed")

    def _answered(self, answered: datetime) -> Iterator[Event]:
        ticket = self.ticket
        end = ticket.first_resolved or EXPORTED_AT
        yield from self._hands(answered, end)
        yield self._event(answered, "message", by_agent=True)
        stretches = list(self._paused(answered, end))
        if not stretches or stretches[0][0] > answered:
            yield self._turns(answered, "Open")
        for begin, until, status in stretches:
            yield self._turns(begin, status)
            if until < EXPORTED_AT:
                if status == "Pending":
                    yield self._event(until, "message", by_agent=False)
                if all(until != other for other, _, _ in stretches):
                    yield self._turns(until, "Open")
        ready = max((until for _, until, _ in stretches if until < EXPORTED_AT), default=answered)
        later = ticket.replies - 1 - (1 if ticket.reopened else 0)
        yield from self._dialogue(ready, end, later)
        yield from self._ends()

    def _paused(
        self, answered: datetime, end: datetime
    ) -> Iterator[tuple[datetime, datetime, str]]:
        """First the wait for the customer, then the one for somebody else; or up to the export."""
        pending, on_hold = (
            timedelta(minutes=minutes) for minutes in (self.ticket.pending, self.ticket.on_hold)
        )
        if self.ticket.first_resolved is None and self.ticket.status in {"Pending", "On hold"}:
            begin = end - pending - on_hold
            parts = [("On hold", on_hold), ("Pending", pending)]
        else:
            begin = answered
            parts = [("Pending", pending), ("On hold", on_hold)]
        for status, length in parts:
            if length:
                yield begin, begin + length, status
                begin += length

    def _hands(self, answered: datetime, end: datetime) -> Iterator[Event]:
        """The first agent, and those to whom the ticket was handed; the last one has it now."""
        ticket = self.ticket
        colleagues = [name for name in words.AGENTS[ticket.branch] if name != ticket.agent]
        handed = range(ticket.handovers)
        others = [self.rng.choice(colleagues) if n % 2 == 0 else ticket.agent for n in handed]
        names = [ticket.agent, *others]
        names.reverse()
        before = ""
        for number, name in enumerate(names):
            at = answered + (end - answered) * number / len(names)
            yield self._event(at, "agent", by_agent=True, before=before, after=name)
            if before:
                yield self._event(at, "message", by_agent=True, public=False)
            before = name

    def _dialogue(self, begin: datetime, end: datetime, replies: int) -> Iterator[Event]:
        """Questions of the customer, each with its answer; the last answer resolves."""
        if replies <= 0:
            return
        step = (end - begin) / replies
        for number in range(1, replies + 1):
            reply = (
                end if number == replies and end < EXPORTED_AT else begin + step * (number - 0.1)
            )
            yield self._event(begin + step * (number - 0.6), "message", by_agent=False)
            yield self._event(reply, "message", by_agent=True)

    def _ends(self) -> Iterator[Event]:
        ticket = self.ticket
        if ticket.first_resolved is None:
            return
        yield self._turns(ticket.first_resolved, "Resolved")
        if ticket.reopened is not None:
            yield from self._comes_back(ticket.first_resolved, ticket.reopened)
        if ticket.closed is not None:
            yield self._turns(ticket.closed, "Closed")

    def _comes_back(self, first_resolved: datetime, reopened: datetime) -> Iterator[Event]:
        ticket = self.ticket
        if ticket.reopens > 1:
            third = (reopened - first_resolved) / 3
            yield self._event(first_resolved + third, "message", by_agent=False)
            yield self._turns(first_resolved + third, "Open")
            yield self._turns(first_resolved + third * 2, "Resolved")
        yield self._event(reopened, "message", by_agent=False)
        yield self._turns(reopened, "Open")
        back = ticket.resolved if ticket.resolved and ticket.resolved > reopened else None
        yield self._event(
            back or min(reopened + A_SECOND * 1800, EXPORTED_AT), "message", by_agent=True
        )
        if back is not None:
            yield self._turns(back, "Resolved")

    def _turns(self, at: datetime, status: str) -> Event:
        before, self.status = self.status, status
        return self._event(at, "status", by_agent=True, before=before, after=status)

    def _event(
        self,
        at: datetime,
        kind: str,
        *,
        by_agent: bool,
        before: str = "",
        after: str = "",
        public: bool = True,
    ) -> Event:
        ticket = self.ticket
        at = at.replace(microsecond=0)
        if by_agent:
            role = "agent" if ticket.agent else "system"
            return Event(ticket.number, at, kind, ticket.agent, role, before, after, public)
        return Event(ticket.number, at, kind, ticket.requester.address, "customer", before, after)
