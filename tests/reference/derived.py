"""Columns that follow from when a record begins, on the standards' wall clock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.reference.calendars import WEEKDAYS
from tests.reference.cells import BEGINS, GARBAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.reference.calendars import Calendar
    from tests.reference.records import Table


def derive(table: Table, calendars: Mapping[str, Calendar]) -> None:
    """`created_hour`, `created_weekday`, and for each calendar whether it was open."""
    column = behind(table, "created_hour")
    if column == "created_hour":
        return
    table.types |= {"created_hour": "count", "created_weekday": "text"}
    table.types |= {f"created_in_{name}": "yes_no" for name in calendars}
    for record in table.records:
        moment = record[column]
        if not isinstance(moment, datetime):
            names = ("created_hour", "created_weekday", *(f"created_in_{n}" for n in calendars))
            record.update(dict.fromkeys(names, moment))
            continue
        wall = moment.astimezone(ZoneInfo(table.zone))
        record["created_hour"] = wall.hour
        record["created_weekday"] = WEEKDAYS[wall.weekday()]
        for name, calendar in calendars.items():
            record[f"created_in_{name}"] = calendar.is_open(moment)


def behind(table: Table, column: str) -> str:
    """The column of the data that a derived one is read from; of others the column itself."""
    derived = column in {"created_hour", "created_weekday"} or column.startswith("created_in_")
    known = (name for name in BEGINS[table.name] if table.has(name))
    return next(known, column) if derived else column


def as_text(value: object) -> str | None:
    """What a group is called."""
    if value is None or value is GARBAGE:
        return None
    if isinstance(value, tuple):
        return ", ".join(sorted(value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
