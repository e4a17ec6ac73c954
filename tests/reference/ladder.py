"""Where each record of a standard's table is counted: the ladder of the contract, rung by rung."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from tests.reference import calls, contacts, durations, scores, shares, stock, texts
from tests.reference.cells import BEGINS, GARBAGE
from tests.reference.conditions import columns, holds
from tests.reference.derived import behind
from tests.reference.periods import EVERY
from tests.reference.records import Table, began
from tests.reference.verdicts import (
    Asked,
    Standard,
    Verdict,
    not_applicable,
    resolution,
    unreadable,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MEASURES: dict[str, Callable[[Asked], Verdict]] = {
    "first_response_time": durations.first_response_time,
    "resolution_time": durations.resolution_time,
    "waiting_time": durations.waiting_time,
    "first_contact_resolution": shares.first_contact_resolution,
    "reopen_rate": shares.reopen_rate,
    "resolution_rate": shares.resolution_rate,
    "closure_rate": shares.closure_rate,
    "due_date_met": shares.due_date_met,
    "share": shares.share,
    "customer_satisfaction": scores.customer_satisfaction,
    "customer_effort": scores.customer_effort,
    "net_promoter_score": scores.net_promoter_score,
    "replies_to_resolve": scores.replies_to_resolve,
    "value": scores.value,
    "handle_time": durations.handle_time,
    "backlog_age": durations.backlog_age,
    "reassignment_rate": shares.reassignment_rate,
    "answer_time": calls.time_to_answer,
    "service_level": calls.time_to_answer,
    "abandonment_rate": calls.abandonment_rate,
    "transfer_rate": calls.transfer_rate,
    **stock.SERIES,
    "accuracy_rate": contacts.accuracy_rate,
    "checklist_compliance": contacts.checklist_compliance,
    "quality_score": contacts.quality_score,
    "conversion_rate": contacts.conversion_rate,
    "average_order_value": contacts.average_order_value,
    "customer_success_rate": contacts.customer_success_rate,
    "survey_response_rate": contacts.survey_response_rate,
    "single_question_rate": texts.inquiry,
    "topic_share": texts.inquiry,
    "brand_awareness_rate": texts.brand_awareness_rate,
    "greeting_rate": texts.greeting_rate,
}
ON_CALLS = {
    "first_contact_resolution": calls.first_contact_resolution,
    "waiting_time": calls.waiting_time,
    "handle_time": calls.handle_time,
}
"""Metrics that mean something else there."""

EXCLUSIONS = ("spam", "deleted", "merged")
"""Left out wherever the data say so, before the reasons of the file."""

LeaveOut = list[dict[str, str]]


def verdict(table: Table, at: int, standard: Standard, leave_out: LeaveOut) -> Verdict:
    """The first rung that takes the record."""
    asked = Asked(table, at, standard)
    for rung in (_superseded, _outside_period, _undated, _without_its_date):
        if (taken := rung(asked)) is not None:
            return _marked(asked, taken, leave_out)
    if (taken := _conditions(asked, leave_out)) is not None:
        return _marked(asked, taken, leave_out)
    return _also(asked, _measured(asked))


def _marked(asked: Asked, taken: Verdict, leave_out: LeaveOut) -> Verdict:
    """An unreadable record that the standard does not speak of anyway does not count as such."""
    if taken.place != "unreadable":
        return taken
    where = asked.setting("where", None)
    elsewhere = (
        (bool(where) and holds(where, asked.record) is False)
        or any(asked.cell(usual) is True for usual in EXCLUSIONS)
        or any(holds(entry["where"], asked.record) for entry in leave_out)
        or _measured(_as_if_empty(asked)).place == "not_applicable"
    )
    return replace(taken, aside=elsewhere)


def _as_if_empty(asked: Asked) -> Asked:
    """What cannot be read is as good as nothing where only the rest of the record matters."""
    records = list(asked.table.records)
    record = records[asked.at]
    records[asked.at] = {name: None if cell is GARBAGE else cell for name, cell in record.items()}
    return Asked(replace(asked.table, records=records), asked.at, asked.standard)


def _measured(asked: Asked) -> Verdict:
    metric = asked.standard["metric"]
    if asked.table.name == "calls" and metric in ON_CALLS:
        return ON_CALLS[metric](asked)
    return MEASURES[metric](asked)


def _also(asked: Asked, taken: Verdict) -> Verdict:
    """`and:` known to fail is a miss; else unknown is not applicable, unless missed already."""
    demand = asked.setting("and", None)
    if demand is None or taken.place not in {"met", "missed", "not_due"} or taken.place == "missed":
        return taken
    if isinstance(demand, str):
        other = {True: "met", False: "missed", None: "unknown"}[holds(demand, asked.record)]
    else:
        other = _measured(Asked(asked.table, asked.at, demand)).place
    if other == "missed":
        return replace(taken, place="missed")
    if other == "not_due":
        return replace(taken, place="not_due")
    return taken if other == "met" else not_applicable("and: unknown")


def _superseded(asked: Asked) -> Verdict | None:
    return Verdict("superseded") if asked.at in asked.table.superseded else None


def _outside_period(asked: Asked) -> Verdict | None:
    """Begun after the audit instant, or dated outside the period that was asked for."""
    start = began(asked.table, asked.at)
    late = start is not None and start > asked.table.as_of
    moments = [dated(asked)]
    if asked.standard["metric"] == "closure_rate" and asked.setting("count", "cohort") == "flow":
        moments.append(resolution(asked).end)  # it arrived in the period, or was resolved in it
    known = [moment for moment in moments if moment is not None]
    elsewhere = bool(known) and not any(asked.table.period.holds(moment) for moment in known)
    return Verdict("outside_period") if late or elsewhere else None


def _undated(asked: Asked) -> Verdict | None:
    """The cell that should date the record holds garbage, or nothing where a date is needed."""
    columns = [column for column in dating(asked) if asked.table.has(column)]
    for column in columns:
        value = dating_cell(asked, column)
        if value is GARBAGE:
            return unreadable(column)
        if value is not None:
            return None
    needed = columns and not _otherwise(asked)
    return unreadable(columns[0]) if needed and needs_dates(asked) else None


def _without_its_date(asked: Asked) -> Verdict | None:
    """Of a standard that is dated by something else: what has no such instant lies outside."""
    return Verdict("outside_period") if _otherwise(asked) and dated(asked) is None else None


def _otherwise(asked: Asked) -> bool:
    return "dated_by" in asked.standard and dating(asked) != BEGINS[asked.table.name]


def dating(asked: Asked) -> tuple[str, ...]:
    """What dates a record: the instant at which it begins, unless the standard names another."""
    named = asked.setting("dated_by", None)
    return BEGINS[asked.table.name] if named is None else (f"{named}_at",)


def dating_cell(asked: Asked, column: str) -> object:
    """Its own beginning a record keeps even where that lies after the audit instant."""
    return asked.table.begun[asked.at].get(column) if not _otherwise(asked) else asked.cell(column)


def dated(asked: Asked) -> datetime | None:
    """The first instant of those that stand there; none where something else stands there."""
    cells = (dating_cell(asked, column) for column in dating(asked))
    first = next((cell for cell in cells if cell is not None), None)
    return first if isinstance(first, datetime) else None


def needs_dates(asked: Asked) -> bool:
    """Whether it matters when a record was: by a filter, by `judge:`, by a target that changed."""
    judge = asked.setting("judge", "whole")
    by_period = isinstance(judge, dict) and judge.get("each", judge.get("spread")) in EVERY
    changing = isinstance(asked.setting("target", None), list)
    return by_period or changing or asked.table.period.is_bounded


def _conditions(asked: Asked, leave_out: LeaveOut) -> Verdict | None:
    where = asked.setting("where", None)
    asks = ([where] if where else []) + [entry["where"] for entry in leave_out]
    for column in (behind(asked.table, column) for text in asks for column in columns(text)):
        if asked.cell(column) is GARBAGE:
            return unreadable(column)
    if where and (turned_down := _not_selected(asked, where)) is not None:
        return turned_down
    for usual in EXCLUSIONS:
        if asked.cell(usual) is True:
            return Verdict("left_out", usual)
    for entry in leave_out:
        if holds(entry["where"], asked.record):
            return Verdict("left_out", entry["reason"])
    return None


def _not_selected(asked: Asked, where: str) -> Verdict | None:
    selected = holds(where, asked.record)
    if selected is None:
        named = (behind(asked.table, name) for name in columns(where))
        blank = (name for name in named if asked.cell(name) is None)
        return not_applicable(f"empty: {next(blank)}")
    return None if selected else not_applicable("where")
