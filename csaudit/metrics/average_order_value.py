"""What an order is worth on average."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Fault,
    Kind,
    Metric,
    Outside,
    Score,
    Unit,
)
from csaudit.metrics.parts import order

if TYPE_CHECKING:
    from collections.abc import Mapping


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """The order's value; the flag tells which contacts ended in one."""
    return Columns(needs=(("order_value",),), uses=("converted",))


def measure(facts: Facts) -> Score:
    """The value of each contact that ended in an order."""
    return Score(
        value=facts.column("order_value"),
        outside=(Outside("no order", ~order.is_ordered(facts)),),
        faults=(
            *order.unknown_whether_ordered(facts),
            Fault("order_value", facts.not_known("order_value")),
        ),
    )


METRIC = Metric(
    name="average_order_value",
    tables=("tickets",),
    kind=Kind.SCORE,
    unit=Unit.NUMBER,
    direction=Direction.HIGHER,
    summary="What an order is worth on average.",
    definition=(
        "The mean value of the orders in which contacts ended. Which contacts those are is told "
        "as in conversion_rate; an order without a value is unreadable. The value is in the "
        "currency of the data, whatever that is."
    ),
    formula="value of orders ÷ orders",
    columns=columns,
    measure=measure,
    example="""\
- id: order-value
  statement: An order that we take is worth 40 on average.
  metric: average_order_value
  target: ">= 40"
""",
    elsewhere="Shops divide revenue by orders, before or after returns.",
)
