"""Standards over time as JSON: every stop of every standard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.reports.format import PLAIN, Format, Look
from csaudit.reports.values import Plain, json_text, plain

if TYPE_CHECKING:
    from csaudit.audit.report import Result
    from csaudit.audit.trending import Series, Stop, Trend

_FACTS: Final = (
    *("outcome", "reason", "value", "unit", "bound", "n", "numerator", "denominator"),
    *("not_due", "open", "interval", "target"),
)


def render(trend: Trend, _look: Look = PLAIN, /) -> str:
    """The stops, and of each standard its results in their order; null where it has none."""
    told: Plain = {
        "title": trend.title,
        "as_of": plain(trend.as_of),
        "timezone": trend.timezone,
        "every": trend.every,
        "stops": [_stop(stop) for stop in trend.stops],
        "standards": [_series(series) for series in trend.series],
    }
    return json_text(told, indent=2) + "\n"


def _stop(stop: Stop) -> Plain:
    return {"at": plain(stop.at), "period": plain(stop.period), "whole": stop.whole}


def _series(series: Series) -> Plain:
    return {
        "id": series.standard.id,
        "statement": series.standard.statement,
        "metric": series.standard.metric,
        "results": [None if one is None else facts(one) for one in series.results],
        "change": plain(series.change),
    }


def facts(result: Result) -> dict[str, Plain]:
    """What a stop tells of a standard, in the words of the report."""
    return {name: plain(getattr(result, name)) for name in _FACTS}


FORMAT: Final = Format(
    name="json", suffixes=(".json",), summary="every stop, for programs", render=render
)
