"""A data's own columns, read as what a setting says they are: yes or no, or marks.

Own columns are text unless the standards file gives them a type. A setting that names a column
as an item of a checklist or a mark says what its cells are, so their text is read here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from csaudit.metrics.declaration import NotMeasurableError
from csaudit.tables import NO, YES, Type

if TYPE_CHECKING:
    import polars as pl

    from csaudit.metrics.declaration import Facts


class Cells(NamedTuple):
    """The values of a column, and which of its cells hold something else."""

    value: pl.Expr
    garbled: pl.Expr


def yes_no(facts: Facts, column: str) -> Cells:
    """Boolean; raises NotMeasurableError for a column of instants or the like."""
    import polars as pl

    match facts.types.get(column):
        case None:
            return Cells(pl.lit(None, dtype=pl.Boolean), pl.lit(value=False))
        case Type.YES_NO:
            return Cells(pl.col(column), facts.unreadable(column))
        case Type.TEXT:
            return _of_words(pl.col(column))
        case Type.COUNT | Type.NUMBER:
            number = pl.col(column)
            value = (
                pl.when(number == 1).then(statement=True).when(number == 0).then(statement=False)
            )
            return Cells(value, facts.unreadable(column) | ((number != 0) & (number != 1)))
        case other:
            raise NotMeasurableError(
                "column_missing", f"{column} holds {other}, and should say yes or no"
            )


def _of_words(text: pl.Expr) -> Cells:
    import polars as pl

    known = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}
    plain = text.str.strip_chars().str.to_lowercase()
    value = plain.replace_strict(known, default=None, return_dtype=pl.Boolean)
    return Cells(value, text.is_not_null() & value.is_null())


def mark(facts: Facts, column: str) -> Cells:
    """Decimal; raises NotMeasurableError for a column that cannot hold marks."""
    import polars as pl

    exact = pl.Decimal(38, 9)
    match facts.types.get(column):
        case None:
            return Cells(pl.lit(None, dtype=exact), pl.lit(value=False))
        case Type.NUMBER | Type.COUNT:
            return Cells(pl.col(column).cast(exact), facts.unreadable(column))
        case Type.TEXT:
            text = pl.col(column)
            value = text.str.strip_chars().cast(exact, strict=False)
            return Cells(value, text.is_not_null() & value.is_null())
        case Type.YES_NO:
            return Cells(pl.lit(None, dtype=exact), facts.unreadable(column))
        case other:
            raise NotMeasurableError("column_missing", f"{column} holds {other}, and not marks")
