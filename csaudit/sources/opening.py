"""From the files that a user names to one source for each table."""

from __future__ import annotations

import zoneinfo
from dataclasses import replace
from typing import TYPE_CHECKING

from csaudit.errors import UsageError, did_you_mean
from csaudit.sources import headers as header_names
from csaudit.sources.delimited import read_delimited
from csaudit.sources.documents import looks_like_json, read_json
from csaudit.sources.files import open_file
from csaudit.sources.frames import raw_frame
from csaudit.sources.presets import generic
from csaudit.sources.recognise import recognise
from csaudit.sources.source import Source
from csaudit.tables import TABLES, TableSettings, Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl

    from csaudit.sources.headers import Matching
    from csaudit.sources.model import Input
    from csaudit.sources.raw import Raw

BY_NAMES = "by column names"


def open_inputs(
    inputs: Sequence[Input],
    settings: Mapping[str, TableSettings],
    *,
    timezone: str | None = None,
    source: str | None = None,
    allow_partial: bool = False,
) -> tuple[Source, ...]:
    """The tables that the files hold, one source each, in the order they were first named.

    Args:
        inputs: the files; one without a table is recognised by its columns.
        settings: what standards.yaml says of each table.
        timezone: the zone of naive instants where neither column nor table names one.
        source: the preset to use, whatever the columns look like.
        allow_partial: read an export although it says that there is more of it.

    Raises:
        DataError: a file cannot be read, or its columns cannot be told apart.
        UsageError: an unknown table or zone.

    """
    del source, allow_partial  # presets and partial exports come with the helpdesks' own formats
    raws: dict[str, list[Raw]] = {}
    for one in inputs:
        raw = read_raw(one.path)
        raws.setdefault(_table(one, raw), []).append(raw)
    return tuple(
        _source(table, group, settings.get(table, TableSettings()), timezone)
        for table, group in raws.items()
    )


def open_frame(
    table: str,
    frame: pl.DataFrame,
    settings: TableSettings | None = None,
    timezone: str | None = None,
) -> Source:
    """A source over a frame in memory; its columns are found and read as those of a file are.

    Raises:
        DataError: the columns cannot be told apart.
        UsageError: an unknown table or zone.

    """
    _check_table(table)
    return _source(table, [raw_frame(frame)], settings or TableSettings(), timezone)


def read_raw(path: str) -> Raw:
    """One file's records as text, whatever its format."""
    file = open_file(path)
    return read_json(file) if looks_like_json(file.head(4096)) else read_delimited(file)


def _table(one: Input, raw: Raw) -> str:
    """The table that an input belongs to: as it was named, else as its columns tell."""
    if one.table is None:
        return recognise(raw.headers)
    _check_table(one.table)
    return one.table


def _check_table(table: str) -> None:
    if table not in TABLES:
        raise UsageError(
            f'there is no table "{table}"{did_you_mean(table, TABLES)}.',
            f"the tables are {', '.join(TABLES)}",
        )


def _source(
    table: str, raws: Sequence[Raw], settings: TableSettings, timezone: str | None
) -> Source:
    names = list(dict.fromkeys(header for raw in raws for header in _own_spelling(raws, raw)))
    path = ", ".join(raw.path for raw in raws)
    matching = header_names.match(path, table, names, settings, generic()[table])
    return Source(table, raws, _with_zone(matching, timezone), BY_NAMES)


def _own_spelling(raws: Sequence[Raw], raw: Raw) -> Iterable[str]:
    """A file's headers, each spelled as the first file that has it spells it."""
    spelling: dict[str, str] = {}
    for other in raws:
        if other is raw:
            break
        for header in other.headers:
            spelling.setdefault(header_names.fold(header), header)
    own = set(raw.headers)
    for header in raw.headers:
        known = spelling.get(header_names.fold(header), header)
        yield header if known in own else known


def _with_zone(matching: Matching, timezone: str | None) -> Matching:
    """Instants that neither column nor table gives a zone take the run's."""
    columns = {
        name: replace(column, timezone=column.timezone or timezone)
        if column.type is Type.INSTANT
        else column
        for name, column in matching.columns.items()
    }
    for column in columns.values():
        _check_zone(column.timezone)
    return replace(matching, columns=columns)


def _check_zone(name: str | None) -> None:
    if name is None:
        return
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        known = did_you_mean(name, zoneinfo.available_timezones())
        raise UsageError(
            f'"{name}" is no time zone{known}.', "zones are written as  Europe/London"
        ) from None
