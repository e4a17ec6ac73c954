"""Standards over time, in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.reports import changes, trends, words
from csaudit.reports.format import PLAIN, Format, Look
from csaudit.reports.markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.audit.trending import Series, Trend


def render(trend: Trend, _look: Look = PLAIN, /) -> str:
    """One table: a line a stop, a column a standard."""
    return "\n".join(_lines(trend)) + "\n"


def _lines(trend: Trend) -> Iterator[str]:
    yield f"# {escaped(trends.title(trend))}"
    yield ""
    yield escaped(trends.headline(trend))
    yield ""
    yield from _overview(trend)
    yield ""
    yield from _table(trend)
    for text in trends.legend(trend):
        yield ""
        yield escaped(text)


def _overview(trend: Trend) -> Iterator[str]:
    yield "| standard | trend | target | change | |"
    yield "|---|---|---:|---:|---|"
    for series in trend.series:
        yield f"| {' | '.join(_cells(series))} |"


def _cells(series: Series) -> tuple[str, ...]:
    change = series.change
    return (
        escaped(series.standard.id),
        trends.sparkline(series),
        escaped(trends.target(series)),
        changes.difference(change) if change else words.NOTHING,
        changes.chance(change) if change else "",
    )


def _table(trend: Trend) -> Iterator[str]:
    names = [escaped(series.standard.id) for series in trend.series]
    yield f"| {' | '.join([trend.every or 'run', *names])} |"
    yield f"|---|{'---:|' * len(names)}"
    for place, stop in enumerate(trend.stops):
        values = [escaped(trends.value(series.results[place])) for series in trend.series]
        yield f"| {' | '.join([escaped(trends.label(stop, trend.timezone)), *values])} |"


FORMAT: Final = Format(
    name="markdown", suffixes=(".md",), summary="tables, for wikis", render=render
)
