"""The part of a period that the data covers: from the first record to the audit instant."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from csaudit.metrics.declaration import Facts, Period

INSTANT = timedelta(microseconds=1)


class Stretch(NamedTuple):
    """From `first` to `last`, which both belong to it; its time ends at `end`."""

    first: datetime
    last: datetime
    end: datetime


def covered(facts: Facts, period: Period) -> Stretch | None:
    """What the data covers of the period; None where it covers nothing of it."""
    if facts.first is None:
        return None
    first = facts.first if period.start is None else max(period.start, facts.first)
    end = facts.as_of if period.end is None else min(period.end, facts.as_of)
    last = facts.as_of if period.end is None else min(period.end - INSTANT, facts.as_of)
    return Stretch(first, last, end) if first <= last else None
