"""What makes a set of standards better: remarks of `csaudit lint` on a file that is valid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from csaudit.errors import Place, Problem
from csaudit.metrics import catalogue
from csaudit.metrics.declaration import Direction, Kind
from csaudit.standards.columns import Slip, slips, slips_in_exceptions
from csaudit.standards.model import AndMetric
from csaudit.standards.quantities import Measure
from csaudit.standards.waiting import longest_waits, ordinary_weeks
from csaudit.standards.wording import listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from csaudit.clocks.calendar import Calendar
    from csaudit.metrics.declaration import Metric
    from csaudit.standards.model import Standard, StandardsFile

MANY: Final = 20
"""More standards than this are no longer known by heart."""

_HUNDREDS: Final = frozenset({"net_promoter_score"})
"""Metrics whose score runs from -100 to 100."""

_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(?:%|per ?cent\b)")
_VAGUE = re.compile(
    r"\b(promptly|quickly|swiftly|soon|fast|timely|as soon as possible|asap|immediately"
    r"|without delay|in good time|reasonable)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Advice:
    """A remark: `code` names its kind, `standard` the standard that it is about, if any."""

    code: str
    problem: Problem
    standard: str | None = None

    def __str__(self) -> str:
        return str(self.problem)


def advise(
    file: StandardsFile, today: date, metrics: Mapping[str, Metric] | None = None
) -> tuple[Advice, ...]:
    """Every remark on the file, in its order; `today` tells which reviews are overdue."""
    known = catalogue() if metrics is None else metrics
    weeks = ordinary_weeks(file)
    found = [*_on_the_set(file, known)]
    for standard in file.standards:
        found.extend(_on_one(file, standard, today, known[standard.metric]))
        found.extend(_on_the_wait(file, standard, weeks))
        found.extend(_on_columns(file, slips(file, standard), standard.id))
    found.extend(_on_columns(file, slips_in_exceptions(file)))
    return tuple(sorted(found, key=lambda advice: advice.problem.place))


# ---- the set ----


def _on_the_set(file: StandardsFile, metrics: Mapping[str, Metric]) -> Iterator[Advice]:
    place = file.place_of("standards")

    def remark(code: str, what: str, at: Place = place) -> Advice:
        return Advice(code, Problem(file.path, at, what))

    judged = [standard for standard in file.standards if not standard.is_information]
    if len(judged) > MANY:
        yield remark("too_many", f"{len(judged)} standards are more than people keep in mind.")
    if judged and all(metrics[standard.metric].kind is Kind.DURATION for standard in judged):
        yield remark("only_times", "all standards are about times; quality has none.")
    if not any(_asks_customers(metrics[standard.metric]) for standard in file.standards):
        what = "no standard says how customers feel (customer_satisfaction, net_promoter_score, …)."
        yield remark("no_feelings", what)
    used = {name for standard in file.standards for name in _calendars(standard)}
    if not any(standard.calendar_by for standard in file.standards):
        for name in file.calendars:
            if name not in used:
                where = file.place_of("calendars", name)
                yield remark("unused_calendar", f"no standard uses the calendar {name}.", where)


def _asks_customers(metric: Metric) -> bool:
    return metric.tables[0] == "surveys" or metric.name == "customer_success_rate"


def _calendars(standard: Standard) -> frozenset[str]:
    second = standard.and_
    return standard.calendars() | (
        second.calendars() if isinstance(second, AndMetric) else frozenset()
    )


# ---- one standard ----


def _on_one(
    file: StandardsFile, standard: Standard, today: date, metric: Metric
) -> Iterator[Advice]:
    def remark(code: str, key: str, what: str, instead: str | None = None) -> Advice:
        problem = Problem(file.path, standard.place_of(key), f"{standard.id}: {what}", instead)
        return Advice(code, problem, standard.id)

    yield from _on_the_promise(standard, metric, remark)
    yield from _on_the_statement(standard, remark)
    if not standard.is_information:
        yield from _on_the_owner(standard, today, remark)
    if _is_absolute(standard) and not (standard.leave_out or file.leave_out):
        what = "every single one is promised, and no exception is named."
        instead = "leave_out: [{where: \"tag('unreachable')\", reason: client not reached}]"
        yield remark("no_exceptions", "target", what, instead)


def _on_the_wait(
    file: StandardsFile, standard: Standard, weeks: Mapping[str, Calendar]
) -> Iterator[Advice]:
    """Opening hours are not what a customer's own clock shows."""
    for where, sentence in longest_waits(standard, weeks):
        place = standard.place_of(*where)
        problem = Problem(file.path, place, f"{standard.id}: {sentence}.")
        yield Advice("longest_wait", problem, standard.id)


def _on_columns(
    file: StandardsFile, found: Iterable[Slip], name: str | None = None
) -> Iterator[Advice]:
    """A name that no table has is found out at the audit; a likely slip is told before."""
    said = "" if name is None else f"{name}: "
    for slip in found:
        problem = Problem(file.path, slip.place, f"{said}{slip.what}", slip.instead)
        yield Advice(slip.code, problem, name)


def _on_the_promise(
    standard: Standard, metric: Metric, remark: Callable[..., Advice]
) -> Iterator[Advice]:
    if standard.is_information:
        yield remark("no_target", "metric", "without a target it is a figure, not a standard.")
    target = standard.target
    if target is not None and target.wants_high is not (standard.direction is Direction.HIGHER):
        better = "higher" if standard.direction is Direction.HIGHER else "lower"
        what = f"{target} asks for less than could be: of {metric.name} {better} is better."
        yield remark("wrong_side", "target", what)
    if target is not None and metric.name in _HUNDREDS and 0 < abs(target.value) <= 1:
        what = f"{target} of a score from -100 to 100 is next to nothing."
        hundred = f"{float(target.value) * 100:g}"
        yield remark("small_score", "target", what, f'target: "{target.op} {hundred}"')
    if standard.mandatory and standard.reference is None:
        what = "a mandatory standard names the rule that sets it."
        yield remark("no_reference", "mandatory", what, "reference: name and section of the rule")
    if standard.reference is not None and not standard.mandatory:
        what = "a rule is named, but the standard is not mandatory."
        yield remark("not_mandatory", "reference", what, "mandatory: true")


def _on_the_statement(standard: Standard, remark: Callable[..., Advice]) -> Iterator[Advice]:
    if "statement" not in standard.explicit:
        what = "says in no sentence what is promised."
        yield remark("no_statement", "id", what, "statement: We …")
        return
    said = {Fraction(number) / 100 for number in _PERCENT.findall(standard.statement)}
    target = standard.target
    percent = target is not None and target.measure is Measure.PERCENT
    if target is not None and percent and said and not said & {target.value, 1 - target.value}:
        numbers = listing(_PERCENT.findall(standard.statement), "and")
        what = f"the sentence says {numbers} %, the target {target}."
        yield remark("says_otherwise", "statement", what)
    if found := _VAGUE.search(standard.statement):
        what = f'"{found.group()}" is no number that a record can prove.'
        yield remark("vague", "statement", what)


def _on_the_owner(
    standard: Standard, today: date, remark: Callable[..., Advice]
) -> Iterator[Advice]:
    if standard.owner is None:
        yield remark("no_owner", "id", "nobody answers for it.", "owner: head of support")
    if standard.review_by is None:
        instead = f"review_by: {today.replace(day=1, year=today.year + 1)}"
        yield remark("no_review", "id", "has no date for its next review.", instead)
    elif standard.review_by < today:
        what = f"its review was due on {standard.review_by}."
        yield remark("review_overdue", "review_by", what)


def _is_absolute(standard: Standard) -> bool:
    """Whether all records, without one exception, must keep it."""
    target = standard.target
    if target is None:
        return standard.every_single_one
    return target.measure is Measure.PERCENT and target.wants_high and target.value == 1
