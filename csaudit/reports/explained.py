"""`csaudit explain`: the story of single records, for people and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any

from csaudit.harmless import harmless
from csaudit.reports import figures, times

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from csaudit.audit.explaining import Cell, Story, Stretch, Told

JUDGED = frozenset({"met", "missed", "measured", "not_due"})

VERDICTS = {
    "met": "kept",
    "missed": "missed",
    "not_due": "not due yet",
    "measured": "measured",
    "unreadable": "unreadable",
    "not_applicable": "not concerned",
    "left_out": "left out",
    "outside_period": "outside the period",
    "superseded": "superseded by a later row",
}


def as_text(story: Story) -> Iterator[str]:
    """Lines that somebody can follow with a pencil."""
    for number, (wanted, told) in enumerate(story.told.items()):
        if number:
            yield ""
        yield f"TICKET {wanted}"
        yield from _of_cells(story.cells[wanted])
        for one in told:
            yield from _of_standard(one, story.as_of)
        yield from _of_events(story.events.get(wanted, ()))


def _of_cells(cells: Sequence[Cell]) -> Iterator[str]:
    width = max((len(harmless(cell.header)) for cell in cells), default=0)
    for (path, row), own in groupby(cells, key=lambda cell: (cell.path, cell.row)):
        yield ""
        yield f"  {path}, row {row:,}"
        for cell in own:
            yield f"    {harmless(cell.header):<{width}}  {harmless(cell.text)}"


def _of_standard(one: Told, as_of: datetime) -> Iterator[str]:
    yield ""
    yield f"  {one.standard.id}: {one.standard.statement}"
    yield f"    verdict   {verdict(one)}"
    if one.row["verdict"] in JUDGED:
        yield from _between(one, as_of)
        yield from _against(one)


def verdict(one: Told) -> str:
    """The verdict in words, and why."""
    reason, where = one.row["reason"], one.standard.where
    if reason == "where" and where is not None:
        reason = f"only where {where.text}"
    return VERDICTS[one.row["verdict"]] + (f" ({reason})" if reason else "")


def _between(one: Told, as_of: datetime) -> Iterator[str]:
    """From when to when, and what of it counted."""
    row = one.row
    if row["started_at"] is not None:
        yield f"    began     {at(row['started_at'], one.timezone)}"
    if row["ended_at"] is not None:
        yield f"    ended     {at(row['ended_at'], one.timezone)}"
    elif one.clock:
        yield f"    ended     not yet; counted to the audit instant, {at(as_of, one.timezone)}"
    for stretch in one.stretches:
        yield f"      {_part(stretch, one.timezone)}"


def _against(one: Told) -> Iterator[str]:
    """What was measured, beside the limit."""
    row = one.row
    if row["measured"] is not None:
        yield f"    measured  {measured(one)}"
    if row["limit"] is not None:
        beyond = f", over it by {length(row['overrun'])}" if row["overrun"] else ""
        yield f"    limit     {length(row['limit'])}{beyond}"
    if row["due_at"] is not None:
        yield f"    due       {at(row['due_at'], one.timezone)}"


def measured(one: Told) -> str:
    """A length, or a number; and whether the data carry it as it is."""
    if one.row["unit"] != "seconds":
        return str(one.row["measured"])
    told = length(one.row["measured"])
    return told if one.clock else f"{told}, as the data have it"


def _part(stretch: Stretch, timezone: str) -> str:
    sign = "+" if stretch.counted else " " if stretch.begin else "-"
    taken = f"{sign} {length(stretch.seconds):>12}"
    if stretch.begin is None or stretch.end is None:
        return f"{taken}  {stretch.why}"
    span = f"{at(stretch.begin, timezone)} to {at(stretch.end, timezone)}"
    return f"{taken}  {span}  {stretch.why}"


def _of_events(events: Any) -> Iterator[str]:  # noqa: ANN401 - rows of a frame
    if events:
        yield ""
        yield "  its events, UTC"
    for one in events:
        change = f"{one['from'] or ''} → {one['to']}" if one["to"] else ""
        private = "private" if one["public"] is False else ""
        who = " ".join(filter(None, [one["actor_role"], one["actor"]]))
        told = "  ".join(filter(None, [one["kind"], change, private, who]))
        fate = "" if one["became"] == "used" else f"  [{one['became']}]"
        yield f"    {one['at']:%Y-%m-%d %H:%M:%S}  {told}{fate}"


def at(instant: datetime, timezone: str) -> str:
    """An instant on the wall clock of a zone, its weekday first."""
    return f"{times.local(instant, timezone):%a %Y-%m-%d %H:%M:%S}"


def length(seconds: float) -> str:
    """Hours, minutes and seconds, which add up."""
    whole = Fraction(seconds).limit_denominator(1_000_000)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    second = figures.plain_number(left)
    return f"{hours}h {minutes:02}m {second.rjust(2, '0')}s"


def as_json(story: Story) -> str:
    """The same for programs; instants in UTC, lengths in seconds."""
    tickets = [
        {
            "id": wanted,
            "cells": [asdict(cell) for cell in story.cells[wanted]],
            "standards": [_plain(one) for one in told],
            "events": [_event(one) for one in story.events.get(wanted, ())],
        }
        for wanted, told in story.told.items()
    ]
    told = {"format_version": "1.0", "as_of": _utc(story.as_of), "tickets": tickets}
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _plain(one: Told) -> dict[str, Any]:
    row = one.row
    return {
        "standard": one.standard.id,
        "statement": one.standard.statement,
        "record_id": row["record_id"],
        "verdict": row["verdict"],
        "reason": row["reason"],
        "unit": row["unit"],
        "measured": row["measured"],
        "limit_seconds": row["limit"],
        "overrun_seconds": row["overrun"],
        "started_at": _utc(row["started_at"]),
        "ended_at": _utc(row["ended_at"]),
        "due_at": _utc(row["due_at"]),
        "timezone": one.timezone,
        "stretches": [
            {
                "from": _utc(part.begin),
                "to": _utc(part.end),
                "seconds": part.seconds,
                "counted": part.counted,
                "why": part.why,
            }
            for part in one.stretches
        ],
    }


def _event(one: Mapping[str, Any]) -> dict[str, Any]:
    return {**one, "at": _utc(one["at"])}


def _utc(at: datetime | None) -> str | None:
    if at is None:
        return None
    fraction = f".{at.microsecond:06}" if at.microsecond else ""
    return f"{at:%Y-%m-%dT%H:%M:%S}{fraction}Z"
