"""What became of each result since an earlier report: the part of a report that compares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from csaudit.audit.identity import PeriodOf
from csaudit.outcomes import Outcome


class Turn(StrEnum):
    """Which way a result went. `changed` where neither side is the better one."""

    WORSE = "worse"
    BETTER = "better"
    CHANGED = "changed"
    SAME = "same"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One result (id, group, period) then and now.

    `before` and `value` are in `unit`: shares from 0 to 1, seconds, points. `difference` is value
    less before, `interval` where it lies with 95 % confidence, and `certain` whether it is more
    than chance: whether 0 lies outside; None where no interval is known. `regressed`: worse by
    more than is tolerated. `outcome` is None for what is gone, `outcome_before` for what is new.
    """

    id: str
    group: Mapping[str, str | None]
    period: PeriodOf | None
    gates: bool
    turn: Turn
    outcome_before: Outcome | None
    outcome: Outcome | None
    before: float | None
    value: float | None
    unit: str
    difference: float | None = None
    interval: tuple[float, float] | None = None
    certain: bool | None = None
    regressed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The report that another one is compared with, and what changed since.

    `tolerance` as it was written. `period` is the stretch of time that the earlier one audited.
    """

    path: str
    as_of: datetime
    period: tuple[datetime | None, datetime | None] | None = None
    tolerance: str | None = None
    changes: tuple[Change, ...] = ()

    def of_standards(self) -> tuple[Change, ...]:
        """The changes of the standards themselves, without their groups and periods."""
        return tuple(change for change in self.changes if change.gates)

    def counts(self) -> dict[Turn, int]:
        """How many standards went which way."""
        found = dict.fromkeys(Turn, 0)
        for change in self.of_standards():
            found[change.turn] += 1
        return found
