"""The report in short, in words: what messages, summaries and other programs' formats say alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.harmless import harmless
from csaudit.outcomes import Outcome
from csaudit.reports import figures, times, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from csaudit.audit.report import InputSummary, Note, Report, Result

_ORDER = (Outcome.FAIL, Outcome.NO_DATA, Outcome.WARN, Outcome.PASS, Outcome.INFO)


def title(report: Report) -> str:
    """The standards' own title."""
    return harmless(report.standards.title or "Service standards")


def headline(report: Report) -> str:
    """`2 of 6 standards were not kept`, `All 6 standards were kept`."""
    counts = report.summary()
    of = sum(counts.values()) - counts[Outcome.INFO]
    failed, silent = counts[Outcome.FAIL], counts[Outcome.NO_DATA]
    if not of:
        return "No standard was judged"
    told = []
    if failed == of == 1:
        return "The standard was not kept"
    if failed:
        told.append(f"{failed} of {of} standards {'was' if failed == 1 else 'were'} not kept")
    if silent:
        told.append(f"{silent} of {of} could not be judged")
    if not told:
        return f"All {of} standards were kept" if of > 1 else "The standard was kept"
    return ", ".join(told)


def stretch(report: Report) -> str:
    """The period that was audited, and the audit instant."""
    at = f"as of {times.local(report.as_of, report.timezone):%Y-%m-%d %H:%M} {report.timezone}"
    if report.period is None:
        return at
    return f"{times.stretch(report.period, report.timezone)}, {at}"


def worst_first(report: Report) -> list[Result]:
    """The standards, those that were not kept first; else in the order of the report."""
    return sorted(report.gating(), key=lambda result: _ORDER.index(result.outcome))


def trips(report: Report, result: Result) -> bool:
    """Whether a result is among those that made the gate trip."""
    return any(
        cause.id == result.id and cause.group == result.group for cause in report.gate.tripped_by
    )


def sentence(result: Result) -> str:
    """`81.3 % within 4 h 24x7, target >= 90 %: 8.7 points short, 35 of 187 missed it`."""
    if result.outcome is Outcome.NO_DATA:
        return f"no verdict: {harmless(words.why_no_data(result))}"
    told = f"{words.value(result)} ({harmless(words.limit(result))})"
    if result.target is None:
        return told
    told += f", target {words.target(result)}"
    if result.outcome in (Outcome.FAIL, Outcome.WARN):
        apart = "; ".join(_apart(result))
        return f"{told}: {apart}" if apart else told
    return told


def how_far(result: Result) -> str:
    """`81.3 %, 8.7 points off`."""
    apart = next(_apart(result), None)
    return words.value(result) if apart is None else f"{words.value(result)}, {apart}"


def _apart(result: Result) -> Iterator[str]:
    margin = words.margin(result)
    if result.outcome is Outcome.FAIL and margin != words.NOTHING:
        unit = " points" if result.unit == "share" else ""
        yield f"{margin.lstrip('-')}{unit} off"
    missed = words.missed(result)
    if missed and not words.is_spread(result):
        yield f"{figures.count(missed)} of {figures.count(result.n)} missed it"


def parts_of(report: Report, standard: Result) -> list[Result]:
    """A standard's groups, then its periods, in the order of the report."""
    parts = [one for one in report.results if one.id == standard.id and not one.gates]
    return [one for one in parts if one.group] + [one for one in parts if not one.group]


def worst(parts: Sequence[Result], most: int) -> tuple[list[Result], int]:
    """The worst of some groups in their order, and how many more there are."""
    if len(parts) <= most:
        return list(parts), 0
    ranked = sorted(
        range(len(parts)),
        key=lambda place: (
            _ORDER.index(parts[place].outcome),
            parts[place].margin if parts[place].margin is not None else 0.0,
            place,
        ),
    )
    kept = sorted(ranked[:most])
    return [parts[place] for place in kept], len(parts) - most


FATES: Final[Mapping[str, str]] = {
    "duplicate": "twice the same",
    "unreadable": "unreadable",
    "no_ticket": "of no ticket",
    "after_as_of": "after the audit instant",
    "other": "of other kinds",
    "private": "private",
    "unknown_role": "of unknown authors",
    "bot": "by bots",
    "no_change": "without a change",
}
"""What became of events that tell nothing."""


def events_of(table: InputSummary) -> str:
    """`118 read = 143 events: 100 used + 25 of other kinds + 18 without a change`."""
    told = [f"{figures.count(table.audited)} used"]
    told += [f"{figures.count(n)} {FATES.get(why, why)}" for why, n in table.ignored.items() if n]
    rows, events = figures.count(table.rows), figures.count(table.events or 0)
    return f"{rows} read = {events} events: {' + '.join(told)}"


def rows_of(table: InputSummary) -> str:
    """`4,312 read = 4,192 audited + 116 left out + 4 unreadable`."""
    if table.events is not None:
        return events_of(table)
    terms = {
        "audited": table.audited,
        "left out": sum(table.left_out.values()),
        "without a readable date": table.undated,
        "superseded": table.superseded,
        "outside the period": table.outside_period,
    }
    told = [f"{figures.count(n)} {word}" for word, n in terms.items() if n or word == "audited"]
    return f"{figures.count(table.rows)} read = {' + '.join(told)}"


BELOW: Final = frozenset({"misses_gather"})
"""The kinds of notes that are told with their standard."""


def told_below(report: Report, standard: Result) -> list[str]:
    """What is said of a standard that no figure of its own says."""
    return [
        note.message for note in report.notes if note.code in BELOW and note.standard == standard.id
    ]


def other_notes(report: Report) -> list[Note]:
    """The notes that stand by themselves."""
    return [note for note in report.notes if note.code not in BELOW]
