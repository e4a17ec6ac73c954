"""Reads `tables:`: what detection cannot know of an export."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from csaudit.errors import did_you_mean
from csaudit.standards.events_section import event_settings
from csaudit.standards.quantities import Measure
from csaudit.standards.tables_grammar import (
    WrittenColumn,
    WrittenEvents,
    WrittenExpect,
    WrittenTable,
)
from csaudit.standards.wording import listing, shown
from csaudit.table_settings import ColumnSettings, EventSettings, Expectation, TableSettings
from csaudit.tables import TABLES, Type

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path as FilePath

    from csaudit.standards.problems import Problems
    from csaudit.standards.strict_yaml import Path
    from csaudit.standards.tables_grammar import DateOrder as WrittenOrder
    from csaudit.table_settings import DateOrder


def read_tables(
    raw: Mapping[str, object], problems: Problems, folder: FilePath
) -> dict[str, TableSettings]:
    """Every table by its name; a preset that is named by its path is looked for from `folder`."""
    tables: dict[str, TableSettings] = {}
    for name, settings in raw.items():
        path: Path = ("tables", name)
        if name not in TABLES:
            known = f"{did_you_mean(name, TABLES)}; there is {listing(TABLES, 'and')}"
            problems.key(path, f"there is no table {shown(name)}{known}.")
        elif not isinstance(settings, dict):
            problems.value(path, "must be a mapping (key: value).")
        else:
            tables[name] = _table(name, settings, problems, folder)
    return tables


def own_instants(tables: Mapping[str, TableSettings]) -> dict[str, frozenset[str]]:
    """Columns beyond the canonical ones that the file declares to be instants, by table."""
    return {
        name: frozenset(column for column, s in settings.columns.items() if s.type is Type.INSTANT)
        for name, settings in tables.items()
    }


def _table(
    name: str, raw: dict[str, object], problems: Problems, folder: FilePath
) -> TableSettings:
    path: Path = ("tables", name)
    model: type[WrittenTable] = WrittenEvents if name == "events" else WrittenTable
    written, _wrong = problems.shape(model, raw, path)
    events = event_settings(written) if isinstance(written, WrittenEvents) else EventSettings()
    columns = {
        column: _column(name, column, entry, problems) for column, entry in written.columns.items()
    }
    expect = Expectation()
    if written.expect is not None:
        expect = _expect(written.expect, (*path, "expect"), problems)
    source = written.source
    if source is not None and source.endswith((".yaml", ".yml")):
        source = str(folder / source)
    order = _date_order(written.date_order, path, problems)
    return TableSettings(source, written.timezone, order, columns, events, expect)


_MARKS: Final = ("/", "-", ".")


def _date_order(written: WrittenOrder | None, path: Path, problems: Problems) -> DateOrder | None:
    """One order, or one for each mark."""
    if written is None or isinstance(written, str):
        return written
    for mark in written:
        if mark not in _MARKS:
            what = f"date_order: {shown(mark)} is no mark between day, month and year."
            problems.key((*path, "date_order", mark), what, '{"/": month-first, "-": day-first}')
    return dict(written)


CHOOSE: Final = "CHOOSE"
"""What a remedy writes where it cannot know a word's meaning; it is never taken."""

_STATUSES: Final = ("new", "open", "pending", "on_hold", "resolved", "closed")
DECIMAL_MARKS: Final = frozenset({"decimal-comma", "decimal-point"})
"""What `format` may say of a column of numbers or durations."""

PAIRS: Final = frozenset({"m:ss", "h:mm"})
"""What `format` may say of durations such as `3:10`."""


def _column(
    table: str, name: str, written: str | WrittenColumn, problems: Problems
) -> ColumnSettings:
    if isinstance(written, str):
        return ColumnSettings(source=written)
    canonical = TABLES[table].get(name)
    path: Path = ("tables", table, "columns", name)
    # Satisfaction alone comes in numbers and in words.
    if canonical and written.type not in {None, canonical.type} and name != "csat":
        what = f"{name} of {table} is always of type {canonical.type}."
        problems.value((*path, "type"), what, "a name of your own for the column")
    kind = written.type or (canonical.type if canonical else None)
    for key, value, needs in (
        ("unit", written.unit, Type.DURATION),
        ("clock", written.clock, Type.DURATION),
        ("timezone", written.timezone, Type.INSTANT),
        ("date_order", written.date_order, Type.INSTANT),
        ("format", written.format, Type.INSTANT),
    ):
        said = value if isinstance(value, str) else None
        marked = said in DECIMAL_MARKS and kind in {Type.NUMBER, Type.DURATION}
        marked |= said in PAIRS and kind is Type.DURATION
        if value is not None and kind is not needs and not marked:
            what = f"{key}: goes with {needs} columns; {shown(name)} is {kind or 'text'}."
            problems.key((*path, key), what, f"type: {needs}" if canonical is None else None)
    for word, meaning in written.values.items():
        if meaning == CHOOSE:
            what = f"{CHOOSE} stands for what only you can say of {shown(word)}."
            problems.value((*path, "values", word), what)
    if name == "status" and canonical:
        _check_statuses(written, (*path, "values"), problems)
    return ColumnSettings(
        source=written.from_,
        type=written.type,
        unit=written.unit,
        clock=written.clock,
        timezone=written.timezone,
        date_order=_date_order(written.date_order, path, problems),
        format=written.format,
        values=written.values,
        empty=written.empty,
        joined=written.and_,
    )


def _check_statuses(written: WrittenColumn, path: Path, problems: Problems) -> None:
    """A word that stands for no status would count as neither open nor resolved."""
    for word, status in written.values.items():
        if status not in {*_STATUSES, CHOOSE}:
            known = did_you_mean(status, _STATUSES)
            what = f"{shown(status)} is not {listing(_STATUSES)}{known}."
            problems.value((*path, word), what)


def _expect(written: WrittenExpect, path: Path, problems: Problems) -> Expectation:
    rows = unreadable = max_age = None
    if written.max_age is not None:
        max_age = int(Fraction(written.max_age.microseconds, 1_000_000))
    if (figure := written.rows) is not None:
        whole = figure.measure is Measure.NUMBER and figure.value.denominator == 1
        if not whole or figure.value < 0 or figure.op not in {None, ">=", ">"}:
            what = f"{figure} is not a least number of rows."
            problems.value((*path, "rows"), what, 'rows: ">= 500"')
        rows = int(figure.value) + (figure.op == ">")
    if (figure := written.unreadable) is not None:
        share = figure.measure is Measure.PERCENT and 0 <= figure.value <= 1
        if not share or figure.op not in {None, "<="}:
            what = f"{figure} is not a largest share of cells."
            problems.value((*path, "unreadable"), what, 'unreadable: "<= 5%"')
        unreadable = float(figure.value)
    none = frozenset({"abandoned"} if written.abandoned is not None else ())
    return Expectation(max_age=max_age, min_rows=rows, max_unreadable=unreadable, none=none)
