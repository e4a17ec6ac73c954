"""The share of customers who found what they came for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Fault,
    Kind,
    Latest,
    Metric,
    Outside,
    Setting,
    SettingKind,
    Share,
    Unit,
)
from csaudit.metrics.parts import expression, reading
from csaudit.metrics.parts.ratio import FORM
from csaudit.tables import BEGINS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl


def columns(settings: Mapping[str, Any], table: str) -> Columns:
    """Whether the customer succeeded; for customers rather than cases, who asked and when."""
    flag = () if settings["success"] is not None else (("successful",),)
    if settings["per"] == "case":
        return Columns(needs=flag)
    return Columns(needs=(*flag, ("requester",), BEGINS[table]), uses=("id",))


def measure(facts: Facts) -> Share:
    """Each case, or the latest case of each customer."""
    success, unknown, faults = _success(facts)
    if facts.settings["per"] == "case":
        return Share(success=success, outside=(unknown,), faults=faults)
    requester = facts.column("requester").str.strip_chars().str.to_lowercase()
    return Share(
        success=success,
        latest=Latest(
            key=requester,
            order=(facts.began, facts.column("id")),
            reason="earlier case",
        ),
        outside=(unknown, Outside("no requester", requester.is_null())),
        faults=(*faults, *_undated(facts)),
    )


def _success(facts: Facts) -> tuple[pl.Expr, Outside, tuple[Fault, ...]]:
    condition = facts.settings["success"]
    if condition is not None:
        unknown = expression.unknown(facts, "success", condition)
        return condition, unknown, expression.garbled(facts, "success")
    flag = reading.yes_no(facts, "successful")
    unknown = Outside("unknown", flag.value.is_null() & ~flag.garbled)
    return flag.value, unknown, (Fault("successful", flag.garbled),)


def _undated(facts: Facts) -> tuple[Fault, ...]:
    """The cases that do not tell when they began: whether one is the latest, nobody knows."""
    names = [name for name in BEGINS[facts.table] if facts.has(name)]
    unknown = facts.began.is_null()
    garbled = (Fault(name, unknown & facts.unreadable(name)) for name in names)
    return (*garbled, Fault(names[0], unknown))


METRIC = Metric(
    name="customer_success_rate",
    tables=("tickets", "surveys"),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    summary="The share of customers who found what they came for.",
    definition=(
        "Cases in which the customer found what they came for, divided by the cases of which that "
        "is known. What success is, the condition `success` says, or the column `successful`. "
        "`per: requester` counts customers instead of cases, each by the latest of their cases "
        "that are judged (of two at the same instant, the one with the greater id); in a "
        "breakdown they belong where that case does. `form: ratio` "
        "divides by those who did not find it: an odds, 75 % is a ratio of 3."
    ),
    formula="found ÷ (found + did not find)",
    columns=columns,
    measure=measure,
    counted="succeeded",
    settings=(
        Setting("success", SettingKind.CONDITION, None, "an SQL condition on one record"),
        Setting(
            "per",
            SettingKind.CHOICE,
            "case",
            "what is counted: cases, or customers by their latest case",
            choices=("case", "requester"),
        ),
        FORM,
    ),
    example="""\
- id: customers-succeed
  statement: Nine of ten customers find what they came for.
  metric: customer_success_rate
  success: tag('goal_reached')
  per: requester
  target: 90%
""",
    elsewhere=(
        "Customer success tools score accounts from usage and contracts; self-service surveys "
        "ask whether the visitor found what they were looking for."
    ),
)
