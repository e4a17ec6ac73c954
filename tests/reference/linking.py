"""Columns of another table by `ticket_id`: of several matches the latest counts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tests.reference.cells import EPOCH, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

Begun = tuple[datetime | None, Record]


def key(table: str) -> str:
    """What says which ticket a record belongs to."""
    return "id" if table == "tickets" else "ticket_id"


def linked(
    table: str, records: Sequence[Record], other: str, candidates: Sequence[Begun]
) -> list[Record]:
    """The match of each record, empty where there is none."""
    return [_latest(record[key(table)], key(other), candidates) for record in records]


def _latest(ticket: str | None, theirs: str, candidates: Sequence[Begun]) -> Record:
    """Of two matches at one instant the one with the greater id; undated ones come before."""
    matches = [one for one in candidates if ticket is not None and one[1][theirs] == ticket]
    if not matches:
        return {}
    return max(matches, key=_order)[1]


def _order(one: Begun) -> tuple[bool, datetime, str]:
    begun, record = one
    return begun is not None, begun or EPOCH, record.get("id") or ""
