"""What a result is about, beside its standard and its group: a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodOf:
    """The period that a result is about: `every` is its length, `start` its first local date."""

    every: str
    start: date
    hour: int | None = None
