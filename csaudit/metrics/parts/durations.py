"""The settings that every duration metric has, and the faults that every start can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.metrics.declaration import Fault, Setting, SettingKind

if TYPE_CHECKING:
    from csaudit.metrics.declaration import Facts

CLOCK = Setting(
    "clock",
    SettingKind.CHOICE,
    "recomputed",
    "recomputed from the instants, or the helpdesk's own count",
    choices=("recomputed", "helpdesk"),
)
PAUSE = Setting(
    "pause",
    SettingKind.CHOICES,
    (),
    "time that is taken off: while the case waited for the customer, was on hold, or (where events "
    "tell it) was resolved before it was reopened",
    choices=("pending", "on_hold", "resolved"),
)
OPEN = Setting(
    "open",
    SettingKind.CHOICE,
    "survival",
    "how percentiles treat cases still open: as at least this old, or not at all",
    choices=("survival", "leave_out"),
)

DURATION_SETTINGS = (CLOCK, PAUSE, OPEN)

RESOLVED = "resolved"

PAUSES = {"pending": "agent_wait", "on_hold": "on_hold"}
"""The duration column that carries each kind of pause."""


def counted_by_helpdesk(facts: Facts, column: str, business: str) -> str:
    """The column with the helpdesk's own count: on its business clock, where it tells that too."""
    return business if facts.has(business) else column


def begins(facts: Facts, column: str) -> tuple[Fault, ...]:
    """A duration needs its start: empty or unreadable, the record cannot be measured."""
    return (Fault(column, facts.not_known(column)),)
