"""What unknown headers may mean: a guess for people to check, never one to audit by."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from csaudit.sources.notations.cell_kinds import may_hold
from csaudit.sources.recognise.presets import generic
from csaudit.tables import BEGINS, TABLES, Type

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

_WORD: Final = re.compile(r"[^\W_]+")
_MACHINES: Final = re.compile(r"^_|(?:^|[^a-z])(?:id|ID|Id)s?$|[a-z]I[Dd]s?$")
"""Numbers of records, and what a program that copies tables writes into them for itself."""
_NEVER: Final = frozenset(
    {"id", "ticket_id", "tags", "comment", "reply_text", "csat", "ces", "nps"}
)
"""Columns that a wrong guess would do most harm to."""


def likely(
    table: str, unknown: Mapping[str, Sequence[str]], known: Collection[str]
) -> dict[str, str]:
    """The header that each canonical column may be read from, where a word of it says so.

    `unknown` has some cells of each header that is not recognised, `known` are the columns that
    are. Without any word for it, the first header with dates is the instant at which a record
    begins.
    """
    found: dict[str, str] = {}
    for header, cells in unknown.items():
        if any(cell.strip() for cell in cells):
            names = [
                name
                for name in _meanings(table, header)
                if name not in known and name not in found and _fits(table, name, cells)
            ]
            found.update(dict.fromkeys(names[:1], header))
    begin = BEGINS[table][0]
    if not {*BEGINS[table]} & {*known, *found}:
        dated = [
            header
            for header, cells in unknown.items()
            if header not in found.values() and _is_dated(cells) and not _MACHINES.search(header)
        ]
        found = {**dict.fromkeys([begin][: len(dated)], (dated or [""])[0]), **found}
    return found


def header_meant(table: str, name: str, columns: Iterable[str]) -> str:
    """The header to write for a column that nothing is read into, in quotes.

    `columns`: what the table has; of those that csaudit does not know the header is the name.
    """
    unknown = (one for one in columns if one not in TABLES[table] and not _MACHINES.search(one))
    meant = next((header for header in unknown if name in _meanings(table, header)), "Its header")
    return json.dumps(meant, ensure_ascii=False)


def _is_dated(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells) and may_hold(Type.INSTANT, cells)


def _fits(table: str, name: str, cells: Sequence[str]) -> bool:
    """Whether the cells may be those of the column; dates are never those of a text."""
    kind = TABLES[table][name].type
    return may_hold(kind, cells) and (kind is Type.INSTANT or not _is_dated(cells))


def _meanings(table: str, header: str) -> Iterator[str]:
    """The columns one of whose common names stands among the words of a header."""
    words = f" {' '.join(_WORD.findall(header.casefold()))} "
    for name, origin in generic()[table].columns.items():
        if name in _NEVER or name not in TABLES[table]:
            continue
        for common in (name.replace("_", " "), *origin.headers, *origin.weaker, *origin.vague):
            if f" {' '.join(_WORD.findall(common.casefold()))} " in words:
                yield name
                break
