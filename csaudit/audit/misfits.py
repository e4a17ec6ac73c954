"""An expression that suits the types of its columns, and not what stands in them."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from polars.exceptions import PanicException, PolarsError

from csaudit.errors import DataError
from csaudit.plan.expression_trial import Compiled
from csaudit.plan.questions import Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from csaudit.plan.context import Context
    from csaudit.plan.table_plan import TablePlan


_OVERFLOW: Final = re.compile(r"\boverflow in decimal\b")
_DIGITS: Final = (
    "exact numbers have 38 digits: write  cast(… as double)  around one that is multiplied"
)


@contextmanager
def naming_misfits(plans: Iterable[TablePlan], asked: Iterable[Question]) -> Iterator[None]:
    """Runs what is inside; where polars gives up because of an expression, a DataError names it.

    Anything else that polars gives up on is a defect, and left as it is.
    """
    try:
        yield
    except (PolarsError, PanicException) as error:
        contexts = {plan.context.name: plan.context for plan in plans}
        for question in asked:
            context = contexts.get(question.context)
            for compiled in () if context is None else _expressions(question):
                if context is not None and (why := _misfit(compiled, context)) is not None:
                    raise DataError(
                        f"{question.standard.id}: the expression ({compiled.text}) cannot be "
                        f"worked out on these records: {why}.",
                        _DIGITS if _OVERFLOW.search(why) else None,
                    ) from error
        raise


def _expressions(question: Question) -> Iterator[Compiled]:
    yield from question.where
    yield from (item.where for item in question.exceptions)
    yield from (one for one in question.settings.values() if isinstance(one, Compiled))
    if isinstance(question.also, Question):
        yield from _expressions(question.also)
    elif question.also is not None:
        yield question.also


def _misfit(compiled: Compiled, context: Context) -> str | None:
    """What polars says of an expression on all records, if it cannot work it out."""
    seen = dict(context.vocabulary.seen(name) for name in compiled.names)
    frame = context.records.with_columns(one.alias(name) for name, one in seen.items())
    try:
        frame.with_columns(compiled.expression.alias("#")).collect()
    except (PolarsError, PanicException) as error:
        return str(error).partition("\n")[0].rstrip(".")
    return None
