"""The misses of a list as what `check --accept` takes: ids by standard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.reports.format import PLAIN, Format, Look
from csaudit.reports.values import json_text, plain

if TYPE_CHECKING:
    from csaudit.audit.records_asked import Cases


def render(cases: Cases, _look: Look = PLAIN, /) -> str:
    """JSON: the records that were missed, in order, so that two lists can be compared."""
    found: dict[str, set[str]] = {}
    for standard, record, verdict in cases.only("standard", "record_id", "verdict").iter_rows():
        if verdict != "missed":
            continue
        found.setdefault(standard, set()).add(record)
    accepted = {name: sorted(ids) for name, ids in found.items()}
    return json_text({"accepted": plain(accepted)}, indent=2) + "\n"


FORMAT: Final = Format(
    name="accept",
    suffixes=(),
    summary="the misses, for check --accept",
    render=render,
)
