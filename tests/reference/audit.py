"""The audit: every standard, its breakdowns and its periods, judged against its target."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tests.reference.calendars import Calendar
from tests.reference.cells import GARBAGE
from tests.reference.conditions import columns
from tests.reference.contacts import latest_of_each
from tests.reference.derived import as_text, derive
from tests.reference.figures import (
    SUMMED_ELSEWHERE,
    figures,
    higher_is_better,
    sure,
)
from tests.reference.judging import is_certain, no_data, outcome
from tests.reference.ladder import LeaveOut, dated, verdict
from tests.reference.measurable import not_measurable
from tests.reference.periods import EVERY, Period, bounds, period_of, stretch
from tests.reference.quantities import Target, target
from tests.reference.records import Rows, Table, began, read_tables
from tests.reference.statistics import wilson
from tests.reference.stock import SERIES, summed
from tests.reference.texts import commonest
from tests.reference.verdicts import Asked, Standard, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
from tests.reference.judging_parts import Expected, judge_parts

Group = tuple[tuple[str, str | None], ...]
Key = tuple[str, Group, Period | None]
Judged = list[tuple[int, Verdict]]
SAMPLED = {"customer_satisfaction", "customer_effort", "net_promoter_score"}
OWN_TABLE = {
    "survey_response_rate": "surveys",
    **dict.fromkeys(("quality_score", "checklist_compliance", "accuracy_rate"), "reviews"),
    **dict.fromkeys(
        ("answer_time", "service_level", "abandonment_rate", "transfer_rate", "queue_length"),
        "calls",
    ),
    "customer_satisfaction": "surveys",
    "customer_effort": "surveys",
    "net_promoter_score": "surveys",
}


def audit(
    rows_by_table: Mapping[str, Rows],
    standards: Mapping[str, Any],
    as_of: datetime | None = None,
    dates: tuple[date | None, date | None] = (None, None),
) -> dict[Key, Expected]:
    """Everything that csaudit should find; `standards` is the parsed YAML.

    `dates`: the first and the last day of the period asked for.
    """
    zone = str(standards.get("timezone", "UTC"))
    own = {
        name: {
            column: written["type"]
            for column, written in settings.get("columns", {}).items()
            if isinstance(written, dict) and "type" in written
        }
        for name, settings in standards.get("tables", {}).items()
    }
    calendars = {
        name: Calendar(written, zone) for name, written in standards.get("calendars", {}).items()
    }
    tables = read_tables(rows_by_table, zone, own, as_of)
    for table in tables.values():
        derive(table, calendars)
    found: dict[Key, Expected] = {}
    for standard in standards["standards"]:
        usual = OWN_TABLE.get(standard["metric"], "tickets")
        table = tables[standard.get("table", usual if usual in tables else "tickets")]
        left_out = [
            entry
            for entry in standards.get("leave_out", [])
            if entry.get("table", table.name) == table.name
            and all(table.has(column) for column in columns(entry["where"]))
        ]
        table.period, table.calendars = stretch(*dates, zone), calendars
        if (reason := not_measurable(table, standard)) is not None:
            found[standard["id"], (), None] = Expected(outcome="no_data", reason=reason)
            continue
        found |= _Standard(table, standard, left_out + standard.get("leave_out", [])).results()
    return found


class _Standard:
    def __init__(self, table: Table, standard: Standard, leave_out: LeaveOut) -> None:
        self.table, self.standard = table, standard
        count = len(table.records)
        self.judged = [(at, verdict(table, at, standard, leave_out)) for at in range(count)]
        if standard.get("per") == "requester":
            each = [(Asked(table, at, standard), taken) for at, taken in self.judged]
            self.judged = list(enumerate(latest_of_each(each)))
        written = standard.get("target")
        self.history: list[tuple[date, Target]] = []
        better = higher_is_better(standard)
        judge = standard.get("judge", "whole")
        self.judge: dict[str, Any] = judge if isinstance(judge, dict) else {}
        if "spread" in self.judge:
            better = False
        if written is None and "within" in standard:
            written = ">= 100%"  # every single one
        if isinstance(written, list):
            self.history = [
                (date.fromisoformat(str(held["from"])), target(held["is"], higher_is_better=better))
                for held in written
            ]
            written = written[-1]["is"]
        self.target = None if written is None else target(written, higher_is_better=better)
        self.in_percent = "%" in str(written)
        of_samples = table.name in {"surveys", "reviews"} or standard["metric"] in SAMPLED
        self.is_sampled = of_samples or "confidence" in standard
        self.warn: Target | None = None
        if "warn" in standard:
            self.warn = target(standard["warn"], higher_is_better=better)
            assert self.target is not None
            self.warn = replace(self.warn, op=self.target.op)

    def results(self) -> dict[Key, Expected]:
        name = self.standard["id"]
        over = self.judge.get("each", self.judge.get("spread"))
        whole = self.result(self.judged, None, shown=False)
        found: dict[Key, Expected] = {}
        written = ([by] if isinstance(by, str) else by for by in _listed(self.standard.get("by")))
        breakdowns = [by for by in written if all(map(self.table.has, by))]  # else only a note
        every = list(_listed(self.standard.get("every")))
        if over is not None and over in EVERY:
            every.append(over)
        elif over is not None:
            breakdowns.append(_listed(over))
        for group, period, records in self.parts(breakdowns, every):
            found[name, group, period] = self.result(records, period, shown=True)
        if over is not None:
            parts = [found[key] for key in found if _about(key, over)]
            judge_parts(whole, parts, self.judge, self.warn)
        if self.history and over is None:
            self.judge_stretches(whole)
        found[name, (), None] = whole
        return found

    def judge_stretches(self, whole: Expected) -> None:
        """Where the target changed, each stretch by its own; the worst of them counts."""
        if whole.outcome == "no_data":
            return
        whole.margin = whole.budget = None
        outcomes = []
        for at, (_, goal) in enumerate(self.history):
            members = [one for one in self.judged if self.stretch_of(one[0]) == at]
            outcomes.append(self.result(members, None, shown=True, goal=goal).outcome)
        worst = (one for one in ("fail", "warn", "pass") if one in outcomes)
        whole.outcome = next(worst, "info")  # nothing was promised of what there is

    def stretch_of(self, at: int) -> int | None:
        """Which target of the history held when the record was dated."""
        moment = dated(Asked(self.table, at, self.standard))
        if moment is None:
            return None
        return self.held_on(moment.astimezone(ZoneInfo(self.table.zone)).date())

    def held_on(self, day: date) -> int | None:
        held = [at for at, (start, _) in enumerate(self.history) if start <= day]
        return held[-1] if held else None

    def parts(
        self, breakdowns: list[list[str]], every: list[str]
    ) -> list[tuple[Group, Period | None, Judged]]:
        """Every group and every period that holds records which the standard speaks of."""
        parts: list[tuple[Group, Period | None, Judged]] = []
        for names in breakdowns:
            parts += [(group, None, records) for group, records in self.groups(names).items()]
        for length in every:
            parts += [((), period, records) for period, records in self.periods(length).items()]
        return [part for part in parts if _speaks_of(part[2])]

    def groups(self, columns: list[str]) -> dict[Group, Judged]:
        groups: dict[Group, Judged] = {}
        for at, taken in self.judged:
            record = self.table.records[at]
            key = tuple(sorted((column, as_text(record[column])) for column in columns))
            groups.setdefault(key, []).append((at, taken))
        return groups

    def periods(self, every: str) -> dict[Period, Judged]:
        periods: dict[Period, Judged] = {}
        for at, taken in self.judged:
            moment = dated(Asked(self.table, at, self.standard))
            if moment is not None:
                key = period_of(moment, every, self.table.zone)
                periods.setdefault(key, []).append((at, taken))
        return periods

    def goal_of(self, period: Period | None, *, shown: bool) -> Target | None:
        """A spread's target is about the difference between groups, not about one of them."""
        if shown and "spread" in self.judge:
            return None
        if self.history and period is not None:
            at = self.held_on(period[1])
            return None if at is None else self.history[at][1]
        return self.target

    def result(
        self, members: Judged, period: Period | None, *, shown: bool, goal: Target | None = None
    ) -> Expected:
        """One standard, group or period; groups need 30 records unless `min_n` says."""
        found = figures(
            self.standard, [taken for _, taken in members], self.flow_in(members, period)
        )
        expected = Expected(**vars(found))
        if self.standard["metric"] in SERIES:
            total = summed(self.table, self.standard, members)
            expected.value = total.value
            expected.n = 0 if total.over_no_time else expected.n
            expected.numerator, expected.denominator = total.numerator, total.denominator
        if self.standard["metric"] in {"single_question_rate", "topic_share"}:
            self.commonest(expected, members)
        apart = self.standard["metric"] in SUMMED_ELSEWHERE
        if apart and expected.numerator is not None and expected.denominator:
            sureness = sure(self.standard)
            expected.interval = wilson(expected.numerator, expected.denominator, sureness)
        expected.target = self.target
        surveyed = self.table.name in {"surveys", "reviews"}
        is_group = shown and period is None and goal is None  # and neither a period nor a stretch
        min_n = self.standard.get("min_n", 30 if is_group or surveyed else 1)
        self.decide(expected, min_n, goal or self.goal_of(period, shown=shown))
        return expected

    def commonest(self, expected: Expected, members: Judged) -> None:
        records = [
            Asked(self.table, at, self.standard)
            for at, taken in members
            if taken.place == "measured"
        ]
        limit = None if self.target is None else self.target.value
        if records:
            top, among, expected.reason = commonest(self.standard, records, limit)
            if top:
                expected.numerator, expected.denominator = top, among
                expected.value = Fraction(top, among)

    def flow_in(self, members: Judged, period: Period | None) -> tuple[int, int]:
        """How many were received, and how many resolved, in the period, whenever they came."""
        within = self.table.period
        everyone = members
        if period is not None:
            everyone, within = self.judged, within.both(*bounds(period, self.table.zone))
        taken = [(at, one) for at, one in everyone if one.place == "measured"]
        received = [began(self.table, at) for at, _ in taken]
        resolved = [one.end for _, one in taken]
        return (
            sum(moment is not None and within.holds(moment) for moment in received),
            sum(moment is not None and within.holds(moment) for moment in resolved),
        )

    def decide(self, found: Expected, min_n: int, goal: Target | None) -> None:
        if goal is not None and found.value is not None:
            found.margin = goal.margin(found.value)
            self.spend(found, goal)
        found.least = min_n
        found.reason = no_data(found, min_n, goal)
        if goal is not None and found.interval is not None and self.is_sampled:
            found.certain = is_certain(found.interval, goal)
        if found.reason is not None:
            found.outcome = "no_data"
        elif found.words:  # a ratio with nothing below the line: no number, a reason in words
            found.reason = "nothing below the line"
            found.outcome = "info" if goal is None else "pass"
        elif goal is not None and "confidence" in self.standard and found.certain is False:
            found.outcome = "warn"
        elif goal is not None:
            found.outcome = outcome(found, goal, self.warn)

    def spend(self, found: Expected, goal: Target) -> None:
        """How many misses the target of a share allows at this n, and how many there were."""
        if found.numerator is None or found.numerator == found.n == 0:
            return
        if found.denominator != found.n or not self.in_percent:
            return
        kept = goal.op.startswith(">")
        allowed = math.floor((1 - goal.value if kept else goal.value) * found.n)
        used = found.n - found.numerator if kept else found.numerator
        found.budget = (allowed, used)


def _listed(written: Any) -> list[Any]:  # noqa: ANN401 - as YAML has it
    return [] if written is None else written if isinstance(written, list) else [written]


def _about(key: Key, over: str | list[str]) -> bool:
    _, group, period = key
    if period is not None:
        return period[0] == over
    return [column for column, _ in group] == sorted(_listed(over))


def _speaks_of(members: Judged) -> bool:
    """Whether the standard speaks of any of the records; other groups are not shown."""
    silent = {"superseded", "outside_period", "not_applicable"}
    return any(taken.place not in silent for _, taken in members)


__all__ = ["GARBAGE", "Expected", "Key", "audit"]
