"""What records say against themselves: counted, so that nobody wonders what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.sources.model import Remark
from csaudit.tables import BEGINS, OPEN_STATUSES, SUPERSEDED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from csaudit.sources.model import SourceColumn

_RESOLVED: Final = ("resolved_at", "closed_at")
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
    begin = next((name for name in BEGINS[table] if name in frame.columns), "")
    ends = [name for name in _ENDS[table] if name in frame.columns and name != begin]
    counts = _counts(frame, begin, ends, [name for name in ends if name in _RESOLVED])
    for name in ends:
        if count := counts.get(name):
            yield Remark(
                "end_before_begin",
                f'"{columns[name].header}" lies before "{columns[begin].header}" in '
                f"{_records(count)}; no time can be measured there, it is unreadable.",
            )
    if count := counts.get("status"):
        headers = [f'"{columns[name].header}"' for name in ends if name in _RESOLVED]
        yield Remark(
            "open_and_resolved",
            f"{_records(count)} {'has' if count == 1 else 'have'} a time in "
            f'{" or ".join(headers)} and a status in "{columns["status"].header}" that is open; '
            "the status counts.",
        )


def _counts(
    frame: pl.DataFrame, begin: str, ends: Sequence[str], resolved: Sequence[str]
) -> dict[str, int]:
    """How many records are at fault, by the column that says so."""
    faults = {name: pl.col(name) < pl.col(begin) for name in ends if begin}
    if resolved and "status" in frame.columns:
        late = pl.any_horizontal(pl.col(name).is_not_null() for name in resolved)
        faults["status"] = pl.col("status").is_in(list(OPEN_STATUSES)) & late
    if not faults:
        return {}
    stands = ~pl.col(SUPERSEDED) if SUPERSEDED in frame.columns else pl.lit(value=True)
    sums = [(fault & stands).sum().alias(name) for name, fault in faults.items()]
    return frame.lazy().select(sums).collect(engine="streaming").row(0, named=True)


def _records(count: int) -> str:
    return f"{count:,} record{'' if count == 1 else 's'}"
