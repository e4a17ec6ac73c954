"""What survey metrics share: scales, the easy or satisfied end, and who did not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.metrics.declaration import Fault, Outside

if TYPE_CHECKING:
    from decimal import Decimal

    import polars as pl

    from csaudit.metrics.declaration import Facts, Scale

FEW_POINTS = 3
"""On a scale of two or three points only the top one is satisfied, on longer ones the top two."""


def points(scale: Scale) -> int:
    """How many marks a scale offers."""
    return int(scale.high - scale.low) + 1


def top(scale: Scale) -> Decimal:
    """The lowest mark that counts as satisfied unless a setting says otherwise."""
    return scale.high if points(scale) <= FEW_POINTS else scale.high - 1


def middle(scale: Scale) -> Decimal:
    """The neutral mark; on a scale with an even number of points it is between two marks."""
    return (scale.low + scale.high) / 2


def exact(number: Decimal) -> pl.Expr:
    """A number as an exact literal, comparable with number columns."""
    import polars as pl

    return pl.lit(number, dtype=pl.Decimal(38, 9))


def off_scale(mark: pl.Expr, scale: Scale) -> pl.Expr:
    """Boolean: the mark lies outside the scale; such marks are unreadable, never clipped."""
    return (mark < exact(scale.low)) | (mark > exact(scale.high))


def no_answer(facts: Facts, column: str) -> Outside:
    """The records without a mark: not surveyed, or surveyed and silent."""
    return Outside("no answer", facts.not_known(column) & ~facts.unreadable(column))


def misread(facts: Facts, column: str, off: pl.Expr) -> Fault:
    """The marks that are no marks, or off the scale."""
    return Fault(column, facts.unreadable(column) | off)
