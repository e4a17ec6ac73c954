"""Checks how the figure is judged: statistics, `judge`, `and`, tables and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from csaudit.errors import did_you_mean
from csaudit.metrics.declaration import Kind, SettingNeededError
from csaudit.standards.fields import PERIODS
from csaudit.standards.file_grammar import WrittenJudge, WrittenStandard
from csaudit.standards.model import Judge, Periods
from csaudit.standards.quantities import Measure, WrittenTarget
from csaudit.standards.wording import listing, shown
from csaudit.tables import TABLES, Type

if TYPE_CHECKING:
    from csaudit.standards.demands import Draft
    from csaudit.standards.quantities import Target

WHOLE: Final = Judge()


def check_statistic(draft: Draft[WrittenStandard]) -> None:
    """Durations are judged by a limit or by a statistic, never by both; nothing else has one."""
    name, kind = draft.metric.name, draft.metric.kind
    if "statistic" in draft.written and draft.metric.setting("statistic") is None:
        if kind is not Kind.DURATION:
            what = f"statistic: only a duration such as resolution_time has one, not {name}."
            draft.refuse("statistic", what)
        elif "within" in draft.written:
            what = "statistic and within exclude each other: a figure of all, or a limit for each."
            draft.refuse("statistic", what)
        elif "calendar_by" in draft.written:
            what = (
                "calendar_by: a statistic over several clocks adds up hours that are not alike; "
                "write a standard for each calendar, with where: and calendar:."
            )
            draft.refuse("calendar_by", what)
    elif kind is Kind.DURATION and "within" not in draft.written:
        what = f"{name} needs a limit for each record, or statistic: mean, median, p90 or max."
        draft.miss(what, "statistic: mean" if _targets_a_duration(draft) else "within: 4h")


def _targets_a_duration(draft: Draft[WrittenStandard]) -> bool:
    """`target: <= 4h` is about a figure of all records."""
    target = draft.says.target
    return isinstance(target, WrittenTarget) and target.measure is Measure.DURATION


def check_table(draft: Draft[WrittenStandard]) -> None:
    """The metric can be measured on the table."""
    table, possible = draft.says.table, draft.metric.tables
    if table is not None and table not in possible:
        what = f"{draft.metric.name} is measured on {listing(possible)}, not on {table}."
        draft.complain("table", what, f"table: {possible[0]}")


def check_settings(draft: Draft[WrittenStandard]) -> None:
    """The metric's settings fit each other."""
    required = {setting.name for setting in draft.metric.settings if setting.required}
    if draft.wrong or required - draft.written:
        return  # told already
    try:
        draft.metric.columns(draft.settings, draft.says.table or draft.metric.tables[0])
    except SettingNeededError as error:
        draft.miss(f"{error.what}.", error.instead)


def read_dated_by(draft: Draft[WrittenStandard]) -> str | None:
    """`dated_by` as the name of a column of instants: `resolved` is `resolved_at`."""
    name = draft.says.dated_by
    if name is None:
        return None
    tables = [draft.says.table] if draft.says.table else draft.metric.tables
    known: dict[str, None] = {}
    for table in tables:
        canonical = [c.name for c in TABLES[table].values() if c.type is Type.INSTANT]
        own = sorted(draft.around.own_instants.get(table, ()))
        known.update(dict.fromkeys([*canonical, *own]))
    for column in (f"{name}_at", name):
        if column in known:
            return column
    short = [column.removesuffix("_at") for column in known]
    what = f"{shown(name)} is no instant of {listing(tables)}{did_you_mean(name, short)}"
    draft.complain("dated_by", f"{what}; there is {listing(short, 'and')}.")
    return None


# ---- judge ----


def read_judge(draft: Draft[WrittenStandard]) -> Judge:
    """`judge`, checked against the target."""
    written = draft.says.judge
    if not isinstance(written, WrittenJudge):
        return WHOLE
    if (written.each is None) == (written.spread is None):
        both = "each and spread exclude each other." if written.each else "needs each or spread."
        draft.complain("judge", both, "judge: {each: branch} or judge: {spread: branch}")
        return WHOLE
    if written.spread is not None:
        if "target" not in draft.written:
            draft.complain("judge", "a spread needs a target.", 'target: "<= 10%"')
        if written.reach is not None:
            what = "reach: goes with each, not with spread."
            draft.problems.key((*draft.path, "judge", "reach"), what)
        return _judge(draft, "spread", written.spread)
    if "target" not in draft.written and "within" not in draft.written:
        draft.complain("judge", "there is no target that each of them could reach.", "target: 95%")
    return _judge(draft, "each", written.each or (), written.reach)


def _judge(
    draft: Draft[WrittenStandard],
    how: Any,  # noqa: ANN401 - one of the words of Judge.how
    columns: tuple[str, ...],
    reach: WrittenTarget | None = None,
) -> Judge:
    periods = [column for column in columns if column in PERIODS]
    target = None if reach is None else _reach(draft, reach)
    if not periods:
        return Judge(how=how, columns=columns, reach=target)
    if len(columns) > 1:
        what = f"a period stands alone: {periods[0]}, or columns."
        draft.problems.value((*draft.path, "judge", how), what)
    return Judge(how=how, every=cast("Periods", periods[0]), reach=target)


def _reach(draft: Draft[WrittenStandard], reach: WrittenTarget) -> Target:
    target = reach.to_target(">=")
    if target.measure is not Measure.PERCENT or not target.wants_high or not 0 < target.value <= 1:
        what = f"{reach} is not the least share of them that must reach the target."
        draft.problems.value((*draft.path, "judge", "reach"), what, 'reach: ">= 90%"')
    return target


# ---- and ----


def check_and(draft: Draft[Any]) -> None:
    """`and` speaks of single records, so the metric must judge each of them."""
    if "and" not in draft.written:
        return
    if "statistic" in draft.written:
        what = "and: a statistic is about all records; and needs a limit (within) for each."
        draft.refuse("and", what)
    elif not judges_records(draft):
        what = f"and: {draft.metric.name} does not judge each record, so nothing can be added."
        draft.refuse("and", what)


def judges_records(draft: Draft[Any]) -> bool:
    """Whether every single record meets or misses the demand."""
    metric = draft.metric
    verdicts = metric.judges_records and metric.kind in {Kind.SHARE, Kind.DURATION}
    return verdicts and draft.settings.get("count") != "flow"


def check_second_metric(draft: Draft[Any]) -> None:
    """The metric of `and: {metric: …}` must judge each record as well."""
    if not judges_records(draft):
        what = f"{draft.metric.name} does not judge each record, so it cannot stand under and."
        draft.complain("metric", what)
    elif draft.metric.kind is Kind.DURATION and "within" not in draft.written:
        draft.miss(f"{draft.metric.name} needs a limit here.", "within: 2d")
