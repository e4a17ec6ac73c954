"""Which columns a standard cannot do without: of each group at least one must be there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.reference.cells import BEGINS
from tests.reference.clocks import PAUSES
from tests.reference.conditions import columns
from tests.reference.periods import EVERY
from tests.reference.scores import aggregated

if TYPE_CHECKING:
    from tests.reference.verdicts import Standard

Alternatives = tuple[str, ...]
RESOLVED: Alternatives = ("status", "resolved_at", "closed_at")
METRICS: dict[str, list[Alternatives]] = {
    "first_response_time": [("created_at",), ("first_response_at", "first_response_duration")],
    "resolution_time": [("created_at",), ("resolved_at", "closed_at")],
    "waiting_time": [("requester_wait",)],
    "first_contact_resolution": [("replies", "first_contact"), RESOLVED],
    "reopen_rate": [("reopens",), RESOLVED],
    "replies_to_resolve": [("replies",), RESOLVED],
    "resolution_rate": [RESOLVED],
    "closure_rate": [("created_at",), ("resolved_at", "closed_at")],
    "customer_satisfaction": [("csat",)],
    "customer_effort": [("ces",)],
    "net_promoter_score": [("nps",)],
    "handle_time": [("handle_time",)],
    "backlog_age": [("created_at",), RESOLVED],
    "backlog": [("created_at",), RESOLVED],
    "throughput": [("resolved_at", "closed_at")],
    "reassignment_rate": [("reassignments",)],
    "answer_time": [("answered_at", "wait", "rings")],
    "service_level": [("answered_at", "wait", "rings")],
    "abandonment_rate": [("abandoned", "answered_at", "answered")],
    "transfer_rate": [("transferred",)],
    "queue_length": [("created_at", "offered_at")],
    "conversion_rate": [("converted", "order_value")],
    "average_order_value": [("order_value",)],
    "survey_response_rate": [("answered_at", "csat", "ces", "nps")],
    "greeting_rate": [("reply_text",), ("customer_name",)],
}

ON_CALLS: dict[str, list[Alternatives]] = {
    "waiting_time": [("answered_at", "wait", "ended_at", "hold")],
    "handle_time": [("talk", "answered_at"), ("talk", "ended_at")],
    "first_contact_resolution": [("resolved",)],
}


def needed(standard: Standard, table: str) -> list[Alternatives]:
    """Everything that the standard names, and what its metrics are made of."""
    demand = standard.get("and")
    second = needed(demand, table) if isinstance(demand, dict) else []
    return [*_of_the_first(standard, table), *second]


def _of_the_first(standard: Standard, table: str) -> list[Alternatives]:
    names = [*_named_in_conditions(standard), *_named_in_breakdowns(standard)]
    own = METRICS.get(standard["metric"], [])
    if table == "calls":
        own = ON_CALLS.get(standard["metric"], own)
    if standard["metric"] == "queue_length" and table == "tickets":
        own = [("created_at",), ("first_response_at", "first_response_duration")]
    if standard.get("resolve") == "first":
        own = [("created_at",), ("first_resolved_at", "resolved_at", "closed_at")]
    if standard.get("parts") == "hold":
        own = [("hold",)]
    if standard["metric"] in {"accuracy_rate", "checklist_compliance", "quality_score"}:
        names += _items(standard)
    if standard["metric"] == "brand_awareness_rate":
        own = [(standard.get("column", "reply_text"),)]
    if standard.get("per") == "requester":
        own = [*own, BEGINS[table]]
    return [*((name,) for name in names), *own, *_due(standard), *_counted(standard)]


def _items(standard: Standard) -> list[str]:
    if standard["metric"] == "accuracy_rate":
        return [standard.get("column", "accurate")]
    return [item if isinstance(item, str) else next(iter(item)) for item in standard["items"]]


def _named_in_conditions(standard: Standard) -> list[str]:
    named: list[str] = []
    for text in _conditions(standard):
        named += columns(text)
    if "value" in standard and aggregated(standard["value"])[1] != "*":
        named.append(aggregated(standard["value"])[1])
    if standard["metric"] == "customer_success_rate" and "success" not in standard:
        named.append("successful")
    return named


def _named_in_breakdowns(standard: Standard) -> list[str]:
    named: list[str] = []
    if isinstance(standard.get("within"), dict):
        named.append(standard["within"]["by"])
    judge: dict[str, Any] = standard["judge"] if isinstance(standard.get("judge"), dict) else {}
    over = judge.get("each", judge.get("spread", []))
    named += [name for name in ([over] if isinstance(over, str) else over) if name not in EVERY]
    named += [standard[name] for name in ("calendar_by",) if name in standard]
    named += [f"{standard[name]}_at" for name in ("dated_by",) if name in standard]
    if standard.get("per") == "agent and day":
        named.append("agent")
    if standard.get("per") == "requester":
        named.append("requester")
    if "no_repeat" in standard:
        named += ["requester", "created_at"]
    return named + [PAUSES[kind] for kind in standard.get("pause", [])]


def _conditions(standard: Standard) -> list[str]:
    written = [standard[name] for name in ("where", "success") if name in standard]
    if isinstance(standard.get("and"), str):
        written.append(standard["and"])
    return written + [entry["where"] for entry in standard.get("leave_out", [])]


def _due(standard: Standard) -> list[Alternatives]:
    if standard["metric"] != "due_date_met":
        return []
    due = standard.get("due", "due_at")
    if due == "response_due_at":
        return [(due, "due_met"), ("first_response_at", "first_response_duration", "due_met")]
    return [(due, "due_met")]


def _counted(standard: Standard) -> list[Alternatives]:
    """The column whose values are counted."""
    if standard["metric"] == "single_question_rate":
        return [(standard.get("question", "subject"),)]
    return [(standard.get("topic", "tags"),)] if standard["metric"] == "topic_share" else []
