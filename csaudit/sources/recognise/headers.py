"""Which header is which canonical column: by the user's mapping, by preset, by name."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from csaudit.errors import DataError, look_alikes
from csaudit.sources.files.text_table import free_name
from csaudit.sources.model import Remark
from csaudit.sources.notations.cell_kinds import lacks_unit, may_hold
from csaudit.sources.notations.units import unit_of
from csaudit.sources.recognise.ambiguity import fuller, reads_the_other_way, some
from csaudit.sources.recognise.common_parts import without_common_parts
from csaudit.sources.recognise.date_and_time import pair
from csaudit.sources.recognise.folding import fold
from csaudit.sources.recognise.source_columns import OPPOSITE, Found, source_column, type_elsewhere
from csaudit.sources.recognise.status_vocabulary import tell_a_status
from csaudit.table_settings import ColumnSettings
from csaudit.tables import BEGINS, TABLES, Type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from csaudit.sources.model import SourceColumn
    from csaudit.sources.recognise.presets import Origin, Preset
    from csaudit.table_settings import TableSettings

_AGAIN: Final = re.compile(r"^(.*) \(\d+\)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Matching:
    """The columns of a table, by name, and what could not be settled."""

    columns: Mapping[str, SourceColumn]
    remarks: tuple[Remark, ...] = ()


def match(
    path: str,
    headers: Sequence[str],
    settings: TableSettings,
    preset: Preset | None,
    generic: Preset,
    cells: Callable[[str], Sequence[str]] = lambda _header: (),
) -> Matching:
    """Finds the canonical columns of a table among `headers`; the rest keep their own names.

    What the user maps comes first, then what the preset knows, then headers that are a canonical
    name, then (without a preset) the common names of `generic`; where such a name is vague, the
    first `cells` below it decide.

    Raises:
        DataError: a mapped header does not exist, or two headers fold to one canonical name.

    """
    matcher = _Matcher(path, generic.table, headers, settings, preset)
    matcher.take_mapped()
    if preset is not None:
        matcher.take_preset(preset)
    matcher.take_canonical()
    if preset is None:
        matcher.take_date_and_time(cells)
        matcher.take_synonyms(generic, cells)
    matcher.take_others()
    return Matching(matcher.columns, tuple(matcher.remarks))


class _Matcher:
    def __init__(
        self,
        path: str,
        table: str,
        headers: Sequence[str],
        settings: TableSettings,
        preset: Preset | None,
    ) -> None:
        self.columns: dict[str, SourceColumn] = {}
        self.remarks: list[Remark] = []
        self._path = path
        self._table = table
        self._headers = headers
        self._folded: dict[str, list[str]] = {}
        self._stems = without_common_parts(headers)
        for header in headers:
            self._folded.setdefault(fold(header), []).append(header)
        for header, stem in self._stems.items():
            if stem != header and fold(stem) not in self._folded:
                self._folded[fold(stem)] = [header]
        self._settings = settings
        self._preset = preset
        self._used: set[str] = set()

    def take_mapped(self) -> None:
        """What `tables: {tickets: {columns: …}}` names by header."""
        for name, wish in self._settings.columns.items():
            if wish.source is not None:
                base, _, inner = wish.source.partition("[].")
                header = self._mapped(name, base)
                self._take(name, header, origin=self._known(name, header), inner=inner or None)

    def take_preset(self, preset: Preset) -> None:
        """What the preset names; one header may serve several columns (a status, a flag)."""
        mapped = frozenset(self._used)
        for name, origin in preset.columns.items():
            if name in self.columns:
                continue
            found = [
                (header, inner)
                for word in origin.headers
                for header, inner in self._paths(word, origin.type or self._type(name))
                if header not in mapped
            ]
            if found:
                (header, inner), *others = found
                also = tuple(dict.fromkeys(other for other, _ in others if other != header))
                self._take(name, header, origin=origin, also=also, inner=inner)

    def take_canonical(self) -> None:
        """Headers that are a canonical name, give or take case and punctuation."""
        for name in TABLES[self._table]:
            timed = self._with_unit(name) if self._type(name) is Type.DURATION else []
            found = [*self._free(name), *timed]
            if len(found) > 1 and name in found:
                self._remark_repeats(name, found)
                found = [name]
            if name in self.columns or not found:
                continue
            if len(found) > 1:
                self._conflict(name, found)
            self._take(name, found[0])

    def take_synonyms(self, generic: Preset, cells: Callable[[str], Sequence[str]]) -> None:
        """Headers that are common names of a canonical column; never one of two."""
        for name, origin in generic.columns.items():
            if name in self.columns:
                continue
            found = self._meant(origin.headers, name) or self._meant(origin.weaker, name)
            found = found or self._written(origin, name, cells)
            opposite = [] if found else self._opposite(origin, name, cells)
            if len(opposite) == 1:
                self._take_opposite(name, opposite[0], origin)
            elif len(found := found or opposite) == 1:
                self._take(name, found[0], origin=origin)
            elif found:
                self._choose(name, found, origin, cells, opposite=bool(opposite))

    def _choose(
        self,
        name: str,
        found: Sequence[str],
        origin: Origin,
        cells: Callable[[str], Sequence[str]],
        *,
        opposite: bool,
    ) -> None:
        """Of several headers the fuller instant; else none, and the line that names one."""
        both = " and ".join(f'"{header}"' for header in found)
        if TABLES[self._table][name].type is Type.INSTANT and (best := fuller(found, cells)):
            self._take(name, best[0], origin=origin, joined=best[1])
            why = "they were put together" if best[1] else f'"{best[0]}" tells the time of day'
            what = f"{both} could both be {name}; {why}."
            self.remarks.append(Remark("fuller_column", f"{self._path}: {what}"))
            return
        what = f"{self._path}: {both} could both be {name}; none of them was taken."
        line = reads_the_other_way(self._table, name, found[0], cells(found[0]))
        own = self._line(name, found[0])
        self.remarks.append(Remark("ambiguous_column", what, line if opposite else own))

    def _opposite(
        self, origin: Origin, name: str, cells: Callable[[str], Sequence[str]]
    ) -> list[str]:
        """Headers of flags that say the opposite, and whose cells are those of flags."""
        return [
            header
            for header in self._meant(origin.inverted, name)
            if may_hold(Type.YES_NO, cells(header))
        ]

    def _take_opposite(self, name: str, header: str, origin: Origin) -> None:
        """A flag that says the opposite of what its column means."""
        self._take(name, header, origin=origin.model_copy(update={"values": OPPOSITE}))
        what = f'"{header}" says the opposite of {name}: its yes was read as no.'
        self.remarks.append(Remark("inverted_flag", f"{self._path}: {what}"))

    def take_date_and_time(self, cells: Callable[[str], Sequence[str]]) -> None:
        """The beginning of a record, where its date and its time of day stand in two columns."""
        begin = BEGINS[self._table][0]
        if any(name in self.columns for name in BEGINS[self._table]):
            return
        free = [header for header in self._headers if header not in self._used]
        found = pair(free, lambda header: fold(self._stems[header]), cells)
        if found is not None:
            self._take(begin, found[0], joined=found[1])
            what = f'"{found[0]}" and "{found[1]}" were put together to {begin}'
            self.remarks.append(Remark("date_and_time", f"{self._path}: {what}."))

    def take_others(self) -> None:
        """Every other header, under its own name."""
        taken = set(self.columns)
        for header in self._headers:
            if header in self._used:
                continue
            wish = self._settings.columns.get(header, ColumnSettings())
            name = free_name(header if header not in taken else f"{header} (as exported)", taken)
            taken.add(name)
            self._take(name, header, wish=wish)

    def _known(self, name: str, header: str) -> Origin | None:
        """What the preset says of a column that the user takes from the preset's own header."""
        origin = self._preset.columns.get(name) if self._preset else None
        words = {fold(word) for word in origin.headers} if origin else set()
        return origin if fold(header) in words else None

    def _type(self, name: str) -> Type:
        column = TABLES[self._table].get(name)
        return column.type if column else Type.TEXT

    def _paths(self, word: str, kind: Type) -> list[tuple[str, str | None]]:
        """The headers that a preset's word means, and what to take from the items of a list.

        Of labels, every one of several columns of the same name counts (Jira's `Labels`).
        """
        base, _, inner = word.partition("[].")
        found = self._folded.get(fold(base), [])[:1]
        if kind is Type.TAGS and found:
            found = [
                header
                for header in self._headers
                if header == found[0] or ((again := _AGAIN.match(header)) and again[1] == found[0])
            ]
        return [(header, inner or None) for header in found]

    def _free(self, word: str) -> list[str]:
        """Headers not used yet that mean `word`."""
        plain = [h for h in self._folded.get(fold(word), []) if h not in self._used]
        return [*plain, *self._repeats(plain)]

    def _with_unit(self, word: str) -> list[str]:
        """Headers not used yet that mean `word` and end with a unit of time."""
        return [
            header
            for header in self._headers
            if header not in self._used
            and (stem := unit_of(self._stems[header]))[1] is not None
            and fold(stem[0]) == fold(word)
        ]

    def _meant(self, words: Iterable[str], name: str) -> list[str]:
        """Headers that one of the words means; of a duration, those that tell its unit."""
        mean = self._with_unit if self._type(name) is Type.DURATION else self._free
        return list(dict.fromkeys(header for word in words for header in mean(word)))

    def _written(
        self, origin: Origin, name: str, cells: Callable[[str], Sequence[str]]
    ) -> list[str]:
        """Headers that a vague word, or a duration's without a unit, means: their cells say so.

        A header that is the very name of another table's column (`answered_at`) is not vague.
        """
        kind = self._type(name)
        words = origin.headers if kind is Type.DURATION else origin.vague
        named = dict.fromkeys(header for word in words for header in self._free(word))
        found = [header for header in named if type_elsewhere(header) is None]
        for header in found:
            if kind is Type.DURATION and lacks_unit(cells(header)):
                self._remark_unit(name, header)
        known = {word.casefold(): meant for word, meant in origin.values.items()}
        return [
            header
            for header in found
            if may_hold(kind, [known.get(cell.strip().casefold(), cell) for cell in cells(header)])
            and (name != "status" or tell_a_status(cells(header)))
        ]

    def _remark_unit(self, name: str, header: str) -> None:
        line = f'{{columns: {{{name}: {{from: "{header}", unit: minutes}}}}}}'
        self.remarks.append(
            Remark(
                "unit_missing",
                f'{self._path}: "{header}" may be {name}, but nothing tells its unit.',
                f"tables: {{{self._table}: {line}}}",
            )
        )

    def _repeats(self, headers: Sequence[str]) -> list[str]:
        """The second and further columns of the very same header."""
        return [f"{header} (2)" for header in headers if f"{header} (2)" in self._headers]

    def _mapped(self, name: str, source: str) -> str:
        if source in self._headers:
            return source
        found = [header for header in self._headers if header.casefold() == source.casefold()]
        found = found or self._folded.get(fold(source), [])
        if len(found) > 1:
            self._conflict(name, found)
        if not found:
            near = [f'"{header}"' for header in look_alikes(source, self._headers)]
            hint = f"; it has {', '.join(near)}" if near else f" (found: {some(self._headers)})"
            raise DataError(
                f'{self._path} has no column "{source}", which columns: {name} names{hint}.'
            )
        return found[0]

    def _take(
        self,
        name: str,
        header: str,
        *,
        origin: Origin | None = None,
        also: tuple[str, ...] = (),
        inner: str | None = None,
        wish: ColumnSettings | None = None,
        joined: str | None = None,
    ) -> None:
        wish = wish or self._settings.columns.get(name, ColumnSettings())
        said = self._mapped(name, wish.joined) if wish.joined else None
        found = Found(name, header, also, inner, said or joined or self._joined(origin))
        column = source_column(found, self._table, wish, self._settings, origin, self._preset)
        self._used.update(column.headers)
        self.columns[name] = column

    def _joined(self, origin: Origin | None) -> str | None:
        if origin is None or origin.joined is None:
            return None
        return next(iter(self._folded.get(fold(origin.joined), [])), None)

    def _remark_repeats(self, name: str, found: Sequence[str]) -> None:
        if again := [header for header in found if header in self._repeats([name])]:
            what = f'has the column "{name}" more than once; only the first was read as {name}.'
            self.remarks.append(
                Remark("repeated_column", f"{self._path} {what}", self._line(name, again[0]))
            )

    def _conflict(self, name: str, found: Sequence[str]) -> None:
        both = " and ".join(f'"{header}"' for header in found)
        line = f"add to standards.yaml:  {self._line(name, found[0])}"
        raise DataError(f"{self._path} has two columns that could both be {name}: {both}.", line)

    def _line(self, name: str, header: str) -> str:
        source = json.dumps(header, ensure_ascii=False)
        return f"tables: {{{self._table}: {{columns: {{{name}: {source}}}}}}}"
