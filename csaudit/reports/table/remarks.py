"""The sentences below a standard: why there is no verdict, and what the figures hide."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from csaudit.outcomes import Outcome
from csaudit.reports import details as below
from csaudit.reports import figures, times, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from csaudit.audit.report import Result, ResultDetail
    from csaudit.reports.format import Look

_MOST_DETAILS: Final = 5
_MOST_IDS: Final = 5

_EXPECTED: Final = ("where", "not resolved", "no answer", "no due date")
"""Reasons for not being counted that are the standard's own wish."""


def remarks(standard: Result, look: Look, told: Collection[str]) -> Iterator[str]:
    """Everything that must be said of a standard beside its figures.

    `told`: the reasons for leaving records out that hold for all, and stand below the table.
    """
    no_data = standard.outcome is Outcome.NO_DATA
    said = words.why_no_data(standard) if no_data else standard.words
    yield from filter(None, (said, words.as_share(standard), words.interval(standard)))
    yield from filter(None, (below.answered(standard), below.left_open(standard)))
    missed = words.missed(standard)
    if missed and words.target(standard) == "every one":
        yield f"{figures.count(missed)} broke it"
    if standard.mandatory and standard.outcome in (Outcome.FAIL, Outcome.NO_DATA):
        yield f"mandatory{f' ({standard.reference})' if standard.reference else ''}"
    if uncounted := _uncounted(standard, look):
        yield f"not counted: {uncounted}"
    if left_out := _by_reason(standard.left_out_by, told):
        yield f"left out: {left_out}"
    yield from _details(standard, look)
    if look.verbose:
        yield from _verbose(standard)


def breakdown_remarks(
    standard: Result,
    breakdown: Sequence[Result],
    shown: Sequence[Result],
    kept: Sequence[Result] = (),
) -> Iterator[str]:
    """What a breakdown's lines do not say by themselves; those that are `kept` have none."""
    if kept:
        yield _all_kept(kept)
    if len(shown) < len(breakdown):
        hidden = Counter(words.group_word(result) for result in breakdown if result not in shown)
        counts = ", ".join(f"{figures.count(number)} {word}" for word, number in hidden.items())
        yield f"{figures.count(hidden.total())} more ({counts}): --verbose shows them"
    if any("agent" in result.group for result in breakdown) and standard.table == "tickets":
        yield "an export knows only the last agent of a ticket"


def _all_kept(kept: Sequence[Result]) -> str:
    """`4 branches keep it: 92.1 % to 98.0 %`, the worst by name."""
    ranked = sorted(kept, key=lambda one: one.margin if one.margin is not None else 0.0)
    worst, best = ranked[0], ranked[-1]
    of = worst.period.every if worst.period else " and ".join(worst.group)
    named = f"{_name(worst)} {words.value(worst)}"
    span = named if worst is best else f"{named} to {_name(best)} {words.value(best)}"
    return f"{figures.count(len(kept))} kept it by {of}: {span}"


def _name(result: Result) -> str:
    if result.period:
        return times.period(result.period).partition(" ")[2]
    return ", ".join(map(words.group_value, result.group.values()))


def _uncounted(standard: Result, look: Look) -> str:
    """`12 closed unanswered, 3 no limit for p5`: who is missing though nobody asked for it."""
    return _by_reason(standard.not_applicable_by, () if look.verbose else _EXPECTED)


def _by_reason(reasons: Mapping[str, int], without: Collection[str]) -> str:
    told = {reason: number for reason, number in reasons.items() if number}
    return ", ".join(
        f"{figures.count(number)} {reason}"
        for reason, number in told.items()
        if reason not in without
    )


def _details(standard: Result, look: Look) -> Iterator[str]:
    most = len(standard.details) if look.verbose else _MOST_DETAILS
    for detail in standard.details[:most]:
        yield _detail(detail, standard)
    if (more := len(standard.details) - most) > 0:
        yield f"and {figures.count(more)} more: --verbose shows them"


def _detail(detail: ResultDetail, standard: Result) -> str:
    told = []
    if (value := below.detail(detail, standard)) is not None:
        told.append(value)
    if detail.numerator is not None and detail.n is not None:
        told.append(f"{figures.count(detail.numerator)} of {figures.count(detail.n)}")
    elif detail.n is not None:
        told.append(figures.count(detail.n))
    if detail.ids:
        told.append(f"e.g. {', '.join(detail.ids[:_MOST_IDS])}")
    label = words.shortened(detail.label)
    return f"{label}: {', '.join(told)}" if told else label


def _verbose(standard: Result) -> Iterator[str]:
    """The promise as it was written, its limits, and where every record went."""
    yield standard.statement
    if standard.limit is not None and standard.limit.limits:
        yield "within " + ", ".join(f"{key} {text}" for key, text in standard.limit.limits.items())
    counted = {
        "judged": standard.n,
        "not due": standard.not_due,
        "not applicable": standard.not_applicable,
        "left out": standard.left_out,
        "unreadable": standard.unreadable,
        "superseded": standard.superseded,
        "outside the period": standard.outside_period,
    }
    total = sum(counted.values())
    told = [f"{figures.count(number)} {word}" for word, number in counted.items() if number]
    if told:
        yield f"{figures.count(total)} {standard.table} = {' + '.join(told)}"
