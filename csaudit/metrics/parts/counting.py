"""How many of the judged records are of some kind: a line of its own below a result."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from csaudit.metrics.declaration import Detail

if TYPE_CHECKING:
    import polars as pl


def counted(frame: pl.DataFrame, column: str, label: str) -> tuple[Detail, ...]:
    """One line: the records of the frame for which a Boolean column is true, of all of them."""
    n = len(frame)
    found = int(frame.get_column(column).sum())
    return (Detail(label=label, value=Fraction(found, n), n=n, numerator=found),) if n else ()
