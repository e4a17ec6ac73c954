"""Standards over time, laid out in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from csaudit.audit.changes import Turn
from csaudit.harmless import harmless
from csaudit.reports import changes, figures, trends, words
from csaudit.reports.table.layout import Column, Row, fold, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.audit.trending import Series, Trend
    from csaudit.reports.format import Look

_WORD: Final = {Turn.WORSE: "WORSE", Turn.BETTER: "BETTER"}
_STYLES: Final = {"WORSE": "bold red", "BETTER": "bold green"}
_COLUMNS: Final = (
    Column("STANDARD", "{}", caps=(36, 30, 26, 24, 22, 18), words=True),
    Column("TREND", "{}", words=True),
    Column("BEFORE", "before {}"),
    Column("NEWEST", "newest {}"),
    Column("CHANGE", "change {}", marked=True),
    Column("SO FAR", "so far {}"),
    Column("NOT DUE", "not due {}"),
    Column("TARGET", "target {}"),
    Column("KEPT", "kept in {}"),
    Column("CHANCE", "{}", caps=(44, 40, 36, 30, 26, 22), words=True),
)


def page(trend: Trend, look: Look) -> Iterator[Text]:
    """Every line: the title, the standards, what the columns are."""
    for line in fold(harmless(trends.title(trend), look.encoding), look.width):
        yield Text(line, style="bold")
    yield from lines([_row(series, trend, look) for series in trend.series], _COLUMNS, look.width)
    for text in (*trends.legend(trend), trends.headline(trend)):
        yield from (Text(line) for line in fold(text, look.width))


def _row(series: Series, trend: Trend, look: Look) -> Row:
    """Only what is more than chance is called better or worse; what is not known is left open."""
    change = series.change
    whole = trend.whole()
    before, newest = ([None, None, *(series.results[place] for place in whole)])[-2:]
    now = trends.so_far(trend)
    running = None if now is None else series.results[now]
    last = running or newest
    word = _WORD.get(change.turn, "") if change is not None and change.certain else ""
    return Row(
        word=word,
        cells=(
            harmless(series.standard.id, look.encoding),
            trends.sparkline(series, look.encoding),
            trends.value(before),
            trends.value(newest),
            changes.difference(change) if change else words.NOTHING,
            trends.value(running),
            figures.count(last.not_due) if last is not None else words.NOTHING,
            trends.target(series),
            trends.kept(series),
            changes.chance(change) if change else "",
        ),
        word_style=_STYLES.get(word, ""),
        mark_style=_STYLES.get(word, ""),
    )
