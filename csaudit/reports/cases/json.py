"""The row report as JSON: a list of objects, each on a line of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.reports.cases.writing import in_writing, steers
from csaudit.reports.format import PLAIN, Format, Look
from csaudit.reports.values import without_steering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.audit.records_asked import Cases


def render(cases: Cases, _look: Look = PLAIN, /) -> Iterator[str]:
    """The rows in order; instants in UTC with Z, durations in seconds, unknown is null."""
    yield "["
    between = "\n"
    for part in cases.slices():
        rows = in_writing(part).write_ndjson().rstrip("\n").replace("\n", ",\n")
        yield between + (without_steering(rows) if steers(part) else rows)
        between = ",\n"
    yield "\n]\n"


FORMAT: Final = Format(
    name="json",
    suffixes=(".json",),
    summary="one object for each record and standard, for programs",
    render=render,
)
