"""Standards: the YAML, its validated model, quantities, advice, and the JSON Schema for editors.

Knows the metrics' declarations and calendars in plain Python; no polars and no records.
"""

from __future__ import annotations

from csaudit.standards.discovery import EXAMPLE, find
from csaudit.standards.loader import load
from csaudit.standards.model import (
    ALWAYS,
    AndMetric,
    Condition,
    Demand,
    Judge,
    LeaveOut,
    Standard,
    StandardsFile,
)
from csaudit.standards.quantities import (
    DatedTarget,
    Limit,
    LimitRow,
    LimitTable,
    Measure,
    Target,
)

__all__ = [
    "ALWAYS",
    "EXAMPLE",
    "AndMetric",
    "Condition",
    "DatedTarget",
    "Demand",
    "Judge",
    "LeaveOut",
    "Limit",
    "LimitRow",
    "LimitTable",
    "Measure",
    "Standard",
    "StandardsFile",
    "Target",
    "find",
    "load",
]
