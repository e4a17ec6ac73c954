"""A standards file that is only begun: what somebody has written in it is kept as it stands."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import yaml

from csaudit.standards.loader import load
from csaudit.standards.strict_yaml import decode, parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from csaudit.table_settings import TableSettings


@dataclass(frozen=True, slots=True)
class Begun:
    """What is kept of a file when its standards are proposed.

    `text` is what of it goes into the new file, `keys` the keys at the top of that text, `tables`
    its section `tables:` as YAML has it and `settings` the same as they are understood.
    """

    text: str = ""
    keys: frozenset[str] = frozenset()
    tables: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, TableSettings] = field(default_factory=dict)
    timezone: str | None = None
    has_standards: bool = False

    def saying(self, table: str, own: Mapping[str, str]) -> Begun:
        """The same, with what is said of a table beyond it; the section is then written anew."""
        known = self.tables.get(table) or {}
        if "tables" not in self.keys or {**known, **own} == known:
            return self
        tables = {**self.tables, table: {**known, **own}}
        text = _without(self.text, "tables") + _dumped({"tables": tables})
        return replace(self, tables=tables, text=text)


NOTHING = Begun()


def begun(path: Path, *, only_tables: bool) -> Begun:
    """What a file says so far; of one that has standards, and if asked of any, only its tables.

    Raises StandardsError for what is wrong in it, UsageError where it cannot be read.
    """
    file = load(path, needs_standards=False)
    text = decode(path.read_bytes(), str(path)).removeprefix("\ufeff")
    raw = parse(text, str(path)).value
    top = raw if isinstance(raw, dict) else {}
    has_standards = bool(top.get("standards"))
    tables: Any = top.get("tables") or {}
    if has_standards or only_tables:
        kept = _section(text, "tables") if tables else ""
        keys = frozenset(["tables"] if tables else [])
    else:
        kept = _without(text, "standards")
        keys = frozenset(top) - {"standards"}
    if keys and not _lies_apart(text):
        kept = _dumped({key: value for key, value in top.items() if key in keys})
    return Begun(kept, keys, tables, file.tables, file.timezone, has_standards)


def _lies_apart(text: str) -> bool:
    """Whether each key at the top has lines of its own, and more can be written below them."""
    lines = text.splitlines()
    places = parse(text, "").keys
    starts = [place.line for path, place in places.items() if len(path) == 1]
    in_braces = any(lines[line - 1].lstrip().startswith("{") for line in starts)
    return not in_braces and len(set(starts)) == len(starts) and "..." not in lines


def _dumped(value: Mapping[str, Any]) -> str:
    # By way of JSON, since YAML's own writer knows no decimals.
    plain = json.loads(json.dumps(value, default=float))
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True)


def _section(text: str, key: str) -> str:
    """The lines of a key at the top, up to the next one."""
    lines = text.splitlines()
    start, end = _lines_of(text, key)
    return "".join(f"{line}\n" for line in lines[start:end]).rstrip() + "\n"


def _without(text: str, key: str) -> str:
    lines = text.splitlines()
    start, end = _lines_of(text, key)
    return "".join(f"{line}\n" for line in [*lines[:start], *lines[end:]])


def _lines_of(text: str, key: str) -> tuple[int, int]:
    places = parse(text, "").keys
    starts = sorted(place.line - 1 for path, place in places.items() if len(path) == 1)
    if (key,) not in places:
        return 0, 0
    start = places[key,].line - 1
    return start, next((line for line in starts if line > start), len(text.splitlines()))
