"""The ladder: where each record of a standard's table is counted.

Every rung has a verdict, a reason and a condition; a record lands on the first rung whose
condition is true. An unknown condition takes nobody. The number of the rung is all that the
audit keeps for a record, and all that its counts are made of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


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
    """Where a record is counted for which `when` is true, and why.

    `open`: the case had no end at the audit instant; `at_least`: nor will it get one. Where the
    reason depends on the record, `reasons` lists all that there are and `which` numbers that of
    each record (UInt32); such a rung has a step for each.
    """

    verdict: Verdict
    reason: str | None
    when: pl.Expr
    open: bool = False
    at_least: bool = False
    reasons: tuple[str, ...] = ()
    which: pl.Expr | None = None


ACCEPTED = "accepted"
"""The reason of a miss that the team knows and has taken on itself."""


def without(rungs: Iterable[Rung], accepted: pl.Expr) -> Iterator[Rung]:
    """The rungs; records that would be missed and are `accepted` are left out, and counted so."""
    for rung in rungs:
        if rung.verdict is Verdict.MISSED:
            yield Rung(Verdict.LEFT_OUT, ACCEPTED, rung.when & accepted)
        yield rung


@dataclass(frozen=True, slots=True)
class Step:
    """One of the numbers that a record may have: its rung and its reason."""

    rung: Rung
    reason: str | None


class Ladder:
    """The rungs of one standard; the last one takes every record that is left.

    `steps` are the numbers that records may have, in order, one for each rung and reason.
    """

    def __init__(self, rungs: Iterable[Rung]) -> None:
        self.rungs = tuple(rungs)
        self.steps = [
            Step(rung, reason) for rung in self.rungs for reason in rung.reasons or (rung.reason,)
        ]

    def expression(self) -> pl.Expr:
        """UInt32: the number of the step on which each record lands."""
        number = len(self.steps) - 1
        chain: pl.Expr = _number(number)
        for rung in reversed(self.rungs[:-1]):
            number -= len(rung.reasons) or 1
            place = _number(number)
            if rung.which is not None:
                place = place + rung.which
            chain = pl.when(rung.when).then(place).otherwise(chain)
        return chain

    def numbers(self, *verdicts: Verdict) -> list[int]:
        """The steps with one of these verdicts."""
        return [number for number, step in enumerate(self.steps) if step.rung.verdict in verdicts]

    def at_least(self) -> list[int]:
        """The steps whose records are known to last at least as long as was measured."""
        return [n for n, step in enumerate(self.steps) if step.rung.open or step.rung.at_least]


@cache
def _number(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt32)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records landed on each rung of a ladder.

    `aside`: of the unreadable ones, how many would not have been judged if one could read them.
    """

    ladder: Ladder
    counts: Mapping[int, int] = field(default_factory=dict)
    aside: int = 0

    def count(self, *verdicts: Verdict) -> int:
        """The records with one of these verdicts."""
        return sum(self.counts.get(number, 0) for number in self.ladder.numbers(*verdicts))

    def by_reason(self, verdict: Verdict) -> dict[str, int]:
        """The records with this verdict, by reason, commonest first."""
        reasons: dict[str, int] = {}
        for number in self.ladder.numbers(verdict):
            if self.counts.get(number):
                reason = self.ladder.steps[number].reason or verdict.value
                reasons[reason] = reasons.get(reason, 0) + self.counts[number]
        return dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0])))

    @property
    def judged(self) -> int:
        """The records that were judged."""
        return self.count(*JUDGED)

    @property
    def open(self) -> int:
        """The records judged or not due whose case was still open."""
        steps = enumerate(self.ladder.steps)
        return sum(self.counts.get(number, 0) for number, step in steps if step.rung.open)

    @property
    def own(self) -> int:
        """The records that the standard speaks of."""
        return sum(self.counts.values()) - self.count(*NOT_ITS_OWN)
