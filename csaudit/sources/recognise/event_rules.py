"""The columns that the rules of a preset read, beside those that every row of a log has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from csaudit.sources.model import Coding, SourceColumn
from csaudit.sources.recognise.folding import fold
from csaudit.sources.recognise.presets import Literally, Origin
from csaudit.table_settings import ColumnSettings
from csaudit.tables import EVENTS, Type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csaudit.sources.recognise.presets import Preset, Rule
    from csaudit.table_settings import TableSettings

FIRST: Final = "first"
"""In `when`: the row belongs to the first instant of its case."""


@dataclass(frozen=True, slots=True)
class EventRule:
    """A rule whose columns are those of one file.

    `when`: columns of the source, each with the words that it may have, in small letters.
    `cells`: of each canonical column the source's column. `words`: what a rule says
    outright. `word`: the column that says what a row is about which is no kind of event.
    """

    when: Mapping[str, tuple[str, ...]]
    cells: Mapping[str, str]
    words: Mapping[str, str]
    word: str | None = None


def bind(
    preset: Preset, headers: Sequence[str], settings: TableSettings
) -> tuple[tuple[EventRule, ...], dict[str, SourceColumn]]:
    """The rules whose columns the file has, and the columns that they need, under names of ours."""
    binding = _Binding(preset, headers, settings)
    rules = [found for rule in preset.rows if (found := binding.rule(rule)) is not None]
    return tuple(rules), binding.columns


class _Binding:
    def __init__(self, preset: Preset, headers: Sequence[str], settings: TableSettings) -> None:
        self.columns: dict[str, SourceColumn] = {}
        self._preset = preset
        self._settings = settings
        self._headers = {fold(header): header for header in reversed(headers)}

    def rule(self, rule: Rule) -> EventRule | None:
        """None where the file lacks the column that says when, or what the event is about."""
        when = self._when(rule)
        cells: dict[str, str] = {}
        words: dict[str, str] = {}
        for name, cell in rule.cells().items():
            if isinstance(cell, Literally):
                words[name] = cell.word
            elif (made := self._column(name, cell)) is not None:
                cells[name] = made
            elif name in {"kind", "to"}:
                return None
        telling = cells.get("to") or cells.get("kind")
        word = None if telling is None else self._text(self.columns[telling].header)
        return None if when is None else EventRule(when, cells, words, word)

    def _when(self, rule: Rule) -> dict[str, tuple[str, ...]] | None:
        when: dict[str, tuple[str, ...]] = {}
        for name, words in rule.when.items():
            asked = tuple(word.casefold() for word in words)
            header = self._headers.get(fold(name))
            if fold(name).lstrip("^") == FIRST:
                when[FIRST] = asked
            elif header is not None:
                when[self._text(header)] = asked
            elif "" not in asked:
                return None
        return when

    def _text(self, header: str) -> str:
        """The column with a header's plain text."""
        name = f"when {header}#"
        self.columns[name] = SourceColumn(name, header, Type.TEXT)
        return name

    def _column(self, name: str, origin: Origin) -> str | None:
        found = [
            header
            for word in origin.headers
            if (header := self._headers.get(fold(word))) is not None
        ]
        if not found:
            return None
        wish = self._settings.columns.get(name, ColumnSettings())
        values = {**origin.values, **wish.values}
        column = SourceColumn(
            name="",
            header=found[0],
            also=tuple(found[1:]),
            type=EVENTS[name].type,
            format=wish.format or origin.format,
            coding=Coding(
                values=values,
                empty=(*self._preset.empty, *origin.empty, *wish.empty),
                otherwise=origin.otherwise,
                filled=origin.filled,
                blank=origin.blank,
            ),
        )
        if column.type is Type.INSTANT:
            column = replace(
                column,
                timezone=wish.timezone
                or self._settings.timezone
                or origin.timezone
                or self._preset.timezone,
                date_order=wish.date_order or self._settings.date_order,
            )
        own = f"{name} {len(self.columns)}#"
        self.columns[own] = replace(column, name=own)
        return own
