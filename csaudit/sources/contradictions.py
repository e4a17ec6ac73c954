"""What records say against themselves: counted, so that nobody wonders what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.sources.model import Remark
from csaudit.tables import BEGINS, OPEN_STATUSES, SUPERSEDED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from csaudit.sources.model import SourceColumn

_ENDS: Final[Mapping[str, tuple[str, ...]]] = {
    "tickets": ("first_response_at", "first_resolved_at", "resolved_at", "closed_at"),
    "calls": ("answered_at", "ended_at"),
    "surveys": ("answered_at",),
    "reviews": (),
}


def contradictions(
    table: str, frame: pl.DataFrame, columns: Mapping[str, SourceColumn]
) -> Iterator[Remark]:
    """What the columns that were read say against each other, superseded rows left away."""
    known = frame if SUPERSEDED not in frame.columns else frame.filter(~pl.col(SUPERSEDED))
    begin = next((name for name in BEGINS[table] if name in frame.columns), "")
    ends = [name for name in _ENDS[table] if name in frame.columns and name != begin]
    for name in ends if begin else ():
        if count := int((known[name] < known[begin]).sum()):
            yield Remark(
                "end_before_begin",
                f'"{columns[name].header}" lies before "{columns[begin].header}" in '
                f"{_records(count)}; no time can be measured there, it is unreadable.",
            )
    if table == "tickets" and "status" in frame.columns:
        yield from _open_and_resolved(known, [name for name in ends if name in _RESOLVED], columns)


_RESOLVED: Final = ("resolved_at", "closed_at")


def _open_and_resolved(
    frame: pl.DataFrame, ends: list[str], columns: Mapping[str, SourceColumn]
) -> Iterator[Remark]:
    resolved = [pl.col(name).is_not_null() for name in ends]
    if not resolved:
        return
    both = frame.select(pl.col("status").is_in(list(OPEN_STATUSES)) & pl.any_horizontal(resolved))
    if count := int(both.to_series().sum()):
        headers = " or ".join(f'"{columns[name].header}"' for name in ends)
        yield Remark(
            "open_and_resolved",
            f"{_records(count)} {'has' if count == 1 else 'have'} a time in {headers} and a status "
            f'in "{columns["status"].header}" that is open; the status counts.',
        )


def _records(count: int) -> str:
    return f"{count:,} record{'' if count == 1 else 's'}"
