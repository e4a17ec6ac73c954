"""Columns that several standards may ask for, each made once, stage by stage.

A column of one stage may read those of the stages before it. So the plan of a table grows by one
`with_columns` a stage, however many standards there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

STAGES: Final = (
    "view",
    "condition",
    "choice",
    "clock",
    "instant",
    "open time",
    "time",
    "precise time",
    "second verdict",
    "verdict",
)
"""What expressions see; conditions; what a cell chooses, a limit or a calendar; the clock of each
record; instants that are measured from and to; open time up to them; what was measured, and of it
what is known to the minute; what `and:` makes of a record; and where each record is counted."""


class Columns:
    """The columns that the standards of one table have asked for so far."""

    def __init__(self) -> None:
        self._stages: dict[str, dict[str, pl.Expr]] = {stage: {} for stage in STAGES}
        self._names: dict[tuple[str, Hashable], str] = {}
        self._beside: dict[str, tuple[str, Callable[[pl.LazyFrame], pl.LazyFrame]]] = {}

    def add(self, stage: str, expression: pl.Expr, key: Hashable = None) -> pl.Expr:
        """The column with this expression; `key` tells equal ones, else the expression itself."""
        own = expression.meta.serialize() if key is None else key
        name = self._names.setdefault((stage, own), f"{stage} {len(self._names)}#")
        self._stages[stage][name] = expression
        return pl.col(name)

    def put(self, stage: str, name: str, expression: pl.Expr) -> pl.Expr:
        """The column of a name that its reader knows."""
        self._stages[stage][name] = expression
        return pl.col(name)

    def beside(
        self, name: str, make: Callable[[pl.LazyFrame], pl.LazyFrame], stage: str = "choice"
    ) -> None:
        """Columns that other rows tell, made before a stage."""
        self._beside.setdefault(name, (stage, make))

    def onto(self, records: pl.LazyFrame) -> pl.LazyFrame:
        """The records with all columns."""
        for stage in STAGES:
            for before, make in self._beside.values():
                if before == stage:
                    records = make(records)
            if self._stages[stage]:
                made = (one.alias(name) for name, one in self._stages[stage].items())
                records = records.with_columns(*made)
        return records
