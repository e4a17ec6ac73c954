"""Pauses: stretches of a case that do not count, several of them, in open time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.clocks.openings import unite

if TYPE_CHECKING:
    from collections.abc import Iterable

    from csaudit.clocks.calendar import Calendar


def open_pause(
    pauses: Iterable[tuple[int, int | None]], start: int, end: int, calendar: Calendar
) -> int:
    """The open time of a case's pauses, in microseconds.

    They are united first, so that no moment comes off twice, and clipped to the case. A pause
    without an end lasts until the case's; one that ends before it begins has no length.
    """
    clipped = [
        (max(begin, start), min(end if until is None else until, end)) for begin, until in pauses
    ]
    united = unite((begin, until) for begin, until in clipped if begin < until)
    return sum(calendar.elapsed(begin, until) for begin, until in united)
