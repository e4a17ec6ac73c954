"""What becomes of one record, and the facts of a case that several metrics ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.reference.cells import GARBAGE, Record

if TYPE_CHECKING:
    from fractions import Fraction

    from tests.reference.conditions import Truth
    from tests.reference.records import Table

OPEN = {"new", "open", "pending", "on_hold"}
FINAL = {"resolved", "closed"}
Standard = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """Where the record is counted and why; `elapsed` in microseconds, of open cases their age."""

    place: str
    why: str | None = None
    elapsed: int | None = None
    open: bool = False
    mark: Fraction | None = None
    end: datetime | None = None
    aside: bool = False  # unreadable, and not to be judged even if one could read it


def not_applicable(why: str) -> Verdict:
    return Verdict("not_applicable", why)


def unreadable(column: str) -> Verdict:
    return Verdict("unreadable", column)


def kept(success: Truth) -> Verdict:
    """The verdict of a share: met or missed."""
    assert success is not None
    return Verdict("met" if success else "missed")


@dataclass(frozen=True)
class Asked:
    """One record, the table it stands in, and the standard that asks."""

    table: Table
    at: int
    standard: Standard

    @property
    def record(self) -> Record:
        return self.table.records[self.at]

    def cell(self, column: str) -> Any:  # noqa: ANN401 - a cell holds anything
        """The value; None too where the data has no such column."""
        return self.record.get(column)

    def setting(self, name: str, default: object) -> Any:  # noqa: ANN401 - as YAML has it
        return self.standard.get(name, default)


@dataclass(frozen=True)
class Resolution:
    """Whether a case is resolved (None: cannot be read), when, and the column at fault."""

    resolved: Truth
    end: datetime | None = None
    column: str = "resolved_at"
    fault: str | None = None


def first_known(asked: Asked, *columns: str) -> tuple[datetime | None, str, str | None]:
    """The first cell that is not empty: its instant, its column, the column if it is garbage."""
    for column in columns:
        value = asked.cell(column)
        if value is GARBAGE:
            return None, column, column
        if value is not None:
            assert isinstance(value, datetime)
            return value, column, None
    return None, columns[0], None


def resolution(asked: Asked) -> Resolution:
    """An open status beats an instant; a final one without instants is resolved all the same."""
    status = asked.cell("status")
    end, column, fault = first_known(asked, "resolved_at", "closed_at")
    if status in OPEN or (status in FINAL and _all_later(asked)):
        return Resolution(resolved=False)
    if status in FINAL:
        if end is None and fault is None:
            only_closed = asked.table.has("closed_at") and not asked.table.has("resolved_at")
            fault = "closed_at" if only_closed else "resolved_at"
        return Resolution(True, end, column, fault)  # noqa: FBT003 - resolved
    if fault == "resolved_at" and isinstance(asked.cell("closed_at"), datetime):
        return Resolution(True, fault=fault)  # noqa: FBT003 - resolved, nobody knows when
    if fault is not None:
        return Resolution(None, fault=fault)
    return Resolution(end is not None, end, column)


def _all_later(asked: Asked) -> bool:
    """Whether the case was resolved only after the audit instant."""
    ends = {"first_resolved_at", "resolved_at", "closed_at"}
    later = asked.table.later.get(asked.at, set()) & ends
    known = [name for name in ("resolved_at", "closed_at") if asked.cell(name) is not None]
    return bool(later) and (not known or _only_a_garbled_close(asked, known, later))


def _only_a_garbled_close(asked: Asked, known: list[str], later: set[str]) -> bool:
    """A close that cannot be read does not matter where the resolve tells."""
    garbled = known == ["closed_at"] and asked.cell("closed_at") is GARBAGE
    return garbled and "resolved_at" in later


def first_resolution(asked: Asked) -> Resolution:
    """The first time that the case was resolved, whatever became of it."""
    end, column, fault = first_known(asked, "first_resolved_at", "resolved_at", "closed_at")
    if fault is not None:
        return Resolution(None, fault=fault)
    if end is None and asked.cell("status") in FINAL and not _all_later(asked):
        return Resolution(True, fault="resolved_at")  # noqa: FBT003 - resolved, nobody knows when
    return Resolution(end is not None, end, column)
