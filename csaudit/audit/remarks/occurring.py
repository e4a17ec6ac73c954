"""The values that do occur beside a word that does not; never names or what somebody wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.tables import PERSONAL, TABLES, Type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.plan.context import Context

MOST = 5
FEW: Final = 20
"""A column of more different values than these may be one of names."""

_CANONICAL: Final = frozenset(name for columns in TABLES.values() for name in columns)
_LOOK: Final = "look at the columns with  csaudit inspect"
_NAMES: Final = re.compile(
    r"name|mail|phone|mobile|address|street|card|iban|note|comment|descri|subject|title|body|text"
    r"|message|customer|client|contact|caller|user",
    re.IGNORECASE,
)
"""In a header: people, and what they wrote."""


def occurring(names: Sequence[str], context: Context) -> str:
    """The commonest values of some columns of text; asked of the data only when it is told.

    Never a name or what somebody wrote, so of the export's own columns only those of few values.
    """
    texts = [
        name
        for name in names
        if context.vocabulary.type_of(name) is Type.TEXT and _may_be_told(name)
    ]
    if not texts:
        return _LOOK
    counted = [
        pl.col(name).drop_nulls().value_counts(sort=True).head(FEW + 1).struct.field(name).implode()
        for name in texts
    ]
    seen = context.records.select(context.vocabulary.view(name).alias(name) for name in texts)
    found = seen.select(counted).collect().row(0, named=True)
    said = [
        f"{name} holds {', '.join(sorted(values[:MOST])) or 'nothing'}"
        for name, values in found.items()
        if _is_canonical(name) or len(values) <= FEW
    ]
    return "; ".join(said) or _LOOK


def _may_be_told(name: str) -> bool:
    if _is_canonical(name):
        return name.rpartition(".")[2] not in PERSONAL
    return _NAMES.search(name) is None


def _is_canonical(name: str) -> bool:
    """Whether a column, of this table or a linked one, is among those that csaudit knows."""
    return name.rpartition(".")[2] in _CANONICAL
