"""YAML without its traps: every value keeps its place, and nothing is guessed.

Only `true` and `false`, plain whole numbers and plain decimals are more than text: `18:00`,
`no`, `on`, `010`, `1e3` and dates stay as they are written. Repeated keys, empty values,
anchors, aliases, merge keys, tags and second documents are refused. Size and depth are bounded
before anything is built, so that no file can exhaust the parser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

import yaml

from csaudit.errors import Place, Problem, StandardsError
from csaudit.standards.syntax_errors import explain
from csaudit.standards.wording import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_BYTES: Final = 1_000_000
MAX_LINES: Final = 20_000
MAX_DEPTH: Final = 30

Path = tuple[str | int, ...]
"""The way from the top of a file to a value: keys and list indices."""

Value: TypeAlias = "str | int | Decimal | bool | list[Value] | dict[str, Value] | None"
"""What can stand in a file; None is the value of an empty section at the top, or of all."""

START: Final = Place(1, 1)

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_WORDS: Final[Mapping[str, bool | None]] = {"true": True, "false": False, "null": None, "~": None}
# What YAML does not print, and the line breaks that no editor counts.
_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029\ufeff]"
)
_Loader: TypeAlias = yaml.SafeLoader | yaml.CSafeLoader
_FAST: Final[type[_Loader]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML file says, and where it says it.

    `value`: text, int, Decimal, bool, None, lists and dicts with text keys. `values` and `keys`
    give the place of every value and of the key before it. `problems` are those of the YAML
    itself; the parts they concern are left out of `value`.
    """

    name: str
    value: Value
    values: Mapping[Path, Place]
    keys: Mapping[Path, Place]
    problems: tuple[Problem, ...] = ()

    def place(self, path: Path) -> Place:
        """Where the value at `path` begins, or the nearest thing around it that is there."""
        while path not in self.values and path:
            path = path[:-1]
        return self.values.get(path, START)

    def key_place(self, path: Path) -> Place:
        """Where the key of `path` stands; for an item of a list, the item."""
        return self.keys.get(path) or self.place(path)


def decode(data: bytes, name: str) -> str:
    """The text of a file, or one clear problem where it is not text."""
    if len(data) > MAX_BYTES:
        raise _refused(name, START, f"the file is larger than {MAX_BYTES:,} bytes.")
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise _refused(name, START, "the file is UTF-16 text: save it as UTF-8.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _place_in(data[: error.start].decode("utf-8"))
        if b"\0" in data:
            raise _refused(name, place, "the file is binary, not text.") from None
        raise _refused(name, place, "the file is not UTF-8 text: save it as UTF-8.") from None


def parse(text: str, name: str, loader: type[_Loader] = _FAST) -> Document:
    """Read YAML text. Raises StandardsError where nothing can be made of it."""
    text = text.removeprefix("\ufeff")
    _check_bounds(text, name)
    builder = _Builder(name)
    try:
        value = builder.build(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in (error.problem or "") and loader is not yaml.SafeLoader:
            # Some libyaml stop far ahead of us; the other loader tells where our own limit is.
            return parse(text, name, yaml.SafeLoader)
        place, what, instead = explain(error, text)
        raise _refused(name, place, what, instead) from None
    return Document(name, value, builder.values, builder.keys, tuple(builder.problems))


def _check_bounds(text: str, name: str) -> None:
    if len(text) > MAX_BYTES:
        raise _refused(name, START, f"the file is larger than {MAX_BYTES:,} bytes.")
    if text.count("\n") + text.count("\r") > 2 * MAX_LINES:
        raise _refused(name, START, f"the file has more than {MAX_LINES:,} lines.")
    if found := _UNPRINTABLE.search(text):
        place = _place_in(text[: found.start()])
        code = f"U+{ord(found.group()):04X}"
        raise _refused(name, place, f"an invisible character ({code}) stands here: delete it.")


def _place_in(before: str) -> Place:
    lines = re.split("\r\n|\r|\n", before)
    return Place(len(lines), len(lines[-1]) + 1)


def _refused(name: str, place: Place, what: str, instead: str | None = None) -> StandardsError:
    return StandardsError([Problem(name, place, what, instead)])


@dataclass(slots=True)
class _Builder:
    """Builds the value out of the parser's events, noting places and problems on the way."""

    name: str
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def build(self, events: Iterator[yaml.Event]) -> Value:
        """The value of the only document; None for an empty file."""
        _stream, begin, *_ = [*islice(events, 2), None]
        if not isinstance(begin, yaml.DocumentStartEvent):
            return None
        value = self._value(next(events), events, ())
        _end, after = next(events), next(events)
        if isinstance(after, yaml.DocumentStartEvent):
            self._problem(after, "a second YAML document begins here: delete the line ---.")
        return value

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Value:
        self._check_depth(event, path)
        self.values[path] = _place(event)
        self._refuse_extras(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return _scalar(event) if isinstance(event, yaml.ScalarEvent) else None

    def _mapping(self, events: Iterator[yaml.Event], path: Path) -> dict[str, Value]:
        result: dict[str, Value] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(event, events, path)
            if key is None or (*path, key) in self.keys:
                self._skip(next(events), events, path)
                continue
            self.keys[*path, key] = _place(event)
            content = next(events)
            value = self._value(content, events, (*path, key))
            if value is not None or not path:
                result[key] = value
            elif isinstance(content, yaml.ScalarEvent):
                self._problem(event, f"{shown(key)}: has no value.")
        return result

    def _sequence(self, events: Iterator[yaml.Event], path: Path) -> list[Value]:
        result: list[Value] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            value = self._value(event, events, (*path, len(result)))
            if value is not None:
                result.append(value)
            elif isinstance(event, yaml.ScalarEvent):
                self._problem(event, "an item of this list is empty.")
        return result

    def _key(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> str | None:
        """The text of a key; None (and a problem) where it cannot be one."""
        self._refuse_extras(event)
        if not isinstance(event, yaml.ScalarEvent):
            if not isinstance(event, yaml.AliasEvent):
                self._problem(event, "a key must be text.")
                self._skip(event, events, path)
            return None
        if event.value == "<<" and not event.style:
            self._problem(event, "merge keys (<<) are not supported: repeat the lines.")
            return None
        if first := self.keys.get((*path, event.value)):
            what = (
                f"{shown(event.value)} stands twice; the first is at {first.line}:{first.column}."
            )
            self._problem(event, what)
        return str(event.value)

    def _skip(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> None:
        """Pass over a value that has no place in the result; it lies one level deeper."""
        aside = _Builder(self.name)
        aside._value(event, events, (*path, ""))
        self.problems.extend(aside.problems)

    def _refuse_extras(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            what = "aliases (*name) are not supported. Text that begins with * stands in quotes."
            self._problem(event, what)
        elif getattr(event, "anchor", None) is not None:
            what = "anchors (&name) are not supported. Text that begins with & stands in quotes."
            self._problem(event, what)
        elif getattr(event, "tag", None) is not None:
            what = "tags (!name) are not supported. Text that begins with ! stands in quotes."
            self._problem(event, what)

    def _check_depth(self, event: yaml.Event, path: Path) -> None:
        if len(path) > MAX_DEPTH:
            what = f"the file is nested more than {MAX_DEPTH} levels deep here."
            raise _refused(self.name, _place(event), what)

    def _problem(self, event: yaml.Event, what: str) -> None:
        self.problems.append(Problem(self.name, _place(event), what))


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1) if mark else START


def _scalar(event: yaml.ScalarEvent) -> str | int | Decimal | bool | None:
    text = str(event.value)
    if event.style:
        return text
    if text in _WORDS or not text:
        return _WORDS.get(text)
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text
