"""The whole page: title, table, accounting of rows, notes, summary and the next command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from csaudit.audit.changes import Turn
from csaudit.harmless import harmless
from csaudit.outcomes import Outcome
from csaudit.reports import changes, figures, outline, times, words
from csaudit.reports.outline import events_of
from csaudit.reports.summary import summary_line
from csaudit.reports.table.layout import INDENT, fold, indented, lines
from csaudit.reports.table.rows import COLUMNS, parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from csaudit.audit.changes import Baseline
    from csaudit.audit.report import Example, InputSummary, Note, Report
    from csaudit.reports.format import Look

_MOST_EXAMPLES: Final = 1
_MOST_CHARACTERS: Final = 60
_MOST_FAILED: Final = 5


def page(report: Report, look: Look) -> Iterator[Text]:
    """Every line of the report, top to bottom."""
    yield from _title(report, look)
    yield from lines(list(parts(report, look)), COLUMNS, look.width)
    for table in report.inputs:
        yield from _labelled("ROWS", _rows(table, report, look), look)
    yield from _labelled("AS OF", _as_of(report), look)
    if report.baseline is not None:
        yield from _labelled("SINCE", _since(report.baseline, report, look), look)
    for notes in _by_kind(outline.other_notes(report), look):
        yield from _labelled("NOTE", _notes(notes), look)
    yield from (Text(line, style="bold") for line in fold(summary_line(report), look.width))
    if look.next_step is not None:
        command, shows = look.next_step
        yield Text(f"next: {harmless(command, look.encoding)}    ({shows})")


def _title(report: Report, look: Look) -> Iterator[Text]:
    """The standards' own title, and the period if only a part was audited."""
    parts = [harmless(report.standards.title, look.encoding)] if report.standards.title else []
    parts += [times.stretch(report.period, report.timezone)] if report.period else []
    if parts:
        yield from (Text(line, style="bold") for line in fold(": ".join(parts), look.width))
    yield from (Text(line, style="bold") for line in fold(_verdict(report), look.width))


def _verdict(report: Report) -> str:
    """`2 of 6 standards were not kept: urgent-resolution 81.3 %, 8.7 points off; …`."""
    failed = [one for one in report.gating() if one.outcome is Outcome.FAIL]
    told = [f"{harmless(one.id)} {outline.how_far(one)}" for one in failed[:_MOST_FAILED]]
    more = [f"and {len(failed) - _MOST_FAILED} more"] if len(failed) > _MOST_FAILED else []
    head = outline.headline(report)
    return f"{head}: {'; '.join([*told, *more])}" if told else head


def _labelled(label: str, text: str, look: Look) -> Iterator[Text]:
    """Text from the data may hold line breaks of its own, csaudit's part lines."""
    for number, line in enumerate(text.split("\n")):
        first = label if number == 0 else ""
        yield from indented(harmless(line, look.encoding), look.width, INDENT, first)


# ---- rows ----


def _rows(table: InputSummary, report: Report, look: Look) -> str:
    """`4,312 read = 4,192 audited + 116 left out (spam 88) + 4 unreadable (…)`."""
    if table.events is not None:
        return f"{table.table}: {events_of(table)}"
    cells = _cells(table, look)
    only_dates = table.undated == sum(table.unreadable.values())
    terms = [
        (table.audited, "audited", ""),
        (sum(table.left_out.values()), "left out", _by(table.left_out)),
        (table.undated, "unreadable", cells if only_dates else "no date"),
        (table.superseded, "superseded", ""),
        (table.outside_period, "outside the period", ""),
    ]
    told = [
        f"{figures.count(number)} {word}{f' ({detail})' if detail else ''}"
        for number, word, detail in terms
        if number or word == "audited"
    ]
    name = f"{table.table}: " if len(report.inputs) > 1 else ""
    account = f"{name}{figures.count(table.rows)} read = {' + '.join(told)}"
    return account if only_dates else f"{account}\nunreadable cells: {cells}"


def _by(reasons: Mapping[str, int]) -> str:
    told = (f"{harmless(reason)} {figures.count(number)}" for reason, number in reasons.items())
    return ", ".join(told)


def _cells(table: InputSummary, look: Look) -> str:
    """`Created at 4: "31/10/2026 25:10", row 1,207; --verbose lists all`."""
    told, more = [], False
    for column, number in table.unreadable.items():
        examples = table.examples.get(column, ())
        shown = examples if look.verbose else examples[:_MOST_EXAMPLES]
        more = more or len(shown) < len(examples)
        only = len(table.unreadable) == 1 and number == table.undated
        counted = "" if only else f" {figures.count(number)}"
        header = harmless(table.headers.get(column, column))
        cells = ", ".join(_example(example, table) for example in shown)
        told.append(f"{header}{counted}: {cells}" if cells else f"{header}{counted}")
    return "; ".join([*told, *(["--verbose lists more"] if more else [])])


def _example(example: Example, table: InputSummary) -> str:
    text = harmless(words.shortened(example.text, _MOST_CHARACTERS))
    where = f" of {harmless(example.path)}" if len(table.paths) > 1 else ""
    return f'"{text}", row {figures.count(example.row)}{where}'


# ---- the rest ----


def _as_of(report: Report) -> str:
    local = times.local(report.as_of, report.timezone)
    return f"{local:%Y-%m-%d %H:%M} {local.tzinfo}: {report.as_of_from}"


def _since(baseline: Baseline, report: Report, look: Look) -> str:
    """What changed since an earlier report, what got worse first."""
    told = changes.standards(baseline)
    shown = [one for one in told if look.verbose or one.turn is not Turn.SAME]
    head = f"{changes.of_what(baseline, report.timezone)}: {changes.headline(baseline)}"
    return "\n".join([head, *map(changes.sentence, shown)])


def _by_kind(notes: Sequence[Note], look: Look) -> Iterator[Sequence[Note]]:
    """Each note by itself for who wants it all, else those of one kind together."""
    if look.verbose:
        yield from ([note] for note in notes)
        return
    kinds: dict[str, list[Note]] = {}
    for note in notes:
        kinds.setdefault(note.code, []).append(note)
    yield from kinds.values()


def _notes(notes: Sequence[Note]) -> str:
    """The first of its kind, and how many more there are."""
    first, *others = notes
    text = _note(first)
    if not others:
        return text
    return f"{text}\nand {figures.count(len(others))} like it: --verbose shows them"


def _note(note: Note) -> str:
    text = harmless(words.note(note))
    return text if note.setting is None else f"{text}\nset  {harmless(note.setting)}"
