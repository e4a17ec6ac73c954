"""The metrics that count: how many of those who could have."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.reference import conditions
from tests.reference.cells import GARBAGE
from tests.reference.clocks import calendar_of
from tests.reference.conditions import Truth, both, negated
from tests.reference.durations import first_response
from tests.reference.quantities import comparison, duration
from tests.reference.verdicts import (
    Asked,
    Resolution,
    Standard,
    Verdict,
    kept,
    not_applicable,
    resolution,
    unreadable,
)


def missing(asked: Asked, column: str) -> bool:
    """Whether the cell tells nothing: empty or garbage."""
    return asked.cell(column) is None or asked.cell(column) is GARBAGE


def too_early(asked: Asked, case: Resolution) -> Truth:
    """Resolved so little before the audit instant that it may still come back."""
    settle = duration(asked.setting("settle", "0d"))
    if settle == 0 or case.resolved is not True:
        return False
    if case.end is None:
        return None
    return asked.table.as_of - case.end < timedelta(microseconds=settle)


def reopened(asked: Asked) -> Truth:
    if not asked.table.has("reopens"):
        return False
    value = asked.cell("reopens")
    return None if missing(asked, "reopens") else value > 0


def first_contact_resolution(asked: Asked) -> Verdict:
    case = resolution(asked)
    only_resolved = asked.setting("of", "resolved") == "resolved"
    if only_resolved and case.resolved is False:
        return not_applicable("not resolved")
    success, fault = _at_first_contact(asked)
    early = too_early(asked, case)
    if early is None:
        return unreadable(case.fault or "resolved_at")
    if case.resolved is None and (only_resolved or success is not False):
        assert case.fault is not None
        return unreadable(case.fault)
    if asked.setting("no_repeat", None) is not None and case.resolved:
        again = came_back(asked, case, duration(asked.standard["no_repeat"]))
        if success is not None:
            anonymous = asked.cell("requester") is None
            fault = "requester" if anonymous else case.fault or "resolved_at"
        success = both(success, negated(again))
    success = both(case.resolved, success)
    if success is None:
        assert fault is not None
        return unreadable(fault)
    return Verdict("not_due") if early else kept(success)


def came_back(asked: Asked, case: Resolution, within: int) -> Truth:
    """Whether the requester began another case so soon after the end of this one."""
    requester = asked.cell("requester")
    if requester is None or case.end is None:
        return None
    last = case.end + timedelta(microseconds=within)
    return any(
        other["requester"] == requester
        and isinstance(other["created_at"], datetime)
        and case.end < other["created_at"] <= last
        for at, other in enumerate(asked.table.records)
        if at != asked.at and at not in asked.table.superseded
    )


def _at_first_contact(asked: Asked) -> tuple[Truth, str | None]:
    """Whether one reply was enough, and the column that leaves it unknown."""
    if not asked.table.has("replies"):
        flag = asked.cell("first_contact")
        return (None if missing(asked, "first_contact") else flag), "first_contact"
    wanted = comparison(asked.setting("replies", "= 1"))
    enough: Truth = None
    if not missing(asked, "replies"):
        enough = wanted.reached_by(asked.cell("replies"))
    undone: Truth = False
    if asked.setting("reopened", "miss") == "miss":
        undone = reopened(asked)
    return both(enough, negated(undone)), "replies" if enough is None else "reopens"


def reopen_rate(asked: Asked) -> Verdict:
    """Lower is better: reopened is missed."""
    case, again = resolution(asked), reopened(asked)
    first = asked.cell("first_resolved_at")
    ever = [case.resolved, again, None if first is GARBAGE else first is not None]
    if True not in ever:
        if None not in ever:
            return not_applicable("not resolved")
        if case.resolved is None:
            return unreadable(case.fault or "resolved_at")
        if again is not None:
            return unreadable("first_resolved_at")
    if again is None:
        return unreadable("reopens")
    early = too_early(asked, case) if case.resolved else _resolved_lately_and_open(asked)
    if early is None:
        return unreadable(case.fault or "resolved_at")
    return Verdict("not_due") if early else kept(not again)


def _resolved_lately_and_open(asked: Asked) -> bool:
    """A case that was reopened counts no sooner than one that was not."""
    settle = duration(asked.setting("settle", "0d"))
    ends = ("resolved_at", "closed_at", "first_resolved_at")
    known = [end for end in map(asked.cell, ends) if isinstance(end, datetime)]
    return bool(known) and asked.table.as_of - known[0] < timedelta(microseconds=settle)


def reassignment_rate(asked: Asked) -> Verdict:
    """Lower is better: handed over too often is missed."""
    if missing(asked, "reassignments"):
        return unreadable("reassignments")
    return kept(asked.cell("reassignments") <= asked.setting("more_than", 0))


def resolution_rate(asked: Asked) -> Verdict:
    case = resolution(asked)
    return unreadable(case.fault or "resolved_at") if case.resolved is None else kept(case.resolved)


def closure_rate(asked: Asked) -> Verdict:
    """Cohort: resolved before the window of its arrival is over. Flow: only counted here."""
    case, start = resolution(asked), asked.cell("created_at")
    if start is None:
        return unreadable("created_at")
    if case.fault is not None:
        return unreadable(case.fault)
    if case.end is not None and case.end < start:
        return unreadable(case.column)
    if asked.setting("count", "cohort") == "flow":
        return Verdict("measured", end=case.end)
    over = _window_end(asked, start)
    if case.end is not None and case.end < over:
        return Verdict("met")
    return Verdict("missed" if asked.table.as_of >= over else "not_due")


def _window_end(asked: Asked, start: datetime) -> datetime:
    window = asked.setting("window", "day")
    if window == "working day":
        calendar = calendar_of(asked)
        assert calendar is not None
        return calendar.window_end(start)
    return window_end(start, window, asked.table.zone)


def window_end(start: datetime, window: str, zone: str) -> datetime:
    """The midnight that ends the local day, or ISO week, of `start`."""
    local = start.astimezone(ZoneInfo(zone)).date()
    days = 1 if window == "day" else 7 - local.weekday()
    return datetime.combine(local + timedelta(days), datetime.min.time(), ZoneInfo(zone))


def due_date_met(asked: Asked) -> Verdict:
    column = asked.setting("due", "due_at")
    answers = asked.table.has("first_response_at", "first_response_duration")
    if not asked.table.has(column) or (column == "response_due_at" and not answers):
        return _flag(asked)  # no instants can judge
    if asked.cell(column) is None:
        return not_applicable("no due date")
    case = resolution(asked)
    if column != "response_due_at":
        return _by_the_due_date(asked, column, case, case)
    reply = first_response(asked)
    if reply.resolved is False and case.resolved is True:
        return not_applicable("closed unanswered")
    return _by_the_due_date(asked, column, reply, case)


def _by_the_due_date(asked: Asked, column: str, end: Resolution, case: Resolution) -> Verdict:
    due = asked.cell(column)
    if due is GARBAGE:
        return unreadable(column)
    if end.fault is not None:
        return unreadable(end.fault)
    if end.end is not None:
        return kept(end.end <= due)
    if case.resolved is None:
        return unreadable(case.fault or "resolved_at")
    return Verdict("missed" if asked.table.as_of > due else "not_due")


def _flag(asked: Asked) -> Verdict:
    flag = asked.cell("due_met")
    if flag is None:
        return not_applicable("no due date")
    return unreadable("due_met") if flag is GARBAGE else kept(flag)


def share(asked: Asked) -> Verdict:
    success = asked.standard["success"]
    for column in conditions.columns(success):
        if asked.cell(column) is GARBAGE:
            return unreadable(column)
    holds = conditions.holds(success, asked.record)
    if holds is None:
        return not_applicable("unknown")
    return kept(not holds if wants_less(asked.standard) else holds)


def wants_less(standard: Standard) -> bool:
    """Whether a `share` counts something bad: `direction: lower`, or a target `<= …`."""
    return standard.get("direction") == "lower" or str(standard.get("target")).startswith("<")
