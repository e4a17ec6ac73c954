"""A proposal for standards.yaml, as plain facts: what to write, and what the data shows today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.audit.report import Result
    from csaudit.inspect.findings import TableSeen


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One standard: its keys as they are written, and the result that they have today.

    `why` says of a standard that is not proposed outright what is missing.
    """

    keys: Mapping[str, str]
    result: Result | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the user said of an export: its zone, preset, order of day and month, audit instant."""

    timezone: str | None = None
    source: str | None = None
    date_order: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Everything that a standards file should say of one table.

    `timezone_from` is `given`, `preset` or `assumed`. `source` and `date_order` were asked for
    and must be written, since detection alone would not know them. `standards` pass today,
    `pending` wait for a word of the team, `left` cannot be judged on this export.
    """

    table: TableSeen
    timezone: str
    timezone_from: str
    source: str | None
    date_order: str | None
    standards: tuple[Proposal, ...]
    pending: tuple[Proposal, ...]
    left: tuple[Proposal, ...]
