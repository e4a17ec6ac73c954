"""Records that repeat an id: exact copies, and rows that a later row of the same case replaced."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from csaudit.tables import FILE, ROW


@dataclass(frozen=True, slots=True)
class Superseded:
    """Which records are superseded (by FILE and ROW), and how many ids were a tie."""

    records: pl.DataFrame
    ties: int


def repeated(ids: pl.Series) -> pl.Series:
    """The ids that more than one record has; records without an id never repeat."""
    known = ids.drop_nulls()
    if known.n_unique() == len(known):
        return known.clear()
    return known.filter(known.is_duplicated()).unique()


def superseded(rows: pl.DataFrame, ranks: list[str], cells: list[str]) -> Superseded:
    """All rows of each id but the one that counts.

    Args:
        rows: FILE, ROW, `id`, the columns `ranks` and the columns `cells`.
        ranks: what tells which row is the later one, the strongest first; empty is earliest.
        cells: every column of the export as text, in an order that no file decides. Where the
            ranks are equal and the cells are not, they settle which row counts, so that the
            order of rows never does.

    """
    ordered = rows.sort(
        ["id", *ranks, *cells, FILE, ROW],
        descending=[False, *[True] * (len(ranks) + len(cells)), False, False],
        nulls_last=True,
    )
    same_rank = pl.struct(*ranks) if ranks else pl.lit(0)
    contents = pl.struct(*cells) if cells else pl.lit(0)
    marked = ordered.select(
        FILE,
        ROW,
        "id",
        counts=pl.int_range(pl.len()).over("id") == 0,
        tie=(same_rank.hash() == same_rank.hash().first().over("id"))
        & (contents.hash() != contents.hash().first().over("id")),
    )
    ties = marked.filter("tie")["id"].n_unique()
    return Superseded(marked.filter(~pl.col("counts")).select(FILE, ROW), ties)
