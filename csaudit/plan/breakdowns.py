"""What the records of a table are grouped by: the values of columns, periods, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Literal

import polars as pl

from csaudit.plan.periods import instant_of, start_of
from csaudit.plan.vocabulary import as_shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from csaudit.plan.standard_plan import StandardPlan
    from csaudit.plan.vocabulary import Vocabulary

KEY = "key#"
"""The column that a period, a stretch or the whole is numbered by."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A way to group records; equal ones are answered by one `group_by`.

    `columns`: of groups, the columns of their values. `every`: of periods, their length.
    `dated`: of periods and of stretches of a target's history, the column that dates a record.
    `starts`: when each target of the history began to hold, but one that always did.
    """

    kind: Literal["whole", "groups", "periods", "targets"]
    columns: tuple[str, ...] = ()
    every: str = ""
    dated: str = ""
    starts: tuple[datetime, ...] = ()

    @property
    def keys(self) -> list[str]:
        """The columns that a row of the answer is told by."""
        return [f"{KEY}{column}" for column in self.columns] or [KEY]


WHOLE = Breakdown("whole")


def breakdowns(plan: StandardPlan, timezone: str) -> Iterator[Breakdown]:
    """Every way in which a standard's records are grouped, the whole first."""
    standard, dated = plan.question.standard, plan.dated.meta.output_name()
    yield WHOLE
    for columns in plan.question.breakdowns:
        yield Breakdown("groups", columns=columns)
    for every in lengths(plan):
        yield Breakdown("periods", every=every, dated=dated)
    if standard.target_history:
        begins = [one.start for one in standard.target_history if one.start is not None]
        starts = tuple(midnight(start, timezone) for start in begins)
        yield Breakdown("targets", dated=dated, starts=starts)


def lengths(plan: StandardPlan) -> list[str]:
    """The lengths of the periods that the standard is shown or judged by."""
    standard = plan.question.standard
    named = (standard.every, standard.judge.every)
    return list(dict.fromkeys(every for every in named if every is not None))


def keys(breakdown: Breakdown, vocabulary: Vocabulary, timezone: str) -> Mapping[str, pl.Expr]:
    """The key columns: text for groups, the naive local start of a period, a number else."""
    match breakdown.kind:
        case "whole":
            return {KEY: pl.lit(0)}
        case "groups":
            return {f"{KEY}{name}": as_shown(name, vocabulary) for name in breakdown.columns}
        case "periods":
            return {KEY: start_of(pl.col(breakdown.dated), breakdown.every, timezone)}
        case "targets":
            dated = pl.col(breakdown.dated)
            passed = [(dated >= pl.lit(start)).cast(pl.Int64) for start in breakdown.starts]
            return {KEY: pl.when(dated.is_not_null()).then(pl.sum_horizontal(pl.lit(0), *passed))}


def midnight(day: date, timezone: str) -> datetime:
    """The instant at which a date begins in a zone."""
    return instant_of(datetime.combine(day, time()), timezone)
