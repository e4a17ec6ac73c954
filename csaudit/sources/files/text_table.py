"""A file's records before anybody asked what they mean: columns of text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from csaudit.tables import FILE, ROW, SUPERSEDED, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

    from csaudit.sources.model import Remark


@dataclass(frozen=True, slots=True)
class TextTable:
    """One file's records: `frame` has ROW and one text column for each of `headers`.

    `rows` is their number, where it is known already. `root` is the path of the records in a JSON
    document and `envelope` what stands around them, `encoding` and `separator` what a text file
    turned out to have. Where the records are the items of lists that lay in others, `capped` is how
    many of these say that there are more items.
    """

    path: str
    sha256: str
    format: str
    headers: tuple[str, ...]
    frame: pl.LazyFrame
    rows: int | None = None
    encoding: str = "UTF-8"
    separator: str | None = None
    root: str | None = None
    envelope: Mapping[str, str | None] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    capped: int = 0


def unique_headers(cells: Iterable[str]) -> tuple[str, ...]:
    """Header names as the file has them, made distinct: a second `Labels` is `Labels (2)`.

    A header without a name is called by its number, `column 3`, and names that csaudit keeps
    for its own columns get a suffix.
    """
    names: list[str] = []
    taken: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        name = free_name(cell.strip() or f"column {number}", taken)
        taken.add(name)
        names.append(name)
    return tuple(names)


def free_name(name: str, taken: set[str]) -> str:
    """`name`, or the first of `name (2)`, `name (3)`, … that is not taken."""
    if name in {ROW, FILE, SUPERSEDED} or name.endswith(unreadable("")):
        name = f"{name} (as exported)"
    candidate, count = name, 1
    while candidate in taken:
        count += 1
        candidate = f"{name} ({count})"
    return candidate
