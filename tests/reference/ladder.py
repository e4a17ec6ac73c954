"""Where each record of a standard's table is counted: the ladder of the contract, rung by rung."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from tests.reference import calls, contacts, durations, scores, shares, stock, texts
from tests.reference.cells import DATED_BY, GARBAGE
from tests.reference.conditions import columns, holds
from tests.reference.periods import EVERY
from tests.reference.records import Table, began
from tests.reference.verdicts import Asked, Standard, Verdict, not_applicable, unreadable

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
    for rung in (_superseded, _outside_period, _undated):
        if (taken := rung(asked)) is not None:
            return taken
    if (taken := _conditions(asked, leave_out)) is not None:
        return taken
    return _also(asked, _measured(asked))


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
    if taken.place == "not_due" or other == "not_due":
        return replace(taken, place="not_due")
    return taken if other == "met" else not_applicable("and: unknown")


def _superseded(asked: Asked) -> Verdict | None:
    return Verdict("superseded") if asked.at in asked.table.superseded else None


def _outside_period(asked: Asked) -> Verdict | None:
    start = began(asked.table, asked.at)
    late = start is not None and start > asked.table.as_of
    return Verdict("outside_period") if late else None


def _undated(asked: Asked) -> Verdict | None:
    column = dated_by(asked.standard, asked.table)
    if not asked.table.has(column):
        return None
    if asked.cell(column) is GARBAGE:
        return unreadable(column)
    if dated(asked) is not None:
        return None
    mark = MARKS.get(asked.standard["metric"], "")
    if column == "answered_at" and asked.table.has(mark) and asked.cell(mark) is None:
        return None  # nobody answered: there is nothing to date
    return unreadable(column) if judged_by_period(asked.standard) else None


MARKS = {"customer_satisfaction": "csat", "customer_effort": "ces", "net_promoter_score": "nps"}


def dated_by(standard: Standard, table: Table) -> str:
    """The instant that puts a record into a period; a survey is sent before it is answered."""
    if standard["metric"] == "survey_response_rate" and table.has("sent_at"):
        return "sent_at"
    return DATED_BY[table.name]


def dated(asked: Asked) -> datetime | None:
    """The instant that dates the record, if it is known."""
    columns = [dated_by(asked.standard, asked.table)]
    if columns == ["sent_at"]:
        columns.append("answered_at")  # whoever answered was asked, at the latest then
    known = (asked.cell(column) for column in columns)
    return next((moment for moment in known if isinstance(moment, datetime)), None)


def judged_by_period(standard: Standard) -> bool:
    """Whether `judge:` looks at each day, week, …"""
    judge = standard.get("judge", "whole")
    return isinstance(judge, dict) and judge.get("each", judge.get("spread")) in EVERY


def _conditions(asked: Asked, leave_out: LeaveOut) -> Verdict | None:
    where = asked.setting("where", None)
    asks = ([where] if where else []) + [entry["where"] for entry in leave_out]
    for column in (column for text in asks for column in columns(text)):
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
        blank = (name for name in columns(where) if asked.cell(name) is None)
        return not_applicable(f"empty: {next(blank)}")
    return None if selected else not_applicable("where")
