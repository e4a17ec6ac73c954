"""An inspection for people, and as JSON."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from csaudit.harmless import harmless
from csaudit.inspect.findings import FORMAT_VERSION
from csaudit.reports.figures import exactly, percent
from csaudit.reports.values import json_text, plain
from csaudit.reports.words import shortened
from csaudit.sources.recognise.zone_in_header import zone_to_write
from csaudit.tables import Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from csaudit.inspect.findings import ColumnSeen, FileSeen, Inspection, MetricSeen, TableSeen

_SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_SHOWN: Final = 40
"""Characters of a cell that are shown."""

_MOST: Final = 30
"""Other columns that are named before the rest is only counted."""

_HEADINGS: Final = ("COLUMN", "FROM", "TYPE", "PRESENT", "MISSING", "UNREADABLE")


def render_json(inspection: Inspection) -> str:
    """Everything, for programs; but no cell of text, which may be a name, a subject, a reply."""
    found = plain(replace(inspection, tables=tuple(map(_without_texts, inspection.tables))))
    assert isinstance(found, dict)  # noqa: S101 - a dataclass becomes a mapping
    return json_text({"format_version": FORMAT_VERSION, **found}, indent=2) + "\n"


def _without_texts(table: TableSeen) -> TableSeen:
    columns = (
        replace(column, example=None) if column.type == Type.TEXT else column
        for column in table.columns
    )
    return replace(table, columns=tuple(columns))


def render(inspection: Inspection, width: int = 100, encoding: str = "utf-8") -> str:
    """The inspection as text, a block for each table. Text of the files cannot do any harm."""
    lines: list[str] = []
    for table in inspection.tables:
        lines += [*_table(table, width), ""]
    lines += _standards(inspection, width)
    return "".join(f"{harmless(line, encoding)}\n" for line in _without_last_blank(lines))


def _without_last_blank(lines: list[str]) -> list[str]:
    return lines[:-1] if lines and not lines[-1] else lines


# ---- one table ----


def _table(table: TableSeen, width: int) -> Iterator[str]:
    rows = f"{table.rows:,} row{'' if table.rows == 1 else 's'}"
    if table.superseded:
        rule = "of each id the highest version counts, else the row with the newest time in it"
        rows += f", {table.superseded:,} of them superseded ({rule})"
    yield from _folded(f"{table.table.upper()}: {rows}", width, 0)
    for file in table.files:
        yield from _folded(_file(file), width, 2)
    yield from _folded(_recognised(table), width, 2)
    if table.left_out:
        why = ", ".join(table.left_out)
        yield from _folded(f"left out of every standard as it is: {why}", width, 2)
    for sentence in table.explained:
        yield ""
        yield from _folded(sentence, width, 2)
    known = [column for column in table.columns if column.canonical]
    if known:
        yield ""
        yield from _columns(known, width)
    yield from _zones(table, width)
    yield from _others(table, width)
    yield from _remarks(table, width)
    yield from _metrics(table, width)


def _file(file: FileSeen) -> str:
    parts = [file.format]
    if file.encoding:
        parts.append(file.encoding)
    if file.separator:
        parts.append(f"cells between {_SEPARATORS.get(file.separator, file.separator)}")
    if file.compression:
        parts.append(f"packed with {file.compression}")
    if file.root:
        parts.append(f"records at {file.root}")
    return f"{file.path}: {', '.join(parts)}"


def _recognised(table: TableSeen) -> str:
    if table.preset is None:
        return "recognised by the names of its columns; no preset fits (csaudit sources lists them)"
    because = ", ".join(f'"{header}"' for header in table.because)
    why = f", by its columns {because}" if because else ", as asked for"
    return f"recognised as {table.preset} ({table.preset_title}){why}"


def _columns(columns: Sequence[ColumnSeen], width: int) -> Iterator[str]:
    """The canonical columns as a table; what does not fit beside each other folds below."""
    rows = [_HEADINGS, *(_cells(column) for column in columns)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEADINGS))]
    spare = width - 2 - sum(widths) - 2 * (len(widths) - 1)
    widths[1] = max(min(widths[1], widths[1] + spare), 8)
    yield _row(_HEADINGS, widths)
    for column in columns:
        cells = _cells(column)
        if len(cells[1]) <= widths[1]:
            yield _row(cells, widths)
        else:
            yield _row((cells[0], "(below)", *cells[2:]), widths)
            yield from _folded(f"from {cells[1]}", width, 6)
        for remark in _of_column(column):
            yield from _folded(remark, width, 6)


def _cells(column: ColumnSeen) -> tuple[str, ...]:
    if column.problem is not None:
        return (column.name, _headers(column), column.type, "-", "-", "-")
    counts = (column.present, column.missing, column.unreadable)
    return (column.name, _headers(column), column.type, *(f"{one:,}" for one in counts))


def _headers(column: ColumnSeen) -> str:
    return " + ".join(column.headers)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    texts = [f"{cell:<{size}}" for cell, size in zip(cells[:3], widths[:3], strict=True)]
    figures = [f"{cell:>{size}}" for cell, size in zip(cells[3:], widths[3:], strict=True)]
    return "  " + "  ".join([*texts, *figures]).rstrip()


def _of_column(column: ColumnSeen) -> Iterator[str]:
    """What is to be said of one column below its row."""
    if column.problem is not None:
        yield f"cannot be read: {column.problem.partition(chr(10))[0]}"
    elif said := [*_how_read(column)]:
        yield ", ".join(said)
    if column.strange:
        odd = [f"{_shown(value)} {number:,}" for value, number in column.strange.items()]
        yield f"taken neither for open nor for final: {', '.join(odd)}"
    if column.values:
        counted = [f"{_shown(value)} {number:,}" for value, number in column.values.items()]
        yield f"values: {', '.join(counted)}"
    if column.unreadable_examples:
        cells = [f'"{_shown(one.text)}" (row {one.row:,})' for one in column.unreadable_examples]
        yield f"unreadable: {', '.join(cells)}"


def _how_read(column: ColumnSeen) -> Iterator[str]:
    typed = column.type in {"instant", "duration"}
    if typed and column.example is not None:
        yield f'such as "{_shown(column.example)}"'
    if column.order is not None:
        yield f"the {column.order.removesuffix('-first')} comes first"
    if column.type == "duration":
        yield f"in {column.unit}" if column.unit else "unit not named: seconds"
        own = "the helpdesk's own business hours"
        yield f"on {own if column.clock == 'helpdesk' else 'the calendar, day and night'}"
    yield from _zone(column)


def _zone(column: ColumnSeen) -> Iterator[str]:
    if column.zone == "cells":
        yield "each cell names its zone"
    elif column.zone == "settings":
        yield f"time of {column.timezone}"
    elif column.zone == "mixed":
        yield f"some cells name their zone, the others are time of {column.timezone}"
    elif column.zone == "missing":
        yield "no zone in the cells"


def _zones(table: TableSeen, width: int) -> Iterator[str]:
    if table.zoneless:
        yield ""
        yield from _folded(
            "The times carry no time zone, and nothing says which one is meant. Add to "
            "standards.yaml, or to the command:",
            width,
            2,
        )
        zone = zone_to_write(header for column in table.zoneless for header in column.headers)
        yield f"      timezone: {zone}      --timezone {zone}"


def _others(table: TableSeen, width: int) -> Iterator[str]:
    others = [column for column in table.columns if not column.canonical]
    if not others:
        return
    named = [
        f"{_shown(column.name)}{'' if column.present else ' (empty)'}"
        for column in islice(others, _MOST)
    ]
    more = f", and {len(others) - _MOST:,} more (-f json lists all)" if len(others) > _MOST else ""
    yield ""
    plural = "columns" if len(others) > 1 else "column"
    yield from _folded(
        f"{len(others):,} other {plural}, to be used by name: {', '.join(named)}{more}", width, 2
    )


def _remarks(table: TableSeen, width: int) -> Iterator[str]:
    if table.remarks:
        yield ""
    for remark in table.remarks:
        line = f"note: {remark.message}"
        yield from _folded(line, width, 2)
        if remark.setting:
            yield from _folded(f"write:  {remark.setting}", width, 8)


def _metrics(table: TableSeen, width: int) -> Iterator[str]:
    ready = [one.name for one in table.metrics if not one.lacks and not one.write]
    asking = [one for one in table.metrics if not one.lacks and one.write]
    lacking = [one for one in table.metrics if one.lacks]
    if ready:
        yield ""
        yield from _folded(f"can be measured: {', '.join(ready)}", width, 2)
    if asking:
        told = [f"{one.name} ({', '.join(f'{key}:' for key in one.write)})" for one in asking]
        yield from _folded(f"once you write a setting: {', '.join(told)}", width, 2)
    yield from _shares(table, width)
    if lacking:
        yield ""
        yield "  cannot be measured, for want of"
        yield from _lacking(lacking, width)


def _shares(table: TableSeen, width: int) -> Iterator[str]:
    if table.kept_within:
        yield ""
        yield "  kept within, day and night"
    for metric, shares in table.kept_within.items():
        told = (f"{limit} {percent(exactly(share))}" for limit, share in shares.items())
        yield from _folded(f"{metric}: {', '.join(told)}", width, 4)


def _lacking(metrics: Iterable[MetricSeen], width: int) -> Iterator[str]:
    """Metrics that lack the same columns stand in one line."""
    by_lack: dict[tuple[str, ...], list[str]] = {}
    for metric in metrics:
        by_lack.setdefault(metric.lacks, []).append(metric.name)
    for lacks, names in by_lack.items():
        yield from _folded(f"{'; '.join(lacks)}: {', '.join(names)}", width, 4)


# ---- standards ----


def _standards(inspection: Inspection, width: int) -> Iterator[str]:
    if inspection.standards_path is None:
        return
    possible = [one.id for one in inspection.standards if one.obstacle is None]
    total = len(inspection.standards)
    yield from _folded(
        f"STANDARDS of {inspection.standards_path}: {len(possible)} of {total} can be measured",
        width,
        0,
    )
    if possible:
        yield from _folded(", ".join(possible), width, 2)
    for one in inspection.standards:
        if one.obstacle is not None:
            yield from _folded(f"not {one.id}: {one.obstacle}", width, 2)


# ---- lines ----


def _shown(text: str) -> str:
    return harmless(shortened(text, _SHOWN))


def _folded(text: str, width: int, indent: int) -> list[str]:
    """A sentence as lines; those after the first stand two further in. Words are never cut."""
    lead = " " * indent
    return textwrap.wrap(
        text,
        max(width, indent + 20),
        initial_indent=lead,
        subsequent_indent=f"{lead}  ",
        break_long_words=False,
        break_on_hyphens=False,
    ) or [lead.rstrip()]
