"""What share of an export's cases ended within an hour, two, four: where a limit could stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.inspect.trial_audits import Trials
from csaudit.inspect.usual_levels import limits_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csaudit.inspect.findings import TableSeen
    from csaudit.sources import Source

_TIMES: Final = {"tickets": ("first_response_time", "resolution_time"), "calls": ("answer_time",)}


def kept_within(
    sources: Sequence[Source], table: TableSeen, timezone: str
) -> dict[str, dict[str, float]]:
    """By metric and limit the share that kept it, day and night; open cases count as they are."""
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
    found: dict[str, dict[str, float]] = {}
    for key, result in Trials(sources, head, None).run(standards).items():
        name, limit = asked[key]
        if result.value is not None:
            found.setdefault(name, {})[limit] = result.value
    return found
