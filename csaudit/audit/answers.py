"""What the plans of all tables answer, run together in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from csaudit.audit.engines import collected
from csaudit.plan.breakdowns import WHOLE
from csaudit.plan.table_plan import slice_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from csaudit.plan.breakdowns import Breakdown
    from csaudit.plan.context import Context
    from csaudit.plan.standard_plan import StandardPlan
    from csaudit.plan.table_plan import Asked, TablePlan

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Answers:
    """The tallies of one table's standards, by the groups that they were counted in."""

    plan: TablePlan
    frames: Mapping[Asked, pl.DataFrame]
    _rows: dict[Asked, dict[tuple[Any, ...], Row]] = field(default_factory=dict)

    @property
    def context(self) -> Context:
        """What the table was planned on."""
        return self.plan.context

    @cached_property
    def whole(self) -> Row:
        """The aggregates over all records; empty where there are none."""
        slices = [asked for asked in self.frames if asked[0] == WHOLE and not asked[2]]
        rows = (row for asked in slices for row in self._of(asked, WHOLE).values())
        return {name: value for row in rows for name, value in row.items()}

    def rows(self, plan: StandardPlan, breakdown: Breakdown) -> dict[tuple[Any, ...], Row]:
        """What one standard is told of every group, by the values of its keys."""
        prefix = plan.name("")
        shared = self._of((breakdown, slice_of(plan), False), breakdown)
        found: dict[tuple[Any, ...], Row] = {
            key: {
                name.removeprefix(prefix): value
                for name, value in row.items()
                if name.startswith(prefix)
            }
            for key, row in shared.items()
        }
        apart = (breakdown, plan.number, True)
        if apart in self.frames:
            for key, row in self._of(apart, breakdown).items():
                found[key] = {"steps": [], **found.get(key, {}), **row}
        return found

    def _of(self, asked: Asked, breakdown: Breakdown) -> dict[tuple[Any, ...], Row]:
        if asked not in self._rows:
            rows = self.frames[asked].rows(named=True)
            self._rows[asked] = {tuple(row[key] for key in breakdown.keys): row for row in rows}
        return self._rows[asked]


def run(
    plans: Sequence[TablePlan], engine: str = "auto", cluster: str | None = None
) -> list[Answers]:
    """Run the plans of all tables together; `engine` is one of `engines.ENGINES`.

    A table that did not fit into memory is streamed unless another engine is asked for.
    """
    if engine == "auto" and any(plan.context.table.spilled for plan in plans):
        engine = "streaming"
    frames = iter(collected(lazy(plans), engine, cluster))
    return [Answers(plan, {asked: next(frames) for asked in plan.answers}) for plan in plans]


def lazy(plans: Sequence[TablePlan]) -> list[pl.LazyFrame]:
    """Everything that the plans answer, still to be run."""
    return [frame for plan in plans for frame in plan.answers.values()]
