"""The typed columns of a table, once their text has been read: zones settled, faults marked."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.sources.model import Example, Remark, SourceColumn
from csaudit.sources.notations import instants, numbers
from csaudit.tables import FILE, ROW, TABLES, Type, day_ends, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from csaudit.sources.typed.cells import Cells, Plan


_FEW_MIDNIGHTS: Final = 9
_MIDNIGHT_SHARE: Final = 0.01
"""By chance one time in 1,440 is midnight, where seconds are not written."""


_MOST: Final = 5
"""Words that are named."""

_TOO_MANY: Final = 0.05
"""With more unreadable cells a standard has no result."""

_NOTHING: Final = (
    r"(?i)^(?:#?n\W?/?a\W?|n/d|k\. ?a\.?|\(?(?:none|null|blank)\)?|nil|nan|unknown|tbd|\?+|[-–—]+)$"
)
"""What people write where they have nothing to write."""


@dataclass(slots=True)
class Reading:
    """Turns the cells of a table into the columns that other rooms see.

    `places` has FILE and ROW of each record, `cells` the columns as they were read, in the same
    order. `begin` names the instant at which a record of the table begins, if it is among them;
    `original` finds the text of a cell by its file and row. `known`: the export is a known one.
    """

    table: str
    paths: Sequence[str]
    places: pl.DataFrame
    columns: Mapping[str, SourceColumn]
    begin: str | None
    original: Callable[[SourceColumn, int, int], str]
    known: bool = False
    cells: dict[str, Cells] = field(default_factory=dict)
    zoneless: dict[str, Example] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def add(self, name: str, plan: Plan, cells: Cells) -> None:
        """Puts in the cells of one column, and what is to be said of how they were read."""
        column = plan.column
        cells = self._emptied(column, cells)
        self.cells[name] = cells
        if plan.bare and column.unit is None:
            self._remark_setting(
                "unit_assumed",
                column,
                "names no unit: bare numbers in it were read as seconds.",
                "unit: minutes",
            )
        if plan.mark is None:
            self._remark_setting(
                "decimal_mark",
                column,
                'has numbers such as "1,234", and nothing in it settles whether the comma stands '
                "before thousands or before decimals; they are unreadable.",
                "format: decimal-comma",
            )
        self._remark_nothing(column, cells)
        if column.type is Type.DURATION and column.format not in numbers.PAIRS:
            self._remark_pairs(column, cells)

    def frame(self) -> pl.DataFrame:
        """The typed columns, their flags, ROW and FILE."""
        begin = None
        if self.begin is not None and self.begin in self.columns:
            begin = self._instants(self.columns[self.begin], None)
        series = [self.places[FILE], self.places[ROW]]
        for name, column in self.columns.items():
            cells = self.cells[name]
            if name == self.begin and begin is not None:
                value = begin
            elif column.type is Type.INSTANT:
                value = self._instants(column, begin)
            else:
                value = (cells.value - column.less).clip(0) if column.less else cells.value
            series.append(value.rename(name))
            if column.type is not Type.TEXT:
                lost = value.is_null() & cells.value.is_not_null()
                series.append((cells.rest.is_not_null() | lost).rename(unreadable(name)))
            if (ends := self._day_ends(column)) is not None:
                series.append(ends.rename(day_ends(name)))
        return pl.DataFrame(series)

    def examples(self, name: str, most: int) -> tuple[Example, ...]:
        """The first cells of a column that could not be read."""
        flags = self.frame()[unreadable(name)]
        return tuple(self._example(name, row) for row in flags.arg_true().head(most))

    def unreadable(self, name: str, most: int) -> dict[tuple[int, int], str]:
        """The first cells that were left over unread, by their file and row."""
        rest = self.cells[name].rest
        at = rest.is_not_null().arg_true().head(most)
        files, rows = self.places[FILE].gather(at), self.places[ROW].gather(at)
        return dict(zip(zip(files, rows, strict=True), rest.gather(at), strict=True))

    def _day_ends(self, column: SourceColumn) -> pl.Series | None:
        """The last instants of the days that cells without a time of day name."""
        cells = self.cells[column.name]
        if (
            cells.kind is None
            or not (days := (cells.kind == instants.DAY).fill_null(value=False)).any()
        ):
            return None
        ends = cells.value.set(~days, None).dt.offset_by("1d")
        zoned = instants.to_utc(ends, column.timezone or "UTC")
        return zoned.instant.dt.offset_by("-1us")

    def _instants(self, column: SourceColumn, begin: pl.Series | None) -> pl.Series:
        """A column's cells as instants, those without a zone read in the column's."""
        walls, kind = self.cells[column.name].value, self.cells[column.name].kind
        instant = walls.dt.replace_time_zone("UTC")
        if kind is None:
            return instant
        self._remark_days(column, kind)
        self._remark_midnights(column, walls.filter(kind == instants.NAIVE))
        naive = (kind != instants.ZONED).fill_null(value=False)
        if not naive.any():
            return instant
        if column.timezone is None:
            self.zoneless[column.name] = self._example(column.name, naive.arg_true()[0])
            return instant
        zoned = instants.to_utc(walls.set(~naive, None), column.timezone)
        value = zoned.instant
        if begin is not None and zoned.twice.any():
            second = (zoned.twice & (value < begin)).fill_null(value=False)
            value = value.zip_with(~second, zoned.later)
        self._remark_clock_changes(column, zoned)
        return instant.zip_with(~naive, value)

    def _emptied(self, column: SourceColumn, cells: Cells) -> Cells:
        """In a known export the one word that cannot be read is nothing if it says so: `-`."""
        words = cells.rest.drop_nulls().unique() if self.known else cells.rest.clear()
        if len(words) != 1 or not words.str.contains(_NOTHING).all():
            return cells
        told = json.dumps(words[0], ensure_ascii=False)
        count = cells.rest.count()
        self.remarks.append(
            Remark(
                "words_for_nothing",
                f'"{column.header}" has {told} in {count:,} cells, the only word in it that cannot '
                "be read; it was taken for nothing.",
            )
        )
        return replace(cells, rest=cells.rest.clear(len(cells.rest)))

    def _remark_nothing(self, column: SourceColumn, cells: Cells) -> None:
        """Cells that most likely say that there is nothing, where they are in the way: `N/A`."""
        found = cells.rest.filter(cells.rest.str.contains(_NOTHING).fill_null(value=False))
        filled = cells.value.count() + cells.rest.count()
        if len(found) > filled * _TOO_MANY:
            words = sorted(found.unique())[:_MOST]
            told = ", ".join(json.dumps(word, ensure_ascii=False) for word in words)
            self._remark_setting(
                "words_for_nothing",
                column,
                f"has {told} in {len(found):,} unreadable cells; if that means nothing, say so.",
                f"empty: [{told}]",
            )

    def _remark_pairs(self, column: SourceColumn, cells: Cells) -> None:
        """Cells such as `3:10`, where they are most of the column."""
        pairs = numbers.are_pairs(cells.rest)
        filled = cells.value.count() + cells.rest.count()
        if pairs.sum() * 2 > filled:
            text = cells.rest.filter(pairs)[0]
            self._remark_setting(
                "hours_or_minutes",
                column,
                f'has times such as "{text}", and nothing settles whether they are hours and '
                'minutes ("h:mm") or minutes and seconds ("m:ss"); they are unreadable.',
                'format: "h:mm"',
            )

    def _remark_setting(self, code: str, column: SourceColumn, what: str, key: str) -> None:
        own = "" if column.name in TABLES[self.table] else f", type: {column.type}"
        name, header = (json.dumps(one, ensure_ascii=False) for one in (column.name, column.header))
        name = column.name if own == "" else name
        setting = f"{{{name}: {{from: {header}{own}, {key}}}}}"
        line = f"tables: {{{self.table}: {{columns: {setting}}}}}"
        self.remarks.append(Remark(code, f'"{column.header}" {what}', line))

    def _remark_days(self, column: SourceColumn, kind: pl.Series) -> None:
        days = kind == instants.DAY
        if days.any():
            example = self._example(column.name, days.arg_true()[0])
            self.remarks.append(
                Remark(
                    "date_without_time",
                    f'"{column.header}" has {days.sum():,} dates without a time of day '
                    f'(row {example.row:,}: "{example.text}"); nobody knows at what time.',
                )
            )

    def _remark_midnights(self, column: SourceColumn, walls: pl.Series) -> None:
        """Times that are all too often exactly midnight: some of them were dates only."""
        midnights = int((walls.dt.truncate("1d") == walls).sum())
        if midnights > max(_FEW_MIDNIGHTS, len(walls) * _MIDNIGHT_SHARE):
            self.remarks.append(
                Remark(
                    "midnights",
                    f'"{column.header}" has {midnights:,} times that are exactly midnight; some of '
                    "them may be dates whose time of day is not known.",
                )
            )

    def _remark_clock_changes(self, column: SourceColumn, zoned: instants.Zoned) -> None:
        if twice := zoned.twice.sum():
            self.remarks.append(
                Remark(
                    "time_twice",
                    f'"{column.header}" has {twice:,} times that occur twice in {column.timezone} '
                    "(autumn); the first was taken, unless that put an end before its start.",
                )
            )
        if missing := zoned.missing.sum():
            self.remarks.append(
                Remark(
                    "time_missing",
                    f'"{column.header}" has {missing:,} times that do not exist in '
                    f"{column.timezone} (spring); they are unreadable.",
                )
            )

    def _example(self, name: str, index: int) -> Example:
        """The cell at a place, as the file has it."""
        cells = self.cells[name]
        text = cells.rest[index]
        file, row = self.places[FILE][index], self.places[ROW][index]
        if text is None:
            text = self.original(self.columns[name], file, row)
        return Example(text, row, self.paths[file])
