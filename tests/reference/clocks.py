"""The limit and the clock that hold for a record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.reference.cells import GARBAGE
from tests.reference.quantities import duration
from tests.reference.verdicts import Asked, Verdict, not_applicable

if TYPE_CHECKING:
    from tests.reference.calendars import Calendar

PAUSES = {"pending": "agent_wait", "on_hold": "on_hold"}
ALWAYS = "always"


@dataclass(frozen=True)
class Limit:
    """Microseconds on the record's clock, or so many working days of its calendar."""

    micros: int
    days: int | None = None
    calendar: Calendar | None = None

    def passed(self, start: datetime, end: datetime) -> bool | None:
        """Whether the working day that is the last one is over; None of other limits."""
        if self.days is None:
            return None
        assert self.calendar is not None
        return end > self.calendar.due(start, self.days)


def beyond_limits(asked: Asked) -> Verdict | None:
    """The record is one for which the table of limits has no row, or nothing names a calendar."""
    if "within" in asked.standard and _row(asked) is None:
        column = asked.standard["within"]["by"]
        return not_applicable(f"no limit for {_named(asked, column)}")
    if calendar_name(asked) is None:
        return not_applicable(f"no calendar for {_named(asked, asked.standard['calendar_by'])}")
    return None


def _named(asked: Asked, column: str) -> str:
    return asked.cell(column) or f"an empty {column}"


def _row(asked: Asked) -> Any:  # noqa: ANN401 - as YAML has it
    """The limit that is written for the record, None where there is none."""
    within = asked.standard["within"]
    if not isinstance(within, dict):
        return within
    value = asked.cell(within["by"])
    limits = {str(key).strip().casefold(): limit for key, limit in within["limits"].items()}
    found = None if value is None else limits.get(value.strip().casefold())
    return within.get("otherwise") if found is None else found


def limit_of(asked: Asked) -> Limit | None:
    """None where a statistic is asked for, and where no limit is written for the record."""
    row = _row(asked) if "within" in asked.standard else None
    if row is None:
        return None
    text = row["limit"] if isinstance(row, dict) else row
    days = re.fullmatch(r"(\d+) working days?", text)
    if days is not None:
        return Limit(0, int(days.group(1)), calendar_of(asked))
    return Limit(duration(text))


def calendar_name(asked: Asked) -> str | None:
    """The row's own calendar, else the one that the record or the standard names."""
    row = _row(asked) if "within" in asked.standard else None
    if isinstance(row, dict) and "calendar" in row:
        return str(row["calendar"])
    column = asked.setting("calendar_by", None)
    if column is None:
        return str(asked.setting("calendar", ALWAYS))
    known = {name.casefold(): name for name in (*asked.table.calendars, ALWAYS)}
    return known.get(str(asked.cell(column)).casefold())


def calendar_of(asked: Asked) -> Calendar | None:
    """None for the clock that never stops."""
    name = calendar_name(asked)
    return None if name is None else asked.table.calendars.get(name)


def elapsed(asked: Asked, start: datetime, end: datetime) -> int:
    """Microseconds on the record's clock."""
    calendar = calendar_of(asked)
    return between(start, end) if calendar is None else calendar.elapsed(start, end)


def between(start: datetime, end: datetime) -> int:
    return (end - start) // timedelta(microseconds=1)


def paused(asked: Asked) -> int | str:
    """What `pause:` takes off, in microseconds; the column that cannot be read."""
    columns = [PAUSES[kind] for kind in asked.setting("pause", [])]
    garbled = [column for column in columns if asked.cell(column) is GARBAGE]
    return garbled[0] if garbled else sum(asked.cell(column) or 0 for column in columns)


def clock_is_unknown(asked: Asked) -> bool:
    """What was counted in calendar time tells nothing of open hours: carried waits and pauses."""
    metric, table = asked.standard["metric"], asked.table
    carried = metric in {"waiting_time", "handle_time"} or (
        metric in {"answer_time", "service_level"} and not table.has("offered_at")
    )
    return (carried or bool(asked.setting("pause", []))) and calendar_of(asked) is not None
