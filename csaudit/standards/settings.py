"""Reads the settings of a metric, each by its kind."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from csaudit.metrics.declaration import Comparison, Item, Scale, Setting, SettingKind
from csaudit.standards import fields
from csaudit.standards.quantities import parse_duration, parse_share
from csaudit.standards.wording import GrammarError, kind_of, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

_NUMBER = r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?"
_SCALE = re.compile(rf"({_NUMBER})\s*(?:-|–|to|\.\.)\s*({_NUMBER})")
_COMPARISON = re.compile(rf"\s*(==|!=|<>|<=|>=|=|<|>|≤|≥|)\s*({_NUMBER})\s*")
_OPERATORS: Final[Mapping[str, str]] = {"": "=", "==": "=", "<>": "!=", "≤": "<=", "≥": ">="}


def read_setting(setting: Setting, raw: object) -> Any:  # noqa: ANN401 - each kind has its own type
    """What a setting says, in the form that the metric receives; conditions stay text.

    Raises GrammarError.
    """
    return _READERS[setting.kind](raw, setting)


def _choice(raw: object, setting: Setting) -> str:
    if setting.or_column:
        text = fields.word(raw)
        return next((c for c in setting.choices if c == text.replace(" ", "_")), text)
    return fields.choice(raw, setting.choices)


def _choices(raw: object, setting: Setting) -> tuple[str, ...]:
    if raw == "none" and setting.default == ():
        return ()
    items = raw if isinstance(raw, list) else [raw]
    chosen = tuple(_at(index, _choice, item, setting) for index, item in enumerate(items))
    _refuse_repeats(chosen)
    return chosen


def _duration(raw: object, _setting: Setting) -> int | None:
    return None if raw == "off" else parse_duration(raw).microseconds


def _share(raw: object, setting: Setting) -> Fraction | None:
    if raw == "off" and setting.default is None:
        return None
    share: Fraction = _plain(parse_share)(raw, setting)
    return share


def _number(raw: object, _setting: Setting | None = None) -> Decimal:
    if isinstance(raw, bool) or not re.fullmatch(_NUMBER, str(raw)):
        raise GrammarError(f"{shown(raw)} is not a number such as 3 or 6.5.")
    return Decimal(str(raw))


def _comparison(raw: object, _setting: Setting) -> Comparison:
    found = None if isinstance(raw, bool) else _COMPARISON.fullmatch(str(raw))
    if found is None:
        raise GrammarError(f'{shown(raw)} is not a comparison, such as "= 1", "<= 2" or 1.')
    sign, number = found.groups()
    return Comparison(_OPERATORS.get(sign, sign), Decimal(number))


def _scale(raw: object, _setting: Setting) -> Scale:
    low, high = _ends(raw)
    if low >= high:
        raise GrammarError(f"the lowest mark {low} must be less than the highest, {high}.")
    return Scale(low, high)


def _ends(raw: object) -> tuple[Decimal, Decimal]:
    match raw:
        case [low, high]:
            return _at(0, _number, low), _at(1, _number, high)
        case {"min": low, "max": high, **rest} if not rest:
            return _at("min", _number, low), _at("max", _number, high)
        case str() if found := _SCALE.fullmatch(raw.strip()):
            return Decimal(found.group(1)), Decimal(found.group(2))
    raise GrammarError(f"{shown(raw)} is not a scale, such as 1-5.")


def _words(raw: object, _setting: Setting) -> tuple[str, ...]:
    items = raw if isinstance(raw, list) else [raw]
    words = tuple(_at(index, fields.word, item) for index, item in enumerate(items))
    _refuse_repeats(words)
    return words


def _items(raw: object, _setting: Setting) -> tuple[Item, ...]:
    if isinstance(raw, dict):
        items = tuple(_item(column, weight, (column,)) for column, weight in raw.items())
    elif isinstance(raw, list):
        items = tuple(_listed_item(index, entry) for index, entry in enumerate(raw))
    else:
        items = (Item(fields.word(raw), Decimal(1)),)
    if not items:
        raise GrammarError("is empty.", "[accurate, polite: 2]")
    _refuse_repeats(tuple(item.column for item in items))
    return items


def _listed_item(index: int, entry: object) -> Item:
    match entry:
        case dict() if len(entry) == 1:
            [(column, weight)] = entry.items()
            return _item(column, weight, (index, column))
        case dict() | list():
            raise GrammarError("an item is a column, or column: weight.", "polite: 2", (index,))
    return Item(_at(index, fields.word, entry), Decimal(1))


def _item(column: str, raw: object, at: tuple[str | int, ...]) -> Item:
    if isinstance(raw, bool) or not re.fullmatch(_NUMBER, str(raw)) or Decimal(str(raw)) <= 0:
        raise GrammarError(f"the weight {shown(raw)} is not a number above 0.", at=at)
    return Item(column, Decimal(str(raw)))


def _refuse_repeats(words: tuple[str, ...]) -> None:
    for index, text in enumerate(words):
        if text in words[:index]:
            raise GrammarError(f"{shown(text)} stands twice.", at=(index,))


def _at(step: str | int, read: Callable[..., Any], raw: object, *more: object) -> Any:  # noqa: ANN401 - as `read` has it
    """Read a part of a value; a mistake in it is placed at the part."""
    try:
        return read(raw, *more)
    except GrammarError as error:
        raise GrammarError(error.what, error.instead, (step, *error.at)) from None


def _plain(read: Callable[[object], Any]) -> Callable[[object, Setting], Any]:
    def reader(raw: object, _setting: Setting) -> Any:  # noqa: ANN401 - as `read` has it
        if isinstance(raw, (dict, list)):
            raise GrammarError(f"must be a single value, not {kind_of(raw)}.")
        return read(raw)

    return reader


_READERS: Final[Mapping[SettingKind, Callable[[Any, Setting], Any]]] = {
    SettingKind.CHOICE: _choice,
    SettingKind.CHOICES: _choices,
    SettingKind.DURATION: _duration,
    SettingKind.NUMBER: _number,
    SettingKind.COUNT: _plain(fields.count),
    SettingKind.SHARE: _share,
    SettingKind.YES_NO: _plain(fields.yes_or_no),
    SettingKind.COMPARISON: _comparison,
    SettingKind.SCALE: _scale,
    SettingKind.WORDS: _words,
    SettingKind.COLUMN: _plain(fields.word),
    SettingKind.CONDITION: _plain(fields.condition),
    SettingKind.VALUE: _plain(fields.aggregate),
    SettingKind.ITEMS: _items,
}
