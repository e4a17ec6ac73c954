"""What the page says, in words: everything but how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from csaudit.audit.changes import Turn
from csaudit.harmless import harmless
from csaudit.metrics import catalogue
from csaudit.outcomes import Outcome
from csaudit.reports import changes, details, figures, outline, times, words
from csaudit.reports.html import charts, heat
from csaudit.reports.summary import summary_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from csaudit.audit.report import Budget, InputSummary, Report, Result

_MOST_GROUPS: Final = 15
_MOST_PERIODS: Final = 60
_MOST_DETAILS: Final = 10
_MOST_NOTES: Final = 60
_SIGNS: Final = {
    Outcome.PASS: "✓",
    Outcome.WARN: "!",
    Outcome.FAIL: "✗",
    Outcome.NO_DATA: "?",
    Outcome.INFO: "i",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: a standard or one of its groups."""

    label: str
    state: str
    sign: str
    word: str
    value: str
    target: str
    margin: str
    n: str
    missed: str


@dataclass(frozen=True, slots=True)
class Card:
    """A standard with all that is told of it."""

    row: Row
    anchor: str
    statement: str
    sentence: str
    facts: tuple[tuple[str, str], ...]
    bar: charts.Chart | None
    groups: charts.Chart | None
    columns: charts.Chart | None
    spread: charts.Chart | None
    heats: tuple[heat.Heat, ...]
    limit: str
    first: str
    last: str
    rows: tuple[Row, ...]
    more: int
    details: tuple[str, ...]


def page(report: Report) -> dict[str, Any]:
    """The values that the template names."""
    ordered = outline.worst_first(report)
    cards = [_card(report, number, one) for number, one in enumerate(ordered)]
    counts, others = report.summary(), outline.other_notes(report)
    return {
        "title": outline.title(report),
        "headline": outline.headline(report),
        "stretch": outline.stretch(report),
        "kept": report.gate.exit_code == 0,
        "counts": [
            (outcome.value, _SIGNS[outcome], words.FIRST_WORD[outcome], counts[outcome])
            for outcome in Outcome
            if counts[outcome]
        ],
        "open_cards": [card for card in cards if card.row.state in {"fail", "no_data", "warn"}],
        "other_cards": [card for card in cards if card.row.state in {"pass", "info"}],
        "rows": [(card.row, card.anchor) for card in cards],
        "since": _since(report),
        "tables": [_table(table) for table in report.inputs],
        "notes": [
            (harmless(words.note(n)), harmless(n.setting or "")) for n in others[:_MOST_NOTES]
        ],
        "more_notes": max(0, len(others) - _MOST_NOTES),
        "definitions": _definitions(ordered),
        "summary": summary_line(report),
        "version": report.tool.version,
        "standards": harmless(report.standards.path),
        "made": f"{times.local(report.run.started_at, report.timezone):%Y-%m-%d %H:%M}",
        "as_of": harmless(report.as_of_from),
        "chart": {"width": charts.WIDTH, "height": charts.HEIGHT},
    }


def _since(report: Report) -> dict[str, Any] | None:
    """What changed since an earlier report, if there is one."""
    base = report.baseline
    if base is None:
        return None
    return {
        "headline": changes.headline(base),
        "of_what": changes.of_what(base, report.timezone),
        "sentences": [
            changes.sentence(one) for one in changes.standards(base) if one.turn is not Turn.SAME
        ],
    }


def _card(report: Report, number: int, result: Result) -> Card:
    parts = outline.parts_of(report, result)
    groups = [one for one in parts if one.group and one.period is None]
    periods = [one for one in parts if one.period is not None][-_MOST_PERIODS:]
    shown, more = outline.worst(groups, _MOST_GROUPS)
    heats = heat.tables(groups)
    single = [one for one in groups if not heats or len(one.group) == 1]
    dotted, _ = outline.worst(single, _MOST_GROUPS)
    return Card(
        row=_row(result),
        anchor=f"s{number}",
        statement=harmless(result.statement),
        sentence=outline.sentence(result),
        facts=(*_facts(result), *_gathering(report, result)),
        bar=charts.bar(result),
        groups=charts.dots(result, dotted) if len(dotted) > 1 else None,
        columns=charts.columns(result, periods) if len(periods) > 1 else None,
        spread=charts.spread(result),
        heats=heats,
        limit=harmless(result.limit.text) if result.limit else "",
        first=words.label(periods[0]) if periods else "",
        last=words.label(periods[-1]) if periods else "",
        rows=tuple(_row(one) for one in shown),
        more=more,
        details=tuple(_details(result)),
    )


def _row(result: Result) -> Row:
    missed = words.missed(result)
    counted = missed is not None and not words.is_spread(result)
    return Row(
        label=harmless(words.label(result)),
        state=result.outcome.value,
        sign=_SIGNS[result.outcome],
        word=words.FIRST_WORD[result.outcome] if result.gates else words.group_word(result),
        value=words.value(result),
        target=words.target(result),
        margin=words.margin(result),
        n=figures.count(result.n),
        missed=figures.count(missed) if counted and missed is not None else words.NOTHING,
    )


def _facts(result: Result) -> Iterator[tuple[str, str]]:
    """What else is known of a standard, each with its name."""
    if result.budget is not None:
        yield "misses", _misses(result.budget)
    if (reached := words.reached(result)) != words.NOTHING:
        yield "the promised share is reached within", reached
    if (interval := words.interval(result)) is not None:
        yield "certainty", interval
    if result.worst:
        yield "longest over the limit", ", ".join(_worst(result))
    counted = {
        "not due yet": result.not_due,
        "left out": result.left_out,
        "not applicable": result.not_applicable,
        "unreadable": result.unreadable,
    }
    told = [f"{figures.count(number)} {word}" for word, number in counted.items() if number]
    yield "records", ", ".join([f"{figures.count(result.n)} judged", *told])
    named = {"owner": result.owner, "reference": result.reference}
    yield from ((name, harmless(text)) for name, text in named.items() if text)
    if result.mandatory:
        yield "mandatory", "yes"


def _gathering(report: Report, result: Result) -> Iterator[tuple[str, str]]:
    for text in outline.told_below(report, result):
        yield "where to look", harmless(text)


def _misses(budget: Budget) -> str:
    used, allowed = figures.count(budget.used), figures.count(budget.allowed)
    if budget.left < 0:
        return f"{used}, and the target allows {allowed}: {figures.count(-budget.left)} too many"
    return f"{used} of the {allowed} that the target allows, {figures.count(budget.left)} left"


def _worst(result: Result) -> Iterator[str]:
    for one in result.worst:
        seconds = figures.exactly(one.overrun_seconds)
        yield harmless(f"{one.id} ({figures.duration(seconds, days=words.never_stops(result))})")


def _details(result: Result) -> Iterator[str]:
    for one in result.details[:_MOST_DETAILS]:
        told = [details.detail(one, result)]
        if one.numerator is not None and one.n is not None:
            told.append(f"{figures.count(one.numerator)} of {figures.count(one.n)}")
        if one.ids:
            told.append(f"for example {', '.join(one.ids)}")
        text = ", ".join(filter(None, told))
        yield harmless(f"{words.shortened(one.label)}: {text}" if text else one.label)
    if (more := len(result.details) - _MOST_DETAILS) > 0:
        yield f"and {figures.count(more)} more"


def _table(table: InputSummary) -> dict[str, str]:
    cells = ", ".join(f"{name} {figures.count(n)}" for name, n in table.unreadable.items())
    left = ", ".join(f"{why} {figures.count(n)}" for why, n in table.left_out.items())
    return {
        "name": table.table,
        "paths": harmless(", ".join(table.paths)),
        "source": harmless(table.source),
        "rows": outline.rows_of(table),
        "unreadable": harmless(cells),
        "left_out": harmless(left),
        "sha256": table.sha256,
    }


def _definitions(results: Sequence[Result]) -> Mapping[str, str]:
    known = catalogue()
    names = sorted({result.metric for result in results if result.metric in known})
    return {name.replace("_", " "): known[name].definition for name in names}
