"""Where the misses of a standard gather, beyond what chance would do: branch, agent, hour.

A group is named when it has far more of the misses than of the records. Whether that is chance
is asked of the hypergeometric distribution (Fisher's exact test, one-sided: of N records K are
missed; how likely are as many as that among the n of the group?), and the more groups are looked
at, the less likely it must be (Bonferroni).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.audit.engines import collected
from csaudit.audit.remarks.chances import drawn_at_least
from csaudit.audit.report import Note
from csaudit.outcomes import Outcome
from csaudit.plan.ladder import Verdict
from csaudit.plan.questions import WITHIN_CASES
from csaudit.plan.vocabulary import as_shown
from csaudit.tables import BEGINS, FILE, ROW, Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from csaudit.audit.report import Result
    from csaudit.plan.standard_plan import StandardPlan
    from csaudit.plan.table_plan import TablePlan
    from csaudit.sources import Source

CODE: Final = "misses_gather"

MANY: Final = 200_000
"""Of more records than these nothing is looked at that the standards do not name themselves."""

_COLUMNS: Final = ("branch", "team", "queue", "agent", "channel", "priority", "type", "topic")
_HOUR: Final = "created_hour"
_ARRIVING: Final = frozenset({"tickets", "calls"})
_CHANCE: Final = 0.01
"""How likely it may be that any group at all is named by chance."""

_FEWEST: Final = 30
_OUTSIZED: Final = 1.5
"""A group's part of the misses is at least so many times its part of the records."""

_NAMED: Final = 3
_ALL: Final = "#all"
_NOT_KEPT: Final = frozenset({Outcome.FAIL, Outcome.WARN})


@dataclass(frozen=True, slots=True)
class Group:
    """Records that share a value of a column: how many were judged, how many were missed."""

    column: str
    value: str | None
    judged: int
    missed: int


Asked = tuple["Result", "StandardPlan", "TablePlan"]


def notes(asked: Iterable[Asked]) -> Iterator[Note]:
    """A note on each standard that is not kept and whose misses gather somewhere.

    `asked`: standards as wholes, each with its plan and that of its table.
    """
    missed = [one for one in asked if one[0].outcome in _NOT_KEPT and _can_tell(*one[1:])]
    tables = {table.context.name: table for _, _, table in missed}
    cells = {name: _cells(table) for name, table in tables.items()}
    tallies = collected(
        [_tally(plan, table, cells[table.context.name]) for _, plan, table in missed]
    )
    for (result, plan, _), tally in zip(missed, tallies, strict=True):
        groups = [Group(*row) for row in tally.filter(pl.col("column") != _ALL).iter_rows()]
        judged, bad = tally.filter(pl.col("column") == _ALL).row(0)[2:] if groups else (0, 0)
        found = gathered(groups, judged, bad, plan.question.standard.min_n)
        if found:
            told = ", ".join(_words(one, judged, bad, result.table) for one in found)
            yield Note(code=CODE, message=f"misses gather at {told}", standard=result.id)


def _can_tell(plan: StandardPlan, table: TablePlan) -> bool:
    rows = table.context.table.known.rows
    within_cases = table.context.name in WITHIN_CASES
    return plan.question.metric.judges_records and rows <= MANY and not within_cases


def _cells(table: TablePlan) -> pl.LazyFrame:
    """Of every record, by FILE and ROW, the columns that may tell who or where it was, as text."""
    context, source = table.context, table.context.table.source
    texts = [name for name in _COLUMNS if _is_text(source, name)]
    begin = next((name for name in BEGINS[source.table] if name in source.columns), None)
    arrives = source.table in _ARRIVING and _HOUR in context.vocabulary.derived
    timed = [begin] if begin and arrives else []
    read = [*texts, *timed]
    known = context.vocabulary.with_types({name: source.columns[name].type for name in read})
    shown = [as_shown(name, known).alias(name) for name in [*texts, *([_HOUR] if timed else [])]]
    return source.read(read).frame.select(FILE, ROW, pl.lit("").alias(_ALL), *shown)


def _tally(plan: StandardPlan, table: TablePlan, cells: pl.LazyFrame) -> pl.LazyFrame:
    """A row a group: `column`, `value`, how many were `judged` and how many `missed`."""
    missed = plan.lands_on(Verdict.MISSED).alias("missed")
    judged = table.records_of(plan).filter(plan.is_judged).select(FILE, ROW, missed)
    names = [name for name in cells.collect_schema().names() if name not in {FILE, ROW}]
    rows = judged.join(cells, on=[FILE, ROW], how="left")
    return (
        rows.unpivot(on=names, index="missed", variable_name="column", value_name="value")
        .group_by("column", "value")
        .agg(pl.len().alias("judged"), pl.col("missed").sum().alias("bad"))
        .sort("column", "value")
    )


def _is_text(source: Source, name: str) -> bool:
    return name in source.columns and source.columns[name].type is Type.TEXT


def gathered(
    groups: Sequence[Group], judged: int, missed: int, least: int | None = None
) -> list[Group]:
    """The groups in which misses gather: of each column the least likely one, three at most.

    `least`: so many records a group must have to be looked at. Those with the most misses beyond
    their part come first.
    """
    tried = [one for one in groups if max(least or 0, _FEWEST) <= one.judged < judged]
    found: dict[str, tuple[float, Group]] = {}
    for one in tried:
        if not one.missed or one.missed * judged < _OUTSIZED * missed * one.judged:
            continue
        chance = drawn_at_least(one.missed, one.judged, missed, judged) * len(tried)
        if chance <= _CHANCE and chance < found.get(one.column, (1.0, one))[0]:
            found[one.column] = (chance, one)
    named = [one for _, one in found.values()]
    named.sort(key=lambda one: one.judged * missed / judged - one.missed)
    return named[:_NAMED]


def _words(group: Group, judged: int, missed: int, table: str) -> str:
    """`branch Leeds (60 % of them, 33 % of the tickets)`."""
    value = "(blank)" if group.value is None else group.value
    misses, records = 100 * group.missed / missed, 100 * group.judged / judged
    name = group.column.replace("_", " ")
    return f"{name} {value} ({misses:.0f} % of them, {records:.0f} % of the {table})"


__all__ = ["CODE", "Group", "gathered", "notes"]
