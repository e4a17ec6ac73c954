"""Totals that a spreadsheet has under its table: lines that look like records and are none.

A ticket must never be taken for a total. So a line is one only if its first filled cell is such a
word, all other cells are figures, and it lacks what every record of the table has: a date, or a
number of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.sources.notations.cell_kinds import DATED
from csaudit.tables import ROW

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_MOST: Final = 5
"""Totals that may stand under one table."""

_LOOKED_AT: Final = 40
"""Rows at the end among which totals are looked for; some of them may be blank."""

_FEWEST: Final = 2
"""Records that a table must have for anything to be said of all of them."""

_WORD: Final = re.compile(
    r"(?:(?:grand|sub)[ -]?)?totals?|sums?|averages?|avg|mean|median|count|minimum|maximum"
    r"|summen?|gesamt(?:summe)?|insgesamt|zwischensumme|durchschnitt|mittelwert|schnitt|anzahl"
    r"|total général|totaux|sous-total|somme|moyenne|médiane|nombre"
    r"|suma|promedio|totaal|gemiddelde|totale|somma",
    re.IGNORECASE,
)
"""No word among them is a name: Max may have sent the last ticket."""

_LABEL: Final = re.compile(rf"\W*(?:{_WORD.pattern})\W*(?:[\d.,' %]+\W*)?", re.IGNORECASE)
_BEGINS: Final = re.compile(rf"^[\W_]*(?:{_WORD.pattern})\b", re.IGNORECASE)


def may_have_totals(end: str) -> bool:
    """Whether one of the last lines of a text begins with a word for a total."""
    lines = [line for line in end.splitlines() if re.search(r"\w", line)]
    return any(_BEGINS.match(line) for line in lines[-_MOST:])


def totals(frame: pl.LazyFrame, last: int, under: Collection[int]) -> dict[int, str]:
    """The totals at the end of a table of text, by their ROW; `last` is the last row's number.

    `under` are rows that stand under the table anyway.
    """
    records = frame.filter(~pl.col(ROW).is_in(list(under)))
    near = records.filter(pl.col(ROW) > last - len(under) - _LOOKED_AT)
    rows = near.sort(ROW, descending=True).collect(engine="streaming").to_dicts()
    found: dict[int, dict[str, str | None]] = {}
    for row in rows:
        number = row.pop(ROW)
        if not _is_candidate(_filled(row)) or len(found) == _MOST:
            break
        found[number] = row
    if not found:
        return {}
    others = records.filter(~pl.col(ROW).is_in(list(found)))
    headers = [name for name in frame.collect_schema().names() if name != ROW]
    dated, numbered = _in_every_record(others, headers)
    lacking: dict[int, str] = {}
    for number, row in found.items():
        if not _lacks(row, dated, numbered):
            break
        lacking[number] = " ".join(_filled(row))
    return lacking


def _filled(row: Mapping[str, str | None]) -> list[str]:
    return [cell.strip() for cell in row.values() if cell and cell.strip()]


def _is_candidate(cells: Sequence[str]) -> bool:
    """A word for a total, and behind it nothing but figures."""
    return (
        bool(cells)
        and _LABEL.fullmatch(cells[0]) is not None
        and all(re.search(r"\d", cell) for cell in cells[1:])
    )


def _in_every_record(
    records: pl.LazyFrame, headers: Sequence[str]
) -> tuple[Sequence[str], Sequence[str]]:
    """The columns in which every record has a date; has a number that no other record has."""
    number = {header: f"{place}" for place, header in enumerate(headers)}
    asked = [
        part
        for header, place in number.items()
        for cell in [pl.col(header).str.strip_chars().fill_null("")]
        for part in (
            cell.str.contains(f"(?i){DATED}").all().alias(f"dated {place}"),
            (cell.str.contains(r"\d").all() & (cell.n_unique() == pl.len())).alias(f"own {place}"),
        )
    ]
    seen = records.select(pl.len().alias("records"), *asked).collect(engine="streaming")
    said = seen.row(0, named=True)
    if said["records"] < _FEWEST:
        return (), ()
    dated = [header for header, place in number.items() if said[f"dated {place}"]]
    return dated, [header for header, place in number.items() if said[f"own {place}"]][:1]


def _lacks(row: Mapping[str, str | None], dated: Sequence[str], numbered: Sequence[str]) -> bool:
    """Whether a row has none of the dates, or no number of its own, that all records have."""
    if dated:
        return not any(re.search(DATED, row[name] or "", re.IGNORECASE) for name in dated)
    first = _filled(row)[0]
    return any(
        not (row[name] or "").strip() or (row[name] or "").strip() == first for name in numbered
    )
