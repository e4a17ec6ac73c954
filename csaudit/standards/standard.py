"""Reads one standard: its shape, its metric, and what the two make of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.standards.demands import Draft, Surroundings, read_draft
from csaudit.standards.file_grammar import WrittenDemand, WrittenLeaveOut, WrittenStandard
from csaudit.standards.judging import (
    check_and,
    check_second_metric,
    check_settings,
    check_statistic,
    check_table,
    read_dated_by,
    read_judge,
)
from csaudit.standards.limits import read_limit
from csaudit.standards.model import ALWAYS, AndMetric, Condition, LeaveOut, Standard
from csaudit.standards.problems import id_meant
from csaudit.standards.targets import direction_of, measure_of, read_targets, read_warn
from csaudit.standards.wording import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.errors import Place
    from csaudit.standards.problems import Problems
    from csaudit.standards.strict_yaml import Path


def read_standard(
    raw: object,
    path: Path,
    around: Surroundings,
    places: Mapping[Path, Place],
    problems: Problems,
) -> Standard | None:
    """One entry of `standards:`; None where problems stand in the way.

    `places`: of every value in it, by the way from the standard.
    """
    if not isinstance(raw, dict):
        problems.key(path, "a standard is a mapping that begins with  - id: …")
        return None
    before = len(problems.found)
    if "id" not in raw:
        problems.key(path, "id: is missing.", id_meant(raw))
    draft = read_draft(WrittenStandard, raw, path, around, problems)
    if draft is None:
        return None
    standard = _assemble(draft, places)
    return standard if len(problems.found) == before else None


def _assemble(draft: Draft[WrittenStandard], places: Mapping[Path, Place]) -> Standard:
    says = draft.says
    check_table(draft)
    check_settings(draft)
    check_statistic(draft)
    check_and(draft)
    targets = read_targets(draft)
    direction = direction_of(draft)
    return Standard(
        metric=draft.metric.name,
        within=read_limit(draft),
        calendar=says.calendar or ALWAYS,
        calendar_by=says.calendar_by,
        settings=_with_direction(draft, direction),
        explicit=draft.written,
        place=draft.problems.document.place(draft.path),
        places=places,
        id=says.id or "",
        statement=" ".join((says.statement or says.id or "").split()),
        table=says.table,
        where=_condition(draft, "where", says.where),
        statistic=says.statistic,
        direction=direction,
        measure=measure_of(draft),
        target=targets[-1].target if targets else None,
        target_history=targets if isinstance(says.target, tuple) else (),
        warn=read_warn(draft, targets),
        by=says.by,
        every=says.every,
        judge=read_judge(draft),
        severity=says.severity,
        mandatory=says.mandatory,
        reference=says.reference,
        dimension=says.dimension,
        audience=says.audience,
        owner=says.owner,
        review_by=says.review_by,
        min_n=says.min_n,
        on_no_data=says.on_no_data,
        dated_by=read_dated_by(draft),
        confidence=says.confidence,
        leave_out=tuple(
            exception(entry, (*draft.path, "leave_out", index), draft.problems, says.table)
            for index, entry in enumerate(says.leave_out)
        ),
        and_=_and(draft, places),
    )


def exception(
    written: WrittenLeaveOut, path: Path, problems: Problems, table: str | None
) -> LeaveOut:
    """A named exception, with the place of its condition."""
    where = Condition(written.where, problems.document.place((*path, "where")))
    return LeaveOut(where=where, reason=written.reason, table=table)


def _with_direction(draft: Draft[WrittenStandard], direction: str) -> Mapping[str, Any]:
    """The settings; a metric that takes a direction is told the one that the target implies."""
    if draft.metric.setting("direction") is None or "within" in draft.written:
        return draft.settings
    return {**draft.settings, "direction": str(direction)}


def _condition(draft: Draft[Any], key: str, text: str | None) -> Condition | None:
    place = draft.problems.document.place((*draft.path, key))
    return None if text is None else Condition(text, place)


def _and(
    draft: Draft[WrittenStandard], places: Mapping[Path, Place]
) -> Condition | AndMetric | None:
    written = draft.says.and_
    if not isinstance(written, dict):
        return _condition(draft, "and", written)
    second = read_draft(WrittenDemand, written, (*draft.path, "and"), draft.around, draft.problems)
    if second is None:
        return None
    check_second_metric(second)
    return AndMetric(
        metric=second.metric.name,
        within=read_limit(second),
        calendar=second.says.calendar or ALWAYS,
        calendar_by=second.says.calendar_by,
        settings=second.settings,
        explicit=second.written,
        place=draft.problems.document.place(second.path),
        places={path[1:]: place for path, place in places.items() if path[:1] == ("and",)},
    )


def check_ids(standards: list[Any], problems: Problems) -> None:
    """No two standards have the same id."""
    first: dict[str, Path] = {}
    for index, raw in enumerate(standards):
        name = raw.get("id") if isinstance(raw, dict) else None
        path: Path = ("standards", index, "id")
        if isinstance(name, str) and first.setdefault(name, path) != path:
            place = problems.document.place(first[name])
            what = f"{shown(name)} stands twice; the first is at {place.line}:{place.column}."
            problems.value(path, what)
