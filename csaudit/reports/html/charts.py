"""Where the marks of a chart lie: plain numbers, which the template draws as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Final

from csaudit.harmless import harmless
from csaudit.reports import figures, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.audit.report import Result

WIDTH: Final = 300.0
"""Of every chart, in units of its own; the page scales it."""

HEIGHT: Final = 60.0
_ROOM: Final = 1.15


@dataclass(frozen=True, slots=True)
class Mark:
    """One value of a chart.

    `at`: how far along it lies, 0 to `WIDTH` (of a column, how high, 0 to `HEIGHT`); `low` and
    `high`: the ends of its interval. `state` is the outcome, `told` what a reader is told of it.
    """

    label: str
    at: float
    state: str
    told: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Marks on one scale, with the place of the target where there is one, and of REACHED."""

    marks: tuple[Mark, ...]
    target: float | None
    told: str
    reached: float | None = None


def bar(result: Result) -> Chart | None:
    """The value of a standard against its target."""
    return _chart([result], WIDTH, result)


def dots(standard: Result, groups: Sequence[Result]) -> Chart | None:
    """The groups of a standard on one scale."""
    return _chart(groups, WIDTH, standard)


def columns(standard: Result, periods: Sequence[Result]) -> Chart | None:
    """The periods of a standard, one column each."""
    return _chart(periods, HEIGHT, standard)


def spread(result: Result) -> Chart | None:
    """How many records took which part of their limit; the target is the limit's place."""
    counts = [one.n for one in result.times]
    if not any(counts):
        return None
    top, inside = max(counts), [one for one in result.times if one.part and one.part <= 1]
    name = harmless(words.label(result))
    return Chart(
        marks=tuple(
            Mark(
                label="",
                at=_inside(one.n / top * HEIGHT, HEIGHT),
                state="pass" if one in inside else "fail",
                told=f"{one.n:,} took {_part(one.part, result)}",
            )
            for one in result.times
        ),
        target=round(WIDTH * len(inside) / len(counts), 1),
        told=f"{name}: how long records took, in parts of their limit",
        reached=_reached(result, WIDTH * len(inside) / len(counts)),
    )


def _reached(result: Result, limit_at: float) -> float | None:
    """Where the promised share is reached, on a scale on which the limit lies at `limit_at`."""
    limit = result.limit.seconds if result.limit else None
    if limit is None or not limit or result.reached_seconds is None:
        return None
    at = result.reached_seconds / limit * limit_at
    return round(at, 1) if isfinite(at) and at <= 2 * limit_at else None


def _part(part: float | None, result: Result) -> str:
    times = 2.0 if part is None else part
    limit = result.limit.seconds if result.limit else None
    told = f"{times * 100:g} % of the limit"
    if limit is not None:
        seconds = figures.exactly(limit * times)
        told = figures.duration(seconds, days=words.never_stops(result))
    return f"more than {told}" if part is None else f"up to {told}"


def _chart(results: Sequence[Result], length: float, standard: Result) -> Chart | None:
    known = [one for one in results if one.value is not None and isfinite(one.value)]
    if not known:
        return None
    # A spread's target is about the distance of its groups, not about any one of them.
    apart = words.is_spread(standard) and known != [standard]
    target = standard.target.value if standard.target and not apart else None
    top = _top(known, target, standard)
    return Chart(
        marks=tuple(_mark(one, length / top, length) for one in known),
        target=None if target is None else _inside(target * length / top, length),
        told=harmless(f"{words.label(standard)}: target {words.target(standard)}"),
    )


def _top(known: Sequence[Result], target: float | None, standard: Result) -> float:
    """The end of the scale: all of a share, or somewhat beyond the greatest value."""
    if standard.unit == "share" and not words.is_ratio(standard):
        return 1.0
    values = [abs(one.value or 0.0) for one in known]
    return max(*values, abs(target or 0.0), 1e-9) * _ROOM


def _mark(result: Result, scale: float, length: float) -> Mark:
    ends = result.interval if result.interval and all(map(isfinite, result.interval)) else None
    return Mark(
        label=harmless(words.label(result)),
        at=_inside((result.value or 0.0) * scale, length),
        state=result.outcome.value,
        told=harmless(f"{words.label(result)}: {words.value(result)} of {result.n:,}"),
        low=None if ends is None else _inside(ends[0] * scale, length),
        high=None if ends is None else _inside(ends[1] * scale, length),
    )


def _inside(at: float, length: float) -> float:
    return round(min(max(at, 0.0), length), 1)
