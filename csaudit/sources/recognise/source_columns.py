"""A column that was found: how its cells are read, by the user's word, the preset's and its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from csaudit.sources.model import Coding, SourceColumn
from csaudit.sources.notations.units import UNITS, unit_of
from csaudit.tables import NO, RECORDS, TABLES, YES, Type

if TYPE_CHECKING:
    from csaudit.sources.recognise.presets import Origin, Preset
    from csaudit.table_settings import ColumnSettings, TableSettings

OPPOSITE: Final = {**dict.fromkeys(YES, "no"), **dict.fromkeys(NO, "yes")}
"""The words of a flag that says the opposite of what its column means."""


@dataclass(frozen=True, slots=True)
class Found:
    """A column's name, the header that means it, and the headers that stand in or are joined."""

    name: str
    header: str
    also: tuple[str, ...] = ()
    inner: str | None = None
    joined: str | None = None


def source_column(
    found: Found,
    table: str,
    wish: ColumnSettings,
    settings: TableSettings,
    origin: Origin | None,
    preset: Preset | None,
) -> SourceColumn:
    """The column as it is read. `wish`: what the user says of it, `origin` what the preset does."""
    canonical = TABLES[table].get(found.name)
    own_type = wish.type or (origin and origin.type) or type_elsewhere(found.name) or Type.TEXT
    column = SourceColumn(
        found.name,
        found.header,
        canonical.type if canonical else own_type,
        also=found.also,
        inner=found.inner,
        joined=found.joined,
        coding=_coding(origin, wish, preset),
        format=wish.format or (origin.format if origin else None),
    )
    match column.type:
        case Type.DURATION:
            unit = UNITS.get(wish.unit or "", wish.unit) or (origin and origin.unit)
            clock = wish.clock or (origin and origin.clock) or _clock_of(found.name)
            return replace(column, unit=unit or unit_of(found.header)[1], clock=clock)
        case Type.INSTANT:
            zone = wish.timezone or settings.timezone or _own_zone(origin, preset)
            order = wish.date_order or settings.date_order
            usual = preset.date_order if preset else None
            return replace(column, timezone=zone, date_order=order, usual_order=usual)
        case Type.COUNT if origin is not None:
            return replace(column, less=origin.less)
        case _:
            return column


def type_elsewhere(name: str) -> Type | None:
    """Tickets may carry a call's or a survey's columns under their very names, and are read so."""
    found = next((columns[name] for columns in RECORDS.values() if name in columns), None)
    return found.type if found else None


def _own_zone(origin: Origin | None, preset: Preset | None) -> str | None:
    """The zone that the preset knows."""
    own = origin.timezone if origin else None
    return own or (preset.timezone if preset else None)


def _clock_of(name: str) -> str:
    return "helpdesk" if name.endswith("_business") else "calendar"


def _coding(origin: Origin | None, wish: ColumnSettings, preset: Preset | None) -> Coding:
    empty = (*(preset.empty if preset else ()), *wish.empty)
    if origin is None:
        return Coding(values=wish.values, empty=empty)
    own = {word.casefold() for word in wish.values}
    kept = {word: said for word, said in origin.values.items() if word.casefold() not in own}
    return Coding(
        values={**kept, **wish.values},
        empty=(*empty, *origin.empty),
        otherwise=origin.otherwise,
        filled=origin.filled,
        blank=origin.blank,
    )
