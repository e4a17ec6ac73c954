"""The files of one table as one lazy frame of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.errors import DataError
from csaudit.sources.recognise.folding import fold
from csaudit.tables import FILE, ROW

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from csaudit.sources.files.text_table import TextTable


SAMPLE: Final = 1_000
"""Records that are looked at to see how a column is written."""


class Scan:
    """All records of some files, one after the other.

    `frame` has FILE, ROW and a text column for each header that any of the files has.
    """

    def __init__(self, raws: Sequence[TextTable], headers: Iterable[str]) -> None:
        self.paths = tuple(raw.path for raw in raws)
        self.headers = tuple(dict.fromkeys(headers))
        frames = []
        for number, raw in enumerate(raws):
            own = _Lookup(raw.headers)
            texts = [own.text(name).alias(name) for name in self.headers]
            frames.append(raw.frame.select(pl.lit(number, pl.UInt32).alias(FILE), ROW, *texts))
        self.frame = pl.concat(frames)

    def collect(self, frame: pl.LazyFrame) -> pl.DataFrame:
        """A query over the files, answered.

        Raises:
            DataError: a file changed or vanished meanwhile, or cannot be read to its end.

        """
        try:
            return frame.collect(engine="streaming")
        except (pl.exceptions.PolarsError, OSError) as error:
            where, why = ", ".join(self.paths), str(error).partition("\n")[0].rstrip(".")
            raise DataError(f"{where} could not be read to the end: {why}.") from error

    def first_cells(self, header: str) -> list[str]:
        """Some cells of a column, blank ones aside: enough to see how they are written."""
        texts = self.frame.head(SAMPLE).select(pl.col(header)).drop_nulls()
        return self.collect(texts)[header].to_list()

    def copies(self, among: pl.DataFrame) -> pl.DataFrame:
        """FILE and ROW of the records that repeat another one in every cell, the first aside.

        `among`: FILE and ROW of those that may.
        """
        cells = pl.struct(sorted(self.headers))
        some = self.frame.join(among.lazy(), on=[FILE, ROW], how="semi").sort(FILE, ROW)
        return self.collect(some.filter(~cells.is_first_distinct()).select(FILE, ROW))

    def texts_at(
        self, texts: Mapping[str, pl.Expr], places: Collection[tuple[int, int]]
    ) -> dict[tuple[int, int], dict[str, str | None]]:
        """What some expressions give in some records, which go by (file, row)."""
        rows = self.frame.filter(pl.col(ROW).is_in(sorted({row for _, row in places})))
        named = [text.alias(f"text {name}") for name, text in texts.items()]
        return {
            (row[FILE], row[ROW]): {name: row[f"text {name}"] for name in texts}
            for row in self.collect(rows.select(FILE, ROW, *named)).iter_rows(named=True)
        }


class _Lookup:
    """A file's own headers, found by the spelling that another file uses."""

    def __init__(self, headers: Sequence[str]) -> None:
        self._exact = frozenset(headers)
        self._folded = {fold(header): header for header in reversed(headers)}

    def text(self, header: str) -> pl.Expr:
        own = header if header in self._exact else self._folded.get(fold(header))
        return pl.lit(None, pl.String) if own is None else pl.col(own)
