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
    N,
    Period,
    Series,
    Setting,
    SettingKind,
    Summary,
    Unit,
)
from csaudit.metrics.parts import expression

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from csaudit.metrics.declaration import Tallies

VALUE = "value#"


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """None of its own: the expression names them."""
    return Columns()


def measure(facts: Facts) -> Series:
    """The aggregate over the population."""
    import polars as pl

    aggregate: pl.Expr = facts.settings["value"]

    def grouped(frame: pl.LazyFrame, by: list[str]) -> pl.LazyFrame:
        return frame.group_by(by).agg(aggregate.alias(VALUE), pl.len().alias(N))

    def summarise(found: Tallies, _period: Period) -> Summary:
        return Summary(n=found[N], value=_exact(found[VALUE]))

    return Series(
        columns={name: pl.col(name) for name in sorted(set(aggregate.meta.root_names()))},
        grouped=grouped,
        summarise=summarise,
        faults=expression.garbled(facts, "value"),
    )


def _exact(scalar: object) -> Fraction | None:
    match scalar:
        case bool():
            return Fraction(int(scalar))
        case int() | Decimal():
            return Fraction(scalar)
        case float() if math.isfinite(scalar):
            # 3 of 10 is 0.3 as it is written, and not the float that is next to it.
            return Fraction(Decimal(repr(scalar)))
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
    definition=(
        "One SQL expression with aggregates, over the records of the population. A record with a "
        "cell that the expression reads and nobody can is unreadable; empty cells are left to the "
        "aggregate."
    ),
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
    elsewhere="Report builders offer custom metrics, which no target judges.",
)
