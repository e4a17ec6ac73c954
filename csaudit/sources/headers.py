"""Which header is which canonical column: by the user's mapping, by preset, by name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from csaudit.errors import DataError, look_alikes
from csaudit.sources.model import Remark, SourceColumn
from csaudit.sources.raw import free_name
from csaudit.tables import TABLES, ColumnSettings, Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from csaudit.sources.presets import Origin, Preset
    from csaudit.tables import TableSettings

UNITS: Final[Mapping[str, str]] = {
    "ms": "milliseconds",
    "millisecond": "milliseconds",
    "milliseconds": "milliseconds",
    "s": "seconds",
    "sec": "seconds",
    "secs": "seconds",
    "second": "seconds",
    "seconds": "seconds",
    "min": "minutes",
    "mins": "minutes",
    "minute": "minutes",
    "minutes": "minutes",
    "h": "hours",
    "hr": "hours",
    "hrs": "hours",
    "hour": "hours",
    "hours": "hours",
    "d": "days",
    "day": "days",
    "days": "days",
}
"""Words for units as headers end with them: `Requester wait (hrs)`, `wait_minutes`."""

_UNIT_AT_END: Final = re.compile(r"^(.*?)[\s_\-(\[]+(?:in[\s_]+)?([a-z]+)[\s)\]]*$", re.IGNORECASE)


def fold(name: str) -> str:
    """A header without what does not matter: case, spaces, underscores, punctuation, width."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in folded if character.isalnum())


@dataclass(frozen=True, slots=True)
class Matching:
    """The columns of a table, by name, and what could not be settled."""

    columns: Mapping[str, SourceColumn]
    remarks: tuple[Remark, ...] = ()


def match(
    path: str, table: str, headers: Sequence[str], settings: TableSettings, preset: Preset
) -> Matching:
    """Finds the canonical columns of `table` among `headers`; the rest keep their own names.

    Raises:
        DataError: a mapped header does not exist, or two headers fold to one canonical name.

    """
    matcher = _Matcher(path, table, headers, settings)
    matcher.take_mapped()
    matcher.take_canonical()
    matcher.take_synonyms(preset)
    matcher.take_others()
    return Matching(matcher.columns, tuple(matcher.remarks))


class _Matcher:
    def __init__(
        self, path: str, table: str, headers: Sequence[str], settings: TableSettings
    ) -> None:
        self.columns: dict[str, SourceColumn] = {}
        self.remarks: list[Remark] = []
        self._path = path
        self._table = table
        self._headers = headers
        self._settings = settings
        self._used: set[str] = set()

    def take_mapped(self) -> None:
        """What `tables: {tickets: {columns: …}}` names by header."""
        for name, wish in self._settings.columns.items():
            if wish.source is not None:
                self._take(name, self._mapped(name, wish.source))

    def take_canonical(self) -> None:
        """Headers that are a canonical name, give or take case and punctuation."""
        for name in TABLES[self._table]:
            found = self._free(name)
            if len(found) > 1 and name in found:
                found = [name]
            if name not in self.columns and len(found) > 1:
                self._conflict(name, found)
            if name not in self.columns and found:
                self._take(name, found[0])

    def take_synonyms(self, preset: Preset) -> None:
        """Headers that the preset knows for a canonical column; never one of two."""
        for name, origin in preset.columns.items():
            if name in self.columns:
                continue
            found = [header for word in origin.headers for header in self._free(word, origin, name)]
            found = list(dict.fromkeys(found))
            if len(found) == 1:
                self._take(name, found[0], origin)
            elif found:
                both = " and ".join(f'"{header}"' for header in found)
                self.remarks.append(
                    Remark(
                        "ambiguous_column",
                        f"{self._path}: {both} could both be {name}; none of them was taken.",
                        self._line(name, found[0]),
                    )
                )

    def take_others(self) -> None:
        """Every other header, under its own name."""
        taken = set(self.columns)
        for header in self._headers:
            if header in self._used:
                continue
            wish = self._settings.columns.get(header, ColumnSettings())
            name = header if header not in taken else f"{header} (as exported)"
            name = free_name(name, taken)
            taken.add(name)
            self._take(name, header, wish=wish)

    def _free(self, word: str, origin: Origin | None = None, name: str | None = None) -> list[str]:
        """Headers not used yet that mean `word`; durations may end with a unit."""
        wanted = fold(word)
        column = TABLES[self._table].get(name or word)
        duration = column is not None and column.type is Type.DURATION
        needs_unit = duration and origin is not None and origin.unit is None
        found = []
        for header in self._headers:
            if header in self._used:
                continue
            stem, unit = unit_of(header) if duration else (header, None)
            plain = fold(header) == wanted and not needs_unit
            if plain or (unit is not None and fold(stem) == wanted):
                found.append(header)
        return found

    def _mapped(self, name: str, source: str) -> str:
        if source in self._headers:
            return source
        found = [header for header in self._headers if header.casefold() == source.casefold()]
        found = found or [header for header in self._headers if fold(header) == fold(source)]
        if len(found) > 1:
            self._conflict(name, found)
        if not found:
            near = [f'"{header}"' for header in look_alikes(source, self._headers)]
            hint = f"; it has {', '.join(near)}" if near else f" (found: {_some(self._headers)})"
            raise DataError(
                f'{self._path} has no column "{source}", which columns: {name} names{hint}.'
            )
        return found[0]

    def _take(
        self,
        name: str,
        header: str,
        origin: Origin | None = None,
        wish: ColumnSettings | None = None,
    ) -> None:
        wish = wish or self._settings.columns.get(name, ColumnSettings())
        canonical = TABLES[self._table].get(name)
        kind = canonical.type if canonical else wish.type or Type.TEXT
        column = SourceColumn(name, header, kind, format=wish.format)
        if kind is Type.DURATION:
            unit = wish.unit or (origin and origin.unit) or unit_of(header)[1]
            clock = wish.clock or (origin and origin.clock) or "calendar"
            column = replace(column, unit=unit, clock=clock)
        if kind is Type.INSTANT:
            zone = wish.timezone or self._settings.timezone
            order = wish.date_order or self._settings.date_order
            column = replace(column, timezone=zone, date_order=order)
        if origin is not None:
            column = replace(column, values=origin.values, empty=origin.empty)
        self._used.add(header)
        self.columns[name] = column

    def _conflict(self, name: str, found: Sequence[str]) -> None:
        both = " and ".join(f'"{header}"' for header in found)
        raise DataError(
            f"{self._path} has two columns that could both be {name}: {both}.",
            f"add to standards.yaml:  {self._line(name, found[0])}",
        )

    def _line(self, name: str, header: str) -> str:
        return f'tables: {{{self._table}: {{columns: {{{name}: "{header}"}}}}}}'


def unit_of(header: str) -> tuple[str, str | None]:
    """A header split into what it measures and the unit at its end, where it has one.

    >>> unit_of("Requester wait (hrs)")
    ('Requester wait', 'hours')
    """
    found = _UNIT_AT_END.match(header)
    unit = UNITS.get(found[2].casefold()) if found else None
    return (found[1], unit) if found and unit else (header, None)


def _some(headers: Iterable[str], most: int = 6) -> str:
    names = list(headers)
    shown = ", ".join(names[:most])
    return f"{shown}, …" if len(names) > most else shown
