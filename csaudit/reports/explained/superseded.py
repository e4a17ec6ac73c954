"""Which rows of a record count, and which are older versions of it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.audit.explaining import Told


def counting(told: Sequence[Told]) -> set[tuple[str, int]]:
    """The places of the rows that are no older version."""
    return {one.place for one in told if one.place and one.row["verdict"] != "superseded"}


def older(told: Sequence[Told]) -> str:
    """`row 3, rows 5 to 7` of the others."""
    places = {one.place for one in told if one.place and one.row["verdict"] == "superseded"}
    numbers = sorted(row for _, row in places)
    runs = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        own = [number for _, number in group]
        runs.append(f"row {own[0]:,}" if len(own) == 1 else f"rows {own[0]:,} to {own[-1]:,}")
    return ", ".join(runs)
