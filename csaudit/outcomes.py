"""What becomes of a standard, in the words that all rooms and reports share."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    """What became of a standard."""

    PASS = "pass"  # noqa: S105 - an outcome, not a password
    WARN = "warn"
    FAIL = "fail"
    NO_DATA = "no_data"
    INFO = "info"


class NoData(StrEnum):
    """Why there was nothing to judge."""

    NO_RECORDS = "no_records"
    TOO_FEW = "too_few"
    COLUMN_MISSING = "column_missing"
    TOO_MANY_UNREADABLE = "too_many_unreadable"
    CANNOT_BE_MET = "cannot_be_met"
    CLOCK_UNKNOWN = "clock_unknown"


DATE_ONLY: Final = "date only"
"""The reason of a record of which only the day is known, where that is not enough."""
