"""The metrics that measure time: how long, and whether within the limit."""

from __future__ import annotations

from datetime import timedelta

from tests.reference.cells import GARBAGE
from tests.reference.clocks import (
    PAUSES,
    Limit,
    beyond_limits,
    elapsed,
    limit_of,
    paused,
)
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


def timed(elapsed: int, limit: Limit | None, *, is_open: bool, late: bool | None = None) -> Verdict:
    """An open case is missed once its limit has passed, and not due until then.

    `late` tells it where the limit is no length of time.
    """
    if limit is None:
        return Verdict("not_due" if is_open else "measured", None, elapsed, is_open)
    over = elapsed > limit.micros if late is None else late
    if is_open:
        return Verdict("missed" if over else "not_due", None, elapsed, is_open)
    return Verdict("missed" if over else "met", None, elapsed)


def measured(asked: Asked, case: Resolution) -> Verdict:
    """From created to the end of `case`, or open until the audit instant."""
    start, is_open = asked.cell("created_at"), case.end is None
    if start is None:
        return unreadable("created_at")
    if case.fault is not None:
        return unreadable(case.fault)
    end = asked.table.as_of if case.end is None else case.end
    if case.end is not None and case.end < start:
        return unreadable(case.column)
    off = paused(asked)
    if isinstance(off, str):
        return unreadable(off)
    time = elapsed(asked, start, end) - off
    if time < 0:
        return unreadable(PAUSES[asked.standard["pause"][0]])
    limit = limit_of(asked)
    late = None if limit is None else limit.passed(start, end)
    return timed(time, limit, is_open=is_open, late=late)


def first_response(asked: Asked) -> Resolution:
    """Whether and when the first reply came."""
    end, column, fault = first_known(asked, "first_response_at")
    if end is not None or fault is not None:
        return Resolution(None if fault else True, end, column, fault)
    waited, start = asked.cell("first_response_duration"), asked.cell("created_at")
    if waited is GARBAGE:
        return Resolution(None, fault="first_response_duration")
    if waited is None or not asked.table.has("created_at"):
        return Resolution(resolved=False)  # without beginnings a duration tells no instant
    if start is None:
        return Resolution(True, fault="created_at")  # noqa: FBT003 - answered
    end = start + timedelta(microseconds=waited)
    if end > asked.table.as_of:
        return Resolution(resolved=False)
    return Resolution(True, end, "first_response_duration")  # noqa: FBT003 - answered


def first_response_time(asked: Asked) -> Verdict:
    reply, case = first_response(asked), resolution(asked)
    unanswered = reply.resolved is False and case.resolved is True
    missing_is_a_miss = asked.setting("closed_unanswered", "not_applicable") == "miss"
    if (taken := beyond_limits(asked)) is not None:
        return taken
    if unanswered:
        return Verdict("missed") if missing_is_a_miss else not_applicable("closed unanswered")
    if reply.resolved is False and case.resolved is None:
        assert case.fault is not None
        return unreadable("created_at" if asked.cell("created_at") is None else case.fault)
    return measured(asked, reply)


def resolution_time(asked: Asked) -> Verdict:
    if (taken := beyond_limits(asked)) is not None:
        return taken
    first = asked.setting("resolve", "last") == "first"
    return measured(asked, first_resolution(asked) if first else resolution(asked))


def waiting_time(asked: Asked) -> Verdict:
    """The wait that the helpdesk counted; that of an open case still grows."""
    return _carried(asked, "requester_wait")


def handle_time(asked: Asked) -> Verdict:
    """The work that the helpdesk counted; that on an open case still grows."""
    return _carried(asked, "handle_time")


def backlog_age(asked: Asked) -> Verdict:
    """How old an open case is at the audit instant."""
    case, start = resolution(asked), asked.cell("created_at")
    if (taken := beyond_limits(asked)) is not None:
        return taken
    if case.resolved is True:
        return not_applicable("resolved")
    if case.resolved is None:
        assert case.fault is not None
        return unreadable(case.fault)
    if start is None:
        return unreadable("created_at")
    return measured(asked, Resolution(True, asked.table.as_of))  # noqa: FBT003 - as if it ended


def _carried(asked: Asked, column: str) -> Verdict:
    waited = asked.cell(column)
    if (taken := beyond_limits(asked)) is not None:
        return taken
    limit = limit_of(asked)
    case = resolution(asked)
    ended = case.resolved
    if not asked.table.has("status", "resolved_at", "closed_at"):
        ended = True
    if waited is GARBAGE:
        return unreadable(column)
    if ended is None:
        if limit is not None and waited is not None and waited > limit.micros:
            return Verdict("missed", None, waited)
        assert case.fault is not None
        return unreadable(case.fault)
    if waited is None:
        return unreadable(column) if ended else timed(0, limit, is_open=True)
    return timed(waited, limit, is_open=not ended)
