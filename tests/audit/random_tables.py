"""Random tables as text cells: what helpdesks, people and clocks do to an export."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

Row = dict[str, str]
Cells = tuple[tuple[str, ...], tuple[str, ...]]
"""Of a column: what belongs there, and what does not."""

BASES: Final = ("2025-10-24 22:00", "2026-03-27 20:00", "2026-01-30 00:00")
"""Two of them shortly before the clocks of London change."""

GARBAGE: Final = ("soon", "2026-02-30 10:00:00", "31/10/2026 25:10")
ZONES: Final = ("", "Z", "+00:00", "+01:00", "-05:30")

_MICROSECOND: Final = timedelta(microseconds=1)
_HOUR: Final = timedelta(hours=1)
LATER: Final = (
    timedelta(0),
    timedelta(seconds=17),
    timedelta(minutes=3),
    timedelta(minutes=45),
    _HOUR - _MICROSECOND,
    _HOUR,
    _HOUR + _MICROSECOND,
    4 * _HOUR,
    4 * _HOUR + timedelta(milliseconds=1),
    23 * _HOUR,
    24 * _HOUR,
    24 * _HOUR + timedelta(seconds=1),
    70 * _HOUR,
    timedelta(days=6),
    timedelta(days=8, seconds=7),
)
"""From a record's beginning to whatever comes next: at, before and behind the usual limits."""

BEFORE: Final = -timedelta(minutes=20)
UNDATED: Final = 0.1
"""The share of tables without the column that tells when a record begins."""


@dataclass(frozen=True)
class Shape:
    """The columns of a table. `instants`: how many in ten cells of each hold one."""

    begins: str
    instants: Mapping[str, int]
    words: Mapping[str, Cells]
    always: frozenset[str] = field(default_factory=frozenset)

    @property
    def columns(self) -> list[str]:
        return [self.begins, *self.instants, *self.words]


def tables(shape: Shape, *, most: int = 30) -> st.SearchStrategy[list[Row]]:
    """Rows of a table, all with the same columns; repeated ids among them.

    Some columns are absent and some hold garbage; half of the tables are otherwise clean.
    """
    return st.builds(
        lambda order, size: table(order, size, shape),
        st.randoms(use_true_random=True),  # one seed a table: fast
        st.integers(1, most),
    )


def table(order: Random, size: int, shape: Shape) -> list[Row]:
    optional = [name for name in shape.columns if name not in shape.always | {shape.begins}]
    absent = set(order.sample(optional, order.choice((0, 0, 1, 2, 4))))
    if order.random() < UNDATED:
        absent.add(shape.begins)
    dirty = set(order.sample(shape.columns, order.choice((0, 0, 1, 3, 6))))
    base = datetime.fromisoformat(order.choice(BASES))
    zones = ZONES if order.random() < 0.5 else ("",)
    rows = []
    for number in range(size):
        row = {"id": str(number)} | _row(order, base, zones, shape, dirty)
        rows.append({name: cell for name, cell in row.items() if name not in absent})
    return _with_repeats(order, rows)


def _row(
    order: Random, base: datetime, zones: tuple[str, ...], shape: Shape, dirty: set[str]
) -> Row:
    begun = base + timedelta(
        minutes=order.randrange(9 * 24 * 60), microseconds=order.choice((0, 0, 0, 1, 999_999))
    )
    zone = order.choice(zones)
    cells = {shape.begins: begun.isoformat(" ") + zone}
    if shape.begins in dirty and order.random() < 0.2:
        cells[shape.begins] = order.choice(("", *GARBAGE))
    for name, often in shape.instants.items():
        distances = (*LATER, BEFORE) if name in dirty else LATER
        cells[name] = (begun + order.choice(distances)).isoformat(" ") + zone
        if order.randrange(10) >= often:
            cells[name] = order.choice(("", " ", *GARBAGE)) if name in dirty else ""
    for name, (good, bad) in shape.words.items():
        cells[name] = order.choice(good)
        if bad and name in dirty and order.random() < 0.2:
            cells[name] = order.choice(bad)
    return cells


def _with_repeats(order: Random, rows: list[Row]) -> list[Row]:
    """Some rows once more: as they are, or as they stood before their last update."""
    copies: list[Row] = []
    for row in order.sample(rows, min(len(rows), order.choice((0, 0, 1, 3)))):
        copies.append(dict(row))
        if "updated_at" in row and order.random() < 0.5:
            row["updated_at"] = "2026-05-01 10:00:00"
            copies[-1]["updated_at"] = "2026-05-01 09:59:59.999999"
            copies[-1]["status"] = "open"
    return rows + copies


_COUNTS: Final = ("0", "0", "1", "1", "1", "2", "3", "1.0")
_NO_COUNTS: Final = ("", "-1", "two", "1.5")
_DURATIONS: Final = ("0", "90", "3600", "3600.000001", "01:00:00", "4h", "PT24H", "86401")
_NO_DURATIONS: Final = ("", "-5", "long")
_YES_NO: Cells = (("yes", "no", "No", "true", "0", ""), ("perhaps",))
_MARKS: Final[dict[str, Cells]] = {
    "csat": (("1", "2", "3", "4", "5", "5", "4.5", "", ""), ("0", "6", "Good")),
    "ces": (("1", "2", "3", "4", "5", "2.5", ""), ("0", "6", "7", "8", "easy")),
    "nps": (("0", "6", "7", "8", "9", "10", "10.0", ""), ("11", "-1", "9.5", "x")),
}
_ITEM: Final[Cells] = (("yes", "yes", "yes", "no", "", "1"), ("perhaps",))
_MARK: Final[Cells] = (("1", "3", "4", "5", "5", ""), ("0", "6", "good"))
_REVIEWED: Final[dict[str, Cells]] = {
    "accurate": _ITEM,
    "belt": _ITEM,
    "next_step": _ITEM,
    "patience": _MARK,
    "empathy": _MARK,
}
_WHO: Final[dict[str, Cells]] = {
    "branch": (("Hull", "Hull", "Leeds", "York", ""), ()),
    "team": (("A", "B", ""), ()),
}

_TICKET: Final[dict[str, Cells]] = {"ticket_id": (("0", "1", "2", "3", "4", "9", "99", ""), ())}

SUBJECTS: Final = (
    "Where is my order 4711?",
    "RE: where is my order 12",
    "Fwd: Re: Where  is my  order!",
    "Café open on Sunday?",
    "cafe open on sunday",
    "Refund",
    "12345",
    "",
)
NAMES: Final = ("Anna Lee", "LEE, Anna", "maría garcía", "Ms O'Neil", "Dr Jo Obi", "A. Lee", "")
REPLIES: Final = (
    "Hello Anna, thank you. The Larkfield promise holds.",
    "Dear Maria, that is not my department.",
    "hi jo! Ride on",
    "Good morning, a word of thanks from us to you all, dear Anna",
    "larkfield PROMISE? Sorry, that's not my department",
    "",
)

TICKETS: Final = Shape(
    begins="created_at",
    instants={
        "first_response_at": 8,
        "first_resolved_at": 5,
        "resolved_at": 8,
        "closed_at": 6,
        "updated_at": 6,
        "due_at": 8,
        "response_due_at": 8,
    },
    words={
        "first_response_duration": (("", *_DURATIONS), _NO_DURATIONS),
        "requester_wait": (_DURATIONS, _NO_DURATIONS),
        "agent_wait": (("", "0", "90", "1800", "3600"), _NO_DURATIONS),
        "on_hold": (("", "", "0", "600", "01:00:00"), _NO_DURATIONS),
        "status": (
            ("New", "open", "pending", "On-hold", "Solved", "resolved", "CLOSED", "?!", ""),
            (),
        ),
        "priority": (("urgent", "High", " normal ", "low", "odd", ""), ()),
        **_WHO,
        "tags": (("vip", "vip,late", "late", ""), ()),
        "replies": (_COUNTS, _NO_COUNTS),
        "reopens": (("0", "0", "0", *_COUNTS), _NO_COUNTS),
        "spam": (("no", "no", "no", "yes", ""), ("perhaps",)),
        "reassignments": (_COUNTS, _NO_COUNTS),
        "handle_time": (_DURATIONS, _NO_DURATIONS),
        "agent": (("Ann", "Bo", ""), ()),
        "requester": (("u1", "u1", "u2", "u3", ""), ()),
        "subject": (SUBJECTS, ()),
        "topic": (("delivery", "returns", "Returns", ""), ()),
        "customer_name": (NAMES, ()),
        "reply_text": (REPLIES, ()),
        "successful": _YES_NO,
        "converted": _YES_NO,
        "due_met": _YES_NO,
        "first_contact": _YES_NO,
        "order_value": (("10", "9.99", "0.01", "1234.5", "-3", "", ""), ("free",)),
        "follow_up_at": (("", "2025-10-27 09:00", "2026-02-02 12:00", "2026-03-31 16:30"), GARBAGE),
        **_REVIEWED,
        **_MARKS,
    },
    always=frozenset({"status", "replies", "spam", "tags", "patience", "empathy", "follow_up_at"}),
)
SURVEYS: Final = Shape(
    begins="sent_at",
    instants={"answered_at": 6},
    words={
        **_TICKET,
        **_WHO,
        "channel": (("email", "sms", ""), ()),
        "requester": (("u1", "u1", "u2", "U2", ""), ()),
        "successful": _YES_NO,
        "accurate": _ITEM,
        "belt": _ITEM,
        **_MARKS,
    },
    always=frozenset({"csat"}),
)
REVIEWS: Final = Shape(
    begins="reviewed_at",
    instants={},
    words={
        **_TICKET,
        **_WHO,
        "on_brand": _ITEM,
        **_REVIEWED,
    },
    always=frozenset({"patience", "empathy"}),
)
CALLS: Final = Shape(
    begins="offered_at",
    instants={"answered_at": 7, "ended_at": 9},
    words={
        **_TICKET,
        "queue": (("service", "service", "sales", ""), ()),
        **_WHO,
        "answered": (("yes", "yes", "no", "", ""), ("perhaps",)),
        "abandoned": (("no", "no", "yes", "", ""), ("perhaps",)),
        "transferred": _YES_NO,
        "resolved": _YES_NO,
        "rings": (_COUNTS, _NO_COUNTS),
        "wait": (("", "0", "6", "17", "18", "00:01:00", *_DURATIONS), _NO_DURATIONS),
        "hold": (("", "0", "45", *_DURATIONS), _NO_DURATIONS),
        "talk": (("120", *_DURATIONS), _NO_DURATIONS),
        "wrap_up": (("", "30"), _NO_DURATIONS),
        "accurate": _ITEM,
        "belt": _ITEM,
        "csat": _MARKS["csat"],
    },
    always=frozenset({"wait", "queue"}),
)
IN_WORDS: Final = {
    "1": "Bad",
    "2": "Offered",
    "3": "Neutral",
    "4": "good",
    "5": "Good",
    "4.5": "ok",
    "0": "unsatisfied",
    "6": "unoffered",
    "": "",
}


def in_words(rows: list[Row]) -> list[Row]:
    """The table with its satisfaction marks in words."""
    if not rows or "csat" not in rows[0]:
        return rows
    return [row | {"csat": IN_WORDS.get(row["csat"], "hm")} for row in rows]
