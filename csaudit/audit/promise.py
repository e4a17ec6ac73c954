"""How a standard's own words stand in the report: its unit, limit, target and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.audit.report import Limit, ResultDetail, Target
from csaudit.metrics.declaration import Kind, SettingKind, Unit
from csaudit.standards.quantities import LimitTable, Measure

if TYPE_CHECKING:
    from fractions import Fraction

    from csaudit.metrics.declaration import Detail
    from csaudit.plan.questions import Question
    from csaudit.standards.model import Standard
    from csaudit.standards.quantities import Target as Promise

MICROSECONDS = 1_000_000


def unit(question: Question) -> str:
    """What the value is counted in: share, seconds, number or score."""
    standard = question.standard
    if standard.within is not None:
        return Unit.SHARE.value
    if question.settings.get("form") == "ratio" or standard.settings.get("form") == "ratio":
        return Unit.NUMBER.value
    if standard.measure is Measure.PERCENT:
        return Unit.SHARE.value
    if question.metric.kind is Kind.DURATION:
        return Unit.SECONDS.value
    return question.metric.unit.value


def number(value: Fraction | None) -> float | None:
    """An exact value as the nearest float."""
    return None if value is None else float(value)


def shown(promise: Promise | None) -> Target | None:
    """A target as the report has it."""
    return None if promise is None else Target(op=promise.op, value=float(promise.value))


def limit(standard: Standard) -> Limit | None:
    """`within:` as the report has it."""
    within = standard.within
    if within is None:
        return None
    calendar = None if standard.calendar_by else standard.calendar
    if isinstance(within, LimitTable):
        rows = {row.value: _row(row.limit.text, row.calendar) for row in within.limits.values()}
        if within.otherwise is not None:
            rows["otherwise"] = _row(within.otherwise.limit.text, within.otherwise.calendar)
        return Limit(
            text=f"by {within.by}", seconds=None, calendar=calendar, by=within.by, limits=rows
        )
    seconds = within.amount / MICROSECONDS if within.kind == "time" else None
    if within.kind == "rings":
        per_ring = standard.settings.get("seconds_per_ring")
        seconds = None if per_ring is None else float(within.amount * per_ring)
    return Limit(text=within.text, seconds=seconds, calendar=calendar, by=standard.calendar_by)


def settings(question: Question) -> dict[str, Any]:
    """The metric's settings as a reader would write them; durations in seconds."""
    written: dict[str, Any] = {}
    for name, value in question.standard.settings.items():
        setting = question.metric.setting(name)
        if setting is not None and setting.kind is SettingKind.DURATION and value is not None:
            written[name] = value / MICROSECONDS
        elif value is None or isinstance(value, bool | int | str):
            written[name] = value
        elif isinstance(value, tuple):
            written[name] = [str(item) for item in value]
        else:
            written[name] = str(value)
    if question.metric.kind is Kind.DURATION:
        written["calendar"] = question.standard.calendar_by or question.standard.calendar
    return written


def detail(of: Detail) -> ResultDetail:
    """A line below a result as the report has it."""
    return ResultDetail(
        label=of.label,
        value=number(of.value),
        n=of.n,
        numerator=of.numerator,
        ids=of.ids,
    )


def _row(limit: str, calendar: str | None) -> str:
    return limit if calendar is None else f"{limit} {calendar}"
