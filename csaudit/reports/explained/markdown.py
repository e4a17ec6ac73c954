"""The story of single records as Markdown, for a ticket or a wiki."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from csaudit.reports.explained import words
from csaudit.reports.explained.superseded import counting, older
from csaudit.reports.markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csaudit.audit.explaining import Cell, Story, Told
    from csaudit.audit.open_time import Stretch


def as_markdown(story: Story) -> Iterator[str]:
    """The same facts as the text has, all stretches as a table that adds up."""
    for wanted, told in story.told.items():
        yield from (f"# {words.record(told).capitalize()} {escaped(wanted)}", "")
        counts = counting(told)
        cells = [cell for cell in story.cells[wanted] if (cell.path, cell.row) in counts]
        yield from _of_cells(cells)
        if rows := older(told):
            yield from (f"Older versions of it, which count nowhere: {rows}", "")
        for one in told:
            if one.row["verdict"] != "superseded" or not counts:
                yield from _of_standard(one, story)
        yield from _of_events(story.events.get(wanted, ()), story.timezone)


def _of_cells(cells: Sequence[Cell]) -> Iterator[str]:
    for (path, row), group in groupby(cells, key=lambda cell: (cell.path, cell.row)):
        own = list(group)
        zones = ", ".join(dict.fromkeys(cell.timezone for cell in own if cell.timezone))
        told = f"; its times are {escaped(zones)}" if zones else ""
        yield from (f"{escaped(path)}, row {row:,}{told}", "", "| column | cell |", "|---|---|")
        yield from (f"| {escaped(one.header)} | {escaped(words.cell(one))} |" for one in own)
        yield ""


def _of_standard(one: Told, story: Story) -> Iterator[str]:
    yield from (f"## {escaped(one.standard.id)}", "", escaped(one.standard.statement), "")
    word, _, reason = words.verdict(one, story.as_of).partition(" (")
    yield f"- **{word}**{escaped(f' ({reason}') if reason else ''}"
    if one.row["verdict"] in words.JUDGED:
        yield from _facts(one, story)
    yield ""
    if one.stretches:
        yield from ("| when | counted | not counted | why |", "|---|---:|---:|---|")
        yield from (_part(stretch, one.timezone) for stretch in one.stretches)
        yield ""


def _facts(one: Told, story: Story) -> Iterator[str]:
    row = one.row
    if row["measured"] is not None:
        yield f"- measured **{words.measured(one)}**"
    if (allowed := words.limit(one)) is not None:
        yield f"- limit {allowed}"
    if row["due_at"] is not None:
        yield f"- due {words.at(row['due_at'], one.timezone)}"
    if row["started_at"] is not None:
        by = escaped(words.by(one.began, one))
        yield f"- began {words.at(row['started_at'], one.timezone)}{by}"
    if row["ended_at"] is not None:
        by = escaped(words.by(one.ended, one))
        yield f"- ended {words.at(row['ended_at'], one.timezone)}{by}"
    elif one.clock:
        yield f"- not ended, counted to the audit instant {words.at(story.as_of, one.timezone)}"


def _part(stretch: Stretch, timezone: str) -> str:
    taken = words.length(stretch.seconds)
    counted = [taken, ""] if stretch.counted else ["", taken]
    if not stretch.counted and stretch.begin is None:
        counted = [f"- {taken}", ""]
    cells = [words.span(stretch, timezone), *counted, escaped(words.why(stretch, timezone))]
    return f"| {' | '.join(cells)} |"


def _of_events(events: Any, timezone: str) -> Iterator[str]:  # noqa: ANN401 - rows of a frame
    if not events:
        return
    yield from ("## Its events", "", "| at | kind | change | counted |", "|---|---|---|---|")
    for one in events:
        change = f"{one['from'] or ''} → {one['to']}" if one["to"] else ""
        kind = f"{one['kind']}, private" if one["public"] is False else one["kind"]
        who = " ".join(filter(None, [one["actor_role"], one["actor"]]))
        cells = [words.at(one["at"], timezone), f"{kind} {who}".strip(), change, one["became"]]
        yield f"| {' | '.join(map(escaped, cells))} |"
    yield ""
