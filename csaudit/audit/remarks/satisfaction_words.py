"""Words of a survey that csaudit cannot take for satisfied or not, and the line that helps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.audit.report import Note
from csaudit.sources.recognise.satisfaction_words import are_unknown, line
from csaudit.tables import Type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.audit.answers import Answers
    from csaudit.plan.context import Context
    from csaudit.plan.standard_plan import StandardPlan

_WORDS: Final = "words of csat"
_MOST: Final = 8
"""More words than these are no scale of a survey, but remarks in the customer's own words."""

MESSAGE: Final = (
    "nobody knows which words are satisfied; say which mark each one is (what stands here is a "
    "guess: check it), and write  scale: 1-5  in the standard"
)


def tallies(plan: StandardPlan, context: Context) -> dict[str, pl.Expr]:
    """The different words, where the standard reads words."""
    if not _reads_words(plan, context):
        return {}
    words = pl.col("csat").drop_nulls().unique().sort().head(_MOST + 1)
    return {plan.name(_WORDS): words.implode()}


def remarks(plan: StandardPlan, answers: Answers) -> Iterator[Note]:
    """The line that makes marks of the words, if not one of them is known."""
    if not _reads_words(plan, answers.context):
        return
    words = list(answers.whole[plan.name(_WORDS)])
    column = answers.context.table.source.columns["csat"]
    chosen = plan.question.standard.settings.get("satisfied")
    if not chosen and len(words) <= _MOST and are_unknown(words):
        yield Note(
            code="satisfaction_words",
            message=MESSAGE,
            standard=plan.question.standard.id,
            setting=line(plan.question.table, column.header, words),
        )


def _reads_words(plan: StandardPlan, context: Context) -> bool:
    metric = plan.question.metric.name
    return metric == "customer_satisfaction" and context.table.types.get("csat") is Type.TEXT
