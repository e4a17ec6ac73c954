"""Why a standard cannot be measured on the data that there is, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csaudit.errors import look_alikes
from csaudit.outcomes import NoData
from csaudit.plan.linking import key
from csaudit.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from csaudit.metrics.declaration import Columns
    from csaudit.plan.vocabulary import Vocabulary

_OWN_COUNTS = {
    "resolved_at": ("resolution_business", "resolution_duration"),
    "first_response_at": ("first_response_business", "first_response_duration"),
}
"""Durations that would give an instant if they had not been counted on a helpdesk's own clock."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a standard cannot be measured on this data, and in words what to do.

    `column`: the first that the data lacks, where that is the reason.
    """

    reason: NoData
    words: str
    column: str | None = None


def not_given(table: str) -> Obstacle:
    """A whole table that nobody named a file for."""
    words = f"no {table} were given: add {table}=FILE, or on_no_data: ignore"
    return Obstacle(NoData.NO_RECORDS, words)


def absent(declared: Columns, vocabulary: Vocabulary) -> list[str]:
    """The best alternative of every need of a metric that the data does not meet."""
    return [
        alternatives[0]
        for alternatives in declared.needs
        if not any(vocabulary.knows(name) for name in alternatives)
    ]


def lacks(names: Iterable[str], vocabulary: Vocabulary, given: Collection[str]) -> Obstacle | None:
    """Columns that a table has not; `given` are the tables that there are."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return None
    said = [_lacking(name, vocabulary, given) for name in wanted]
    words = f"{vocabulary.table} has no column {', nor '.join(said)}"
    return Obstacle(NoData.COLUMN_MISSING, words, wanted[0])


def alike_anywhere(name: str, tables: Mapping[str, Vocabulary]) -> list[str] | None:
    """What columns of any table are called that nearly is `name`; None if one is called so."""
    if any(vocabulary.knows(name) for vocabulary in tables.values()):
        return None
    return look_alikes(name, [column for known in tables.values() for column in known.called()])


def _lacking(name: str, vocabulary: Vocabulary, given: Collection[str]) -> str:
    """A column that the data lacks, with those alike, or why another table's is out of reach."""
    other, _, column = name.partition(".")
    if other == vocabulary.table and column:
        return f"{name} (a column of {other} itself is written {column})"
    if other in TABLES and other not in given:
        return f"{name} (no {other} were given: add {other}=FILE)"
    if other in TABLES and not any(known.startswith(f"{other}.") for known in vocabulary.types):
        own, theirs = key(vocabulary.table), key(other)
        return f"{name} (the two need {own} in {vocabulary.table} and {theirs} in {other})"
    own_count = next((one for one in _OWN_COUNTS.get(name, ()) if one in vocabulary.types), None)
    if own_count is not None:
        return (
            f"{name} ({own_count} was counted on the helpdesk's own business clock, which gives no "
            "instant: write  clock: helpdesk  to judge it as it is)"
        )
    alike = look_alikes(name, vocabulary.types)
    return f"{name} (alike: {', '.join(alike)})" if alike else name
