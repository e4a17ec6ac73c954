"""What share of an export's cases ended within an hour, two, four: where a limit could stand.

And what is unusual in these times: answers within seconds, and many that come just before a limit.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from csaudit.audit.remarks import first_replies, near_the_limit
from csaudit.events.oddities import REOPENED_AT_ONCE
from csaudit.inspect.trial_audits import Trials
from csaudit.inspect.usual_levels import limits_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csaudit.audit.report import Note
    from csaudit.inspect.findings import TableSeen
    from csaudit.sources import Source

_TIMES: Final = {"tickets": ("first_response_time", "resolution_time"), "calls": ("answer_time",)}


_UNUSUAL: Final = {first_replies.AT_ONCE, *near_the_limit.MESSAGES, REOPENED_AT_ONCE}


def kept_within(
    sources: Sequence[Source], table: TableSeen, timezone: str
) -> tuple[dict[str, dict[str, float]], tuple[Note, ...]]:
    """By metric and limit the share that kept it, day and night; open cases count as they are.

    Beside it what is unusual in these times, each remark once.
    """
    ready = {one.name for one in table.metrics if not one.lacks}
    asked = {
        f"{name}-{limit}".replace("_", "-"): (name, limit)
        for name in _TIMES.get(table.judged, ())
        for limit in limits_of(name)
        if name in ready
    }
    standards = [
        {"id": key, "metric": name, "table": table.judged, "within": limit, "target": ">= 90%"}
        for key, (name, limit) in asked.items()
    ]
    head: Mapping[str, object] = {"version": 1, "timezone": timezone}
    trials = Trials(sources, head, None)
    found: dict[str, dict[str, float]] = {}
    for key, result in trials.run(standards).items():
        name, limit = asked[key]
        if result.value is not None:
            found.setdefault(name, {})[limit] = result.value
    names = {key: name.replace("_", " ") for key, (name, _) in asked.items()}
    remarks = (_of_a_metric(note, names) for note in trials.notes if note.code in _UNUSUAL)
    return found, tuple(dict.fromkeys(remarks))


def _of_a_metric(note: Note, names: Mapping[str, str]) -> Note:
    """The note without the standard that was tried, which nobody wrote."""
    if note.standard is None:
        return note
    return replace(note, standard=None, message=f"{names[note.standard]}: {note.message}")
