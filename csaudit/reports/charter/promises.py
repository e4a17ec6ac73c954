"""Standards as promises in plain words, each with how it was kept where a report tells."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from csaudit.harmless import harmless
from csaudit.outcomes import Outcome
from csaudit.reports import figures, outline, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.audit.report import Report, Result
    from csaudit.standards.model import Standard, StandardsFile
    from csaudit.standards.quantities import Target

HEADINGS: Final = {
    "customers": "What we promise our customers",
    "staff": "What we ask of ourselves",
}

_OPERATORS: Final = {">=": "at least", ">": "more than", "<=": "at most", "<": "less than"}
_KEPT: Final = {
    Outcome.PASS: "kept",
    Outcome.WARN: "kept, just",
    Outcome.FAIL: "not kept",
    Outcome.NO_DATA: "not known",
    Outcome.INFO: "at present",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One standard. `often`: how often it is meant to hold; `kept`: how it was, if that is known.

    `facts`: by whom it is bound, who answers for it, when it is looked at again.
    """

    statement: str
    often: str
    kept: str | None = None
    outcome: str | None = None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """Promises by whom they are made to. `stretch`: of which time it is told how they were kept."""

    title: str
    sections: tuple[tuple[str, tuple[Promise, ...]], ...]
    stretch: str | None = None


def charter(
    file: StandardsFile, report: Report | None = None, audiences: Sequence[str] = ("customers",)
) -> Charter:
    """The promises of a standards file to some audiences, in the order of the file."""
    found = {one.id: one for one in report.gating()} if report is not None else {}
    sections = []
    for audience in audiences:
        promises = tuple(
            _promise(one, found.get(one.id)) for one in file.standards if one.audience == audience
        )
        if promises:
            sections.append((HEADINGS[audience], promises))
    return Charter(
        title=harmless(file.title or "Our service standards"),
        sections=tuple(sections),
        stretch=None if report is None else outline.stretch(report),
    )


def _promise(standard: Standard, result: Result | None) -> Promise:
    facts = []
    if standard.mandatory or standard.reference:
        bound = f" by {standard.reference}" if standard.reference else ""
        facts.append(f"{'required' if standard.mandatory else 'recommended'}{bound}")
    if standard.owner:
        facts.append(f"{standard.owner} answers for it")
    if standard.review_by:
        facts.append(f"looked at again by {standard.review_by.isoformat()}")
    return Promise(
        statement=harmless(standard.statement),
        often=_often(standard),
        kept=None if result is None else _kept(result),
        outcome=None if result is None else result.outcome.value,
        facts=tuple(map(harmless, facts)),
    )


def _often(standard: Standard) -> str:
    """`at least 95 % of the time`, `every time`, `half of the time within 4 hours`, or nothing."""
    if standard.every_single_one:
        return "every time"
    if standard.target is None:
        return ""
    told = f"{_OPERATORS[standard.target.op]} {_amount(standard.target, standard)}"
    if standard.judge.how == "spread":
        return f"{told} apart between each {' and '.join(standard.judge.columns)}"
    if standard.within is not None:
        told = f"{told} of the time"
    elif standard.statistic is not None:
        told = _by_statistic(standard, told)
    if standard.judge.how == "each":
        of = standard.judge.every or " and ".join(standard.judge.columns)
        told = f"{told}, for each {harmless(of)}"
    return told


def _by_statistic(standard: Standard, told: str) -> str:
    """What a median or a percentile promises to one customer, in his words."""
    target = standard.target
    if target is None or target.op != "<=" or standard.measure.value != "duration":
        return f"{standard.statistic} {told}"
    time = _spelled(Fraction(target.value))
    match standard.statistic:
        case "mean":
            return f"within {time} on average"
        case "median":
            return f"half of the time within {time}"
        case "max":
            return f"never longer than {time}"
        case percentile:
            return f"{str(percentile).removeprefix('p')} % of the time within {time}"


def _spelled(seconds: Fraction) -> str:
    """`1 hour 30 minutes`; what is no whole number of seconds as figures have it."""
    if seconds.denominator != 1:
        return figures.plain_duration(seconds)
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    parts = ((hours, "hour"), (minute, "minute"), (second, "second"))
    told = [f"{number:,} {unit}{'s' * (number != 1)}" for number, unit in parts if number]
    return " ".join(told) or "0 seconds"


def _amount(target: Target, standard: Standard) -> str:
    exact = Fraction(target.value)
    match standard.measure.value:
        case "percent":
            unit = "points" if standard.judge.how == "spread" else "%"
            return f"{figures.plain_number(exact * 100)} {unit}"
        case "duration":
            return figures.plain_duration(exact)
        case _:
            return figures.plain_number(exact)


def _kept(result: Result) -> str:
    """`kept: 96.7 %, of 1,842 tickets`."""
    if result.outcome is Outcome.NO_DATA:
        return f"{_KEPT[result.outcome]}: {harmless(words.why_no_data(result))}"
    return (
        f"{_KEPT[result.outcome]}: {words.value(result)}, of {figures.count(result.n)} "
        f"{result.table}"
    )
