"""Checks limits and clocks: `within`, `calendar` and `calendar_by`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from csaudit.errors import asked_back, nearest
from csaudit.metrics.declaration import Kind, Metric
from csaudit.standards.as_people_write import clock as clock_of_the_file
from csaudit.standards.file_grammar import WrittenLimitRow, WrittenLimits
from csaudit.standards.model import ALWAYS
from csaudit.standards.quantities import MICROSECONDS, Limit, LimitRow, LimitTable, fold
from csaudit.standards.wording import listing, quoted, shown

if TYPE_CHECKING:
    from csaudit.standards.demands import Draft
    from csaudit.standards.strict_yaml import Path

WORKING_DAY: Final = "working day"
_BY_RECORD: Final = "the record's"


def takes_limit(metric: Metric) -> bool:
    """Whether `within` makes sense for the metric."""
    return metric.takes_limit or metric.kind is Kind.DURATION


def read_limit(draft: Draft[Any]) -> Limit | LimitTable | None:
    """`within`, checked against the metric and the clock."""
    _check_clock(draft)
    if not draft.has("within"):
        if draft.metric.needs_limit and "within" not in draft.written:
            draft.miss(f"{draft.metric.name} needs a limit.", "within: 20s")
        return None
    if not takes_limit(draft.metric):
        what = f"within: {draft.metric.name} takes no limit, only a target."
        draft.refuse("within", what)
        return None
    within = draft.says.within
    if isinstance(within, WrittenLimits):
        return _table(draft, within)
    _check_limit(draft, within, None, ("within",))
    return within  # type: ignore[no-any-return]  # the draft may be of either kind


def refuse_days(draft: Draft[Any], text: str, seconds: float, path: Path) -> None:
    """`2d` on a clock of open hours, which have no days of 24 hours."""
    hours = int(seconds // 3600)
    days = -(-hours // 24)
    if text.endswith("w"):
        days = days // 7 * 5  # as many as a week is worked
    is_limit = path[0] == "within"
    instead = f"{days} working day{'s' * (days != 1)}" if is_limit else f"{hours}h"
    open_time = f"; {hours}h would be of open time" if is_limit else ""
    what = f"{shown(text)} has no meaning on opening hours, whose days are no 24 hours long"
    draft.problems.value((*draft.path, *path), f"{what}{open_time}.", f"{path[-1]}: {instead}")


def _check_clock(draft: Draft[Any]) -> None:
    for key in ("calendar", "calendar_by"):
        if draft.has(key) and not _takes_calendar(draft.metric):
            draft.refuse(key, f"{key}: {draft.metric.name} runs on no clock.")
    if draft.has("calendar"):
        _check_name(draft, draft.says.calendar, ("calendar",))
        if draft.has("calendar_by"):
            draft.refuse("calendar_by", "calendar and calendar_by exclude each other.")
    clock = _clock(draft)
    if draft.settings.get("window") == WORKING_DAY and clock == ALWAYS:
        draft.complain("window", "a working day needs a calendar.", _a_calendar(draft))
    if draft.settings.get("clock") == "helpdesk" and clock != ALWAYS:
        what = "the helpdesk's own duration was measured on its own hours, not on a calendar."
        draft.complain("clock", what, "clock: recomputed, or no calendar")


def _takes_calendar(metric: Metric) -> bool:
    """Durations run on a clock; a metric that speaks of working days needs to know them."""
    days = any(WORKING_DAY in setting.choices for setting in metric.settings)
    per_day = any(s.name == "per" and "day" in s.choices for s in metric.settings)
    return takes_limit(metric) or days or per_day


def _clock(draft: Draft[Any]) -> str:
    if "calendar_by" in draft.written:
        return _BY_RECORD
    return (draft.says.calendar or ALWAYS) if "calendar" not in draft.wrong else _BY_RECORD


def _check_name(draft: Draft[Any], name: str, path: Path) -> None:
    known = sorted(draft.around.calendars)
    if name == ALWAYS or name in known:
        return
    near = nearest(name, [*known, ALWAYS])
    hint = asked_back(near)
    what = f"there is no calendar {shown(name)}{hint}; there is {listing([*known, ALWAYS], 'and')}."
    line = None if near is None else f"calendar: {quoted(near)}"
    block = line if known else clock_of_the_file(draft.problems, name).strip()
    draft.problems.value((*draft.path, *path), what, block)


def _a_calendar(draft: Draft[Any]) -> str:
    known = sorted(draft.around.calendars)
    return f"calendar: {known[0] if known else 'office'}"


def _table(draft: Draft[Any], written: WrittenLimits) -> LimitTable:
    limits: dict[str, LimitRow] = {}
    for value, row in written.limits.items():
        path: Path = ("within", "limits", value)
        if fold(value) in limits:
            first = shown(limits[fold(value)].value)
            what = f"{shown(value)} stands twice: upper and lower case are the same ({first})."
            draft.problems.key((*draft.path, *path), what)
        limits[fold(value)] = _row(draft, value, row, path)
    last = written.otherwise
    otherwise = None if last is None else _row(draft, "", last, ("within", "otherwise"))
    return LimitTable(written.by, limits, otherwise, written.at)


def _row(draft: Draft[Any], value: str, row: Limit | WrittenLimitRow, path: Path) -> LimitRow:
    if isinstance(row, Limit):
        _check_limit(draft, row, None, path)
        return LimitRow(value, row)
    if row.calendar is not None:
        _check_name(draft, row.calendar, (*path, "calendar"))
    _check_limit(draft, row.limit, row.calendar, (*path, "limit"))
    return LimitRow(value, row.limit, row.calendar)


def _check_limit(draft: Draft[Any], limit: Limit, calendar: str | None, path: Path) -> None:
    clock = calendar or _clock(draft)
    where = (*draft.path, *path)
    if limit.kind == "rings" and draft.metric.setting("seconds_per_ring") is None:
        what = f"{limit} makes sense only of a call; {draft.metric.name} is not about ringing."
        draft.problems.value(where, what)
    if limit.kind == "working_days" and clock == ALWAYS:
        what = f"{limit} needs a calendar that says which days are worked."
        draft.problems.value(where, what, clock_of_the_file(draft.problems).strip())
    if limit.amount == 0 and limit.kind != "working_days":
        what = f"{limit} leaves no time at all; 0 working days is the same day."
        draft.problems.value(where, what)
    if limit.plain_only and clock != ALWAYS:
        refuse_days(draft, limit.text, limit.amount / MICROSECONDS["s"], path)
