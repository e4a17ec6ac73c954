"""Long stories by the week: the stretches of each week as one of each kind, so that they add up."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from csaudit.audit.open_time import Stretch
from csaudit.reports import times

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

MOST: Final = 24
"""Stretches that are told one by one."""


def by_week(stretches: Sequence[Stretch], timezone: str, due: datetime | None) -> Sequence[Stretch]:
    """The stretches, or where there are many those of each week, before and after it was due.

    Weeks in which nothing counted are told together.
    """
    if len(stretches) <= MOST:
        return stretches

    def week(one: Stretch) -> tuple[int, int] | None:
        return times.local(one.begin, timezone).isocalendar()[:2] if one.begin else None

    counted = {week(one) for one in stretches if one.counted}

    def place(one: Stretch) -> tuple[bool, bool, tuple[int, int] | None]:
        own = week(one)
        late = due is not None and one.begin is not None and one.begin >= due
        return one.begin is None, late, own if own in counted else None

    return [one for _, own in groupby(stretches, place) for one in _merged(list(own))]


def _merged(week: Sequence[Stretch]) -> Iterator[Stretch]:
    """One for the time that counted, and one for each reason why other time did not."""
    kinds = dict.fromkeys((not one.counted, _kind(one)) for one in week)
    for aside, kind in sorted(kinds):
        own = [one for one in week if one.counted != aside and _kind(one) == kind]
        named = dict.fromkeys(one.why.partition(": ")[2] for one in own)
        words = ", ".join(filter(None, named))
        yield Stretch(
            own[0].begin,
            own[-1].end,
            sum(one.seconds for one in own),
            counted=not aside,
            why=f"{kind}: {words}" if words else kind,
        )


def _kind(one: Stretch) -> str:
    return one.why.partition(": ")[0]
