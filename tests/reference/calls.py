"""Calls: answered, given up, or still waiting; how long; and how long they were worked on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.reference.cells import GARBAGE
from tests.reference.clocks import Limit, between, beyond_limits, limit_of
from tests.reference.durations import timed
from tests.reference.quantities import duration, is_rings, rings
from tests.reference.verdicts import Asked, Verdict, kept, not_applicable, unreadable

if TYPE_CHECKING:
    from tests.reference.conditions import Truth

TELLING = ("answered", "answered_at", "abandoned")
"""What tells whether a call was answered: the first that is known decides."""


@dataclass(frozen=True)
class Call:
    """What became of a call; `end` is when the wait was over, `fault` why nobody can say."""

    answered: Truth
    over: bool
    end: datetime | None = None
    fault: str | None = None

    @property
    def given_up(self) -> bool:
        return self.answered is False and self.over

    @property
    def waits(self) -> bool:
        return self.answered is False and not self.over


def call(asked: Asked) -> Call:
    answered, later = _answered(asked), asked.table.later.get(asked.at, set())
    if "answered_at" in later:
        return Call(answered=False, over=False)  # whatever flags say of the time after
    if answered is None:
        known = [name for name in TELLING if asked.cell(name) is GARBAGE]
        known += [name for name in TELLING if asked.table.has(name)]
        return Call(None, over=False, fault=known[0])
    waited, ended = known_value(asked, "wait"), known_value(asked, "ended_at")
    over = answered or asked.cell("abandoned") is True or not asked.table.has("ended_at")
    over = over or waited is not None or ended is not None
    if "ended_at" in later and not answered:
        return Call(answered=False, over=False)  # at the audit instant it has not happened
    return Call(answered, over, _end(asked, answered=answered) if over else None)


def _answered(asked: Asked) -> Truth:
    """The flag, else the instant, else the other flag; where all are empty there was no answer."""
    if not asked.table.has(*TELLING):
        return True
    flag, given_up = known_value(asked, "answered"), known_value(asked, "abandoned")
    if isinstance(flag, bool):
        return flag
    if known_value(asked, "answered_at") is not None or given_up is True:
        return given_up is not True or known_value(asked, "answered_at") is not None
    if GARBAGE in [asked.cell(name) for name in TELLING]:
        return None
    return False if asked.table.has("answered_at") else None if given_up is None else True


def known_value(asked: Asked, column: str) -> object:
    value = asked.cell(column)
    return None if value is GARBAGE else value


def _end(asked: Asked, *, answered: bool) -> datetime | None:
    """When the caller was answered or gave up: by the instant, else by the wait."""
    offered, waited = known_value(asked, "offered_at"), known_value(asked, "wait")
    by_wait = None
    if isinstance(offered, datetime) and isinstance(waited, int):
        by_wait = offered + timedelta(microseconds=waited)
    instant = known_value(asked, "answered_at" if answered else "ended_at")
    assert instant is None or isinstance(instant, datetime)
    return (instant or by_wait) if answered else (by_wait or instant)


def in_queue(asked: Asked, found: Call) -> int | None:
    """Microseconds in the queue; of a call that still waits, up to the audit instant."""
    offered = known_value(asked, "offered_at")
    end = asked.table.as_of if found.waits else found.end
    if isinstance(offered, datetime) and end is not None:
        return between(offered, end)
    waited = known_value(asked, "wait")
    return waited if isinstance(waited, int) else None


def wait_column(asked: Asked) -> str:
    """The column that should have told how long an answered caller waited."""
    return (
        "wait" if asked.table.has("wait") or not asked.table.has("answered_at") else "answered_at"
    )


# ---- answer_time and service_level ----


def time_to_answer(asked: Asked) -> Verdict:
    found = call(asked)
    by_instants = asked.table.has("offered_at") and asked.table.has("answered_at", "wait")
    timed_otherwise = by_instants or asked.table.has("wait")
    counts_rings = asked.table.has("rings") and (_in_rings(asked) or not timed_otherwise)
    waited, column = in_queue(asked, found), wait_column(asked)
    if counts_rings:
        waited, column = _rings(asked), "rings"
    if (taken := _given_up_early(asked, found, waited)) is not None:
        return taken
    if by_instants and not counts_rings and asked.cell("offered_at") is None:
        return unreadable("offered_at")
    if found.fault is not None:
        return unreadable(found.fault)
    if not counts_rings and waited is not None and waited < 0:
        return unreadable("answered_at" if found.answered else "ended_at")
    if found.answered and waited is None:
        return unreadable(column)
    return _judged(asked, found, waited)


def _given_up_early(asked: Asked, found: Call, waited: int | None) -> Verdict | None:
    if not found.given_up:
        return None
    short = duration(asked.setting("short_abandon", "0s"))
    if short and waited is not None and waited <= short:
        return not_applicable("short abandon")
    return None


def _judged(asked: Asked, found: Call, waited: int | None) -> Verdict:
    limit = _limit(asked)
    if found.given_up:
        if limit is None:
            return not_applicable("no time to measure")
        how = asked.setting("abandoned", "miss")
        if how == "miss" or waited is None or waited > limit.micros:
            return Verdict("missed", None, waited)  # past the limit whatever the setting says
        return not_applicable("abandoned") if how == "ignore" else Verdict("met", None, waited)
    if waited is None:  # it still waits, and nobody counts its rings
        return Verdict("not_due", open=True)
    return timed(waited, limit, is_open=found.waits)


def _in_rings(asked: Asked) -> bool:
    return is_rings(asked.setting("within", ""))


def _ring(asked: Asked) -> Fraction:
    return Fraction(str(asked.setting("seconds_per_ring", 6)))


def _rings(asked: Asked) -> int | None:
    counted = known_value(asked, "rings")
    return int(counted * _ring(asked) * 1_000_000) if isinstance(counted, int) else None


def _limit(asked: Asked) -> Limit | None:
    if _in_rings(asked):
        return Limit(int(rings(asked.standard["within"]) * _ring(asked) * 1_000_000))
    return limit_of(asked)


# ---- the other metrics on calls ----


def abandonment_rate(asked: Asked) -> Verdict:
    """Lower is better. The helpdesk's own flag decides where it is known."""
    found, flag = call(asked), asked.cell("abandoned")
    given_up = found.given_up
    if isinstance(flag, bool) and not found.waits:
        given_up = flag and found.answered is not True
    waited = in_queue(asked, found)
    short = duration(asked.setting("short_abandon", "0s"))
    if given_up and short and waited is not None and waited <= short:
        return not_applicable("short abandon")
    if found.fault is not None and not isinstance(flag, bool):
        return unreadable(found.fault)
    return Verdict("not_due") if found.waits else kept(not given_up)


def transfer_rate(asked: Asked) -> Verdict:
    found = call(asked)
    if found.answered is False:
        return not_applicable("not answered")
    if found.fault is not None:
        return unreadable(found.fault)
    handed_on = asked.cell("transferred")
    return kept(not handed_on) if isinstance(handed_on, bool) else unreadable("transferred")


def first_contact_resolution(asked: Asked) -> Verdict:
    """Resolved in the call, of the answered ones."""
    found, resolved = call(asked), asked.cell("resolved")
    if found.answered is False:
        return not_applicable("not answered")
    if found.fault is not None:
        return unreadable(found.fault)
    return kept(resolved) if isinstance(resolved, bool) else unreadable("resolved")


def waiting_time(asked: Asked) -> Verdict:
    """In the queue and on hold, of these what the data has."""
    limit, found = limit_of(asked), call(asked)
    if (taken := beyond_limits(asked)) is not None:
        return taken
    parts = asked.setting("parts", ["queue", "hold"])
    total = 0
    if "queue" in parts and asked.table.has("offered_at", "wait"):
        if found.fault is not None:
            return unreadable(found.fault)
        waited = in_queue(asked, found)
        if waited is None:
            return unreadable(wait_column(asked))
        if waited < 0:
            return unreadable("answered_at" if found.answered else "ended_at")
        total += waited
    if "hold" in parts and asked.cell("hold") is GARBAGE:
        return unreadable("hold")
    if "hold" in parts:
        total += asked.cell("hold") or 0
    return timed(total, limit, is_open=found.waits)


def handle_time(asked: Asked) -> Verdict:
    """Talk, hold and wrap-up of an answered call."""
    limit, found = limit_of(asked), call(asked)
    if (taken := beyond_limits(asked)) is not None:
        return taken
    if found.answered is False:
        return not_applicable("not answered")
    if found.fault is not None:
        return unreadable(found.fault)
    if not asked.table.has("talk"):
        return _from_answer_to_end(asked, limit)
    parts = ("talk", "hold", "wrap_up")
    garbled = [part for part in parts if asked.cell(part) is GARBAGE]
    if garbled or asked.cell("talk") is None:
        return unreadable(garbled[0] if garbled else "talk")
    return timed(sum(asked.cell(part) or 0 for part in parts), limit, is_open=False)


def _from_answer_to_end(asked: Asked, limit: Limit | None) -> Verdict:
    """Both instants hold talk and hold; a call that has not ended goes on."""
    parts = ("answered_at", "ended_at", "wrap_up")
    garbled = [name for name in parts if asked.cell(name) is GARBAGE]
    if garbled or asked.cell("answered_at") is None:
        return unreadable(garbled[0] if garbled else "answered_at")
    answered, ended, wrap_up = (asked.cell(name) for name in parts)
    if ended is not None and ended < answered:
        return unreadable("ended_at")
    total = between(answered, ended or asked.table.as_of) + (wrap_up or 0)
    return timed(total, limit, is_open=ended is None)
