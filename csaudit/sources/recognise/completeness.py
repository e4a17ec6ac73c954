"""Exports that say themselves that there is more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.errors import DataError
from csaudit.sources.model import Remark
from csaudit.sources.notations.numbers import whole_number
from csaudit.sources.recognise.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.sources.files.text_table import TextTable

_TOTALS: Final = ("count", "total", "total_count", "totalSize", "meta.total", "meta.total_count")
_NEXT: Final = (
    "next_page",
    "next",
    "links.next",
    "_links.next.href",
    "paging.next.link",
    "paging.next.after",
    "pages.next",
    "pages.next.starting_after",
    "nextPageToken",
    "nextRecordsUrl",
    "meta.next_page",
)
_MORE: Final = ("has_more", "meta.has_more", "hasMore", "truncated")
_DONE: Final = ("end_of_stream", "done", "isLast", "isLastPage")


def check_complete(raws: Sequence[TextTable], *, allow_partial: bool) -> tuple[Remark, ...]:
    """Holds the files of one table against what their envelopes say.

    Pages that are given together count together: the export is whole if all rows that it speaks
    of are there, or if one of the pages is the last one.

    Raises:
        DataError: there is more, and that is not allowed.

    """
    rows = sum(raw.rows or 0 for raw in raws)
    totals = [total for raw in raws if (total := _total(raw)) is not None]
    if totals and max(totals) > rows:
        why = f"it says that there are {max(totals):,} records, and {rows:,} are here"
    elif not totals and raws and all(_continues(raw) for raw in raws):
        why = "it says that another page follows"
    else:
        return ()
    where = ", ".join(raw.path for raw in raws)
    told = f"{where} is only a part of an export: {why}."
    return (_partial(told, "name the files of all pages", allow_partial=allow_partial),)


def check_lists(raws: Sequence[TextTable], *, allow_partial: bool) -> tuple[Remark, ...]:
    """Holds the lists that lie in records against how many items are said to be in them.

    Raises:
        DataError: one was cut short, and that is not allowed.

    """
    return tuple(
        _partial(
            f"{raw.path} is only a part of an export: the lists of {raw.capped:,} of its records "
            "are shorter than they say.",
            "fetch them to their end",
            allow_partial=allow_partial,
        )
        for raw in raws
        if raw.capped
    )


def _partial(told: str, remedy: str, *, allow_partial: bool) -> Remark:
    if not allow_partial:
        raise DataError(told, f"{remedy}, or audit the part with  --allow-partial")
    return Remark("partial", told)


def _values(raw: TextTable, names: Sequence[str]) -> list[str]:
    wanted = {fold(name) for name in names}
    return [value for name, value in raw.envelope.items() if value and fold(name) in wanted]


def _total(raw: TextTable) -> int | None:
    told = (whole_number(value) for value in _values(raw, _TOTALS))
    return max((number for number in told if number is not None), default=None)


def _continues(raw: TextTable) -> bool:
    return (
        bool(_values(raw, _NEXT))
        or any(value == "true" for value in _values(raw, _MORE))
        or any(value == "false" for value in _values(raw, _DONE))
    )
