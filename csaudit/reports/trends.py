"""Standards over time, in words and small drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.outcomes import Outcome
from csaudit.reports import times, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.audit.report import Result
    from csaudit.audit.trending import Series, Stop, Trend

BLOCKS: Final = "▁▂▃▄▅▆▇█"
LETTERS: Final = "_.-:=+*#"
"""The same where a terminal has no blocks."""

MOST_STOPS: Final = 26
"""So many of the newest stops are drawn; csv, json and markdown have them all."""


def title(trend: Trend) -> str:
    """`Acme Support, service standards: by week`."""
    by = f"by {trend.every}" if trend.every else "run by run"
    return f"{trend.title or 'Service standards'}: {by}"


def label(stop: Stop, timezone: str) -> str:
    """`2026-W41`, `2026-10`, or when a run's data ended; a star marks what is not whole."""
    if stop.period is None:
        return f"{times.local(stop.at, timezone):%Y-%m-%d %H:%M}"
    return f"{times.period(stop.period).partition(' ')[2]}{'' if stop.whole else '*'}"


def value(result: Result | None) -> str:
    """The figure of a stop, or nothing."""
    return words.NOTHING if result is None else words.value(result)


def blocks(encoding: str) -> str:
    """The eight heights that a bar may have on this terminal."""
    try:
        BLOCKS.encode(encoding)
    except (UnicodeError, LookupError):
        return LETTERS
    return BLOCKS


def sparkline(series: Series, encoding: str = "utf-8") -> str:
    """A bar for each of the newest stops, the lowest of them the smallest; a dot where none is."""
    drawn = series.results[-MOST_STOPS:]
    values = [None if one is None else one.value for one in drawn]
    known = [one for one in values if one is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    bars = blocks(encoding)
    return "".join(_bar(one, low, high, bars) for one in values)


def _bar(value: float | None, low: float, high: float, bars: str) -> str:
    if value is None:
        return "."
    if high == low:
        return bars[len(bars) // 2]
    return bars[min(int((value - low) / (high - low) * len(bars)), len(bars) - 1)]


def target(series: Series) -> str:
    """What is promised of the newest stop."""
    newest = next((one for one in reversed(series.results) if one is not None), None)
    return words.NOTHING if newest is None else words.target(newest)


def kept(series: Series) -> str:
    """`9 of 12`: at how many of the whole stops that were judged the target was reached."""
    judged = [one for one in series.results if one is not None and one.outcome in _JUDGED]
    good = sum(one.outcome is not Outcome.FAIL for one in judged)
    return f"{good} of {len(judged)}" if judged else words.NOTHING


_JUDGED: Final = (Outcome.PASS, Outcome.WARN, Outcome.FAIL)


def legend(trend: Trend) -> Sequence[str]:
    """What the columns are, and what is not whole."""
    whole, told = trend.whole(), []
    if len(whole) > 1:
        before, newest = (label(trend.stops[place], trend.timezone) for place in whole[-2:])
        told.append(f"BEFORE is {before}, NEWEST {newest}")
    broken = [label(stop, trend.timezone) for stop in trend.stops if not stop.whole]
    if broken:
        told.append(f"not whole, and not compared: {', '.join(broken)}")
    if len(trend.stops) > MOST_STOPS:
        told.append(f"drawn are the newest {MOST_STOPS} of {len(trend.stops)}")
    return told


def so_far(trend: Trend) -> int | None:
    """The place of the newest stop, if it is not over yet."""
    last = len(trend.stops) - 1
    return last if last >= 0 and not trend.stops[last].whole else None


def headline(trend: Trend) -> str:
    """`8 standards over 13 weeks, as of 2026-10-31 17:53`."""
    standards, stops = len(trend.series), len(trend.stops)
    unit = f"{trend.every or 'run'}{'' if stops == 1 else 's'}"
    at = f"{times.local(trend.as_of, trend.timezone):%Y-%m-%d %H:%M}"
    return (
        f"{standards} standard{'' if standards == 1 else 's'} over {stops} {unit}, as of {at} "
        f"{trend.timezone}"
    )
