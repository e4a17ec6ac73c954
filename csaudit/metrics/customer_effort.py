"""CES: how easy it was for the customer."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Kind,
    Metric,
    Population,
    Scale,
    Score,
    Setting,
    SettingKind,
    Share,
    Unit,
)
from csaudit.metrics.parts import survey

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

SEVEN = 7
"""On seven points and more the three upper marks are agreement, on fewer the upper two."""


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """The mark."""
    return Columns(needs=(("ces",),))


def measure(facts: Facts) -> Score | Share:
    """The mean mark, the share of easy answers, or easy minus hard."""
    scale: Scale = facts.settings["scale"]
    mark = facts.column("ces")
    population = Population(
        outside=(survey.no_answer(facts, "ces"),),
        faults=(survey.misread(facts, "ces", survey.off_scale(mark, scale)),),
    )
    low_end, high_end = _ends(mark, scale)
    easy, hard = (high_end, low_end) if facts.settings["easy"] == "high" else (low_end, high_end)
    match facts.settings["method"]:
        case "top_box":
            return Share(success=easy, outside=population.outside, faults=population.faults)
        case "net":
            return Score(value=_net(easy, hard), net=True, **_who(population))
        case _:
            return Score(value=mark, **_who(population))


def _who(population: Population) -> dict[str, Any]:
    return {"outside": population.outside, "faults": population.faults}


def _ends(mark: pl.Expr, scale: Scale) -> tuple[pl.Expr, pl.Expr]:
    width = Decimal(_width(scale) - 1)
    return mark <= survey.exact(scale.low + width), mark >= survey.exact(scale.high - width)


def _width(scale: Scale) -> int:
    points = survey.points(scale)
    if points >= SEVEN:
        return 3
    return 1 if points <= survey.FEW_POINTS else 2


def _net(easy: pl.Expr, hard: pl.Expr) -> pl.Expr:
    import polars as pl

    return easy.cast(pl.Int64) - hard.cast(pl.Int64)


METRIC = Metric(
    name="customer_effort",
    tables=("surveys", "tickets"),
    kind=Kind.SCORE,
    unit=Unit.SCORE,
    direction=Direction.HIGHER,
    sampled=True,
    summary="CES: how easy it was for the customer.",
    definition=(
        "Marks on `scale`, of which `easy` names the easy end, since both directions are in use. "
        "`mean`: the mean mark. `top_box`: the share of answers at the easy end: the three outer "
        "marks of seven or more points, two of four to six, one of fewer. `net`: easy minus hard, "
        "from -100 to 100. Marks off the scale are unreadable."
    ),
    formula="mean mark, share of easy answers, or % easy - % hard",
    columns=columns,
    measure=measure,
    settings=(
        Setting(
            "scale",
            SettingKind.SCALE,
            None,
            "the lowest and the highest mark",
            required=True,
        ),
        Setting(
            "easy",
            SettingKind.CHOICE,
            None,
            "which end of the scale is easy",
            choices=("high", "low"),
            required=True,
        ),
        Setting(
            "method",
            SettingKind.CHOICE,
            "mean",
            "how the marks are summed up",
            choices=("mean", "top_box", "net"),
        ),
    ),
    example="""\
- id: effort
  statement: Customers find it easy to get help.
  metric: customer_effort
  scale: 1-7
  easy: high
  target: ">= 5.5"
""",
    elsewhere=(
        "CES 1.0 (2010) asks for effort from 1 to 5, low is good; CES 2.0 (2013) asks whether it "
        "was made easy, 1 to 7, high is good. HubSpot keeps 1 to 7."
    ),
)
