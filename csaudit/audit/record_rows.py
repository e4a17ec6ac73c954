"""One row for each record and standard: what was measured, and where the record was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.audit.engines import collected
from csaudit.audit.promise import unit
from csaudit.events.cases import STRETCHES
from csaudit.metrics.declaration import Duration
from csaudit.plan import stretches
from csaudit.plan.ladder import Verdict
from csaudit.plan.standard_plan import told
from csaudit.plan.vocabulary import as_shown
from csaudit.tables import FILE, ROW, Type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from polars.datatypes import DataTypeClass

    from csaudit.audit.options import Options
    from csaudit.audit.records_asked import Wanted
    from csaudit.plan.ladder import Step
    from csaudit.plan.standard_plan import StandardPlan
    from csaudit.plan.table_plan import TablePlan
    from csaudit.plan.vocabulary import Vocabulary

MICROSECONDS: Final = 1_000_000
_UTC: Final = "%Y-%m-%dT%H:%M:%S"
INSTANT: Final = pl.Datetime("us", "UTC")

COLUMNS: Final[dict[str, pl.DataType | DataTypeClass]] = {
    "standard": pl.Enum,
    "table": pl.Enum,
    "record_id": pl.String,
    "verdict": pl.Enum,
    "measured": pl.Float64,
    "unit": pl.Enum,
    "limit": pl.Float64,
    "overrun": pl.Float64,
    "started_at": INSTANT,
    "ended_at": INSTANT,
    "due_at": INSTANT,
    "reason": pl.Enum,
}
"""The columns of the row report; durations in seconds, instants in UTC, words that recur as one
of all that there are."""

CALENDAR: Final = "calendar of the record"
FILE_OF, ROW_OF = "file of the record", "row of the record"
STRETCHES_OF: Final = "stretches of the record"
OF_A_STORY: Final[dict[str, pl.DataType | DataTypeClass]] = {
    CALENDAR: pl.String,
    FILE_OF: pl.Int64,
    ROW_OF: pl.Int64,
    STRETCHES_OF: pl.List(pl.Struct({"from": INSTANT, "until": INSTANT, "kind": pl.String})),
}
"""What the story of single records needs beside their rows: the calendar that each went by, where
it stands, the statuses that events tell of it. Its instants go by `instant_of`."""


def instant_of(column: str) -> str:
    """The name under which an instant of the record's own is told."""
    return f"instant {column}"


WORST_FIRST: Final = (
    Verdict.MISSED,
    Verdict.NOT_DUE,
    Verdict.MEASURED,
    Verdict.MET,
    Verdict.UNREADABLE,
    Verdict.LEFT_OUT,
    Verdict.NOT_APPLICABLE,
    Verdict.OUTSIDE_PERIOD,
    Verdict.SUPERSEDED,
)


def judges(plan: StandardPlan) -> bool:
    """Whether the standard says something of each single record."""
    return plan.question.metric.judges_records


def record_rows(
    listed: Sequence[tuple[TablePlan, StandardPlan]], wanted: Wanted, options: Options
) -> tuple[pl.DataFrame, dict[str, dict[str, int]]]:
    """The rows asked for, in no order, and of each standard how many have which verdict.

    Nothing is counted where single records are asked for.
    """
    words = _words([plan for _, plan in listed])
    told = {} if wanted.ids is None else _of_a_story([table for table, _ in listed])
    schema: Mapping[str, pl.DataType | DataTypeClass] = {
        **COLUMNS,
        **words,
        **dict.fromkeys(wanted.columns, pl.String),
        **told,
    }
    named = [_named(table, plan, [*wanted.columns, *told], words) for table, plan in listed]
    rows = [
        one.filter(_asked_for(wanted, plan.as_of)).cast(schema)  # type: ignore[arg-type] # a mapping of names to dtypes is what cast takes
        for one, (_, plan) in zip(named, listed, strict=True)
    ]
    counted = named if wanted.ids is None else []
    tallies = [one.group_by("verdict").len() for one in counted]
    listing = pl.concat([pl.LazyFrame(schema=schema), *rows])
    answers = collected([listing, *tallies], options.engine, options.cluster)
    counts = {
        plan.question.standard.id: _counted(answer)
        for (_, plan), answer in zip(listed, answers[1:], strict=False)
    }
    return answers[0], counts


def _of_a_story(tables: Sequence[TablePlan]) -> dict[str, pl.DataType | DataTypeClass]:
    known = [one.context.table.types.items() for one in tables]
    instants = {instant_of(name) for one in known for name, type_ in one if type_ is Type.INSTANT}
    return {**OF_A_STORY, **dict.fromkeys(sorted(instants), INSTANT)}


def _counted(answer: pl.DataFrame) -> dict[str, int]:
    found = dict(answer.iter_rows())
    return {one.value: found[one.value] for one in WORST_FIRST if found.get(one.value)}


def _words(plans: Sequence[StandardPlan]) -> dict[str, pl.Enum]:
    """All words of the columns that hold a few, in the order in which their rows are sorted."""
    reasons = {_reason(step) for plan in plans for step in plan.ladder.steps}
    units = {_unit(plan) for plan in plans}
    return {
        "standard": pl.Enum(sorted(plan.question.standard.id for plan in plans)),
        "table": pl.Enum(sorted({plan.question.table for plan in plans})),
        "verdict": pl.Enum([verdict.value for verdict in WORST_FIRST]),
        "unit": pl.Enum(sorted(unit for unit in units if unit is not None)),
        "reason": pl.Enum(sorted(reason for reason in reasons if reason is not None)),
    }


def _named(
    table: TablePlan, plan: StandardPlan, columns: Sequence[str], words: Mapping[str, pl.Enum]
) -> pl.LazyFrame:
    """Every record of a standard in the words of the row report, and its own cells."""
    steps = plan.ladder.steps
    verdicts = pl.Series([step.rung.verdict.value for step in steps], dtype=words["verdict"])
    reasons = pl.Series([_reason(step) for step in steps], dtype=words["reason"])
    verdict = pl.lit(verdicts).gather(plan.step)
    ran = verdict.is_in(["met", "missed", "measured", "not_due"])
    lasted = pl.lit(None) if plan.measured is None else plan.measured
    scale = MICROSECONDS if isinstance(plan.measure, Duration) else 1
    cells = told(plan) | {
        CALENDAR: _calendar(plan).alias(CALENDAR),
        FILE_OF: pl.col(FILE).alias(FILE_OF),
        ROW_OF: pl.col(ROW).alias(ROW_OF),
        STRETCHES_OF: _stretches(table).alias(STRETCHES_OF),
        **{
            instant_of(name): pl.col(name).alias(instant_of(name))
            for name, type_ in table.context.table.types.items()
            if type_ is Type.INSTANT
        },
    }
    return table.records_of(plan).select(
        pl.lit(plan.question.standard.id, dtype=words["standard"]).alias("standard"),
        pl.lit(plan.question.table, dtype=words["table"]).alias("table"),
        cells["record_id"].alias("record_id"),
        verdict.alias("verdict"),
        pl.when(ran).then(lasted.cast(pl.Float64) / scale).alias("measured"),
        pl.lit(_unit(plan), dtype=words["unit"]).alias("unit"),
        pl.when(ran).then(cells["limit"] / MICROSECONDS).alias("limit"),
        pl.when(ran).then(cells["overrun"] / MICROSECONDS).alias("overrun"),
        cells["started_at"].alias("started_at"),
        cells["ended_at"].alias("ended_at"),
        pl.when(ran).then(cells["due_at"]).alias("due_at"),
        pl.lit(reasons).gather(plan.step).alias("reason"),
        *(
            cells[name] if name in cells else _cell(name, table.context.vocabulary).alias(name)
            for name in columns
        ),
    )


def _calendar(plan: StandardPlan) -> pl.Expr:
    """The name of the calendar on which the record's time ran; null where none did."""
    clock = None if plan.timing is None else plan.timing.clock
    if clock is None:
        return pl.lit(None, dtype=pl.String)
    names = pl.Series([calendar.name for calendar in clock.calendars], dtype=pl.String)
    return pl.lit(names[0]) if clock.chosen is None else pl.lit(names).gather(clock.chosen)


def span_of(plan: StandardPlan) -> tuple[Sequence[str], Sequence[str]]:
    """The columns that may tell the beginning and the end of what a standard measures."""
    measure = plan.measure
    if not isinstance(measure, Duration):
        return (), ()
    ends = (() if one is None else one.meta.root_names() for one in (measure.start, measure.end))
    start, end = ends
    return start, end


def _stretches(table: TablePlan) -> pl.Expr:
    """The statuses that the record had, as far as events tell them."""
    if stretches.told(table.context):
        return pl.col(STRETCHES)
    return pl.lit(None, dtype=pl.List(pl.Null))


def _cell(name: str, vocabulary: Vocabulary) -> pl.Expr:
    """A cell as text; empty where the table has no such column."""
    match vocabulary.type_of(name):
        case None:
            return pl.lit(None, dtype=pl.String)
        case Type.DURATION:
            return _in_seconds(pl.col(name))
        case Type.INSTANT:
            broken = pl.col(name).dt.microsecond() != 0
            return (
                pl.when(broken)
                .then(pl.col(name).dt.strftime(f"{_UTC}%.6fZ"))
                .otherwise(pl.col(name).dt.strftime(f"{_UTC}Z"))
            )
        case _:
            return as_shown(name, vocabulary)


def _in_seconds(duration: pl.Expr) -> pl.Expr:
    """Microseconds as seconds, with the decimals that there are."""
    sign = pl.when(duration < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    whole, rest = duration.abs() // MICROSECONDS, duration.abs() % MICROSECONDS
    digits = rest.cast(pl.String).str.zfill(6)
    return pl.format("{}{}.{}", sign, whole, digits).str.replace(r"\.?0+$", "")


def _reason(step: Step) -> str | None:
    """Why a record is not judged; and of a case that never ended, why its time still grows."""
    missed = step.rung.verdict is Verdict.MISSED
    return "still open" if missed and step.rung.open else step.reason


def _asked_for(wanted: Wanted, as_of: datetime) -> pl.Expr:
    chosen = pl.lit(value=True)
    if wanted.ids is not None:  # a question of a case goes by the case's id and its own number
        whose = pl.col("record_id").str.split_exact("#", 1).struct[0]
        ids = sorted(wanted.ids)
        chosen = pl.col("record_id").is_in(ids) | whose.is_in(ids)
    return chosen & _of_verdict(wanted, as_of)


def _of_verdict(wanted: Wanted, as_of: datetime) -> pl.Expr:
    if wanted.verdicts is None:
        return pl.lit(value=True)
    verdict = pl.col("verdict")
    asked = verdict.is_in(sorted(wanted.verdicts))
    if wanted.due_within is not None:
        soon = pl.col("due_at") <= as_of + wanted.due_within
        asked |= ((verdict == Verdict.NOT_DUE.value) & soon).fill_null(value=False)
    return asked


def _unit(plan: StandardPlan) -> str | None:
    if isinstance(plan.measure, Duration):
        return "seconds"
    return None if plan.measured is None else unit(plan.question)
