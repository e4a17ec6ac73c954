"""The metrics that measure time: how long, and whether within the limit."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.reference.cells import GARBAGE
from tests.reference.quantities import duration
from tests.reference.verdicts import (
    Asked,
    Resolution,
    Verdict,
    first_known,
    first_resolution,
    not_applicable,
    resolution,
    unreadable,
)

NO_LIMIT = -1


def limit_of(asked: Asked) -> int | None:
    """Microseconds; None where a statistic is asked for, NO_LIMIT where the table has none."""
    within = asked.setting("within", None)
    if within is None:
        return None
    if not isinstance(within, dict):
        return duration(within)
    value = asked.cell(within["by"])
    limits = {str(key).strip().casefold(): limit for key, limit in within["limits"].items()}
    found: Any = None if value is None else limits.get(value.strip().casefold())
    found = within.get("otherwise") if found is None else found
    if isinstance(found, dict):
        found = found["limit"]
    return NO_LIMIT if found is None else duration(found)


def without_limit(asked: Asked) -> Verdict:
    column = asked.standard["within"]["by"]
    return not_applicable(f"no limit for {asked.cell(column) or 'an empty ' + column}")


def timed(elapsed: int, limit: int | None, *, is_open: bool) -> Verdict:
    """An open case is missed once its limit has passed, and not due until then."""
    if limit is None:
        return Verdict("not_due" if is_open else "measured", None, elapsed, is_open)
    if is_open:
        return Verdict("missed" if elapsed > limit else "not_due", None, elapsed, is_open)
    return Verdict("met" if elapsed <= limit else "missed", None, elapsed)


def between(start: datetime, end: datetime) -> int:
    return (end - start) // timedelta(microseconds=1)


def measured(asked: Asked, case: Resolution, limit: int | None) -> Verdict:
    """From created to the end of `case`, or open until the audit instant."""
    start = asked.cell("created_at")
    if start is None:
        return unreadable("created_at")
    if case.fault is not None:
        return unreadable(case.fault)
    if case.end is None:
        return timed(between(start, asked.table.as_of), limit, is_open=True)
    if case.end < start:
        return unreadable(case.column)
    return timed(between(start, case.end), limit, is_open=False)


def first_response(asked: Asked) -> Resolution:
    """Whether and when the first reply came."""
    end, column, fault = first_known(asked, "first_response_at")
    if end is not None or fault is not None:
        return Resolution(None if fault else True, end, column, fault)
    waited, start = asked.cell("first_response_duration"), asked.cell("created_at")
    if waited is GARBAGE:
        return Resolution(None, fault="first_response_duration")
    if waited is None:
        return Resolution(resolved=False)
    if start is None:
        return Resolution(True, fault="created_at")  # noqa: FBT003 - answered
    end = start + timedelta(microseconds=waited)
    if end > asked.table.as_of:
        return Resolution(resolved=False)
    return Resolution(True, end, "first_response_duration")  # noqa: FBT003 - answered


def first_response_time(asked: Asked) -> Verdict:
    limit, reply, case = limit_of(asked), first_response(asked), resolution(asked)
    unanswered = reply.resolved is False and case.resolved is True
    missing_is_a_miss = asked.setting("closed_unanswered", "not_applicable") == "miss"
    if limit == NO_LIMIT:
        return without_limit(asked)
    if unanswered:
        return Verdict("missed") if missing_is_a_miss else not_applicable("closed unanswered")
    if reply.resolved is False and case.resolved is None:
        assert case.fault is not None
        return unreadable("created_at" if asked.cell("created_at") is None else case.fault)
    return measured(asked, reply, limit)


def resolution_time(asked: Asked) -> Verdict:
    limit = limit_of(asked)
    if limit == NO_LIMIT:
        return without_limit(asked)
    first = asked.setting("resolve", "last") == "first"
    return measured(asked, first_resolution(asked) if first else resolution(asked), limit)


def waiting_time(asked: Asked) -> Verdict:
    """The wait that the helpdesk counted; that of an open case still grows."""
    return _carried(asked, "requester_wait")


def handle_time(asked: Asked) -> Verdict:
    """The work that the helpdesk counted; that on an open case still grows."""
    return _carried(asked, "handle_time")


def backlog_age(asked: Asked) -> Verdict:
    """How old an open case is at the audit instant."""
    limit, case, start = limit_of(asked), resolution(asked), asked.cell("created_at")
    if limit == NO_LIMIT:
        return without_limit(asked)
    if case.resolved is True:
        return not_applicable("resolved")
    if case.resolved is None:
        assert case.fault is not None
        return unreadable(case.fault)
    if start is None:
        return unreadable("created_at")
    return timed(between(start, asked.table.as_of), limit, is_open=False)


def _carried(asked: Asked, column: str) -> Verdict:
    limit, waited = limit_of(asked), asked.cell(column)
    if limit == NO_LIMIT:
        return without_limit(asked)
    case = resolution(asked)
    ended = case.resolved
    if not asked.table.has("status", "resolved_at", "closed_at"):
        ended = True
    if waited is GARBAGE:
        return unreadable(column)
    if ended is None:
        if limit is not None and waited is not None and waited > limit:
            return Verdict("missed", None, waited)
        assert case.fault is not None
        return unreadable(case.fault)
    if waited is None:
        return unreadable(column) if ended else timed(0, limit, is_open=True)
    return timed(waited, limit, is_open=not ended)
