"""One table of records, of one or several files, ready to be read column by column."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.sources.model import Example, Records, Remark, SourceColumn
from csaudit.sources.recognise.not_tickets import (
    case_columns,
    looks_like_summary,
    what_no_column_says,
)
from csaudit.sources.recognise.table_scan import Scan
from csaudit.sources.typed.cells import (
    Cells,
    Plan,
    careful,
    no_text,
    quick_columns,
    text_of,
    written_text_of,
)
from csaudit.sources.typed.column_notation import Settling
from csaudit.sources.typed.columns import Reading
from csaudit.sources.typed.contradictions import contradictions
from csaudit.sources.typed.made_of_durations import instants_of, made_of_durations
from csaudit.sources.typed.superseded import (
    Superseded,
    naming_superseded,
    ranked,
    repeated,
    rows_of,
    superseded,
)
from csaudit.tables import (
    BEGINS,
    FILE,
    ROW,
    SUPERSEDED,
    TABLES,
    Type,
    day_ends,
    unreadable,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from csaudit.sources.files.text_table import TextTable
    from csaudit.sources.recognise.event_rules import EventRule
    from csaudit.sources.recognise.headers import Matching
    from csaudit.sources.recognise.presets import Preset

BY_NAMES: Final = "by column names"
_REMEMBERED: Final = 100
"""Unreadable cells of a column that are kept, to be shown as examples."""


class Source:
    """The records of one table.

    Attributes:
        table: the table's name, as in `csaudit.tables.TABLES`.
        paths: its files, in the order they were given.
        sha256: the file's digest; of several files, the digest of their sorted digests.
        recognised_as: a preset's name, or `by column names`.
        because: the headers by which the preset was recognised, if it was.
        files: each file as it was read: format, encoding, separator, envelope.
        preset: the kind of export, if it is a known one.
        rules: of events, what makes events of a row.

    """

    def __init__(
        self,
        table: str,
        raws: Sequence[TextTable],
        matching: Matching,
        preset: Preset | None = None,
        because: tuple[str, ...] = (),
        rules: tuple[EventRule, ...] = (),
    ) -> None:
        self.table = table
        self.paths = tuple(raw.path for raw in raws)
        self.sha256 = _digest([raw.sha256 for raw in raws])
        self.recognised_as = BY_NAMES if preset is None else preset.name
        self.because = because
        self.files = tuple(raws)
        self.rules = rules
        self.preset = preset
        self._matching = matching
        self._gone: Superseded | None = None
        self._seen: dict[str, dict[tuple[int, int], str]] = {}

    @cached_property
    def columns(self) -> Mapping[str, SourceColumn]:
        """Every column that the data has, canonical or under its own header."""
        columns = dict(self._matching.columns)
        csat = columns.get("csat")
        if csat is not None and csat.type is Type.NUMBER and self._settling.holds_words(csat):
            columns["csat"] = replace(csat, type=Type.TEXT)
        return columns | {one.name: one for one in made_of_durations(self.table, columns)}

    @property
    def exclusions(self) -> tuple[tuple[str, str], ...]:
        """Reasons for which records are left out by default, each with its yes_no column."""
        known = dict(self.preset.exclude) if self.preset else {}
        for name in ("spam", "deleted", "merged"):
            if name not in known.values():
                known[name] = name
        return tuple((why, name) for why, name in known.items() if name in self.columns)

    def copies(self, among: pl.DataFrame) -> pl.DataFrame:
        """FILE and ROW of the records that repeat another one in every cell, the first aside.

        `among`: those of the records that are alike in what was read of them.
        """
        return among.clear() if among.is_empty() else self._scan.copies(among)

    @property
    def scales(self) -> Mapping[str, tuple[int, int]]:
        """The scales of csat, ces and nps, as far as the preset knows them."""
        scales = self.preset.scales if self.preset else {}
        ends = {name: text.split("-") for name, text in scales.items()}
        return {name: (int(low), int(high)) for name, (low, high) in ends.items()}

    def is_empty(self) -> bool:
        """Whether there is not one record."""
        return self._scan.collect(self._scan.frame.head(1).select(ROW)).is_empty()

    @property
    def headers(self) -> tuple[str, ...]:
        """Every column of the files, recognised or not."""
        return tuple(self._scan.headers)

    def looks_like_summary(self) -> bool:
        """Whether the columns are those of a report that has already added the tickets up."""
        return looks_like_summary(self.table, self._matching.columns)

    def case_columns(self) -> frozenset[str]:
        """The columns that hardly anything but a list of cases has."""
        return case_columns(self._matching.columns)

    def read(self, columns: Collection[str]) -> Records:
        """The requested columns, typed; only those are parsed.

        Raises:
            DataError: the file changed, vanished or cannot be read to its end; nothing settles
                whether the day or the month comes first.
            KeyError: a column that is not in `columns`.

        """
        wanted = [self.columns[name] for name in dict.fromkeys(columns)]
        reading, frame = self._typed([column.name for column in wanted])
        frame = frame.with_columns(self._flag_superseded(frame))
        self._seen |= {name: reading.unreadable(name, _REMEMBERED) for name in reading.cells}
        names = [part for column in wanted for part in _parts(column) if part in frame.columns]
        kept = frame.select(*names, ROW, FILE, SUPERSEDED)
        return Records(
            frame=kept.lazy(),
            size=int(kept.estimated_size()),
            zoneless={name: one for name, one in reading.zoneless.items() if name in columns},
            remarks=(
                *self._remarks(),
                *naming_superseded(reading.remarks, frame),
                *contradictions(self.table, frame, self.columns),
            ),
            dates=frozenset(one.name for one in wanted if day_ends(one.name) in frame.columns),
        )

    def examples(self, column: str, most: int = 3) -> tuple[Example, ...]:
        """The first cells of a column that could not be read, in file order."""
        column = self.columns[column].after or column
        return self._reading([column]).examples(column, most)

    def examples_at(
        self, places: Mapping[str, Sequence[tuple[int, int]]]
    ) -> dict[str, tuple[Example, ...]]:
        """The cells of some columns at (file, row) of each, as they stand in the files.

        The first unreadable ones are remembered; for others the files are gone through.
        """
        if all(place in self._seen.get(name, {}) for name in places for place in places[name]):
            return {
                name: tuple(
                    Example(self._seen[name][file, row], row, self.paths[file])
                    for file, row in found
                )
                for name, found in places.items()
            }
        cells = self.texts_at(places, {place for found in places.values() for place in found})
        return {
            name: tuple(
                Example(str(cells[file, row][name][1]), row, self.paths[file])
                for file, row in found
            )
            for name, found in places.items()
        }

    def texts_at(
        self, names: Collection[str], places: Collection[tuple[int, int]]
    ) -> dict[tuple[int, int], dict[str, tuple[str | None, str | None]]]:
        """Of some records, by (file, row), the cells of some columns as two texts.

        As somebody wrote it, and with codes and words for nothing read.
        """
        told = {name: self.columns[self.columns[name].after or name] for name in names}
        texts = {f"{name} written": written_text_of(column) for name, column in told.items()}
        texts |= {name: text_of(column) for name, column in told.items()}
        return {
            place: {name: (cells[f"{name} written"], cells[name]) for name in told}
            for place, cells in self._scan.texts_at(texts, places).items()
        }

    @cached_property
    def _scan(self) -> Scan:
        headers = (head for column in self._matching.columns.values() for head in column.headers)
        return Scan(self.files, headers)

    @cached_property
    def _settling(self) -> Settling:
        return Settling(self.table, self._scan, self._matching.columns)

    def _typed(self, names: Sequence[str]) -> tuple[Reading, pl.DataFrame]:
        """The named columns, those that are made of others among them."""
        columns = [self.columns[name] for name in names]
        made = [column for column in columns if column.after is not None]
        durations = [column.after for column in made if column.after is not None]
        reading = self._reading([column.name for column in columns if column.after is None])
        if made:
            reading = self._reading([*reading.columns, self._begin() or "", *durations])
        frame, begin = reading.frame(), self._begin() or ""
        dated = day_ends(begin) in frame.columns
        return reading, frame.with_columns(
            part for column in made for part in instants_of(column, begin, dated=dated)
        )

    def _reading(self, names: Sequence[str]) -> Reading:
        """The named columns and those that are read along with them."""
        names = list(dict.fromkeys([*names, *self._helpers(names)]))
        columns = {name: self.columns[name] for name in names}
        plans = self._settling.plans(columns.values())
        table = self._scan.collect(quick_columns(self._scan.frame, plans.values()))
        places = table.select(FILE, ROW)
        reading = Reading(
            self.table,
            self.paths,
            places,
            columns,
            self._begin(),
            self._original,
            known=self.preset is not None,
        )
        for number, plan in enumerate(plans.values()):
            value = table[f"value {number}"]
            text = plan.column.type is Type.TEXT
            rest = no_text(len(value)) if text else table[f"rest {number}"]
            reading.add(plan.column.name, *self._careful(plan, value, rest))
        return reading

    def _careful(self, plan: Plan, value: pl.Series, rest: pl.Series) -> tuple[Plan, Cells]:
        """A column's cells, with what only the whole column can settle."""
        kind = plan.column.type
        if kind is Type.INSTANT:
            plan = self._settling.with_order(plan, rest)
        if kind is Type.DURATION:
            bare = value.is_not_null().any() or rest.str.contains(r"^\d+[.,]\d+$").any()
            plan = replace(plan, bare=bool(bare))
        if kind in {Type.NUMBER, Type.DURATION}:
            plan, texts = self._settling.with_mark(plan, rest)
            if texts is not None:
                value, rest = value.clear(len(value)), texts
        return plan, careful(plan, value, rest)

    def _original(self, column: SourceColumn, file: int, row: int) -> str:
        """A cell's text as it stands in the file, found again."""
        place = (pl.col(FILE) == file) & (pl.col(ROW) == row)
        text = self._scan.frame.filter(place).select(text_of(column).alias("text"))
        return str(self._scan.collect(text)["text"][0])

    def _begin(self) -> str | None:
        return next((name for name in BEGINS[self.table] if name in self.columns), None)

    def _helpers(self, names: Iterable[str]) -> Iterator[str]:
        """Columns that must be read along: the id, and the begin of records with instants."""
        if "id" in self.columns:
            yield "id"
        begin = self._begin()
        if begin and any(self.columns[name].type is Type.INSTANT for name in names):
            yield begin

    def _flag_superseded(self, frame: pl.DataFrame) -> pl.Series:
        """The column SUPERSEDED of a frame that holds all records."""
        if self._gone is None:
            ids = repeated(frame["id"]) if "id" in self.columns else pl.Series()
            self._gone = None if ids.is_empty() else self._find_superseded(ids, frame)
        if self._gone is None:
            return pl.Series(SUPERSEDED, [False], dtype=pl.Boolean).new_from_index(0, frame.height)
        marks = self._gone.records.with_columns(pl.lit(value=True).alias(SUPERSEDED))
        joined = frame.select(FILE, ROW).join(
            marks, on=[FILE, ROW], how="left", maintain_order="left"
        )
        return joined[SUPERSEDED].fill_null(value=False)

    def _find_superseded(self, ids: pl.Series, frame: pl.DataFrame) -> Superseded:
        """Which records of the repeated ids do not count."""
        canonical = TABLES[self.table]
        events = [name for name in self.columns if name in canonical and canonical[name].happens]
        versions = self.preset.version if self.preset else ()
        if not set(events) <= set(frame.columns):
            _, frame = self._typed(["id", *events])
        typed = frame.filter(pl.col("id").is_in(ids.implode()))
        own = text_of(self.columns["id"]).is_in(ids.implode())
        rows = rows_of(self._scan, own, versions).join(ranked(typed, events), on=[FILE, ROW])
        return superseded(rows)

    def _remarks(self) -> Iterator[Remark]:
        """What is to be said of the files, whichever columns are read."""
        for raw in self.files:
            yield from raw.remarks
        yield from self._matching.remarks
        what = what_no_column_says(self.table, self._matching.columns)
        if self.preset is None and what is not None:
            yield Remark(
                "not_tickets",
                f"{', '.join(self.paths)}: no column says {what}; it may not be a list of tickets.",
            )
        if self.preset is not None and self.preset.note is not None:
            yield Remark("source_note", f"{self.preset.title}: {self.preset.note}")
        if self._gone is not None:
            yield from self._gone.remarks(self.paths)


def _parts(column: SourceColumn) -> tuple[str, ...]:
    """The names of a column, of its flag, and of the ends of its days if it has any."""
    if column.type is Type.TEXT:
        return (column.name,)
    return (column.name, unreadable(column.name), day_ends(column.name))


def _digest(digests: Sequence[str]) -> str:
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("".join(sorted(digests)).encode()).hexdigest()
