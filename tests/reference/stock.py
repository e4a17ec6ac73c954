"""What is counted over a stretch of time: throughput, backlog, and the length of a queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.reference.calls import call, wait_column
from tests.reference.cells import BEGINS, GARBAGE
from tests.reference.clocks import between
from tests.reference.durations import first_response
from tests.reference.records import began
from tests.reference.verdicts import (
    Asked,
    Resolution,
    Verdict,
    not_applicable,
    resolution,
    unreadable,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.reference.records import Table
    from tests.reference.verdicts import Standard

Wait = tuple[str | None, datetime, datetime | None]
"""The queue, when somebody joined it, and when they left it, if they have."""


# ---- where each record is counted ----


def throughput(asked: Asked) -> Verdict:
    case = resolution(asked)
    if case.resolved is False:
        return not_applicable("not resolved")
    by_agent = asked.setting("per", "day") == "agent and day"
    if by_agent and asked.cell("agent") is None:
        return not_applicable("no agent")
    if case.fault is not None:
        return unreadable(case.fault)
    if _ends_before_it_begins(asked, case):
        return unreadable(case.column)
    return Verdict("measured", end=case.end)


def _ends_before_it_begins(asked: Asked, case: Resolution) -> bool:
    start = asked.cell("created_at")
    return case.end is not None and isinstance(start, datetime) and case.end < start


def backlog(asked: Asked) -> Verdict:
    case = resolution(asked)
    if asked.cell("created_at") is None:
        return unreadable("created_at")
    if case.resolved is None:
        return unreadable(case.fault or "resolved_at")
    if case.resolved and case.fault is not None and asked.cell(case.fault) is GARBAGE:
        return unreadable(case.fault)
    if _ends_before_it_begins(asked, case):
        return unreadable(case.column)
    return Verdict("measured", mark=Fraction(case.resolved is False))


def queue_length(asked: Asked) -> Verdict:
    if asked.table.name == "calls":
        return _call_in_queue(asked)
    return _case_in_queue(asked)


def _call_in_queue(asked: Asked) -> Verdict:
    found = call(asked)
    if asked.cell("offered_at") is None:
        return unreadable("offered_at")
    if found.fault is not None:
        return unreadable(found.fault)
    if found.end is not None and found.end < asked.cell("offered_at"):
        return unreadable("answered_at" if found.answered else "ended_at")
    if found.end is None and found.over:
        gave_up = not found.answered and asked.table.has("ended_at")
        return unreadable("ended_at" if gave_up else wait_column(asked))
    return Verdict("measured", end=found.end)


def _case_in_queue(asked: Asked) -> Verdict:
    reply, case = first_response(asked), resolution(asked)
    start = asked.cell("created_at")
    if start is None:
        return unreadable("created_at")
    left: Resolution = reply if reply.resolved is not False else case
    if left.fault is not None:
        return unreadable(left.fault)
    if left.end is not None and left.end < start:
        return unreadable(left.column)
    return Verdict("measured", end=left.end)


# ---- what they come to ----


def days_between(first: datetime, last: datetime, zone: str) -> int:
    start, end = (moment.astimezone(ZoneInfo(zone)).date() for moment in (first, last))
    return (end - start).days + 1


def resolved_per_day(
    table: Table, standard: Standard, measured: Sequence[int], first: datetime
) -> Fraction | None:
    """Over every local day from the first record to the audit instant."""
    if not measured:
        return None
    agents = 1
    if standard.get("per", "day") == "agent and day":
        agents = len({table.records[at]["agent"] for at in measured})
    days = days_between(first, table.as_of, table.zone)
    if "calendar" in standard:
        days = table.calendars[standard["calendar"]].count(first, table.as_of)
    return Fraction(len(measured), days * agents) if days else None


def waiting(waits: Sequence[Wait], queue: str | None, moment: datetime) -> int:
    """How many wait in a queue from that moment on: those who leave at it have gone."""
    return sum(
        1
        for name, joined, left in waits
        if name == queue and joined <= moment and (left is None or left > moment)
    )


def met_on_arrival(waits: Sequence[Wait], wait: Wait) -> int:
    """How many were waiting already; those who join at the same instant are not met."""
    queue, moment, _ = wait
    return sum(
        1
        for name, joined, left in waits
        if name == queue and joined < moment and (left is None or left > moment)
    )


def peak(waits: Sequence[Wait]) -> int:
    return max((waiting(waits, queue, joined) for queue, joined, _ in waits), default=0)


def arrivals_above(waits: Sequence[Wait], above: int) -> tuple[int, int]:
    return sum(met_on_arrival(waits, wait) > above for wait in waits), len(waits)


def time_above(
    waits: Sequence[Wait], above: int, first: datetime, as_of: datetime, across: str
) -> Fraction | None:
    """The share of their time in which the queues were longer, or of that in which any was."""
    queues = {queue for queue, _, _ in waits}
    if as_of <= first or not queues:
        return None
    moments = {first, as_of} | {m for _, joined, left in waits for m in (joined, left or as_of)}
    within = sorted(moment for moment in moments if first <= moment <= as_of)
    longer = timedelta(0)
    for start, end in pairwise(within):
        long = sum(waiting(waits, queue, start) > above for queue in queues)
        longer += (min(long, 1) if across == "any" else long) * (end - start)
    each = 1 if across == "any" else len(queues)
    return Fraction(between(first, first + longer), each * between(first, as_of))


# ---- the figure of some of a standard's records ----


@dataclass(frozen=True)
class Sum:
    """What a series comes to."""

    value: Fraction | None
    numerator: int | None = None
    denominator: int | None = None
    over_no_time: bool = False
    """Nobody knows over which days: then nothing was judged."""


def summed(table: Table, standard: Standard, members: Sequence[tuple[int, Verdict]]) -> Sum:
    """Of the whole of the data, up to the audit instant."""
    measured = [(at, taken) for at, taken in members if taken.place == "measured"]
    begun = [began(table, at) for at in range(len(table.records))]
    known = [moment for moment in begun if moment is not None and moment <= table.as_of]
    first = min(known, default=None)
    if not measured or first is None:
        return Sum(None, over_no_time=True)
    if standard["metric"] == "throughput":
        per_day = resolved_per_day(table, standard, [at for at, _ in measured], first)
        return Sum(per_day, over_no_time=per_day is None)
    if standard["metric"] == "backlog":
        return Sum(sum((taken.mark or Fraction(0) for _, taken in measured), Fraction(0)))
    return _of_the_queue(table, standard, measured, first)


def _of_the_queue(
    table: Table, standard: Standard, measured: Sequence[tuple[int, Verdict]], first: datetime
) -> Sum:
    column = standard.get("queue", "queue")
    begins = BEGINS[table.name][0]
    waits: list[Wait] = [
        (table.records[at].get(column), table.records[at][begins], taken.end)
        for at, taken in measured
    ]
    statistic = standard.get("statistic", "peak")
    if statistic == "peak":
        return Sum(Fraction(peak(waits)))
    if statistic == "time_above":
        across = standard.get("across", "queues")
        return Sum(time_above(waits, standard["above"], first, table.as_of, across))
    met, arrived = arrivals_above(waits, standard["above"])
    return Sum(Fraction(met, arrived), met, arrived)


SERIES = {
    "throughput": throughput,
    "backlog": backlog,
    "queue_length": queue_length,
}
