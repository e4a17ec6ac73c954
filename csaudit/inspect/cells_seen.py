"""What a table's cells turned out to be: counted and shown, for `csaudit inspect` and `init`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.errors import DataError
from csaudit.sources.files.contents import STDIN
from csaudit.sources.files.packed import GZIP, ZIP, ZSTD, kind_of
from csaudit.sources.notations import instants
from csaudit.sources.recognise.folding import fold
from csaudit.sources.recognise.status_vocabulary import STATUSES
from csaudit.sources.typed.cells import text_of
from csaudit.sources.typed.contradictions import contradictions
from csaudit.sources.typed.status_words import statuses
from csaudit.tables import PERSONAL, TABLES, Type, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from csaudit.sources.model import Example, Remark, SourceColumn
    from csaudit.sources.source import Source
    from csaudit.sources.typed.columns import Reading

EXAMPLES: Final = 3
_SAMPLE: Final = 1_000
_FEW: Final = 20
"""A text column of more different values is not listed value by value."""

_MOST: Final = 100
_DAY_OR_MONTH: Final = r"^(\d{1,2})[/.\-]\d{1,2}[/.\-]\d{2,4}"


@dataclass(frozen=True, slots=True)
class Look:
    """The cells of one column, those of superseded rows included.

    `example` is the first cell as the file has it. `zone` says of instants where their zone
    comes from: `cells`, `settings`, `mixed` (some cells name one, the settings give the others
    theirs) or `missing`. `order` is `day-first` or `month-first` where the cells are written so.
    `values` are the values of a text column that has few, with their counts, the commonest
    first. `strange` are statuses that csaudit takes neither for open nor for final, with their
    counts. `problem` says why the column could not be read at all.
    """

    present: int = 0
    missing: int = 0
    unreadable: int = 0
    example: str | None = None
    unread: tuple[Example, ...] = ()
    zone: str | None = None
    order: str | None = None
    values: tuple[tuple[str, int], ...] = ()
    strange: tuple[tuple[str, int], ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A whole table: its rows, how many are superseded, and each column by name."""

    rows: int
    superseded: int
    columns: Mapping[str, Look]
    remarks: tuple[Remark, ...]
    zoneless: Mapping[str, Example] = field(default_factory=dict)


def look(source: Source) -> Seen:
    """Read every column of a table once.

    Raises:
        DataError: a file changed, vanished or cannot be read to its end.

    """
    made = [column for column in source.columns.values() if column.after is not None]
    typed = [
        column
        for column in source.columns.values()
        if column.type is not Type.TEXT and column.after is None
    ]
    refused: dict[str, str] = {}
    try:
        reading = source._reading([column.name for column in typed])
    except DataError:
        refused = dict(_refused(source, typed))
        typed = [column for column in typed if column.name not in refused]
        reading = source._reading([column.name for column in typed])
    frame = reading.frame()
    gone = source._flag_superseded(frame) if "id" in frame.columns else None
    told = [*source._remarks(), *reading.remarks, *_against_itself(source, frame, gone)]
    texts = [column for column in source.columns.values() if column.type is Type.TEXT]
    looks = _texts(source, texts, frame.height)
    sample = source._scan.collect(_sampled(source))
    for column in typed:
        looks[column.name] = _typed(reading, frame, column, sample)
    if made and not refused:
        looks |= _made(source, made)
    for column in made if refused else ():
        looks[column.name] = Look(problem=f"is made of others: {next(iter(refused))}")
    for name, problem in refused.items():
        looks[name] = Look(problem=problem)
    for name, one in sample.select(pl.all().drop_nulls().first()).row(0, named=True).items():
        looks[name] = _with_example(looks[name], one)
    return Seen(
        rows=frame.height,
        superseded=0 if gone is None else int(gone.sum()),
        columns={name: looks[name] for name in source.columns},
        remarks=tuple(told),
        zoneless=dict(reading.zoneless),
    )


def _against_itself(
    source: Source, frame: pl.DataFrame, gone: pl.Series | None
) -> Iterator[Remark]:
    """What records say against themselves; the statuses are text and were not read so far."""
    if "status" in source.columns:
        words = source._scan.frame.select(text_of(source.columns["status"]).alias("status"))
        frame = frame.with_columns(statuses(source._scan.collect(words)["status"]))
    if gone is not None:
        frame = frame.with_columns(gone)
    yield from contradictions(source.table, frame, source.columns)


def preset_title(source: Source) -> str | None:
    """The preset in words; None where the columns were found by their names."""
    return source.preset.title if source.preset else None


def preset_zone(source: Source) -> str | None:
    """The zone that the preset knows."""
    return source.preset.timezone if source.preset else None


def packed(path: str) -> str | None:
    """How a file is compressed: gzip, zip, zstd, or not at all."""
    place = Path(path)
    if path == STDIN or not place.is_file():
        return None
    with place.open("rb") as stream:
        kind = kind_of(stream.read(8))
    return kind if kind in {GZIP, ZIP, ZSTD} and place.suffix.lower() != ".xlsx" else None


def _refused(source: Source, columns: Sequence[SourceColumn]) -> Iterator[tuple[str, str]]:
    """The columns of instants that nothing settles how to read, each with the reason."""
    for column in columns:
        if column.type is Type.INSTANT:
            try:
                source._reading([column.name])
            except DataError as error:
                yield column.name, str(error)


def _sampled(source: Source) -> pl.LazyFrame:
    texts = [text_of(column).alias(name) for name, column in source.columns.items()]
    return source._scan.frame.head(_SAMPLE).select(texts)


def _with_example(seen: Look, text: str | None) -> Look:
    return seen if text is None else replace(seen, example=text)


def _texts(source: Source, columns: Sequence[SourceColumn], rows: int) -> dict[str, Look]:
    """Columns of text: counted, and listed where a canonical one has few values."""
    frame = source._scan.frame.select(text_of(column).alias(column.name) for column in columns)
    if not columns:
        return {}
    counts = source._scan.collect(frame.select(pl.all().count())).row(0, named=True)
    looks = {name: Look(present=count, missing=rows - count) for name, count in counts.items()}
    for name in counts:
        if name in TABLES[source.table] and name not in PERSONAL:
            values = _values(source, name)
            few = values if len(values) <= _FEW else ()
            odd = [one for one in values if name == "status" and fold(one[0]) not in STATUSES]
            looks[name] = replace(looks[name], values=few, strange=tuple(odd))
    return looks


def _values(source: Source, name: str) -> tuple[tuple[str, int], ...]:
    """The different values of a column and their counts; one too many where there are many."""
    texts = source._scan.frame.select(text_of(source.columns[name]).alias(name)).drop_nulls()
    counted = texts.group_by(name).agg(pl.len().alias("number"))
    ordered = counted.sort(["number", name], descending=[True, False])
    most = _MOST if name == "status" else _FEW + 1
    return tuple(source._scan.collect(ordered.head(most)).iter_rows())


def _typed(
    reading: Reading, frame: pl.DataFrame, column: SourceColumn, sample: pl.DataFrame
) -> Look:
    name = column.name
    flags = frame[unreadable(name)]
    lost = int(flags.sum())
    present = frame[name].count()
    return Look(
        present=present,
        missing=frame.height - present - lost,
        unreadable=lost,
        unread=tuple(reading._example(name, row) for row in flags.arg_true().head(EXAMPLES)),
        zone=_zone(reading, column) if column.type is Type.INSTANT else None,
        order=_order(reading, column, sample) if column.type is Type.INSTANT else None,
    )


def _made(source: Source, columns: Sequence[SourceColumn]) -> dict[str, Look]:
    """Instants that are the beginning of a record and a duration."""
    names = [column.name for column in columns]
    frame = source.read(names).frame.collect()
    looks = {}
    for name in names:
        present, lost = frame[name].count(), int(frame[unreadable(name)].sum())
        missing = frame.height - present - lost
        looks[name] = Look(present=present, missing=missing, unreadable=lost)
    return looks


def _zone(reading: Reading, column: SourceColumn) -> str | None:
    kind = reading.cells[column.name].kind
    if kind is None or not kind.count():
        return None
    zoned = int((kind == instants.ZONED).sum())
    if zoned == kind.count():
        return "cells"
    if column.timezone is None:
        return "missing"
    return "mixed" if zoned else "settings"


def _order(reading: Reading, column: SourceColumn, sample: pl.DataFrame) -> str | None:
    """Which of day and month comes first, seen in how the first cells were read."""
    first = sample[column.name].str.extract(_DAY_OR_MONTH, 1).cast(pl.Int8, strict=False)
    wall = reading.cells[column.name].value.head(len(first))
    telling = (wall.dt.day() != wall.dt.month()) & first.is_not_null()
    if not telling.fill_null(value=False).any():
        return None
    where = telling.fill_null(value=False).arg_true()[0]
    return "day-first" if first[where] == wall.dt.day()[where] else "month-first"
