"""Records that repeat an id: exact copies, and rows that a later row of the same case replaced."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.sources.model import Remark
from csaudit.sources.notations.numbers import NUMBER
from csaudit.sources.recognise.folding import fold
from csaudit.sources.typed.cells import blank_is_null
from csaudit.tables import FILE, ROW, SUPERSEDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from csaudit.sources.recognise.table_scan import Scan

_COUNTED: Final = frozenset(
    {"words_for_nothing", "date_without_time", "midnights", "time_twice", "time_missing"}
)
"""Remarks that count the cells of all rows, while the account below a table leaves some out."""


@dataclass(frozen=True, slots=True)
class Superseded:
    """Which records are superseded (by FILE and ROW), and how many ids were a tie."""

    records: pl.DataFrame
    ties: int

    def remarks(self, paths: Sequence[str]) -> Iterator[Remark]:
        """That nothing tells the later of some rows."""
        if self.ties:
            yield Remark(
                "superseded_ties",
                f"{self.ties:,} ids of {', '.join(paths)} have several rows, and nothing says "
                "which is the later one; one was chosen by what the rows contain.",
            )


def repeated(ids: pl.Series) -> pl.Series:
    """The ids that more than one record has; records without an id never repeat."""
    known = ids.drop_nulls()
    # Hashes are counted ten times as fast, and different ones are never of the same text.
    if known.hash().n_unique() == len(known):
        return known.clear()
    return known.filter(known.is_duplicated()).unique()


def ranked(typed: pl.DataFrame, events: Sequence[str]) -> pl.DataFrame:
    """FILE, ROW, `id` and what tells of typed records which is the later one."""
    updated = pl.col("updated_at") if "updated_at" in events else pl.lit(None, pl.Int8)
    newest = pl.max_horizontal(events) if events else pl.lit(None, pl.Int8)
    return typed.select(FILE, ROW, "id", updated.alias("rank updated"), newest.alias("rank newest"))


def rows_of(scan: Scan, which: pl.Expr, versions: Sequence[str]) -> pl.DataFrame:
    """FILE, ROW, the version and all cells of some records, in an order that no file decides."""
    headers = sorted(scan.headers, key=lambda header: (fold(header), header))
    cells = [blank_is_null(header).alias(f"cell {n}") for n, header in enumerate(headers)]
    wanted = {fold(name) for name in versions}
    version = next((blank_is_null(one) for one in headers if fold(one) in wanted), pl.lit(None))
    rank = version.cast(NUMBER, strict=False).alias("rank version")
    return scan.collect(scan.frame.filter(which).select(FILE, ROW, rank, *cells))


def superseded(rows: pl.DataFrame) -> Superseded:
    """All rows of each id but the one that counts.

    That is the row with the highest version, else the newest update, else the newest instant of
    all that happened; null is earliest. Where these are equal and the cells are not, the cells
    settle which row counts, so that the order of rows never does.

    Args:
        rows: what `rows_of` and `ranked` gave, joined.

    """
    ranks = ["rank version", "rank updated", "rank newest"]
    cells = [name for name in rows.columns if name.startswith("cell ")]
    ordered = rows.sort(
        ["id", *ranks, *cells, FILE, ROW],
        descending=[False, *[True] * (len(ranks) + len(cells)), False, False],
        nulls_last=True,
    )
    same_rank = pl.struct(ranks).hash()
    contents = pl.struct(cells).hash()
    marked = ordered.select(
        FILE,
        ROW,
        "id",
        counts=pl.int_range(pl.len()).over("id") == 0,
        tie=(same_rank == same_rank.first().over("id")) & (contents != contents.first().over("id")),
    )
    ties = marked.filter("tie")["id"].n_unique()
    return Superseded(marked.filter(~pl.col("counts")).select(FILE, ROW), ties)


def naming_superseded(remarks: Iterable[Remark], frame: pl.DataFrame) -> Iterator[Remark]:
    """The remarks; what counts all rows says how many of those are superseded."""
    gone = int(frame[SUPERSEDED].sum())
    for remark in remarks:
        if gone and remark.code in _COUNTED:
            among = f" (among {frame.height:,} rows, of which {gone:,} are superseded)"
            yield replace(remark, message=remark.message.rstrip(".") + among)
        else:
            yield remark
