"""The facts of a case out of its events, one event after the other, in plain Python.

It shares no code with the package, and knows only what EVENTS.md says in sections 2 to 4.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

RANKS = {"new": 0, "open": 1, "pending": 2, "on_hold": 3, "resolved": 4, "closed": 5}
FINAL = {"resolved", "closed"}


@dataclass
class Event:
    """One event of a case."""

    at: datetime
    kind: str
    seq: int = 0
    actor: str = ""
    role: str = ""
    public: bool = True
    before: str | None = None
    after: str = ""


@dataclass
class _Told:
    """What is known of a case so far."""

    began: datetime
    status: str
    history: list[tuple[datetime, str]] = field(default_factory=list)
    agents: list[tuple[datetime, str]] = field(default_factory=list)
    teams: list[tuple[datetime, str]] = field(default_factory=list)
    priorities: list[str] = field(default_factory=list)


def facts(events: Iterable[Event], as_of: datetime) -> dict[str, Any]:
    """The facts of one case that a `created` event began, all of whose authors are known."""
    happened = [one for one in events if one.at <= as_of]
    created = min((one for one in happened if one.kind == "created"), key=_moment)
    for one in happened:
        one.at = max(one.at, created.at)
    updates = [list(same) for _, same in groupby(sorted(happened, key=_moment), key=_moment)]
    case = _Told(created.at, _first_status(created, updates))
    case.history.append((created.at, case.status))
    agent, team, priority = (_first(updates, kind) for kind in ("agent", "team", "priority"))
    for line, value in ((case.agents, agent), (case.teams, team)):
        if value:
            line.append((created.at, value))
    if priority:
        case.priorities.append(priority)
    for update in updates:
        at = update[0].at
        status = net(_changes(update, "status"), case.status, max_by=lambda word: RANKS[word])
        if status != case.status:
            case.status = status
            case.history.append((at, status))
        agent = _follow(update, "agent", agent, case.agents)
        team = _follow(update, "team", team, case.teams)
        changed = net(_changes(update, "priority"), priority, max_by=str)
        if changed and changed != priority:
            case.priorities.append(changed)
        priority = changed
    found = {**_by_status(case, as_of), **_by_messages(created, updates, as_of)}
    return {
        **found,
        "created_at": created.at,
        "agent": agent or None,
        "team": team or None,
        "priority": priority or None,
        "priority_set": case.priorities[0] if case.priorities else None,
        "first_assigned_at": case.agents[0][0] if case.agents else None,
        "reassignments": _handovers(case.agents),
        "team_handovers": _handovers(case.teams),
    }


def _moment(event: Event) -> tuple[datetime, int]:
    return event.at, event.seq


def _changes(update: Sequence[Event], kind: str) -> list[tuple[str | None, str]]:
    # An empty cell before a change is one that the log does not fill, too.
    return [(one.before or None, one.after) for one in update if one.kind == kind]


def net(
    changes: Sequence[tuple[str | None, str]], before: str, max_by: Callable[[str], Any]
) -> str:
    """The value after an update, section 2."""
    values = {after for _, after in changes}
    if not values:
        return before
    if len(values) == 1:
        return values.pop()
    if all(start is not None for start, _ in changes):
        counts: dict[str, int] = {}
        for start, after in changes:
            counts[after] = counts.get(after, 0) + 1
            counts[start or ""] = counts.get(start or "", 0) - 1
        ends = [value for value, count in counts.items() if count > 0]
        if len(ends) == 1:
            return ends[0]
        if not ends and before in counts:
            return before
    return max(values, key=max_by)


def _first_of_update(changes: Sequence[tuple[str | None, str]]) -> str | None:
    """The value before an update: the chain's start, else the lowest."""
    starts = [start for start, _ in changes]
    if len(set(starts)) == 1:
        return starts[0]
    known = [start for start in starts if start is not None]
    if len(known) == len(starts):
        counts: dict[str, int] = {}
        for start, after in changes:
            counts[after] = counts.get(after, 0) - 1
            counts[start or ""] = counts.get(start or "", 0) + 1
        begins = [value for value, count in counts.items() if count > 0]
        if len(begins) == 1:
            return begins[0]
    return min(known, key=lambda word: (RANKS.get(word, 0), word)) if known else None


def _first_status(created: Event, updates: Sequence[Sequence[Event]]) -> str:
    if created.after:
        return created.after
    changes = next((found for one in updates if (found := _changes(one, "status"))), [])
    return _first_of_update(changes) or "new"


def _first(updates: Sequence[Sequence[Event]], kind: str) -> str:
    changes = next((found for one in updates if (found := _changes(one, kind))), [])
    starts = sorted({start for start, _ in changes if start})
    if len(starts) <= 1:
        return starts[0] if starts else ""
    return _first_of_update(changes) or ""


def _follow(
    update: Sequence[Event], kind: str, before: str, line: list[tuple[datetime, str]]
) -> str:
    after = net(_changes(update, kind), before, max_by=str)
    if after and after != before:
        line.append((update[0].at, after))
    return after


def _handovers(line: Sequence[tuple[datetime, str]]) -> int:
    names = [name for name, _ in groupby(value for _, value in line)]
    return max(len(names) - 1, 0)


def _by_status(case: _Told, as_of: datetime) -> dict[str, Any]:
    waits = dict.fromkeys(RANKS, 0.0)
    ends: list[datetime] = []
    closed: datetime | None = None
    reopens, was_final = 0, False
    for number, (at, status) in enumerate(case.history):
        last = number + 1 == len(case.history)
        until = as_of if last else case.history[number + 1][0]
        waits[status] += (until - at).total_seconds()
        final = status in FINAL
        if final and not was_final:
            ends.append(at)
            closed = None
        if final and status == "closed" and closed is None:
            closed = at
        if was_final and not final:
            reopens += 1
            closed = None
        was_final = final
    return {
        "status": case.status,
        "first_resolved_at": ends[0] if ends else None,
        "resolved_at": ends[-1] if was_final else None,
        "closed_at": closed if was_final else None,
        "reopens": reopens,
        "agent_work": waits["new"] + waits["open"],
        "agent_wait": waits["pending"],
        "on_hold": waits["on_hold"],
        "requester_wait": waits["new"] + waits["open"] + waits["on_hold"],
    }


def _by_messages(
    created: Event, updates: Sequence[Sequence[Event]], _as_of: datetime
) -> dict[str, Any]:
    spoken = [
        one
        for update in updates
        for one in sorted(update, key=lambda one: (one.role != "customer", one.actor))
        if one.kind == "message" and one.public and one.role in {"customer", "agent"}
    ]
    begins = created.role if created.role in {"customer", "agent"} else "customer"
    if spoken and spoken[0].at == created.at:
        begins = spoken[0].role
    by_customer = begins == "customer"
    if not by_customer and spoken and spoken[0].role == "agent":
        spoken = spoken[1:]
    asked = latest = created.at if by_customer else None
    first = by_customer
    first_response: datetime | None = None
    further: list[tuple[Any, ...]] = []
    for one in spoken:
        if one.role == "customer":
            asked, latest = asked or one.at, one.at
        elif asked is not None:
            if first:
                first_response = one.at
            else:
                further.append((asked, latest, one.at, one.actor))
            asked, first = None, False
    if asked is not None and not first:
        further.append((asked, latest, None, None))
    return {
        "started_by": begins,
        "first_response_at": first_response,
        "next_responses": further,
        "replies": sum(one.role == "agent" for one in spoken),
        "customer_messages": sum(one.role == "customer" for one in spoken),
    }
