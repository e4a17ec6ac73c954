"""One table of records, of one or several files, ready to be read column by column."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.errors import DataError
from csaudit.sources.cells import SAMPLE, blank_is_null, careful, quick, text_of
from csaudit.sources.duplicates import Superseded, repeated, superseded
from csaudit.sources.headers import fold
from csaudit.sources.instants import commonest
from csaudit.sources.model import Example, Records, Remark, SourceColumn
from csaudit.sources.reading import Reading
from csaudit.tables import BEGINS, FILE, ROW, SUPERSEDED, TABLES, Type, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from csaudit.sources.headers import Matching
    from csaudit.sources.raw import Raw

_SUMMARY: Final = re.compile(
    r"%|\b(avg|average|mean|median|total|number of|no\. of|count)\b", re.IGNORECASE
)
_SOLVED: Final = re.compile(
    r"^(solved|created|closed|resolved|assigned|unsolved) tickets$", re.IGNORECASE
)


class Source:
    """The records of one table.

    Attributes:
        table: the table's name, as in `csaudit.tables.TABLES`.
        paths: its files, in the order they were given.
        sha256: the file's digest; of several files, the digest of their sorted digests.
        recognised_as: a preset's name, or `by column names`.

    """

    def __init__(
        self, table: str, raws: Sequence[Raw], matching: Matching, recognised_as: str
    ) -> None:
        self.table = table
        self.paths = tuple(raw.path for raw in raws)
        self.sha256 = _digest([raw.sha256 for raw in raws])
        self.recognised_as = recognised_as
        self._raws = tuple(raws)
        self._matching = matching
        self._gone: Superseded | None = None

    @cached_property
    def columns(self) -> Mapping[str, SourceColumn]:
        """Every column that the data has, canonical or under its own header."""
        columns = dict(self._matching.columns)
        csat = columns.get("csat")
        if csat is not None and csat.type is Type.NUMBER and not self._has_numbers(csat):
            columns["csat"] = replace(csat, type=Type.TEXT)
        return columns

    def looks_like_summary(self) -> bool:
        """Whether the columns are those of a report that has already added the tickets up."""
        headers = [column.header for column in self._matching.columns.values()]
        begins = any(name in self._matching.columns for name in BEGINS[self.table])
        return not begins and any(
            _SUMMARY.search(header) or _SOLVED.match(header) for header in headers
        )

    def read(self, columns: Collection[str]) -> Records:
        """The requested columns, typed; only those are parsed.

        Raises:
            DataError: the file changed, vanished or cannot be read to its end.
            KeyError: a column that is not in `columns`.

        """
        wanted = [self.columns[name] for name in dict.fromkeys(columns)]
        reading = self._reading([column.name for column in wanted])
        frame = reading.frame()
        frame = frame.with_columns(self._flag_superseded(frame))
        names = [part for column in wanted for part in _parts(column)]
        return Records(
            frame.select(*names, ROW, FILE, SUPERSEDED).lazy(),
            {name: one for name, one in reading.zoneless.items() if name in columns},
            (*self._static_remarks(), *reading.remarks, *self._tie_remarks()),
        )

    def examples(self, column: str, most: int = 3) -> tuple[Example, ...]:
        """The first cells of a column that could not be read, in file order."""
        return self._reading([column]).examples(column, most)

    def _reading(self, names: Sequence[str]) -> Reading:
        """The named columns and those that are read along with them."""
        names = list(dict.fromkeys([*names, *self._helpers(names)]))
        columns = {name: self.columns[name] for name in names}
        patterns = self._patterns(columns.values())
        table = self._collect(self._frame.select(FILE, ROW, *_quick(columns, patterns)))
        cells = {
            name: careful(column, table[f"value {n}"], table[f"rest {n}"], patterns.get(name))
            for n, (name, column) in enumerate(columns.items())
        }
        begin = next((name for name in self._begins() if name in names), None)
        return Reading(self.table, self.paths, table.select(FILE, ROW), cells, columns, begin)

    def _patterns(self, columns: Iterable[SourceColumn]) -> dict[str, str | None]:
        """The commonest spelling of each column of instants, by a sample."""
        those = [column for column in columns if column.type is Type.INSTANT]
        if not those:
            return {}
        texts = [text_of(column).alias(f"text {n}") for n, column in enumerate(those)]
        sample = self._collect(self._frame.head(SAMPLE).select(texts))
        return {column.name: commonest(sample[f"text {n}"]) for n, column in enumerate(those)}

    def _begins(self) -> list[str]:
        return [name for name in BEGINS[self.table] if name in self.columns][:1]

    def _helpers(self, names: Iterable[str]) -> list[str]:
        """Columns that must be read along: the id, and the begin of records with instants."""
        instants = any(self.columns[name].type is Type.INSTANT for name in names)
        return [*(["id"] if "id" in self.columns else []), *(self._begins() if instants else [])]

    @cached_property
    def _frame(self) -> pl.LazyFrame:
        """All files as one: ROW, FILE and every header as text."""
        headers = [column.header for column in self._matching.columns.values()]
        frames = []
        for number, raw in enumerate(self._raws):
            own = _Lookup(raw.headers)
            texts = [own.text(header).alias(header) for header in headers]
            frames.append(raw.frame.select(ROW, pl.lit(number, pl.UInt32).alias(FILE), *texts))
        return pl.concat(frames)

    def _collect(self, frame: pl.LazyFrame) -> pl.DataFrame:
        try:
            return frame.collect(engine="streaming")
        except (pl.exceptions.PolarsError, OSError) as error:
            where, why = ", ".join(self.paths), str(error).partition("\n")[0]
            raise DataError(f"{where} could not be read to the end: {why}.") from error

    def _has_numbers(self, column: SourceColumn) -> bool:
        """Whether at least one cell of the column reads as a number."""
        value = quick(column, text_of(column), None).alias("value")
        found = self._collect(
            self._frame.select(value).filter(pl.col("value").is_not_null()).head(1)
        )
        return not found.is_empty()

    def _flag_superseded(self, frame: pl.DataFrame) -> pl.Series:
        """The column SUPERSEDED of a frame that holds all records."""
        if self._gone is None:
            self._gone = self._find_superseded(frame)
        if self._gone.records.is_empty():
            return pl.Series(SUPERSEDED, [False], dtype=pl.Boolean).new_from_index(0, frame.height)
        marks = self._gone.records.with_columns(pl.lit(value=True).alias(SUPERSEDED))
        joined = frame.select(FILE, ROW).join(
            marks, on=[FILE, ROW], how="left", maintain_order="left"
        )
        return joined[SUPERSEDED].fill_null(value=False)

    def _find_superseded(self, frame: pl.DataFrame) -> Superseded:
        none = Superseded(frame.select(FILE, ROW).clear(), 0)
        if "id" not in self.columns:
            return none
        ids = repeated(frame["id"])
        if ids.is_empty():
            return none
        rows = self._later(ids).join(self._texts(ids), on=[FILE, ROW])
        ranks: list[str] = [name for name in ("updated", "newest") if name in rows.columns]
        contents = [name for name in rows.columns if name.startswith("cell")]
        return superseded(rows, ranks, contents)

    def _later(self, ids: pl.Series) -> pl.DataFrame:
        """For records of these ids: the column `updated` and the `newest` instant in the row."""
        events = [
            name
            for name, column in TABLES[self.table].items()
            if column.happens and name in self.columns
        ]
        typed = self._reading(["id", *events]).frame()
        ranks = [pl.max_horizontal(events).alias("newest")] if events else []
        if "updated_at" in events:
            ranks.append(pl.col("updated_at").alias("updated"))
        return typed.filter(pl.col("id").is_in(ids.implode())).select(FILE, ROW, "id", *ranks)

    def _texts(self, ids: pl.Series) -> pl.DataFrame:
        """All cells of records of these ids, in an order of columns that no file decides."""
        headers = [column.header for column in self._matching.columns.values()]
        headers.sort(key=lambda header: (fold(header), header))
        texts = [
            blank_is_null(pl.col(header)).alias(f"cell {number}")
            for number, header in enumerate(headers)
        ]
        own = blank_is_null(pl.col(self.columns["id"].header)).is_in(ids.implode())
        return self._collect(self._frame.filter(own).select(FILE, ROW, *texts))

    def _static_remarks(self) -> list[Remark]:
        return [*(one for raw in self._raws for one in raw.remarks), *self._matching.remarks]

    def _tie_remarks(self) -> list[Remark]:
        if self._gone is None or not self._gone.ties:
            return []
        return [
            Remark(
                "superseded_ties",
                f"{self._gone.ties:,} ids of {', '.join(self.paths)} have several rows, and "
                "nothing says which is the later one; one was chosen by what the rows contain.",
            )
        ]


class _Lookup:
    """A file's own headers, found by the spelling that another file uses."""

    def __init__(self, headers: Sequence[str]) -> None:
        self._exact = frozenset(headers)
        self._folded = {fold(header): header for header in reversed(headers)}

    def text(self, header: str) -> pl.Expr:
        own = header if header in self._exact else self._folded.get(fold(header))
        return pl.lit(None, pl.String) if own is None else pl.col(own)


def _quick(
    columns: Mapping[str, SourceColumn], patterns: Mapping[str, str | None]
) -> Iterator[pl.Expr]:
    """For each column its quick values and, but for text, the text that is left over."""
    for number, (name, column) in enumerate(columns.items()):
        text = text_of(column)
        value = quick(column, text, patterns.get(name))
        rest = pl.lit(None, pl.String) if column.type is Type.TEXT else text
        yield value.alias(f"value {number}")
        yield pl.when(value.is_null()).then(rest).alias(f"rest {number}")


def _parts(column: SourceColumn) -> tuple[str, ...]:
    """The names of a column and of its flag."""
    if column.type is Type.TEXT:
        return (column.name,)
    return (column.name, unreadable(column.name))


def _digest(digests: Sequence[str]) -> str:
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("".join(sorted(digests)).encode()).hexdigest()
