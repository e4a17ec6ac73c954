"""How the cells of a column are written, where its name alone could mean two things.

`First response` may hold the instant of the reply or the time that it took, and `Resolved` may hold
a date or a yes. A few cells tell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csaudit.sources.notations.numbers import is_timed, number
from csaudit.tables import NO, YES, Type

if TYPE_CHECKING:
    from collections.abc import Iterable

_MONTHS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DATED: Final = (
    r"\d{1,4}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,4}"  # 2026-10-31, 31.10.26
    r"|^\d{8}(?:\D|\d{6}|$)"  # 20261031T1015
    r"|^\d{9,19}(?:\.\d+)?$"  # seconds since 1970, or smaller units
    rf"|\b(?:{_MONTHS})[a-z]*\.?[\s,-]+\d|\d(?:st|nd|rd|th)?[\s.-]+(?:{_MONTHS})"
)
"""How dates are written, as a pattern; case does not matter."""

_DATED: Final = re.compile(DATED, re.IGNORECASE)


def may_hold(kind: Type, cells: Iterable[str]) -> bool:
    """Whether a column with these cells may hold instants, times with their unit, numbers, flags.

    Cells that are blank speak against nothing; of the others one at least must be written so.
    Other types are taken at their name.
    """
    written = [cell.strip() for cell in cells if cell.strip()]
    tests = {
        Type.INSTANT: _is_dated,
        Type.DURATION: is_timed,
        Type.NUMBER: _is_number,
        Type.YES_NO: _is_flag,
    }
    return not written or kind not in tests or any(map(tests[kind], written))


def lacks_unit(cells: Iterable[str]) -> bool:
    """Whether the cells are numbers, so that they could be times in some unit."""
    written = [cell.strip() for cell in cells if cell.strip()]
    return bool(written) and all(number(cell) is not None for cell in written)


def _is_number(cell: str) -> bool:
    return number(cell) is not None or number(cell, ",") is not None


def _is_flag(cell: str) -> bool:
    return cell.casefold() in YES or cell.casefold() in NO


def _is_dated(cell: str) -> bool:
    return not is_timed(cell) and _DATED.search(cell) is not None
