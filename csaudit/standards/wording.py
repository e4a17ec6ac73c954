"""How messages show what stands in a standards file, whatever stands in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 60


class GrammarError(ValueError):
    """A value that cannot be read: what is wrong with it, and the value to write instead.

    `at` is the way from the value to the part that is wrong: keys and list indices.
    """

    def __init__(
        self, what: str, instead: str | None = None, at: tuple[str | int, ...] = ()
    ) -> None:
        super().__init__(what)
        self.what = what
        self.instead = instead
        self.at = at


def shown(value: object) -> str:
    """A value in a message: one line, short, and nothing that a terminal would obey."""
    if isinstance(value, (dict, list)):
        return kind_of(value)
    text = value if isinstance(value, str) else str(value).lower()
    line = printable(text)
    if not line.strip():
        return f'"{line}"'
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def printable(text: str) -> str:
    """The text with everything that cannot be seen as its escape."""
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def kind_of(value: object) -> str:
    """What a value is, in words: `a list`, `a number`."""
    words = {dict: "a mapping", list: "a list", bool: "true or false", str: "text"}
    return words.get(type(value), "a number")


def listing(words: Iterable[str], last: str = "or") -> str:
    """`a, b or c`."""
    *front, end = words
    return f"{', '.join(front)} {last} {end}" if front else end


def quoted(text: str) -> str:
    """Text as it can be written in YAML: in quotes where it must be, plain otherwise."""
    if re.fullmatch(r"[^\s\W][\w .%+-]*", text) and text == text.strip():
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def quoted_expression(text: str) -> str:
    """An expression as it can be written in YAML: in quotes where something in it means more."""
    if re.fullmatch(r"[A-Za-z_][^\"#:,{}\[\]\n]*[^\s\"#:,{}\[\]]", text):
        return text
    return quoted(text)
