"""NPS: promoters minus detractors."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Kind,
    Metric,
    Scale,
    Score,
    Unit,
)
from csaudit.metrics.parts import survey

if TYPE_CHECKING:
    from collections.abc import Mapping

SCALE = Scale(Decimal(0), Decimal(10))
PROMOTER = Decimal(9)
DETRACTOR = Decimal(6)


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """The mark."""
    return Columns(needs=(("nps",),))


def measure(facts: Facts) -> Score:
    """1 for a promoter (9, 10), 0 for a passive (7, 8), -1 for a detractor (0 to 6)."""
    import polars as pl

    mark = facts.column("nps")
    promoter = (mark >= survey.exact(PROMOTER)).cast(pl.Int64)
    detractor = (mark <= survey.exact(DETRACTOR)).cast(pl.Int64)
    off = survey.off_scale(mark, SCALE) | (mark != mark.cast(pl.Int64).cast(pl.Decimal(38, 9)))
    return Score(
        value=promoter - detractor,
        net=True,
        outside=(survey.no_answer(facts, "nps"),),
        faults=(survey.misread(facts, "nps", off),),
    )


METRIC = Metric(
    name="net_promoter_score",
    tables=("surveys", "tickets"),
    kind=Kind.SCORE,
    unit=Unit.SCORE,
    direction=Direction.HIGHER,
    sampled=True,
    summary="NPS: promoters minus detractors.",
    definition=(
        "The percentage of answers 9 and 10 minus the percentage of answers 0 to 6, from -100 to "
        "100. The passives, 7 and 8, stay below the line. Anything but a whole number from 0 to "
        "10 is unreadable, never clipped."
    ),
    formula="100 × (answers 9-10 − answers 0-6) ÷ answers",
    columns=columns,
    measure=measure,
    example="""\
- id: nps
  statement: Our customers recommend us.
  metric: net_promoter_score
  target: ">= 40"
""",
    elsewhere="Some vendors start the scale at 1, or count 6 as a passive.",
)
