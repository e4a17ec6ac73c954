"""The words of a story: verdicts and why, instants on the wall clock, lengths that add up."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from csaudit.reports import figures, times

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from csaudit.audit.explaining import Cell, Told
    from csaudit.audit.open_time import Stretch

JUDGED: Final = frozenset({"met", "missed", "measured", "not_due"})
_ANSWERS: Final = frozenset({"yes", "no"})
_VERDICTS: Final = {
    "not_due": "not due yet",
    "not_applicable": "not concerned",
    "left_out": "left out",
    "outside_period": "outside the period",
}


def record(told: Sequence[Told]) -> str:
    """`ticket`, `call`: what kind of record it is."""
    return str(told[0].row["table"]).removesuffix("s")


def verdict(one: Told, as_of: datetime) -> str:
    """The verdict in words, and why."""
    word: str = one.row["verdict"]
    reason: str | None = one.row["reason"]
    why = reason
    if reason == "where" and one.standard.where is not None:
        why = f"only where {one.standard.where.text}"
    elif reason == "still open" or (word == "not_due" and one.row["ended_at"] is None):
        why = _still_open(one)
    elif word == "unreadable" and reason is not None and reason in one.cells:
        why = _unreadable(one, one.cells[reason])
    elif word == "outside_period" and _begins_after(one, as_of):
        why = "it began after the audit instant"
    if one.standard.statistic is not None and word in {"measured", "not_due"}:
        judged = f"the {one.standard.statistic} of all is what is judged"
        why = f"{why}; at least this long; {judged}" if why else judged
    return _VERDICTS.get(word, word) + (f" ({why})" if why else "")


def _begins_after(one: Told, as_of: datetime) -> bool:
    return one.row["started_at"] is not None and one.row["started_at"] > as_of


def _still_open(one: Told) -> str:
    """A case with a time of its end is open by its status, or because it ended later."""
    cells = [one.cells[name] for name in one.ends if name in one.cells]
    ended = next((cell for cell in cells if cell.text is not None and cell.read_as != ""), None)
    status = one.cells.get("status")
    if ended is None:
        return f"still open: {cells[0].header} is empty" if cells else "still open"
    if ended.column not in one.instants:  # what had not happened then is no instant of the record
        return f"still open at the audit instant: {ended.header} {ended.text} is later"
    if status is None:
        return "still open"
    return f'still open: {status.header} "{status.text}" counts, whatever {ended.header} says'


def _unreadable(one: Told, cell: Cell) -> str:
    if cell.text is None:
        return f"{cell.header} is empty"
    instant, begun = one.instants.get(cell.column), one.row["started_at"]
    if instant is not None and begun is not None and instant < begun:
        first = one.cells.get(one.began or "")
        return f"{cell.header} lies before {first.header if first else 'its beginning'}"
    return f'{cell.header} "{cell.text}"'


def limit(one: Told) -> str | None:
    """What it was allowed, and by how much it is over it."""
    row = one.row
    if row["limit"] is not None:
        beyond = f", over it by {length(row['overrun'])}" if row["overrun"] else ""
        return f"{length(row['limit'])}{beyond}"
    if not one.days:
        return None
    received, *after = one.days
    number = f"{len(after)} working day{'' if len(after) == 1 else 's'}"
    then = f", then {', '.join(map(_day, after))}" if after else ""
    return f"{number}: counts as received on {_day(received)}{then}"


def measured(one: Told) -> str:
    """A length, or a number; and whether the data carry it as it is."""
    if one.row["unit"] != "seconds":
        return str(one.row["measured"])
    told = length(one.row["measured"])
    return told if one.clock else f"{told}, as the data have it"


def by(column: str | None, one: Told) -> str:
    """By which cell of the file an instant is known."""
    cell = None if column is None else one.cells.get(column)
    return "" if cell is None else f"  ({cell.header})"


def cell(one: Cell) -> str:
    """A cell as it stands in its file, and what it is taken for."""
    if one.text is None:
        return "(empty)"
    if one.read_as is None:
        return one.text
    # A yes or no is told by a column of its own: that New is "no" says nothing without its name.
    of = f"{one.column}: " if one.read_as in _ANSWERS else ""
    return f"{one.text}  (read as {of}{one.read_as or 'empty'})"


def at(instant: datetime, timezone: str) -> str:
    """An instant on the wall clock of a zone, its weekday first and the name of its time last."""
    return f"{times.local(instant, timezone):%a %Y-%m-%d %H:%M:%S %Z}"


def _day(one: date) -> str:
    return f"{one:%a %Y-%m-%d}"


def span(stretch: Stretch, timezone: str) -> str:
    """From when to when, a date once where it is the same, seconds only where there are some."""
    if stretch.begin is None or stretch.end is None:
        return ""
    begin, end = (times.local(edge, timezone) for edge in (stretch.begin, stretch.end))
    if begin.date() == end.date():
        return f"{begin:%a %Y-%m-%d} {_clock(begin)}-{_clock(end)}"
    return f"{begin:%a %Y-%m-%d} {_clock(begin)} to {end:%a %Y-%m-%d} {_clock(end)}"


def _clock(local: datetime) -> str:
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


def why(stretch: Stretch, timezone: str) -> str:
    """Why it counts or does not; and whether the clocks were changed in it."""
    if stretch.begin is None or stretch.end is None:
        return stretch.why
    offsets = [times.local(edge, timezone).utcoffset() for edge in (stretch.begin, stretch.end)]
    begin, end = offsets
    if begin is None or end is None or begin == end:
        return stretch.why
    moved = length(abs((end - begin).total_seconds())).removesuffix(" 00m 00s")
    return f"{stretch.why}; clocks went {'forward' if end > begin else 'back'} {moved}"


def length(seconds: float) -> str:
    """Hours, minutes and seconds, which add up."""
    whole = Fraction(seconds).limit_denominator(1_000_000)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    second = figures.plain_number(left)
    return f"{hours}h {minutes:02}m {second.rjust(2, '0')}s"
