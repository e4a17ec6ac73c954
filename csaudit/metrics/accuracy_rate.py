"""The share of answers that were marked accurate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Fault,
    Kind,
    Metric,
    Outside,
    Setting,
    SettingKind,
    Share,
    Unit,
)
from csaudit.metrics.parts import reading

if TYPE_CHECKING:
    from collections.abc import Mapping


def columns(settings: Mapping[str, Any], _table: str) -> Columns:
    """The reviewer's mark."""
    return Columns(needs=((settings["column"],),))


def measure(facts: Facts) -> Share:
    """Marked accurate, of those that were marked."""
    column = facts.settings["column"]
    accurate = reading.yes_no(facts, column)
    return Share(
        success=accurate.value,
        outside=(Outside("not marked", accurate.value.is_null() & ~accurate.garbled),),
        faults=(Fault(column, accurate.garbled),),
    )


METRIC = Metric(
    name="accuracy_rate",
    tables=("reviews", "tickets"),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    summary="The share of answers that were marked accurate.",
    definition=(
        "Records on which a reviewer marked the answer as accurate, divided by the records that "
        "were marked at all. The mark is yes or no, in words or as 1 and 0; anything else is "
        "unreadable."
    ),
    formula="marked accurate ÷ marked",
    columns=columns,
    measure=measure,
    sampled=True,
    counted="accurate",
    settings=(
        Setting(
            "column", SettingKind.COLUMN, "accurate", "the column with the reviewer's yes or no"
        ),
    ),
    example="""\
- id: accurate
  statement: 95 % of our answers are accurate.
  metric: accuracy_rate
  target: 95%
""",
    elsewhere="Quality tools count the share of reviews without an error of substance.",
)
