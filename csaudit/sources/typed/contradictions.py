"""What records say against themselves: counted, so that nobody wonders what became of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.sources.model import Remark
from csaudit.sources.recognise.status_vocabulary import CHOOSE, likely_status
from csaudit.tables import BEGINS, FINAL_STATUSES, OPEN_STATUSES, SUPERSEDED, day_ends

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from csaudit.sources.model import SourceColumn

_MOST: Final = 5
"""Unknown words that are named."""

_SHOWN: Final = 40
"""Characters of a cell that are shown."""

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
    ends = [name for name in _ENDS.get(table, ()) if name in frame.columns and name != begin]
    counts = _counts(frame, begin, ends, [name for name in ends if name in _RESOLVED])
    for name in ends:
        if count := counts.get(name):
            yield Remark(
                "end_before_begin",
                f'"{columns[name].header}" lies before "{columns[begin].header}" in '
                f"{_records(count)}; no time can be measured there.",
            )
    if count := counts.get("status"):
        headers = [f'"{columns[name].header}"' for name in ends if name in _RESOLVED]
        yield Remark(
            "open_and_resolved",
            f"{_records(count)} {'has' if count == 1 else 'have'} a time in "
            f'{" or ".join(headers)} and a status in "{columns["status"].header}" that is open; '
            "the status counts.",
        )
    if table == "tickets" and "status" in frame.columns:
        yield from _unknown_statuses(frame, columns["status"].header)


def _unknown_statuses(frame: pl.DataFrame, header: str) -> Iterator[Remark]:
    """Words that are neither open nor final: what becomes of such a case is guesswork."""
    words = frame.filter(_stands(frame))["status"].drop_nulls()
    counted = words.filter(~words.is_in([*OPEN_STATUSES, *FINAL_STATUSES])).value_counts()
    found = counted.sort(["count", "status"], descending=[True, False]).rows()
    if not found:
        return
    told = [f'"{_short(word)}" {count:,}' for word, count in found[:_MOST]]
    more = f" and {len(found) - _MOST:,} more" if len(found) > _MOST else ""
    once: dict[str, str] = {}
    for word, _ in found[:_MOST]:
        once.setdefault(word.casefold(), word)
    meanings = {word: likely_status(word) for word in once.values()}
    values = ", ".join(
        f"{json.dumps(word, ensure_ascii=False)}: {status}" for word, status in meanings.items()
    )
    open_ones = CHOOSE in meanings.values()
    guess = f"in place of {CHOOSE}" if open_ones else "what stands here is a guess: check it"
    source = json.dumps(header, ensure_ascii=False)
    yield Remark(
        "unknown_status",
        f'"{_short(header)}" has words that csaudit does not know: {", ".join(told)}{more}; such a '
        "case counts as resolved only where it has the time of its end. Say what each word stands "
        f"for: new, open, pending, on_hold, resolved or closed ({guess}).",
        f"tables: {{tickets: {{columns: {{status: {{from: {source}, values: {{{values}}}}}}}}}}}",
    )


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _stands(frame: pl.DataFrame) -> pl.Expr:
    return ~pl.col(SUPERSEDED) if SUPERSEDED in frame.columns else pl.lit(value=True)


def _counts(
    frame: pl.DataFrame, begin: str, ends: Sequence[str], resolved: Sequence[str]
) -> dict[str, int]:
    """How many records are at fault, by the column that says so."""
    faults = {name: _latest(frame, name) < pl.col(begin) for name in ends if begin}
    if resolved and "status" in frame.columns:
        late = pl.any_horizontal(pl.col(name).is_not_null() for name in resolved)
        faults["status"] = pl.col("status").is_in(list(OPEN_STATUSES)) & late
    if not faults:
        return {}
    sums = [(fault & _stands(frame)).sum().alias(name) for name, fault in faults.items()]
    return frame.lazy().select(sums).collect(engine="streaming").row(0, named=True)


def _latest(frame: pl.DataFrame, name: str) -> pl.Expr:
    """The last instant that a cell may mean: a date only is no midnight."""
    if day_ends(name) not in frame.columns:
        return pl.col(name)
    return pl.coalesce(day_ends(name), name)


def _records(count: int) -> str:
    return f"{count:,} record{'' if count == 1 else 's'}"
