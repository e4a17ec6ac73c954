"""What is divided by 0 is unknown, whatever kinds of numbers meet; it ends no audit."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from csaudit.plan.expressions import aggregate
from tests.plan.test_expressions import WORDS, selected

FRAME = pl.LazyFrame(
    {"replies": [0, 2, 4], "order_value": pl.Series(["0", "8", "6"]).str.to_decimal(scale=9)}
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("order_value / replies > 2", [None, True, False]),
        ("replies / order_value > 0", [None, True, True]),
        ("order_value / order_value = 1", [None, True, True]),
        ("replies / replies = 1", [None, True, True]),
        ("8 / -order_value < 0", [None, True, True]),
        ("order_value / (replies * 2) >= 2", [None, True, False]),
        ("8 / replies / order_value > 0.4", [None, True, False]),
        ("8 / (4 / replies) > 0", [None, True, True]),
        ("8 / abs(order_value) >= 1", [None, True, True]),
        ("order_value % replies = 0", [None, True, False]),
        ("order_value % order_value = 0", [None, True, True]),
        ("mod(order_value, replies) = 0", [None, True, False]),
        ("mod(8, order_value / replies) = 0", [None, True, False]),
        ("8 / CASE WHEN replies > 2 THEN order_value ELSE 0 END > 1", [None, None, True]),
        ("order_value / nullif(replies, 2) > 0", [None, None, True]),
        ("order_value / 2 = 4", [False, True, False]),
    ],
)
def test_a_condition_that_divides_by_0_is_unknown(text: str, expected: list[bool | None]) -> None:
    assert selected(text, frame=FRAME) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sum(replies) / sum(order_value)", Decimal(6) / 14),
        ("sum(replies) / (sum(order_value) - 14)", None),
        ("sum(order_value) / (sum(replies) - 6)", None),
        ("sum(order_value) / sum(replies) FILTER (WHERE replies = 0)", None),
        ("count(replies) / sum(0.1) / count(order_value)", Decimal(10) / 3),
        ("8 / avg(order_value) * 7", Decimal(12)),
        ("8 / (avg(order_value) - avg(order_value))", None),
        ("avg(8 / order_value)", Decimal(7) / 6),
        ("avg(order_value / replies) / 2", Decimal("1.375")),
    ],
)
@pytest.mark.parametrize("rows", [3, 0])
def test_a_value_that_divides_by_0_is_none(text: str, value: Decimal | None, rows: int) -> None:
    found = FRAME.head(rows).select(aggregate(text, WORDS).expression).collect().item()
    if value is None or not rows:
        assert found is None
    else:
        assert float(found) == pytest.approx(float(value), abs=1e-5)  # decimals of so many digits
