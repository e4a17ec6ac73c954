"""Whether a delimited file is regular enough to be read lazily, and what is odd about it.

polars reads well-formed text fast, but takes any quote for the beginning of a quoted cell. So
every line is first held against the grammar of RFC 4180; a file that breaks it is read by the
slower, forgiving reader in `delimited.py`.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LONGEST_RECORD: Final = 1 << 24
"""Characters after which a quoted cell is taken to be a stray quote."""

_SENTENCE: Final = re.compile(r"[^\W\d_].*\s|\s.*[^\W\d_]", re.DOTALL)
_UNDER_TABLES: Final = re.compile(
    r"\W*(copyright|confidential|generated|exported|printed|filtered by|report\w*|source:|total"
    r"|(grand|sub)[ -]?total|end of|number of|[\d,.]+ (rows|records|tickets|cases)\b)",
    re.IGNORECASE,
)
"""How a footer begins that a spreadsheet has made as wide as the table."""

_OF_A_RECORD: Final = re.compile(r"(?=\D*\d)[\d\s.:/+TZ-]+", re.IGNORECASE)
"""A cell that is a number or a date, which the parts of a sentence are not."""

_MARK: Final = "\ufeff"
"""A byte order mark, which a file may have in its midst where two were put together."""

_FEWEST: Final = 3
"""Columns that a table must have for a line of a single cell to be a footer."""


@dataclass(slots=True)
class Shape:
    """How many records a file has and which are odd; the first record's number is 1.

    `header` are the header's cells. `well_formed`: every record follows the grammar. `short` and
    `long` count records with fewer or more cells than the header. `blank` have nothing in them,
    `repeated` are the header once more, `lone` are rows of which only the first cell
    is filled, `notes` those among them that hold a sentence, and `narrow` those without the other
    cells: notes and the lone rows around them, at the very end of the file, are its footer. So are
    `totals`, once somebody has looked for them.
    """

    header: tuple[str, ...]
    records: int = 0
    short: int = 0
    long: int = 0
    blank: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    lone: dict[int, str] = field(default_factory=dict)
    notes: set[int] = field(default_factory=set)
    narrow: set[int] = field(default_factory=set)
    totals: dict[int, str] = field(default_factory=dict)
    well_formed: bool = True

    def add(self, cells: Sequence[str]) -> bool:
        """Counts a record; false if it is none."""
        self.records += 1
        if not any(cell.strip() for cell in cells):
            self.blank.append(self.records)
            return False
        if tuple(cell.strip().removeprefix(_MARK) for cell in cells) == self.header:
            self.repeated.append(self.records)
            return False
        self._add_lone(cells)
        self.short += len(cells) < len(self.header)
        self.long += len(cells) > len(self.header)
        return True

    def _add_lone(self, cells: Sequence[str]) -> None:
        width = len(self.header)
        usual = _UNDER_TABLES.match(cells[0]) is not None
        sentence = _SENTENCE.search(cells[0]) is not None
        note = sentence and (len(cells) < width or usual)
        told = usual or not any(_OF_A_RECORD.fullmatch(cell) for cell in cells[1:])
        # Nobody who writes a sentence under a table thinks of its commas.
        spilled = note and told and len(cells) * _FEWEST <= width
        if width < _FEWEST or (any(cell.strip() for cell in cells[1:]) and not spilled):
            return
        self.lone[self.records] = " ".join(filter(None, (cell.strip() for cell in cells)))
        if note:
            self.notes.add(self.records)
        if len(cells) < width:
            self.narrow.add(self.records)

    def footer(self) -> dict[int, str]:
        """What stands after the last record, by its numbers."""
        number, blank, found = self.records, set(self.blank), {}
        while number in blank or number in self.lone or number in self.totals:
            if number in self.lone:
                found[number] = self.lone[number]
            number -= 1
        lone = found if found.keys() & self.notes else {}
        return dict(sorted({**lone, **self.totals}.items()))

    def cut_short(self) -> int:
        """How many records have fewer cells than the header."""
        return self.short - len(self.narrow & self.footer().keys())

    def skipped(self) -> list[int]:
        """The numbers of all that is no record."""
        return sorted({*self.blank, *self.repeated, *self.footer()})


def survey(
    source: Path | bytes,
    separator: str,
    header: tuple[str, ...],
    header_lines: int,
    *,
    quotes: bool,
) -> Shape:
    """The shape of the records that follow the header, which ends in line `header_lines`.

    Without any `quotes` it is enough to count the separators.
    """
    scan = pl.scan_lines(source, glob=False)
    headline = scan.slice(header_lines - 1, 1).collect().to_series()[0]
    grammar = Grammar(separator, len(header), headline.removeprefix(_MARK))
    lines = scan.slice(header_lines)
    if not quotes or not _breaks_a_line(lines.head(_SAMPLE)):
        line = pl.col("line")
        whole = grammar.is_whole(line) if quotes else grammar.has_separators(line)
        plain = whole & ~grammar.ends_like_header(line) & ~grammar.is_blank(line)
        regular = lines.select(plain.all().alias("all"), line.last().alias("last"), pl.len())
        found = regular.collect(engine="streaming").row(0, named=True)
        if found["all"] and (found["last"] is None or grammar.has_content(found["last"])):
            return Shape(header, records=found["len"])
    walk = _Walk(Shape(header), grammar)
    marked = lines.with_columns(_odd_quotes().alias("odd"))
    for batch in marked.collect_batches(maintain_order=True, chunk_size=_BATCH):
        walk.take(batch)
        if not walk.shape.well_formed:
            break
    return walk.finished()


_SAMPLE: Final = 200
"""Lines that are looked at to see whether cells hold line breaks."""

_BATCH: Final = 400_000
"""Lines that are looked at together."""


def _odd_quotes() -> pl.Expr:
    """Whether a line leaves a quoted cell open, or ends one."""
    return pl.col("line").str.count_matches('"', literal=True) % 2 == 1


def _breaks_a_line(lines: pl.LazyFrame) -> bool:
    return bool(lines.select(_odd_quotes().any()).collect().item())


_COUNTED: Final = 500
"""Cells that a regular expression counts itself: for many it would take too much memory."""


class Grammar:
    """What a record of so many cells looks like, as RFC 4180 has it."""

    def __init__(self, separator: str, width: int, headline: str) -> None:
        mark = re.escape(separator)
        cell = rf'(?:"[^"]*(?:""[^"]*)*"|[^"\r\n{mark}]*)'
        self.separator, self.width, self._headline, self._cell = separator, width, headline, cell
        self._loose = rf"\A{cell}(?:{mark}{cell})*\z"
        self._strict = rf"\A{cell}(?:{mark}{cell}){{{width - 1}}}\z"
        first = rf'\A(?:"[^"]*"|[^"{mark}]*){mark}(?s:.)*' if width >= _FEWEST else ""
        self._content = rf'{first}[^\s"{mark}]'

    def is_record(self, text: pl.Expr) -> pl.Expr:
        """Whether a text is one record, of however many cells."""
        return text.str.contains(self._loose)

    def is_whole(self, text: pl.Expr) -> pl.Expr:
        """Whether it has as many cells as the header."""
        if self.width > _COUNTED:
            return self.is_record(text) & (self.cells(text) == self.width)
        return text.str.contains(self._strict)

    def has_separators(self, text: pl.Expr) -> pl.Expr:
        """Whether it has as many separators as the header."""
        return text.str.count_matches(self.separator, literal=True) == self.width - 1

    def is_filled(self, text: pl.Expr) -> pl.Expr:
        """Whether it has something in it; in a table of some width, behind its first cell."""
        return text.str.contains(self._content)

    def is_blank(self, text: pl.Expr) -> pl.Expr:
        """Whether it has nothing in it but separators, quotes and spaces."""
        return ~text.str.contains(rf'[^\s"{re.escape(self.separator)}]')

    def is_regular(self, text: pl.Expr) -> pl.Expr:
        """Whether it is a record like any other."""
        return self.is_whole(text) & self.is_filled(text) & ~self.ends_like_header(text)

    def regular_lines(self, opening: pl.LazyFrame) -> dict[tuple[bool, bool], pl.Expr]:
        """Whether a line is a regular record, or the part of one that most records have.

        The keys: whether a quoted cell is open before the line, and whether it opens or ends one.
        `opening`: some lines in which one is left open; mostly it is the same cell of them all.
        """
        line, mark, text = pl.col("line"), re.escape(self.separator), r'[^"]*(?:""[^"]*)*'
        closed = self.cells(pl.concat_str(line, pl.lit('"')))
        usual = min(opening.select(closed.mode().min()).collect().item() or 1, self.width)
        begun = rf'\A(?:{self._cell}{mark}){{{usual - 1}}}"{text}\z'
        ended = rf'\A{text}"(?:{mark}{self._cell}){{{self.width - usual}}}\z'
        own, never = ~self.ends_like_header(line), pl.lit(value=False)
        if self.width > _COUNTED:
            parts = dict.fromkeys([(False, True), (True, True), (True, False)], never)
            return {(False, False): self.is_regular(line), **parts}
        return {
            (False, False): self.is_regular(line),
            (False, True): line.str.contains(begun) & self.is_filled(line) & own,
            (True, True): line.str.contains(ended) & own,
            (True, False): line.str.contains(rf"\A{text}\z"),
        }

    def has_content(self, text: str) -> bool:
        """The same of one text."""
        return re.search(self._content, text) is not None

    def ends_like_header(self, text: pl.Expr) -> pl.Expr:
        """Whether it may be the header once more."""
        return text.str.ends_with(self._headline)

    def cells(self, text: pl.Expr) -> pl.Expr:
        """How many cells a record has."""
        unquoted = text.str.replace_all('"[^"]*"', "")
        return unquoted.str.count_matches(self.separator, literal=True).cast(pl.Int64) + 1


class _Walk:
    """Goes through lines, batch by batch, where quoted cells may hold line breaks.

    A record begins in a line before which all quotes are in pairs.
    """

    def __init__(self, shape: Shape, grammar: Grammar) -> None:
        self.shape = shape
        self._grammar = grammar
        self._begun = pl.DataFrame(schema={"line": pl.String, "odd": pl.Boolean})

    def take(self, batch: pl.DataFrame) -> None:
        """The next lines of the file."""
        inside = pl.col("odd").cum_sum().shift(1, fill_value=0) % 2 == 1
        lines = pl.concat([self._begun, batch]).with_columns(inside.alias("inside"))
        begins = (~lines["inside"]).arg_true()
        if len(begins) > 1:
            self._records(lines, begins)
        # The last record may go on in the next batch.
        self._begun = lines.slice(begins[-1]).select("line", "odd")
        if self._begun["line"].str.len_bytes().sum() > LONGEST_RECORD:
            self.shape.well_formed = False

    def finished(self) -> Shape:
        """The shape, when all lines have been seen."""
        if self._begun["odd"].sum() % 2:
            self.shape.well_formed = False
        elif self.shape.well_formed and not self._begun.is_empty():
            last = self._begun.with_row_index("at").select("line", "odd", inside=pl.col("at") > 0)
            self._records(last, pl.Series([0, last.height], dtype=pl.UInt32))
        return self.shape

    def _records(self, lines: pl.DataFrame, begins: pl.Series) -> None:
        """Those that begin in these lines, but for the last beginning, which ends the others."""
        places = self._irregular(lines.head(begins[-1]), begins)
        records, before = _joined(lines["line"], begins, places), self.shape.records
        self._odd(records.filter(~self._grammar.is_regular(pl.col("text"))), before)
        self.shape.records = before + len(begins) - 1

    def _irregular(self, lines: pl.DataFrame, begins: pl.Series) -> pl.Series:
        """The numbers of the records that have a line which is not as most are."""
        marked = lines.with_row_index("at").lazy()
        kinds = {
            # The second index keeps polars from holding every line against every pattern.
            kind: marked.filter(inside=kind[0], odd=kind[1]).with_row_index("own")
            for kind in ((False, False), (False, True), (True, True), (True, False))
        }
        regular = self._grammar.regular_lines(kinds[False, True].select("line").head(_SAMPLE))
        others = [kinds[kind].filter(~fits).select("at") for kind, fits in regular.items()]
        at = pl.concat(pl.collect_all(others))["at"]
        return (begins.search_sorted(at, side="right") - 1).unique().sort()

    def _odd(self, records: pl.DataFrame, before: int) -> None:
        """Counts those that are not as the header is, and looks into what may be no record."""
        grammar, text = self._grammar, pl.col("text")
        seen = records.lazy().select(
            "number",
            "text",
            valid=grammar.is_record(text),
            cells=grammar.cells(text),
            strange=~grammar.is_filled(text) | grammar.ends_like_header(text),
        )
        found = seen.collect()
        if not found["valid"].all():
            self.shape.well_formed = False
            return
        strange = pl.col("strange") | (pl.col("cells") * _FEWEST <= grammar.width)
        self.shape.short += found.filter(~strange & (pl.col("cells") < grammar.width)).height
        self.shape.long += found.filter(~strange & (pl.col("cells") > grammar.width)).height
        for number, record in found.filter(strange).select("number", "text").iter_rows():
            reader = csv.reader(io.StringIO(record, newline=""), delimiter=grammar.separator)
            self.shape.records = before + number
            self.shape.add(next(reader, []))


def _joined(lines: pl.Series, begins: pl.Series, numbers: pl.Series) -> pl.DataFrame:
    """Some of the records, each as one `text` with its `number`, in order."""
    sizes = begins.diff(null_behavior="ignore").shift(-1)
    places = pl.DataFrame({"at": begins, "size": sizes}).with_row_index("number")[numbers]
    each = places.select("number", line=pl.int_ranges("at", pl.col("at") + pl.col("size")))
    apart = each.explode("line")
    apart = apart.with_columns(text=lines.gather(apart["line"]))
    return apart.group_by("number", maintain_order=True).agg(pl.col("text").str.join("\n"))
