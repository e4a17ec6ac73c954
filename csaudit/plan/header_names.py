"""Headers of the export as names of columns: `judge: {each: Branch}` is the column `branch`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from csaudit.sources.recognise.folding import fold
from csaudit.standards.model import AndMetric
from csaudit.standards.quantities import LimitTable

if TYPE_CHECKING:
    from csaudit.plan.vocabulary import Vocabulary
    from csaudit.standards.model import Demand, Standard

_D = TypeVar("_D", bound="Demand")


def in_canonical_names(standard: Standard, vocabulary: Vocabulary) -> Standard:
    """The standard with columns that it names by a header, in any case, as csaudit calls them."""
    second = standard.and_
    return replace(
        _demand(standard, vocabulary),
        by=tuple(tuple(_name(one, vocabulary) for one in columns) for columns in standard.by),
        judge=replace(
            standard.judge,
            columns=tuple(_name(one, vocabulary) for one in standard.judge.columns),
        ),
        and_=_demand(second, vocabulary) if isinstance(second, AndMetric) else second,
    )


def _demand(demand: _D, vocabulary: Vocabulary) -> _D:
    within, chosen = demand.within, demand.calendar_by
    if isinstance(within, LimitTable):
        within = replace(within, by=_name(within.by, vocabulary))
    return replace(
        demand,
        within=within,
        calendar_by=None if chosen is None else _name(chosen, vocabulary),
    )


def _name(written: str, vocabulary: Vocabulary) -> str:
    if vocabulary.knows(written):
        return written
    alike = {fold(name): name for name in vocabulary.types}
    return vocabulary.headers.get(fold(written), alike.get(fold(written), written))
