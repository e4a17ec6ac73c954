"""The records on which a condition or an expression of the standards file reads garbage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.metrics.declaration import Fault, Outside

if TYPE_CHECKING:
    import polars as pl

    from csaudit.metrics.declaration import Facts


def garbled(facts: Facts, setting: str) -> tuple[Fault, ...]:
    """A fault for each column that the setting reads."""
    return tuple(Fault(name, facts.unreadable(name)) for name in facts.reads.get(setting, ()))


def unknown(facts: Facts, setting: str, value: pl.Expr) -> Outside:
    """The records of which empty cells leave the condition open, and no garbage."""
    import polars as pl

    faults = (fault.when for fault in garbled(facts, setting))
    return Outside("unknown", value.is_null() & ~pl.any_horizontal(pl.lit(value=False), *faults))
