"""Periods that an export cannot show, since nothing in it dates a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.audit.report import Note
from csaudit.plan.population import dating, own_date
from csaudit.tables import BEGINS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.plan.context import Context
    from csaudit.plan.standard_plan import StandardPlan


def remarks(plan: StandardPlan, context: Context) -> Iterator[Note]:
    """A remark on `every:` where no record can be put into a period."""
    question = plan.question
    every = question.standard.every
    if every is None or own_date(question, plan.measure) is not None:
        return
    if not dating(question, context.vocabulary.types):
        wanted = question.standard.dated_by or " or ".join(BEGINS[question.table])
        yield Note(
            code="period_missing",
            message=f"not shown by {every}: {question.table} have no {wanted}",
            standard=question.standard.id,
        )
