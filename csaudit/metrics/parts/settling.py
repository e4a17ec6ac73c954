"""`settle: 7d`: a case resolved a moment ago may still be reopened, so it is too early to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.metrics.declaration import Fault, Setting, SettingKind
from csaudit.metrics.parts import case

if TYPE_CHECKING:
    import polars as pl

    from csaudit.metrics.declaration import Facts

SETTLE = Setting(
    "settle",
    SettingKind.DURATION,
    0,
    "how long a case must have been resolved at the audit instant before it counts",
)


def resolved_too_lately(facts: Facts, *, also_if_open: bool = False) -> pl.Expr | None:
    """Boolean: resolved less than `settle` before the audit instant; not due yet.

    `also_if_open`: whether the case was reopened meanwhile does not matter, since else a rate
    would count reopened cases sooner than the others.
    """
    import polars as pl

    if not facts.settings["settle"]:
        return None
    last = case.resolved_at(facts)
    if also_if_open:
        ever = ("resolved_at", "closed_at", "first_resolved_at")
        last = pl.coalesce(last, *(facts.column(name) for name in ever))
    settled_for: pl.Expr = (pl.lit(facts.as_of) - last).dt.total_microseconds()
    too_lately: pl.Expr = settled_for < pl.lit(facts.settings["settle"])
    return too_lately.fill_null(value=False)


def unknown_since_when(facts: Facts) -> tuple[Fault, ...]:
    """With `settle`: resolved cases of which nobody can say for how long they have been."""
    if not facts.settings["settle"]:
        return ()
    resolved = case.is_resolved(facts)
    faults = case.unknown_when_resolved(facts)
    return tuple(Fault(fault.column, resolved & fault.when) for fault in faults)
