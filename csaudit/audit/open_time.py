"""The time between two instants in pieces: which of it counted, and why the rest did not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from csaudit.clocks.calendar import Calendar

_MICROSECOND: Final = timedelta(microseconds=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the time between beginning and end: `why` says why it counts, or does not.

    Time that a total takes off (a pause that no event tells) has no beginning and no end.
    """

    begin: datetime | None
    end: datetime | None
    seconds: float
    counted: bool
    why: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count although it is open: `kind` is the status that the case had."""

    begin: datetime
    end: datetime
    kind: str


def in_turn(
    calendar: Calendar,
    span: tuple[datetime, datetime],
    pauses: Sequence[Pause] = (),
    due: datetime | None = None,
) -> Iterator[Stretch]:
    """Open, paused and closed time in turn, the open time cut where the limit ran out."""
    for begin, end, opened in _by_the_calendar(calendar, *span):
        if not opened:
            yield _stretch(begin, end, counted=False, why=_closed(calendar, begin, end))
            continue
        edges = [edge for pause in pauses for edge in (pause.begin, pause.end)]
        edges += [] if due is None else [due]
        for since, until in pairwise(_cut(begin, end, edges)):
            kind = next((one.kind for one in pauses if one.begin <= since < one.end), None)
            yield _stretch(
                since, until, counted=kind is None, why=f"paused: {kind}" if kind else opened
            )


def working_days(calendar: Calendar, begin: datetime, due: datetime) -> list[date]:
    """The day on which a record counts as received, and the working days up to its last."""
    return calendar.working_days(_ticks(begin), _ticks(due))


def _by_the_calendar(
    calendar: Calendar, begin: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime, str]]:
    """Pieces that are open, with the word for it, or closed, with none."""
    if calendar.always_open:
        yield begin, end, "around the clock"
        return
    first, last = (calendar.local(_ticks(at)).date() for at in (begin, end))
    at = begin
    for opens, closes in calendar.openings(first - _DAY, last + _DAY):
        since, until = max(_instant(opens), begin), min(_instant(closes), end)
        if since >= until:
            continue
        if at < since:
            yield at, since, ""
        yield since, until, f"open ({calendar.name})"
        at = until
    if at < end:
        yield at, end, ""


def _cut(begin: datetime, end: datetime, edges: Iterable[datetime]) -> list[datetime]:
    return [begin, *sorted({edge for edge in edges if begin < edge < end}), end]


def _closed(calendar: Calendar, begin: datetime, end: datetime) -> str:
    """Closed, and the holidays by name on which it was."""
    first = calendar.local(_ticks(begin)).date()
    last = calendar.local(_ticks(end) - 1).date()
    days = [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]
    names = [name for day in days if (name := calendar.holidays(day.year).get(day)) is not None]
    return f"closed: {', '.join(dict.fromkeys(names))}" if names else "closed"


def _stretch(begin: datetime, end: datetime, *, counted: bool, why: str) -> Stretch:
    return Stretch(begin, end, (end - begin) / timedelta(seconds=1), counted, why)


def _ticks(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def _instant(ticks: int) -> datetime:
    return _EPOCH + ticks * _MICROSECOND
