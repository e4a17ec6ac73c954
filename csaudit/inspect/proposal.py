"""A proposal for standards.yaml, as plain facts: what to write, and what the data shows today."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.audit.report import Result
    from csaudit.inspect.findings import TableSeen
    from csaudit.inspect.office_hours import OfficeHours
    from csaudit.inspect.usual_levels import UsualLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One standard: its keys as they are written, and the result that they have today.

    `why` says of a standard that is not proposed outright what is missing. `usual` is the level of
    the trade and `at_usual` what the same records would be at it. `reached`: of a promise of time
    what share is reached within other limits.
    """

    keys: Mapping[str, str]
    result: Result | None = None
    why: str | None = None
    usual: UsualLevel | None = None
    at_usual: Result | None = None
    reached: Mapping[str, Result] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the user said of an export: its zone, preset, order of day and month, audit instant.

    `tables`: what a standards file says already, as YAML has it.
    """

    timezone: str | None = None
    source: str | None = None
    date_order: str | None = None
    as_of: str | None = None
    tables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Everything that a standards file should say of one table.

    `timezone_from` is `given`, `preset` or `assumed`. `source` and `date_order` were asked for
    and must be written, since detection alone would not know them. `standards` pass today,
    `pending` wait for a word of the team, `left` cannot be judged on this export. `hours` are
    those at which the team answers, where that can be seen.
    """

    table: TableSeen
    timezone: str
    timezone_from: str
    source: str | None
    date_order: str | None
    standards: tuple[Proposal, ...]
    pending: tuple[Proposal, ...]
    left: tuple[Proposal, ...]
    hours: OfficeHours | None = None

    @property
    def own(self) -> dict[str, str]:
        """What was asked for by flags, as it is written below the table's name."""
        said = {"source": self.source, "date_order": self.date_order}
        return {key: value for key, value in said.items() if value is not None}
