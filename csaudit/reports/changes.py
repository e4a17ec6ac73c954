"""Changes since an earlier report, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.audit.changes import Turn
from csaudit.harmless import harmless
from csaudit.reports import figures, outline, times, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.audit.changes import Baseline, Change
    from csaudit.audit.report import Report

ORDER: Final = (Turn.WORSE, Turn.GONE, Turn.NEW, Turn.CHANGED, Turn.BETTER, Turn.SAME)
WORD: Final = {
    Turn.WORSE: "worse",
    Turn.BETTER: "better",
    Turn.CHANGED: "changed",
    Turn.SAME: "the same",
    Turn.NEW: "new",
    Turn.GONE: "gone",
}
MOST_PARTS: Final = 20
"""So many groups and periods are told; the rest is counted."""


def title(report: Report) -> str:
    """`Acme Support: what changed since september.json`."""
    since = harmless(report.baseline.path) if report.baseline else "an earlier report"
    return f"{outline.title(report)}: what changed since {since}"


def headline(baseline: Baseline) -> str:
    """`2 worse, 1 better, 5 the same`."""
    counts = baseline.counts()
    return ", ".join(
        f"{figures.count(counts[turn])} {WORD[turn]}" for turn in ORDER if counts[turn]
    )


def of_what(baseline: Baseline, timezone: str) -> str:
    """`september.json (September 2026), as of 2026-09-30 18:00`."""
    of = f" ({times.stretch(baseline.period, timezone)})" if baseline.period else ""
    at = times.local(baseline.as_of, timezone)
    return f"{harmless(baseline.path)}{of}, as of {at:%Y-%m-%d %H:%M}"


def standards(baseline: Baseline) -> list[Change]:
    """The changes of the standards, what got worse first."""
    return sorted(baseline.of_standards(), key=_place)


def parts(baseline: Baseline, standard: str) -> list[Change]:
    """The groups and periods of a standard that changed by more than chance, the worst first."""
    found = [
        change
        for change in baseline.changes
        if change.id == standard
        and not change.gates
        and change.certain
        and change.turn in {Turn.WORSE, Turn.BETTER}
    ]
    return sorted(found, key=_place)


def _place(change: Change) -> tuple[int, bool]:
    return ORDER.index(change.turn), not change.regressed


def label(change: Change) -> str:
    """`branch Leeds, 2026-09`, or the standard's id."""
    told = [words.group(change.group)] if change.group else []
    told += [times.period(change.period)] if change.period else []
    return harmless(", ".join(told) or change.id)


def before(change: Change) -> str:
    """The earlier figure, or that it had none."""
    return _amount(change.before, change)


def now(change: Change) -> str:
    """The present figure, or that it has none."""
    return _amount(change.value, change)


def difference(change: Change) -> str:
    """`-5.3 points`, `+1h 10m`, `+4`."""
    return "-" if change.difference is None else _apart(change.difference, change, unit=True)


def chance(change: Change) -> str:
    """Whether the difference is more than chance, with where it may lie."""
    if change.interval is None or change.certain is None or change.turn is Turn.SAME:
        return ""
    low, high = (_apart(end, change) for end in change.interval)
    told = "more than chance" if change.certain else "may be chance"
    return f"{told} ({low} to {high})"


def sentence(change: Change) -> str:
    """`worse: urgent-resolution 81.3 % -> 76.0 %, -5.3 points, more than chance (…)`."""
    told = f"{WORD[change.turn]}: {label(change)}"
    match change.turn:
        case Turn.NEW:
            return f"{told} {now(change)}"
        case Turn.GONE:
            return f"{told} {before(change)}"
        case Turn.SAME:
            return f"{told} {now(change)}"
        case _:
            return ", ".join(filter(None, _steps(change, told)))


def _steps(change: Change, told: str) -> Iterator[str]:
    yield f"{told} {before(change)} -> {now(change)}"
    if change.difference is not None:
        yield difference(change)
    yield chance(change)
    if change.turn is Turn.WORSE and not change.regressed:
        yield "within the tolerance"


def _amount(value: float | None, change: Change) -> str:
    if value is None:
        return "no data"
    exact = figures.exactly(value)
    match change.unit:
        case "share":
            return figures.percent(exact)
        case "seconds":
            return figures.duration(exact)
        case _:
            return figures.number(exact)


def _apart(value: float, change: Change, *, unit: bool = False) -> str:
    exact = figures.exactly(value)
    match change.unit:
        case "share":
            return f"{figures.points(exact)}{' points' if unit else ''}"
        case "seconds":
            return figures.duration_difference(exact)
        case _:
            return figures.difference(exact)
