"""A list of cases as a page: the table, what is not shown, and the count of every verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.text import Text

from csaudit.harmless import harmless
from csaudit.reports import figures, times, words
from csaudit.reports.cases.summary import summary_line
from csaudit.reports.table.layout import INDENT, Column, Row, fold, indented, lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from fractions import Fraction

    from csaudit.audit.records_asked import Cases
    from csaudit.reports.format import Look

MOST: Final = 50
"""More rows than these are shown only to who asks with `--verbose`."""

_COLUMNS: Final = (
    Column("RECORD", "{}", caps=(40, 40, 24, 24, 16, 12), words=True),
    Column("STANDARD", "{}", caps=(36, 36, 24, 24, 24, 20), words=True),
    Column("MEASURED", "measured {}"),
    Column("LIMIT", "limit {}"),
    Column("OVERRUN", "overrun {}", marked=True),
    Column("DUE", "due {}"),
    Column("BEGAN", "began {}"),
    Column("REASON", "{}", caps=(36, 36, 24, 24, 12, 10), words=True),
)

_LEADING: Final = 5
_OWN: Final = (30, 24, 20, 18, 16, 12)
"""How wide a column of the export may be."""

_WORDS: Final = {"missed": "MISSED", "not_due": "NOT DUE", "met": "MET"}
"""Verdicts that stand first in the line; the others are told where the reason is."""

_STYLES: Final = {"missed": "bold red", "not_due": "bold magenta", "met": "bold green"}


def page(cases: Cases, look: Look) -> Iterator[Text]:
    """Every line of the list, top to bottom."""
    shown = cases.frame if look.verbose else cases.first(MOST)
    falls_due = bool(shown.get_column("due_at").count())
    rows = [_row(case, cases, look, falls_due=falls_due) for case in shown.iter_rows(named=True)]
    if rows:
        yield from lines(rows, _columns(cases, look), look.width)
    if more := len(cases.rows) - len(rows):
        text = f"{figures.count(more)} more: --verbose shows them, -o FILE.csv writes them all"
        if len(cases.rows) > len(cases.order):
            text = f"{figures.count(more)} more, which --limit leaves out"
        yield from indented(text, look.width, INDENT)
    for text in _counts(cases, look):
        yield from _labelled("COUNTS", text, look)
    yield from _labelled("AS OF", _as_of(cases), look)
    yield from (Text(line, style="bold") for line in fold(summary_line(cases), look.width))


def _columns(cases: Cases, look: Look) -> list[Column]:
    """Those of the export come after what says which record and by how much."""
    first, rest = _COLUMNS[:_LEADING], _COLUMNS[_LEADING:]
    own = (
        Column(harmless(name.upper(), look.encoding), "{}", _OWN, words=True)
        for name in cases.columns
    )
    return [*first, *own, *rest]


def _labelled(label: str, text: str, look: Look) -> Iterator[Text]:
    yield from indented(harmless(text, look.encoding), look.width, INDENT, label)


def _row(case: Mapping[str, Any], cases: Cases, look: Look, *, falls_due: bool) -> Row:
    plain = case["standard"] in cases.around_the_clock
    limit = _exact(case["limit"])
    texts = (
        words.shortened(case["record_id"], 40),
        case["standard"],
        _measured(case, limit, plain=plain),
        words.NOTHING if limit is None else figures.plain_duration(limit, days=plain),
        _overrun(case, plain=plain),
        *(words.shortened(case[name] or words.NOTHING, 60) for name in cases.columns),
        _instant(case["due_at"], cases) if falls_due else words.NOTHING,
        words.NOTHING if falls_due else _instant(case["started_at"], cases),
        _reason(case),
    )
    return Row(
        word=_WORDS.get(case["verdict"], ""),
        cells=tuple(harmless(text, look.encoding) for text in texts),
        word_style=_STYLES.get(case["verdict"], ""),
        mark_style="red",
    )


def _measured(case: Mapping[str, Any], limit: Fraction | None, *, plain: bool) -> str:
    measured = _exact(case["measured"])
    if measured is None:
        return words.NOTHING
    if case["unit"] != "seconds":
        return figures.number(measured)
    return figures.duration(measured, [] if limit is None else [limit], days=plain)


def _overrun(case: Mapping[str, Any], *, plain: bool) -> str:
    overrun = _exact(case["overrun"])
    return figures.duration(overrun, days=plain) if overrun else words.NOTHING


def _reason(case: Mapping[str, Any]) -> str:
    """`still open`, `left out: spam`, `unreadable: created_at`."""
    verdict = "" if case["verdict"] in _WORDS else _in_words(case["verdict"])
    return ": ".join(text for text in (verdict, case["reason"]) if text)


def _exact(number: float | None) -> Fraction | None:
    return None if number is None else figures.exactly(number)


def _instant(instant: datetime | None, cases: Cases) -> str:
    if instant is None:
        return words.NOTHING
    return f"{times.local(instant, cases.timezone):%Y-%m-%d %H:%M}"


def _as_of(cases: Cases) -> str:
    local = times.local(cases.as_of, cases.timezone)
    utc = " but those that end in Z" if cases.columns else ""
    return f"{local:%Y-%m-%d %H:%M} {local.tzinfo}, whose clock shows every time above{utc}"


def _counts(cases: Cases, look: Look) -> Iterator[str]:
    """What became of every record of one standard; of several, whose the rows are."""
    if look.verbose or len(cases.counts) == 1:
        for name, counts in cases.counts.items():
            told = (f"{figures.count(n)} {_in_words(verdict)}" for verdict, n in counts.items())
            yield f"{name}: {' + '.join(told)}"
        return
    listed: dict[str, dict[str, int]] = {}
    groups = cases.only("verdict", "standard").group_by("verdict", "standard", maintain_order=True)
    rows = groups.len("rows").sort("rows", descending=True, maintain_order=True)
    for verdict, name, number in rows.rows():
        listed.setdefault(verdict, {})[name] = number
    for verdict, by_standard in listed.items():
        told = (f"{name} {figures.count(number)}" for name, number in by_standard.items())
        yield f"{figures.count(sum(by_standard.values()))} {_in_words(verdict)}: {', '.join(told)}"


def _in_words(verdict: str) -> str:
    return verdict.replace("_", " ")
