"""How long a customer waits for each further answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Duration,
    Facts,
    Kind,
    Metric,
    NotMeasurableError,
    Setting,
    SettingKind,
    Unit,
)
from csaudit.metrics.parts.durations import DURATION_SETTINGS

if TYPE_CHECKING:
    from collections.abc import Mapping


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """None of the columns of a case: single messages would tell."""
    return Columns()


def measure(_facts: Facts) -> Duration:
    """Raises NotMeasurableError: an export of cases does not hold the single messages."""
    raise NotMeasurableError(
        "column_missing",
        "next_response_time needs every single message with its instant and author, and tickets "
        "hold one row a case: use first_response_time, or waiting_time for all waits together",
    )


METRIC = Metric(
    name="next_response_time",
    tables=("tickets",),
    kind=Kind.DURATION,
    unit=Unit.SECONDS,
    direction=Direction.LOWER,
    summary="How long a customer waits for each further answer (needs single messages).",
    definition=(
        "From the oldest message of the customer that is not answered yet (or the latest, with "
        "`from: latest`) to the next public reply of an agent, once for every reply. It needs "
        "single messages, each with its instant and its author. A table of cases does not hold "
        "them, so that today this metric has no data on any export; it is declared so that "
        "standards can name it."
    ),
    formula="agent's reply - oldest unanswered customer message",
    columns=columns,
    measure=measure,
    takes_limit=True,
    settings=(
        Setting(
            "from",
            SettingKind.CHOICE,
            "oldest",
            "from which of several unanswered messages the wait is counted",
            choices=("oldest", "latest"),
        ),
        *DURATION_SETTINGS,
    ),
    example="""\
- id: next-answer
  statement: Every further message is answered within 8 hours.
  metric: next_response_time
  within: 8h
  on_no_data: ignore
""",
    elsewhere=(
        "Zendesk counts from the oldest unanswered comment, FreeScout from the latest message, "
        "Zammad keeps only the longest gap of a ticket."
    ),
)
