"""Text cells into values. A cell is empty (`None`), garbage, or a value of its column's type."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Garbage(Enum):
    GARBAGE = "garbage"


GARBAGE = Garbage.GARBAGE
Value = Any  # None, GARBAGE, str, Fraction, int, bool, datetime, or a tuple of tags
Record = dict[str, Value]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

TYPES: dict[str, dict[str, str]] = {
    "tickets": {
        **dict.fromkeys(
            (
                "created_at",
                "first_response_at",
                "first_resolved_at",
                "resolved_at",
                "closed_at",
                "updated_at",
                "due_at",
                "response_due_at",
            ),
            "instant",
        ),
        **dict.fromkeys(("replies", "customer_messages", "reopens", "reassignments"), "count"),
        **dict.fromkeys(
            (
                "first_response_duration",
                "resolution_duration",
                "requester_wait",
                "agent_wait",
                "on_hold",
                "handle_time",
            ),
            "duration",
        ),
        **dict.fromkeys(
            (
                "due_met",
                "first_contact",
                "successful",
                "converted",
                "spam",
                "deleted",
                "merged",
            ),
            "yes_no",
        ),
        **dict.fromkeys(("order_value", "csat", "ces", "nps"), "number"),
        "tags": "tags",
    },
    "calls": {
        **dict.fromkeys(("offered_at", "answered_at", "ended_at"), "instant"),
        **dict.fromkeys(("answered", "abandoned", "resolved", "transferred"), "yes_no"),
        **dict.fromkeys(("wait", "hold", "talk", "wrap_up"), "duration"),
        "rings": "count",
        "csat": "number",
    },
    "surveys": {
        **dict.fromkeys(("sent_at", "answered_at"), "instant"),
        **dict.fromkeys(("csat", "ces", "nps"), "number"),
    },
    "reviews": {"reviewed_at": "instant"},
}
"""Every column that is not text."""

# A survey begins when it was sent, else when it was answered; so with each record by itself.
BEGINS = {
    "tickets": ("created_at",),
    "calls": ("offered_at",),
    "surveys": ("sent_at", "answered_at"),
    "reviews": ("reviewed_at",),
}
NOT_EVENTS = {"due_at", "response_due_at"}

_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?"
    r"(Z|[+-]\d\d:?\d\d)?"
)
_YES = {"yes", "true", "y", "1", "t", "on"}
_NO = {"no", "false", "n", "0", "f", "off"}
_STATUS = {
    "new": "new",
    **dict.fromkeys(("open", "reopened", "in progress", "active", "assigned"), "open"),
    **dict.fromkeys(("pending", "waiting", "waiting on customer", "snoozed"), "pending"),
    **dict.fromkeys(("on_hold", "hold", "on-hold", "on hold"), "on_hold"),
    **dict.fromkeys(("resolved", "solved", "done", "completed", "fixed"), "resolved"),
    **dict.fromkeys(("closed", "cancelled", "canceled"), "closed"),
}


def micros(moment: datetime) -> int:
    """Microseconds since 1970, exactly."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def types_of(
    table: str, rows: list[dict[str, str]], own: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The type of every column of the rows; satisfaction is words if no cell is a number."""
    headers = dict.fromkeys(header for row in rows for header in row)
    types = {header: TYPES[table].get(header, "text") for header in headers}
    marks = [row["csat"].strip() for row in rows if "csat" in row and row["csat"].strip()]
    if "csat" in types and not any(number(mark) is not GARBAGE for mark in marks):
        types["csat"] = "text"
    return types | {name: kind for name, kind in (own or {}).items() if name in types}


def read_row(row: dict[str, str], types: Mapping[str, str], zone: str, table: str) -> Record:
    """One record; ambiguous times are settled against the instant at which it begins."""
    record: Record = {}
    for name, kind in types.items():
        if kind != "instant":
            record[name] = read_cell(row[name], kind)
            if name == "status" and table == "tickets" and record[name] is not None:
                record[name] = _STATUS.get(record[name].casefold(), record[name])
    begins = next((name for name in BEGINS[table] if name in types), None)
    start = None
    if begins is not None:
        start = record[begins] = _instant(row[begins].strip(), zone, None)
    for name, kind in types.items():
        if kind == "instant" and name != begins:
            after = start if isinstance(start, datetime) and name not in NOT_EVENTS else None
            record[name] = _instant(row[name].strip(), zone, after)
    return record


def read_cell(text: str, kind: str) -> Value:
    """A cell of any type but an instant."""
    text = text.strip()
    readers: dict[str, Callable[[str], Value]] = {
        "text": str,
        "tags": _tags,
        "yes_no": _yes_no,
        "count": _count,
        "duration": _duration,
        "number": number,
    }
    if not text:
        return () if kind == "tags" else None  # without tags, not: with unknown ones
    return readers[kind](text)


def _tags(text: str) -> tuple[str, ...]:
    return tuple(tag.strip() for tag in text.split(",") if tag.strip())


def _yes_no(text: str) -> bool | Garbage:
    folded = text.casefold()
    return True if folded in _YES else False if folded in _NO else GARBAGE


def _count(text: str) -> int | Garbage:
    value = number(text)
    if value is GARBAGE or value.denominator != 1 or value < 0:
        return GARBAGE
    return int(value)


def number(text: str) -> Fraction | Garbage:
    """A decimal number such as `3`, `-0.5`."""
    return Fraction(text) if re.fullmatch(r"[+-]?\d+(\.\d+)?", text) else GARBAGE


def _duration(text: str) -> int | Garbage:
    """Microseconds of `90`, `90.5` (seconds), `01:30:00`, `1h30m`, `PT1H30M`."""
    seconds: Fraction | None = None
    if re.fullmatch(r"\d+(\.\d+)?", text):
        seconds = Fraction(text)
    elif match := re.fullmatch(r"(\d+):(\d\d):(\d\d)", text):
        hours, minutes, rest = map(int, match.groups())
        seconds = Fraction(hours * 3600 + minutes * 60 + rest)
    elif text != "PT" and (
        match := re.fullmatch(r"(?:PT)?(?:(\d+)[hH])?(?:(\d+)[mM])?(?:(\d+)[sS])?", text)
    ):
        hours, minutes, rest = (int(part or 0) for part in match.groups())
        seconds = Fraction(hours * 3600 + minutes * 60 + rest)
    if seconds is None:
        return GARBAGE
    return int(seconds * 1_000_000)


def _instant(text: str, zone: str, not_before: datetime | None) -> datetime | Garbage | None:
    if not text:
        return None
    match = _INSTANT.fullmatch(text)
    if match is None:
        return GARBAGE
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    try:
        wall = datetime(  # noqa: DTZ001 - wall-clock time has no zone yet
            int(year),
            int(month),
            int(day),
            int(hour),
            int(minute),
            int(second or 0),
            int((fraction or "").ljust(6, "0")),
        )
    except ValueError:
        return GARBAGE
    if offset:
        return datetime.fromisoformat(f"{wall.isoformat()}{offset}").astimezone(UTC)
    return _from_wall(wall, ZoneInfo(zone), not_before)


def _from_wall(wall: datetime, zone: ZoneInfo, not_before: datetime | None) -> datetime | Garbage:
    """A time that occurs twice: the first, unless that lies before the start; never: garbage."""
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) != wall:
        return GARBAGE
    return second if not_before is not None and first < not_before else first
