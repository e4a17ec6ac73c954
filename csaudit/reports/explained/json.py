"""The story of single records for programs: instants in UTC, lengths in seconds."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from csaudit.audit.explaining import Story, Told


def as_json(story: Story) -> str:
    """Every fact of the story."""
    tickets = [
        {
            "id": wanted,
            "cells": [asdict(cell) for cell in story.cells[wanted]],
            "standards": [_standard(one) for one in told],
            "events": [_event(one) for one in story.events.get(wanted, ())],
        }
        for wanted, told in story.told.items()
    ]
    told = {"format_version": "1.0", "as_of": _utc(story.as_of), "tickets": tickets}
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _standard(one: Told) -> dict[str, Any]:
    row = one.row
    path, number = one.place or (None, None)
    return {
        "standard": one.standard.id,
        "statement": one.standard.statement,
        "record_id": row["record_id"],
        "path": path,
        "row": number,
        "verdict": row["verdict"],
        "reason": row["reason"],
        "unit": row["unit"],
        "measured": row["measured"],
        "limit_seconds": row["limit"],
        "working_days": [day.isoformat() for day in one.days],
        "overrun_seconds": row["overrun"],
        "started_at": _utc(row["started_at"]),
        "started_by": one.began,
        "ended_at": _utc(row["ended_at"]),
        "ended_by": one.ended,
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
