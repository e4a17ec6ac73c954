"""Standards over time: out of one report by its periods, or out of a record of runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csaudit.audit.comparing import changed
from csaudit.plan.periods import period_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.audit.changes import Change
    from csaudit.audit.identity import PeriodOf
    from csaudit.audit.report import Report, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One place on the line of time: a period, or a run. `whole`: nothing of it is cut off.

    `at` is when the period begins, or the audit instant of the run.
    """

    at: datetime
    period: PeriodOf | None
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One standard: its result at each stop, None where it had no records there.

    `standard` is the whole result, or of runs the newest. `change`: from the whole stop before the
    newest whole one to that one; None with fewer than two.
    """

    standard: Result
    results: tuple[Result | None, ...]
    change: Change | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Every standard over time. `every` is None for runs."""

    title: str | None
    timezone: str
    as_of: datetime
    every: str | None
    stops: tuple[Stop, ...]
    series: tuple[Series, ...]

    def whole(self) -> list[int]:
        """The places of the stops that are whole, in order."""
        return [place for place, stop in enumerate(self.stops) if stop.whole]


def trend(report: Report, every: str) -> Trend:
    """The series of a report whose standards were all shown by periods of this length."""
    parts = [one for one in report.results if one.period is not None and one.period.every == every]
    periods = sorted({one.period for one in parts if one.period is not None}, key=_order)
    stops = tuple(_stop(period, report) for period in periods)
    found: dict[str, dict[PeriodOf, Result]] = {}
    for one in parts:
        if one.period is not None:
            found.setdefault(one.id, {})[one.period] = one
    rows = [
        (standard, [found.get(standard.id, {}).get(period) for period in periods])
        for standard in report.gating()
    ]
    return _trend(report, every, stops, rows)


def trend_of_runs(runs: Sequence[Report]) -> Trend:
    """The series of a record of runs, in the order of their audit instants."""
    ordered = sorted(runs, key=lambda run: (run.as_of, run.run.started_at))
    stops = tuple(Stop(at=run.as_of, period=None) for run in ordered)
    by_id = [{one.id: one for one in run.gating()} for run in ordered]
    newest = {name: one for known in by_id for name, one in known.items()}
    rows = [(one, [known.get(name) for known in by_id]) for name, one in newest.items()]
    return _trend(ordered[-1], None, stops, rows)


def _trend(
    report: Report,
    every: str | None,
    stops: tuple[Stop, ...],
    rows: Sequence[tuple[Result, Sequence[Result | None]]],
) -> Trend:
    empty = Trend(
        title=report.standards.title,
        timezone=report.timezone,
        as_of=report.as_of,
        every=every,
        stops=stops,
        series=(),
    )
    newest = empty.whole()[-2:]
    series = [
        Series(standard=one, results=tuple(results), change=_change(results, newest))
        for one, results in rows
    ]
    return replace(empty, series=tuple(series))


def _change(results: Sequence[Result | None], newest: Sequence[int]) -> Change | None:
    """From the whole period before to the newest whole one, and whether it is more than chance."""
    if len(newest) < 2:  # noqa: PLR2004 - there is nothing to compare with
        return None
    was, now = (results[place] for place in newest)
    return None if was is None or now is None else changed(was, now)


def _order(period: PeriodOf) -> tuple[object, ...]:
    return period.start, period.hour or 0


def _stop(period: PeriodOf, report: Report) -> Stop:
    start = datetime.combine(period.start, time(period.hour or 0))
    stretch = period_of(start, period.every, report.timezone)
    begin = stretch.start or report.as_of
    return Stop(at=begin, period=period, whole=_is_whole(begin, stretch.end, report))


def _is_whole(begin: datetime, end: datetime | None, report: Report) -> bool:
    """Whether all of a period was audited, and it is over.

    The first one is whole if the records begin on its first day.
    """
    since, until = report.period or (None, None)
    if end is not None and (report.as_of < end or (until is not None and until < end)):
        return False
    if since is not None and since > begin:
        return False
    first = min((one.first for one in report.inputs if one.first is not None), default=None)
    zone = ZoneInfo(report.timezone)
    earliest = None if first is None else first.replace(tzinfo=first.tzinfo or UTC)
    return earliest is None or earliest.astimezone(zone).date() <= begin.astimezone(zone).date()
