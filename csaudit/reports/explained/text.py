"""The story of single records for people: lines that somebody can follow with a pencil."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from csaudit.harmless import harmless
from csaudit.reports.explained import words
from csaudit.reports.explained.superseded import counting, older
from csaudit.reports.explained.weeks import by_week

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csaudit.audit.explaining import Cell, Story, Told
    from csaudit.audit.open_time import Stretch

_INDENT: Final = 14


def as_text(story: Story, width: int) -> Iterator[str]:
    """Everything that is told, no line longer than `width`."""
    for number, (wanted, told) in enumerate(story.told.items()):
        if number:
            yield ""
        for line in _of_ticket(wanted, told, story):
            yield from _folded(line, width)


def _of_ticket(wanted: str, told: Sequence[Told], story: Story) -> Iterator[str]:
    yield f"{words.record(told).upper()} {harmless(wanted)}"
    counts = counting(told)
    yield from _of_cells([cell for cell in story.cells[wanted] if (cell.path, cell.row) in counts])
    if rows := older(told):
        yield f"    older versions of it, which count nowhere: {rows}"
    for one in told:
        if one.row["verdict"] != "superseded" or not counts:
            yield from _of_standard(one, story)
    yield from _of_events(story.events.get(wanted, ()), story.timezone)


def _folded(line: str, width: int) -> Iterator[str]:
    if len(line) <= width:
        yield line
        return
    own = len(line) - len(line.lstrip())
    yield from textwrap.wrap(line, max(width, 40), subsequent_indent=" " * (own + _INDENT))


def _of_cells(cells: Sequence[Cell]) -> Iterator[str]:
    width = max((len(harmless(cell.header)) for cell in cells), default=0)
    for (path, row), group in groupby(cells, key=lambda cell: (cell.path, cell.row)):
        own = list(group)
        zones = ", ".join(dict.fromkeys(cell.timezone for cell in own if cell.timezone))
        yield ""
        yield f"  {path}, row {row:,}{f'; its times are {zones}' if zones else ''}"
        for cell in own:
            yield f"    {harmless(cell.header):<{width}}  {harmless(words.cell(cell))}"


def _of_standard(one: Told, story: Story) -> Iterator[str]:
    yield ""
    yield f"  {one.standard.id}: {harmless(one.standard.statement)}"
    yield f"    verdict   {harmless(words.verdict(one, story.as_of))}"
    if one.row["verdict"] not in words.JUDGED:
        return
    if one.row["measured"] is not None:
        yield f"    measured  {words.measured(one)}"
    if (allowed := words.limit(one)) is not None:
        yield f"    limit     {allowed}"
    if one.row["due_at"] is not None:
        yield f"    due       {words.at(one.row['due_at'], one.timezone)}"
    yield from _between(one, story)


def _between(one: Told, story: Story) -> Iterator[str]:
    """From when to when, and what of it counted."""
    row = one.row
    if row["started_at"] is not None:
        began = words.at(row["started_at"], one.timezone)
        yield f"    began     {began}{harmless(words.by(one.began, one))}"
    if row["ended_at"] is not None:
        ended = words.at(row["ended_at"], one.timezone)
        yield f"    ended     {ended}{harmless(words.by(one.ended, one))}"
    elif one.clock:
        until = words.at(story.as_of, one.timezone)
        yield f"    ended     not yet; counted to the audit instant, {until}"
    told, late = by_week(one.stretches, one.timezone, row["due_at"]), False
    if len(told) < len(one.stretches):
        yield "      by the week; every stretch for itself with  -f markdown"
    for stretch in told:
        if _is_late(stretch, one) and not late and stretch.begin != row["started_at"]:
            yield "      ------------  here it was due"
            late = True
        yield f"      {_part(stretch, one.timezone)}"


def _is_late(stretch: Stretch, one: Told) -> bool:
    due = one.row["due_at"]
    return due is not None and stretch.begin is not None and stretch.begin >= due


def _part(stretch: Stretch, timezone: str) -> str:
    sign = "+" if stretch.counted else " " if stretch.begin else "-"
    when = words.span(stretch, timezone)
    parts = [f"{sign} {words.length(stretch.seconds):>12}", when, words.why(stretch, timezone)]
    return "  ".join(filter(None, parts))


def _of_events(events: Any, timezone: str) -> Iterator[str]:  # noqa: ANN401 - rows of a frame
    if events:
        yield ""
        yield "  its events"
    for one in events:
        change = f"{one['from'] or ''} → {one['to']}" if one["to"] else ""
        private = "private" if one["public"] is False else ""
        who = " ".join(filter(None, [one["actor_role"], one["actor"]]))
        told = "  ".join(filter(None, [one["kind"], change, private, who]))
        fate = "" if one["became"] == "used" else f"  [{one['became']}]"
        yield f"    {words.at(one['at'], timezone)}  {harmless(told)}{fate}"
