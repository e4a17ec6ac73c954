"""A setting such as `<= 2`, applied to a column."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from csaudit.metrics.declaration import Comparison

_OPERATORS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(column: pl.Expr, comparison: Comparison) -> pl.Expr:
    """Boolean: the cells of a numeric column compare so; null where the cell is empty."""
    import polars as pl

    exact = column.cast(pl.Decimal(38, 9))
    value = pl.lit(comparison.value, dtype=pl.Decimal(38, 9))
    result: pl.Expr = _OPERATORS[comparison.operator](exact, value)
    return result
