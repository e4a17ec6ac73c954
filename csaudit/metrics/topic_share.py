"""The share of cases about the commonest topic, tag or feature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Fault,
    Kind,
    Metric,
    Series,
    Setting,
    SettingKind,
    Unit,
)
from csaudit.metrics.parts import most_common
from csaudit.metrics.parts.most_common import ASKED, ID, SPELLED
from csaudit.metrics.single_question_rate import category
from csaudit.tables import Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl


def columns(settings: Mapping[str, Any], _table: str) -> Columns:
    """The topic, and the ids of the cases about it."""
    return Columns(needs=((settings["topic"],),), uses=("id",))


def measure(facts: Facts) -> Series:
    """The commonest topic over all cases; a case may bear several tags."""
    import polars as pl

    column = facts.settings["topic"]
    if facts.types[column] is Type.TAGS:
        asked, spelled = _tags(facts, column)
    else:
        asked = pl.concat_list(category(facts, column))
        spelled = pl.concat_list(facts.view(column).cast(pl.String))
    return Series(
        columns={ASKED: asked, SPELLED: spelled, ID: facts.column("id")},
        grouped=most_common.grouped(facts),
        summarise=most_common.summing(facts, "topics", None),
        faults=(Fault(column, facts.unreadable(column)),),
    )


def _tags(facts: Facts, column: str) -> tuple[pl.Expr, pl.Expr]:
    import polars as pl

    tags = pl.col(column).list.eval(pl.element().str.strip_chars()).list.sort()
    lower = pl.element().str.to_lowercase()
    ignored = [word.strip().lower() for word in facts.settings["ignore"]]
    return tags.list.eval(pl.when(~lower.is_in(ignored)).then(lower)), tags


METRIC = Metric(
    name="topic_share",
    tables=("tickets",),
    kind=Kind.SERIES,
    unit=Unit.SHARE,
    direction=Direction.LOWER,
    judges_records=False,
    summary="The share of cases about the commonest topic, tag or feature.",
    definition=(
        "Cases about the commonest topic, divided by all cases. A case may bear several tags and "
        "counts once for each; a case without any stays below the line. Topics are compared "
        "without upper and lower case; those in `ignore` are no topics. With k topics the "
        "commonest has at least 1/k of the cases that have one: where that is no less than the "
        "target, nothing could meet it, and there is no verdict. Every topic at or over the "
        "target is listed."
    ),
    counted="largest topic",
    formula="cases about the commonest topic ÷ cases",
    columns=columns,
    measure=measure,
    settings=(
        Setting(
            "topic",
            SettingKind.CHOICE,
            "tags",
            "the column that says what a case is about",
            choices=("tags", "topic", "product"),
            or_column=True,
        ),
        Setting("ignore", SettingKind.WORDS, (), "tags that say something else"),
    ),
    example="""\
- id: no-feature-dominates
  statement: No feature is behind 40 % or more of the cases.
  metric: topic_share
  topic: product
  target: "< 40%"
""",
    elsewhere="Helpdesks list tags by count and leave the judgement to the reader.",
)
