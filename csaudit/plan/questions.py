"""What each standard asks of its table, worked out before any record is read.

A question knows the columns it needs, its compiled conditions, and what stands in its way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from csaudit.standards.quantities import LimitTable
from csaudit.tables import BEGINS, TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.metrics.declaration import Metric
    from csaudit.plan.expression_trial import Compiled
    from csaudit.plan.unmeasurable import Obstacle
    from csaudit.standards.model import Demand, Standard


QUESTIONS, GAPS = "questions", "gaps"
WITHIN_CASES: Final = (QUESTIONS, GAPS)
"""The contexts in which every row is one question of a case, or one gap between its replies."""


@dataclass(frozen=True, slots=True)
class NamedException:
    """A compiled `leave_out`: its reason, and which records."""

    reason: str
    where: Compiled


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One standard on one table.

    `columns`: what must be read; `settings`: those of the metric, conditions compiled;
    `breakdowns`: the columns of each breakdown, `unshown` those that the data lacks; `dated_by`:
    the column that the standard says dates a record, see `who_counts.dating` where it says
    nothing. `doubted`: what the data must have at least once, see `Metric.only_about`. `idle`:
    the exceptions of the file that can never apply, each with its reason and why.
    """

    standard: Standard
    metric: Metric
    table: str
    columns: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    where: tuple[Compiled, ...] = ()
    exceptions: tuple[NamedException, ...] = ()
    idle: tuple[tuple[str, str], ...] = ()
    also: Question | Compiled | None = None
    breakdowns: tuple[tuple[str, ...], ...] = ()
    unshown: tuple[str, ...] = ()
    doubted: str = ""
    dated_by: str = ""
    obstacle: Obstacle | None = None

    @property
    def context(self) -> str:
        """The name of the context that it is planned on: its table's, or one within its cases."""
        judged = self.metric.unit_judged(self.standard.settings)
        return judged if judged in WITHIN_CASES else self.table

    def known_by_value(self) -> list[tuple[str, str]]:
        """The columns whose distinct cells must be known before the plan is made, by table."""
        standard = self.standard
        demands: list[tuple[Demand, Metric]] = [(standard, self.metric)]
        if isinstance(self.also, Question):
            demands.append((standard.and_, self.also.metric))  # type: ignore[arg-type] # a metric's and
        names = [
            name
            for demand, metric in demands
            for name in (
                *metric.columns(demand.settings, self.table).values,
                *choosing_columns(demand),
            )
        ]
        return [_table_and_column(self.table, name) for name in names]


def dated_by(standard: Standard, table: str) -> str:
    """The column that puts the standard's records into periods: `created` is created_at."""
    name = standard.dated_by
    if name is None:
        return BEGINS[table][0]
    return f"{name}_at" if f"{name}_at" in TABLES[standard.table or table] else name


def choosing_columns(demand: Demand) -> list[str]:
    """The columns by whose cells a limit or a calendar is chosen."""
    by = [demand.within.by] if isinstance(demand.within, LimitTable) else []
    return by if demand.calendar_by is None else [*by, demand.calendar_by]


def _table_and_column(own: str, name: str) -> tuple[str, str]:
    other, _, column = name.partition(".")
    return (other, column) if column and other in TABLES else (own, name)
