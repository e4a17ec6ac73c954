"""The share of contacts that ended in an order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import Columns, Direction, Facts, Kind, Metric, Share, Unit
from csaudit.metrics.parts import order

if TYPE_CHECKING:
    from collections.abc import Mapping


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """The flag, or the order's value."""
    return Columns(needs=(("converted", "order_value"),), uses=("order_value",))


def measure(facts: Facts) -> Share:
    """Ended in an order, of all contacts."""
    return Share(success=order.is_ordered(facts), faults=order.unknown_whether_ordered(facts))


METRIC = Metric(
    name="conversion_rate",
    tables=("tickets",),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    summary="The share of contacts that ended in an order.",
    definition=(
        "Contacts that ended in an order, divided by all contacts. The flag `converted` decides; "
        "where it does not tell, or the data has none, a value of more than 0 is an order. A "
        "contact of which neither tells is unreadable where there is a flag, and no order where "
        "there is none."
    ),
    formula="orders ÷ contacts",
    columns=columns,
    measure=measure,
    counted="ordered",
    example="""\
- id: conversion
  statement: Every tenth contact ends in an order.
  metric: conversion_rate
  target: 10%
""",
    elsewhere="Shops divide orders by visits or by chats; visits are not in a helpdesk's data.",
)
