"""Results into the rows of the table, with the lines that belong below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.harmless import harmless
from csaudit.outcomes import Outcome
from csaudit.reports import figures, outline, words
from csaudit.reports.table.layout import Column, Heading, Remark, Row
from csaudit.reports.table.remarks import breakdown_remarks, remarks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csaudit.audit.report import Report, Result
    from csaudit.reports.format import Look

COLUMNS: Final = (
    Column("STANDARD", "{}", caps=(36, 36, 24, 24, 24, 20), words=True),
    Column("LIMIT, CLOCK", "{}", caps=(32, 24, 12, 12, 10, 10), words=True),
    Column("KEPT", "kept {}", caps=(16, 16, 16, 7, 7, 7)),
    Column("TARGET", "target {}", caps=(16, 16, 16, 7, 7, 7)),
    Column("MARGIN", "margin {}", marked=True),
    Column("JUDGED", "judged {}"),
    Column("MISSED/MAX", "missed/max {}"),
    Column("NOT DUE", "not due {}"),
    Column("REACHED", "reached {}"),
)

# Every style reads on light and on dark ground: no yellow or blue letters, and white ones
# only on a ground of their own.
_STYLES: Final = {
    Outcome.FAIL: "bold white on red",
    Outcome.WARN: "bold magenta",
    Outcome.PASS: "bold green",
    Outcome.NO_DATA: "bold red",
    Outcome.INFO: "bold",
}
_STYLES_BELOW: Final = {
    Outcome.FAIL: "red",
    Outcome.WARN: "magenta",
    Outcome.PASS: "green",
    Outcome.NO_DATA: "",
    Outcome.INFO: "",
}

_MOST_LINES: Final = 14
_LINES_OF_MANY: Final = 7
"""A breakdown of more lines than the first number shows the second, without `--verbose`."""

_FOLDED: Final = 3
"""So many groups or periods that keep a standard are told in one line, without `--verbose`."""

_IN_TIME: Final = {"created_hour", "created_weekday"}

_WORTH: Final = (Outcome.FAIL, Outcome.WARN, Outcome.PASS, Outcome.INFO, Outcome.NO_DATA)
"""Which lines of a long breakdown are shown first."""


def parts(report: Report, look: Look) -> Iterator[Row | Heading | Remark]:
    """Every standard under the heading of its dimension, in the report's order."""
    standards = report.gating()
    dimensions = list(dict.fromkeys(standard.dimension for standard in standards))
    for dimension in sorted(dimensions, key=lambda name: name is None):
        if dimensions != [None]:
            yield Heading(harmless((dimension or "standards").upper(), look.encoding))
        for standard in standards:
            if standard.dimension == dimension:
                yield from _standard(standard, report, look)


def _standard(standard: Result, report: Report, look: Look) -> Iterator[Row | Remark]:
    breakdowns = _breakdowns(standard, report)
    yield _row(standard, look)
    told = {reason for table in report.inputs for reason in table.left_out}
    for text in remarks(standard, look, told):
        yield Remark(harmless(text, look.encoding))
    for text in outline.told_below(report, standard):
        yield Remark(harmless(text, look.encoding))
    for breakdown in map(_worst_first, breakdowns):
        kept = _kept_by_many(breakdown, look)
        told_apart = [result for result in breakdown if result not in kept]
        shown = _shown(told_apart, look)
        for result in shown:
            yield _row(result, look, depth=1)
        for text in breakdown_remarks(standard, breakdown, [*shown, *kept], kept):
            yield Remark(harmless(text, look.encoding))


def _worst_first(breakdown: Sequence[Result]) -> Sequence[Result]:
    """Groups, those that miss the most first; periods, hours and weekdays stay in their order."""
    if any(one.period is not None or _IN_TIME & one.group.keys() for one in breakdown):
        return breakdown
    return sorted(breakdown, key=_badness)


def _badness(result: Result) -> tuple[int, float]:
    return _WORTH.index(result.outcome), result.margin if result.margin is not None else 0.0


def _kept_by_many(breakdown: Sequence[Result], look: Look) -> Sequence[Result]:
    """The groups or periods that keep the standard, where they are told in one line."""
    kept = [result for result in breakdown if result.outcome is Outcome.PASS]
    return [] if look.verbose or len(kept) < _FOLDED else kept


def _breakdowns(standard: Result, report: Report) -> Sequence[Sequence[Result]]:
    """The lines below a standard, those of one kind (by branch, each month) together."""
    kinds: dict[tuple[object, ...], list[Result]] = {}
    for result in report.results:
        if result.id == standard.id and not result.gates:
            every = result.period.every if result.period else None
            kinds.setdefault((*result.group, every), []).append(result)
    return list(kinds.values())


def _shown(breakdown: Sequence[Result], look: Look) -> Sequence[Result]:
    """All of a short breakdown; of a long one what failed, and of periods the latest."""
    if look.verbose or len(breakdown) <= _MOST_LINES:
        return breakdown
    by_worth = sorted(
        range(len(breakdown)),
        key=lambda index: _worth(breakdown[index], index),
    )
    return [breakdown[index] for index in sorted(by_worth[:_LINES_OF_MANY])]


def _worth(result: Result, index: int) -> tuple[int, int]:
    if result.period is not None:
        return (0 if result.outcome is Outcome.FAIL else 1, -index)
    return (_WORTH.index(result.outcome), index)


def _row(result: Result, look: Look, depth: int = 0) -> Row:
    margin = words.exact_margin(result)
    verdict = result.outcome in (Outcome.PASS, Outcome.WARN, Outcome.FAIL)
    texts = (
        words.label(result),
        "" if depth else words.limit(result),
        words.value(result),
        "" if depth else words.target(result),
        words.margin(result) if verdict else "" if depth else words.NOTHING,
        figures.count(result.n),
        _missed(result),
        figures.count(result.not_due) if _counts_cases(result) else words.NOTHING,
        words.reached(result) if result.n else words.NOTHING,
    )
    return Row(
        word=words.group_word(result) if depth else words.FIRST_WORD[result.outcome],
        cells=tuple(harmless(text, look.encoding) for text in texts),
        word_style=(_STYLES_BELOW if depth else _STYLES)[result.outcome],
        mark_style="" if not margin or not verdict else "green" if margin > 0 else "red",
        depth=depth,
    )


def _counts_cases(result: Result) -> bool:
    return bool(result.n or result.not_due)


def _missed(result: Result) -> str:
    """`61 / 92`: missed, and how many the target allows at this number of records."""
    missed = words.missed(result)
    if missed is None or not result.n:
        return words.NOTHING
    allowed = f" / {figures.count(result.budget.allowed)}" if result.budget else ""
    return f"{figures.count(missed)}{allowed}"
