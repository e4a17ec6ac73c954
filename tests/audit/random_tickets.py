"""Random ticket tables as text cells: what helpdesks, people and clocks do to an export."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from hypothesis import strategies as st

Row = dict[str, str]

BASES: Final = (datetime(2025, 10, 24, 22), datetime(2026, 3, 27, 20), datetime(2026, 1, 30))  # noqa: DTZ001 - wall-clock times, over the clock changes of London
GARBAGE: Final = ("soon", "2026-02-30 10:00:00", "31/10/2026 25:10")

_MICROSECOND: Final = timedelta(microseconds=1)
_HOUR: Final = timedelta(hours=1)
LATER: Final = (
    timedelta(0),
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
"""From created to whatever comes next: at, before and behind the usual limits."""

BEFORE: Final = -timedelta(minutes=20)

ZONES: Final = ("", "Z", "+00:00", "+01:00", "-05:30")


Cells = dict[str, st.SearchStrategy[str | timedelta]]
ALWAYS_THERE: Final = {"created_at", "resolved_at", "status", "replies", "spam", "tags"}


@st.composite
def tables(draw: st.DrawFn, *, most: int = 30) -> list[Row]:
    """Rows of a ticket table, all with the same columns; repeated ids among them.

    Some columns are absent and some hold garbage; most tables are otherwise clean.
    """
    optional = sorted(set(COLUMNS) - ALWAYS_THERE)
    absent = draw(st.sets(st.sampled_from(optional), max_size=4))
    dirty = draw(st.one_of(st.just(set()), st.sets(st.sampled_from(COLUMNS), max_size=6)))
    cells = _cells(draw(st.sampled_from(BASES)), zoned=draw(st.booleans()), dirty=dirty)
    size = draw(st.integers(0, most))
    present = {name: cell for name, cell in cells.items() if name not in absent}
    rows = draw(st.lists(_rows(present), min_size=size, max_size=size))
    if draw(st.booleans()):
        for row in rows:
            row["csat"] = CSAT_WORDS.get(row.get("csat", ""), "hm")
    for number, row in enumerate(rows):
        row["id"] = str(number)
    return _with_repeats(draw, rows)


def _with_repeats(draw: st.DrawFn, rows: list[Row]) -> list[Row]:
    """Some rows once more: as they are, or as they stood before their last update."""
    copies: list[Row] = []
    for at in draw(st.sets(st.integers(0, max(0, len(rows) - 1)), max_size=3)):
        if at < len(rows):
            copies.append(dict(rows[at]))
            if "updated_at" in rows[at] and draw(st.booleans()):
                rows[at]["updated_at"] = "2026-05-01 10:00:00"
                copies[-1]["updated_at"] = "2026-05-01 09:59:59.999999"
                copies[-1]["status"] = "open"
    return rows + copies


def _rows(cells: Cells) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries(cells).map(lambda row: {"id": "", **_written(row)})


def _written(row: dict[str, str | timedelta]) -> Row:
    """Distances from the row's own creation become instants."""
    base = row["created_at"]
    assert isinstance(base, str)
    return {name: _cell(base, cell) for name, cell in row.items()}


def _cell(created: str, cell: str | timedelta) -> str:
    if isinstance(cell, str):
        return cell
    try:
        begun = datetime.fromisoformat(created)
    except ValueError:
        begun = BASES[0]
    return (begun + cell).isoformat(" ")


CSAT_WORDS: Final = {
    "1": "Bad",
    "2": "unsatisfied",
    "3": "Neutral",
    "4": "good",
    "5": "Good",
    "4.5": "ok",
    "0": "Offered",
    "6": "unoffered",
    "": "",
}
_STATUSES: Final = ("New", "open", "pending", "On-hold", "Solved", "resolved", "CLOSED", "?!", "")
_COUNTS: Final = ("0", "0", "1", "1", "1", "2", "3", "1.0")
_DURATIONS: Final = ("0", "90", "3600", "3600.000001", "01:00:00", "4h", "PT24H", "86401")
_YES_NO: Final = ("yes", "no", "No", "true", "0", "")
_WORDS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "first_response_duration": (("", *_DURATIONS), ("-5", "long")),
    "requester_wait": (_DURATIONS, ("", "-5", "long")),
    "status": (_STATUSES, ()),
    "priority": (("urgent", "High", " normal ", "low", "odd", ""), ()),
    "branch": (("Hull", "Hull", "Leeds", "York", ""), ()),
    "team": (("A", "B", ""), ()),
    "tags": (("vip", "vip,late", "late", ""), ()),
    "replies": (_COUNTS, ("", "-1", "two", "1.5")),
    "reopens": (("0", "0", *_COUNTS), ("", "-1", "two")),
    "spam": (_YES_NO, ("perhaps",)),
    "due_met": (_YES_NO, ("perhaps",)),
    "first_contact": (_YES_NO, ("perhaps",)),
    "order_value": (("10", "9.99", "0.01", "1234.5", "-3", "", ""), ("free",)),
    "csat": (("1", "2", "3", "4", "5", "5", "4.5", "", ""), ("0", "6", "Good")),
    "ces": (("1", "2", "3", "4", "5", "2.5", ""), ("0", "6", "7", "8", "easy")),
    "nps": (("0", "6", "7", "8", "9", "10", "10.0", ""), ("11", "-1", "9.5", "x")),
}
"""Of each column that holds no instants: what belongs there, and what does not."""

_INSTANTS: Final = {
    "first_response_at": 4,
    "first_resolved_at": 1,
    "resolved_at": 4,
    "closed_at": 2,
    "updated_at": 2,
    "due_at": 4,
    "response_due_at": 4,
}
"""How much more often the cell holds an instant than not."""

COLUMNS: Final = ("created_at", *_INSTANTS, *_WORDS)


def _cells(base: datetime, *, zoned: bool, dirty: set[str]) -> Cells:
    cells: Cells = {"created_at": _created(base, zoned=zoned, dirty="created_at" in dirty)}
    for name, often in _INSTANTS.items():
        distances = (*LATER, BEFORE) if name in dirty else LATER
        after: list[st.SearchStrategy[str | timedelta]] = [st.sampled_from(distances)] * often
        others = ("", " ", *GARBAGE) if name in dirty else ("",)
        cells[name] = st.one_of(*after, st.sampled_from(others))
    for name, (good, bad) in _WORDS.items():
        cells[name] = st.sampled_from(good + bad if name in dirty else good)
    return cells


def _created(base: datetime, *, zoned: bool, dirty: bool) -> st.SearchStrategy[str]:
    zones = st.sampled_from(ZONES if zoned else ("",))
    minutes, micros = st.integers(0, 9 * 24 * 60), st.sampled_from((0, 0, 0, 1, 999_999))

    def written(minutes: int, micros: int, zone: str) -> str:
        moment = base + timedelta(minutes=minutes, microseconds=micros)
        return moment.isoformat(" ") + zone

    good = st.builds(written, minutes, micros, zones)
    return st.one_of(good, good, good, st.sampled_from(("", *GARBAGE))) if dirty else good
