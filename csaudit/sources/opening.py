"""From the files that a user names to one source for each table."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from csaudit.errors import DataError, UsageError, did_you_mean
from csaudit.sources.files.contents import STDIN, expand
from csaudit.sources.files.formats import read_table
from csaudit.sources.files.frames import raw_frame
from csaudit.sources.files.nested import one_an_item
from csaudit.sources.model import Input
from csaudit.sources.recognise import headers as header_names
from csaudit.sources.recognise.completeness import check_complete, check_lists
from csaudit.sources.recognise.event_rules import bind
from csaudit.sources.recognise.event_shape import as_log
from csaudit.sources.recognise.folding import fold
from csaudit.sources.recognise.presets import generic, known_roots, named
from csaudit.sources.recognise.table_scan import Scan
from csaudit.sources.recognise.which_preset import detect
from csaudit.sources.recognise.which_table import recognise
from csaudit.sources.source import BY_NAMES, Source
from csaudit.table_settings import TableSettings
from csaudit.tables import TABLES, Type
from csaudit.timezones import check_zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl

    from csaudit.sources.files.text_table import TextTable
    from csaudit.sources.model import Remark
    from csaudit.sources.recognise.event_rules import EventRule
    from csaudit.sources.recognise.headers import Matching
    from csaudit.sources.recognise.presets import Preset
    from csaudit.sources.recognise.which_preset import Detected

_SHOWN = 40
"""Characters of a header that are shown."""

GENERIC = "generic"
"""The `source:` that forbids every preset."""


@dataclass(frozen=True, slots=True)
class _Found:
    """One file, the table it holds and the preset that fits it, with the headers that say so.

    `whole`: the file before the lists in its records were laid out, if they were.
    """

    raw: TextTable
    table: str
    preset: Preset | None
    because: tuple[str, ...] = ()
    whole: TextTable | None = None


def open_inputs(
    inputs: Sequence[Input],
    settings: Mapping[str, TableSettings],
    *,
    timezone: str | None = None,
    source: str | None = None,
    allow_partial: bool = False,
    max_size: int | None = None,
) -> tuple[Source, ...]:
    """The tables that the files hold, one source each, in the order they were first named.

    Args:
        inputs: the files; one without a table is recognised by its columns.
        settings: what standards.yaml says of each table.
        timezone: the zone of naive instants where neither column, table nor preset names one.
        source: the preset (or a file with one) to use, whatever the columns look like;
            `generic` uses none.
        allow_partial: read an export although it says that there is more of it.
        max_size: bytes that a packed file or a pipe may hold.

    Raises:
        DataError: a file cannot be read, or its columns cannot be told apart.
        UsageError: an unknown table, zone or preset.

    """
    own = named(source).root if source not in {None, GENERIC} else ()
    roots = (*own, *known_roots())
    groups: dict[str, list[_Found]] = {}
    for one in _expanded(inputs):
        raw = read_table(one.path, roots, max_size) if one.frame is None else raw_frame(one.frame)
        found = _unfolded(_find(one, raw, settings, source))
        groups.setdefault(found.table, []).append(found)
    return tuple(
        _source(
            table,
            group,
            settings.get(table, TableSettings()),
            timezone,
            (
                *check_complete(
                    [found.whole or found.raw for found in group], allow_partial=allow_partial
                ),
                *check_lists([found.raw for found in group], allow_partial=allow_partial),
            ),
        )
        for table, group in groups.items()
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
    wishes = settings or TableSettings()
    found = _Found(raw_frame(frame), table, _wished(wishes.source, table))
    return _source(table, [found], wishes, timezone)


def _expanded(inputs: Sequence[Input]) -> list[Input]:
    """The inputs with their wildcards put into the files that match."""
    frames = [one for one in inputs if one.frame is not None]
    files = [one for one in inputs if one.frame is None]
    found = [Input(one.table, path) for one in files for path in expand(one.path)]
    places: dict[tuple[str, bool], str] = {}
    for one in found:
        path = one.path if one.path == STDIN else os.path.realpath(one.path)
        # Cases that carry their own history are both tickets and events.
        place = (path, one.path != STDIN and one.table == "events")
        if place in places:
            raise UsageError(_twice(one.path, places[place]))
        places[place] = one.path
    return [*frames, *found]


def _twice(path: str, other: str) -> str:
    if path == STDIN:
        return "standard input (-) is named twice; it can be read only once."
    return f"{path} is named twice." if path == other else f"{path} and {other} are the same file."


def _find(
    one: Input, raw: TextTable, settings: Mapping[str, TableSettings], source: str | None
) -> _Found:
    """What a file is: as the user says, else as its columns tell."""
    if one.table is not None:
        _check_table(one.table)
    if source == GENERIC:
        return _Found(raw, one.table or recognise(raw.headers), None)
    if source is not None:
        preset = named(source)
        if one.table in {None, preset.table}:
            return _Found(raw, preset.table, preset)
    if one.table is not None and settings.get(one.table, TableSettings()).source is not None:
        return _Found(raw, one.table, _wished(settings[one.table].source, one.table))
    detected = _detected(one, raw)
    if detected is None or one.table not in {None, detected.preset.table}:
        table = one.table or recognise(raw.headers)
        return _Found(raw, table, _wished(settings.get(table, TableSettings()).source, table))
    table = detected.preset.table
    wished = settings.get(table, TableSettings()).source
    if wished is not None:
        return _Found(raw, table, _wished(wished, table))
    return _Found(raw, table, detected.preset, detected.headers)


def _detected(one: Input, raw: TextTable) -> Detected | None:
    """The kind of an export; one that holds events of tickets is none of tickets."""
    if one.table == "tickets":
        anything = detect(raw.path, raw.headers)
        if anything is not None and anything.preset.table == "events":
            raise as_log([raw.path], anything.headers)
    return detect(raw.path, raw.headers, one.table)


def _unfolded(found: _Found) -> _Found:
    """The file with a row for each item of the lists that its kind keeps in a record."""
    each = found.preset.each if found.preset is not None else ()
    return replace(found, raw=one_an_item(found.raw, each), whole=found.raw) if each else found


def _wished(source: str | None, table: str) -> Preset | None:
    """The preset that standards.yaml names for a table."""
    if source is None or source == GENERIC:
        return None
    preset = named(source)
    if preset.table != table:
        raise UsageError(
            f"the source {preset.name} is one of {preset.table}, not of {table}.",
            f"tables: {{{preset.table}: {{source: {source}}}}}",
        )
    return preset


def _check_table(table: str) -> None:
    if table not in TABLES:
        raise UsageError(
            f'there is no table "{table}"{did_you_mean(table, TABLES)}.',
            f"the tables are {', '.join(TABLES)}",
        )


def _source(
    table: str,
    group: Sequence[_Found],
    settings: TableSettings,
    timezone: str | None,
    remarks: tuple[Remark, ...] = (),
) -> Source:
    _check_one_kind(table, group)
    raws = [found.raw for found in group]
    _check_contents(table, raws)
    preset = group[0].preset
    names = list(dict.fromkeys(header for raw in raws for header in _own_spelling(raws, raw)))
    path = ", ".join(raw.path for raw in raws)
    cells = Scan(raws, names).first_cells
    matching = header_names.match(path, names, settings, preset, generic()[table], cells)
    matching = replace(matching, remarks=(*remarks, *matching.remarks))
    if preset is None:
        _check_alike(table, raws, matching)
    rules: tuple[EventRule, ...] = ()
    if preset is not None and preset.rows:
        rules, more = bind(preset, names, settings)
        matching = replace(matching, columns={**matching.columns, **more})
    return Source(table, raws, _with_zone(matching, timezone), preset, group[0].because, rules)


def _check_one_kind(table: str, group: Sequence[_Found]) -> None:
    first, *others = group
    for other in others:
        if other.preset != first.preset:
            kinds = [one.preset.name if one.preset else BY_NAMES for one in (first, other)]
            raise DataError(
                f"{first.raw.path} ({kinds[0]}) and {other.raw.path} ({kinds[1]}) are two kinds of "
                f"exports; the files of one table must be of one kind.",
                f"audit them one by one, or write  tables: {{{table}: {{source: {GENERIC}}}}}",
            )


def _check_alike(table: str, raws: Sequence[TextTable], matching: Matching) -> None:
    """Each of several files has one at least of the columns that csaudit knows."""
    columns = matching.columns.items()
    known = {
        fold(one) for name, column in columns if name in TABLES[table] for one in column.headers
    }
    for raw in raws if known else ():
        if known.isdisjoint(map(fold, raw.headers)):
            found = ", ".join(header[:_SHOWN] for header in raw.headers[:4])
            raise DataError(
                f"{raw.path} is no list of {table} like the other files: none of the columns that "
                f"are read from them stands in it (found: {found}).",
                "leave it away, or name what it holds:  calls=FILE",
            )


def _check_contents(table: str, raws: Sequence[TextTable]) -> None:
    """Copies would count every record twice; pages without any record may be alike."""
    first: dict[str, TextTable] = {}
    for raw in raws:
        twin = first.setdefault(raw.sha256, raw)
        if twin is not raw and raw.rows:
            raise DataError(
                f"{raw.path} is a copy of {twin.path}: all of its records would count twice.",
                f"name only one of them for {table}.",
            )


def _own_spelling(raws: Sequence[TextTable], raw: TextTable) -> Iterable[str]:
    """A file's headers, each spelled as the first file that has it spells it."""
    spelling: dict[str, str] = {}
    for other in raws:
        if other is raw:
            break
        for header in other.headers:
            spelling.setdefault(fold(header), header)
    own = set(raw.headers)
    for header in raw.headers:
        known = spelling.get(fold(header), header)
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
        if column.timezone is not None:
            check_zone(column.timezone)
    return replace(matching, columns=columns)
