"""What is no list of cases: a report that has added them up, or rows of something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csaudit.tables import BEGINS, TICKETS, Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.sources.model import SourceColumn

_SUMMARY: Final = re.compile(
    r"%|\b(avg|average|mean|median|total|number of|no\. of|count)\b", re.IGNORECASE
)
_SOLVED: Final = re.compile(
    r"^(solved|created|closed|resolved|assigned|unsolved) tickets$", re.IGNORECASE
)
_COUNTS: Final = frozenset(name for name, one in TICKETS.items() if one.type is Type.COUNT)
_OF_CASES: Final = frozenset(TICKETS) - {
    *("id", "created_at", "updated_at", "subject", "type", "topic", "language", "tags", "deleted"),
    *("customer_name", "organization", "product", "team", "requester"),
}
"""Columns that hardly anything but a list of cases has."""


def looks_like_summary(table: str, columns: Mapping[str, SourceColumn]) -> bool:
    """Whether the columns are those of a report that has already added the records up.

    A row with the number of a case may well count its replies.
    """
    counts = _COUNTS if "id" in columns else frozenset()
    headers = [column.header for name, column in columns.items() if name not in counts]
    begins = any(name in columns for name in BEGINS[table])
    return not begins and any(
        _SUMMARY.search(header) or _SOLVED.match(header) for header in headers
    )


def case_columns(columns: Mapping[str, SourceColumn]) -> frozenset[str]:
    """The columns that hardly anything but a list of cases has."""
    return _OF_CASES & columns.keys()


def what_no_column_says(table: str, columns: Mapping[str, SourceColumn]) -> str | None:
    """What a table of tickets would tell of a case and this one does not; None where it does."""
    if table != "tickets" or looks_like_summary(table, columns):
        return None
    own = case_columns(columns)
    if "created_at" in columns:
        return None if own else "how a case went on (a reply, a close, a status)"
    if "id" not in columns and own <= {"status", "priority", "stage"}:
        return "which case it is and when it began"
    return None
