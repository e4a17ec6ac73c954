"""What changed between two reports, laid out in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from csaudit.audit.changes import Turn
from csaudit.reports import changes, figures
from csaudit.reports.table.layout import Column, Remark, Row, fold, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.audit.changes import Baseline, Change
    from csaudit.audit.report import Report
    from csaudit.reports.format import Look

_STYLES: Final = {Turn.WORSE: "bold red", Turn.BETTER: "bold green", Turn.GONE: "bold yellow"}
_COLUMNS: Final = (
    Column("STANDARD", "{}", caps=(44, 36, 30, 26, 22, 18), words=True),
    Column("BEFORE", "before {}"),
    Column("NOW", "now {}"),
    Column("CHANGE", "change {}", marked=True),
    Column("CHANCE", "{}", caps=(44, 40, 36, 30, 26, 22), words=True),
)


def page(report: Report, look: Look) -> Iterator[Text]:
    """The standards, what got worse first; below each the groups that stand out."""
    base = report.baseline
    if base is None:
        return
    yield Text(changes.title(report), style="bold")
    yield from lines(list(_rows(base, look)), _COLUMNS, look.width)
    yield from (Text(line) for line in fold(_compared(report, base), look.width))
    gate = report.gate
    last = f"{changes.headline(base)}: exit {gate.exit_code}"
    causes = ", ".join(dict.fromkeys(cause.id for cause in gate.tripped_by))
    text = f"{last} ({causes})" if causes else last
    yield from (Text(line, style="bold") for line in fold(text, look.width))


def _compared(report: Report, base: Baseline) -> str:
    return f"compared with {changes.of_what(base, report.timezone)}"


def _rows(base: Baseline, look: Look) -> Iterator[Row | Remark]:
    for change in changes.standards(base):
        yield _row(change)
        parts = changes.parts(base, change.id)
        most = len(parts) if look.verbose else changes.MOST_PARTS
        yield from (_row(part, depth=1) for part in parts[:most])
        if (more := len(parts) - most) > 0:
            yield Remark(f"{figures.count(more)} more: --verbose shows them")


def _row(change: Change, depth: int = 0) -> Row:
    word = changes.WORD[change.turn].removeprefix("the ")
    style = _STYLES.get(change.turn, "")
    return Row(
        word=word if depth else word.upper(),
        cells=(
            changes.label(change),
            changes.before(change),
            changes.now(change),
            changes.difference(change),
            changes.chance(change) or "-",
        ),
        word_style=style,
        mark_style=style,
        depth=depth,
    )
