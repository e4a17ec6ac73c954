"""`csaudit explain -f markdown`: the story of single records, for a ticket or a wiki."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from csaudit.reports.explained import JUDGED, at, length, measured, verdict
from csaudit.reports.markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csaudit.audit.explaining import Cell, Story, Stretch, Told


def as_markdown(story: Story) -> Iterator[str]:
    """The same facts as the text has, the counted stretches as a table that adds up."""
    for wanted, told in story.told.items():
        yield from (f"# Ticket {escaped(wanted)}", "")
        yield from _of_cells(story.cells[wanted])
        for one in told:
            yield from _of_standard(one, story)
        yield from _of_events(story.events.get(wanted, ()))


def _of_cells(cells: Sequence[Cell]) -> Iterator[str]:
    for (path, row), own in groupby(cells, key=lambda cell: (cell.path, cell.row)):
        yield from (f"{escaped(path)}, row {row:,}", "", "| column | cell |", "|---|---|")
        yield from (f"| {escaped(cell.header)} | {escaped(cell.text)} |" for cell in own)
        yield ""


def _of_standard(one: Told, story: Story) -> Iterator[str]:
    row = one.row
    yield from (f"## {escaped(one.standard.id)}", "", escaped(one.standard.statement), "")
    word, _, reason = verdict(one).partition(" (")
    yield f"- **{word}**{escaped(f' ({reason}') if reason else ''}"
    if row["verdict"] in JUDGED:
        yield from _facts(one, story)
    yield ""
    if one.stretches:
        yield from ("| from | to | counted | not counted | why |", "|---|---|---:|---:|---|")
        yield from (_part(stretch, one.timezone) for stretch in one.stretches)
        yield ""


def _facts(one: Told, story: Story) -> Iterator[str]:
    row = one.row
    if row["started_at"] is not None:
        yield f"- began {at(row['started_at'], one.timezone)}"
    if row["ended_at"] is not None:
        yield f"- ended {at(row['ended_at'], one.timezone)}"
    elif one.clock:
        yield f"- not ended, counted to the audit instant {at(story.as_of, one.timezone)}"
    if row["measured"] is not None:
        yield f"- measured **{measured(one)}**"
    if row["limit"] is not None:
        beyond = f", over it by {length(row['overrun'])}" if row["overrun"] else ""
        yield f"- limit {length(row['limit'])}{beyond}"
    if row["due_at"] is not None:
        yield f"- due {at(row['due_at'], one.timezone)}"


def _part(stretch: Stretch, timezone: str) -> str:
    ends = ["" if edge is None else at(edge, timezone) for edge in (stretch.begin, stretch.end)]
    taken = length(stretch.seconds)
    counted = [taken, ""] if stretch.counted else ["", taken]
    if not stretch.counted and stretch.begin is None:
        counted = [f"- {taken}", ""]
    return f"| {' | '.join([*ends, *counted, escaped(stretch.why)])} |"


def _of_events(events: Any) -> Iterator[str]:  # noqa: ANN401 - rows of a frame
    if not events:
        return
    yield from ("## Its events", "", "| UTC | kind | change | counted |", "|---|---|---|---|")
    for one in events:
        change = f"{one['from'] or ''} → {one['to']}" if one["to"] else ""
        kind = f"{one['kind']}, private" if one["public"] is False else one["kind"]
        who = " ".join(filter(None, [one["actor_role"], one["actor"]]))
        cells = [f"{one['at']:%Y-%m-%d %H:%M:%S}", f"{kind} {who}".strip(), change, one["became"]]
        yield f"| {' | '.join(map(escaped, cells))} |"
    yield ""
