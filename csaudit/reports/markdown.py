"""Markdown, for the summary of a pipeline's job, a wiki or an issue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csaudit.audit.changes import Turn
from csaudit.harmless import harmless
from csaudit.outcomes import Outcome
from csaudit.reports import changes, figures, outline, words
from csaudit.reports.format import PLAIN, Format, Look
from csaudit.reports.summary import summary_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from csaudit.audit.changes import Baseline
    from csaudit.audit.report import Report, Result

LARGEST: Final = 1 << 20
"""Bytes that a job's summary may have on GitHub."""

_RULE: Final = "|---|---|---:|---:|---:|---:|---:|"
_MOST_PARTS: Final = 25
_MOST_NOTES: Final = 40
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]()#+!|<>~$&@:=-])")
_LINK: Final = re.compile(r"(https?|ftp|www)", re.IGNORECASE)
_MARKS: Final = {
    Outcome.PASS: "✅",
    Outcome.WARN: "⚠️",
    Outcome.FAIL: "❌",
    Outcome.NO_DATA: "❔",
    Outcome.INFO: "ℹ️",  # noqa: RUF001 - the sign for information
}


def render(report: Report, _look: Look = PLAIN, /) -> str:
    """The verdict first, then every standard, then the breakdowns of those that were not kept."""
    head = "\n".join(_head(report))
    text, left = head, 0
    sections = list(_sections(report))
    for number, section in enumerate(sections):
        if len(text.encode()) + len(section.encode()) > LARGEST - 500:
            left = len(sections) - number
            break
        text += section
    if left:
        text += f"\n_{left} more sections were cut: the summary may have {LARGEST:,} bytes._\n"
    return text


def escaped(text: str) -> str:
    """Text that is no markup: nothing in it is a link, a tag, a table's bar or a mention."""
    plain = _SPECIAL.sub(_entity, harmless(text))
    return _LINK.sub(lambda match: f"&#{ord(match[0][0])};{match[0][1:]}", plain)


def _entity(match: re.Match[str]) -> str:
    # Entities and not backslashes: they hold inside of tables, tags and code alike.
    return match[0] if match[0] in "-():+=" else f"&#{ord(match[0])};"


def _head(report: Report) -> Iterator[str]:
    yield f"# {escaped(outline.title(report))}"
    yield ""
    verdict = "❌" if report.gate.exit_code else "✅"
    yield f"{verdict} **{escaped(outline.headline(report))}** ({escaped(outline.stretch(report))})"
    yield ""
    yield "| | standard | value | target | margin | judged | missed |"
    yield _RULE
    for result in outline.worst_first(report):
        yield _row(result, escaped(result.id))
    yield ""
    yield escaped(summary_line(report))
    yield ""


def _row(result: Result, name: str) -> str:
    missed = words.missed(result)
    cells = [
        f"{_MARKS[result.outcome]} {words.FIRST_WORD[result.outcome]}",
        name,
        words.value(result),
        words.target(result),
        words.margin(result),
        figures.count(result.n),
        words.NOTHING if missed is None or words.is_spread(result) else figures.count(missed),
    ]
    return f"| {' | '.join([cells[0], name, *map(escaped, cells[2:])])} |"


def _sections(report: Report) -> Iterator[str]:
    for result in outline.worst_first(report):
        if result.outcome in (Outcome.FAIL, Outcome.NO_DATA, Outcome.WARN):
            yield "\n".join([*_standard(report, result), ""])
    if report.baseline is not None:
        yield "\n".join(["", "## What changed", "", *_since(report, report.baseline), ""])
    others = outline.other_notes(report)
    notes = others[:_MOST_NOTES]
    if notes:
        more = len(others) - len(notes)
        told = [f"- {escaped(words.note(note))}" for note in notes]
        told += [f"- and {more} more"] if more else []
        yield "\n".join(["", "## Notes", "", *told, ""])
    tables = (f"- {table.table}: {escaped(outline.rows_of(table))}" for table in report.inputs)
    yield "\n".join(["", "## Data", "", *tables, ""])


def _since(report: Report, baseline: Baseline) -> Iterator[str]:
    yield f"Since {escaped(changes.of_what(baseline, report.timezone))}:"
    yield ""
    for change in changes.standards(baseline):
        if change.turn is not Turn.SAME:
            yield f"- {escaped(changes.sentence(change))}"
    if same := baseline.counts()[Turn.SAME]:
        yield f"- {figures.count(same)} the same"


def _standard(report: Report, result: Result) -> Iterator[str]:
    yield f"\n## {_MARKS[result.outcome]} {escaped(result.id)}"
    yield ""
    yield escaped(result.statement)
    yield ""
    yield escaped(outline.sentence(result))
    yield from (f"\nWhere to look: {escaped(text)}" for text in outline.told_below(report, result))
    if result.owner:
        yield f"\nOwner: {escaped(result.owner)}"
    parts = outline.parts_of(report, result)
    if parts:
        yield ""
        yield from _breakdown(parts)


def _breakdown(parts: Sequence[Result]) -> Iterable[str]:
    shown, more = outline.worst(parts, _MOST_PARTS)
    lines = [
        "| | | value | target | margin | judged | missed |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    lines += [_row(part, escaped(words.label(part))) for part in shown]
    if more:
        lines += ["", f"and {figures.count(more)} more that are no worse"]
    return lines


FORMAT: Final = Format(
    name="markdown",
    suffixes=(".md", ".markdown"),
    summary="for a job's summary, a wiki or an issue",
    render=render,
)
