"""The ladder: where each record of a standard's table is counted.

Every rung has a verdict, a reason and a condition; a record lands on the first rung whose
condition is true. An unknown condition takes nobody. The number of the rung is all that the
audit keeps for a record, and all that its counts are made of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Verdict(StrEnum):
    """What a record is counted as, in the words of the contract."""

    SUPERSEDED = "superseded"
    OUTSIDE_PERIOD = "outside_period"
    UNREADABLE = "unreadable"
    NOT_APPLICABLE = "not_applicable"
    LEFT_OUT = "left_out"
    NOT_DUE = "not_due"
    MET = "met"
    MISSED = "missed"
    MEASURED = "measured"


JUDGED = frozenset({Verdict.MET, Verdict.MISSED, Verdict.MEASURED})
NOT_ITS_OWN = frozenset({Verdict.SUPERSEDED, Verdict.OUTSIDE_PERIOD, Verdict.NOT_APPLICABLE})
"""Verdicts on records that the standard does not speak of."""


@dataclass(frozen=True, slots=True)
class Rung:
    """`open`: the case had no end at the audit instant; `at_least`: nor will it get one."""

    verdict: Verdict
    reason: str | None
    when: pl.Expr
    open: bool = False
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of one standard; the last one takes every record that is left."""

    rungs: Sequence[Rung]

    def expression(self) -> pl.Expr:
        """UInt16: the number of the rung on which each record lands."""
        chain: pl.Expr = _number(len(self.rungs) - 1)
        for number, rung in reversed(list(enumerate(self.rungs[:-1]))):
            chain = pl.when(rung.when).then(_number(number)).otherwise(chain)
        return chain

    def numbers(self, *verdicts: Verdict) -> list[int]:
        """The rungs with one of these verdicts."""
        return [number for number, rung in enumerate(self.rungs) if rung.verdict in verdicts]

    def at_least(self) -> list[int]:
        """The rungs whose records are known to last at least as long as was measured."""
        return [number for number, rung in enumerate(self.rungs) if rung.open or rung.at_least]


def _number(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt16)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records landed on each rung of a ladder."""

    ladder: Ladder
    counts: Mapping[int, int] = field(default_factory=dict)

    def count(self, *verdicts: Verdict) -> int:
        """The records with one of these verdicts."""
        return sum(self.counts.get(number, 0) for number in self.ladder.numbers(*verdicts))

    def by_reason(self, verdict: Verdict) -> dict[str, int]:
        """The records with this verdict, by reason, commonest first."""
        reasons: dict[str, int] = {}
        for number in self.ladder.numbers(verdict):
            if self.counts.get(number):
                reason = self.ladder.rungs[number].reason or verdict.value
                reasons[reason] = reasons.get(reason, 0) + self.counts[number]
        return dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0])))

    @property
    def judged(self) -> int:
        """The records that were judged."""
        return self.count(*JUDGED)

    @property
    def open(self) -> int:
        """The records judged or not due whose case was still open."""
        return sum(self.counts.get(n, 0) for n, rung in enumerate(self.ladder.rungs) if rung.open)

    @property
    def own(self) -> int:
        """The records that the standard speaks of."""
        return sum(self.counts.values()) - self.count(*NOT_ITS_OWN)
