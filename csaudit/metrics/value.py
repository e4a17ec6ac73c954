"""Any number: one aggregate of your own."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Kind,
    Metric,
    Period,
    Series,
    Setting,
    SettingKind,
    Summary,
    Unit,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """None of its own: the expression names them."""
    return Columns()


def measure(facts: Facts) -> Series:
    """The aggregate over the population; its columns reach it under their own names."""
    aggregate: pl.Expr = facts.settings["value"]
    names = sorted(set(aggregate.meta.root_names()))

    def summarise(frame: pl.DataFrame, _period: Period) -> Summary:
        scalar = frame.select(aggregate.alias("value")).item() if len(frame) else None
        return Summary(n=len(frame), value=_exact(scalar))

    return Series(columns={name: facts.view(name) for name in names}, summarise=summarise)


def _exact(scalar: object) -> Fraction | None:
    match scalar:
        case bool():
            return Fraction(int(scalar))
        case int() | Decimal():
            return Fraction(scalar)
        case float() if math.isfinite(scalar):
            return Fraction(scalar)
        case _:
            return None


METRIC = Metric(
    name="value",
    tables=("tickets", "calls", "surveys", "reviews"),
    kind=Kind.SERIES,
    unit=Unit.NUMBER,
    direction=Direction.HIGHER,
    judges_records=False,
    summary="Any number: one aggregate of your own.",
    definition="One SQL expression with aggregates, over the records of the population.",
    formula="the expression",
    columns=columns,
    measure=measure,
    settings=(
        Setting(
            "value",
            SettingKind.VALUE,
            None,
            "an SQL expression that makes one number of the records",
            required=True,
        ),
        Setting(
            "direction",
            SettingKind.CHOICE,
            "higher",
            "which way is better",
            choices=("higher", "lower"),
        ),
    ),
    example="""\
- id: refund-per-case
  statement: A case costs us at most 2.50 in refunds.
  metric: value
  value: sum(refund) / count(*)
  target: "<= 2.50"
""",
)
