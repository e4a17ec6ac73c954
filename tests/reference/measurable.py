"""Whether the data can show a standard at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.reference.clocks import clock_is_unknown
from tests.reference.ladder import dating, needs_dates
from tests.reference.needs import needed
from tests.reference.verdicts import Asked, Standard

if TYPE_CHECKING:
    from tests.reference.records import Table


def not_measurable(table: Table, standard: Standard) -> str | None:
    """Why the data cannot show the standard at all, if so."""
    everyone = [Asked(table, at, standard) for at in range(len(table.records))]
    undated = needs_dates(everyone[0]) and not table.has(*dating(everyone[0]))
    if undated or any(not table.has(*group) for group in needed(standard, table.name)):
        return "column_missing"
    if standard["metric"] == "survey_response_rate" and table.name == "tickets":
        words = {record.get("csat") for record in table.records}
        if not any(isinstance(word, str) and word.casefold() == "offered" for word in words):
            return "column_missing"  # nothing says which surveys were sent
    return "clock_unknown" if any(clock_is_unknown(asked) for asked in everyone) else None
