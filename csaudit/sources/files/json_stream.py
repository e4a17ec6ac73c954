"""JSON read piece by piece: the text of a large document is never held as a whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, TextIO

from csaudit.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK: Final = 1 << 20
WHOLE: Final = 1 << 23
"""Characters up to which a single object is decoded at once before its shape is looked at."""

_FAR: Final = 1 << 16
_LONGEST: Final = 1 << 28

_DECODER: Final = json.JSONDecoder(
    # Numbers stay the text that they are: 1.50 is not 1.5, and no digit of an id is lost.
    parse_float=str,
    parse_int=str,
    parse_constant=lambda _: None,
)


class JsonStream:
    """The values of a JSON text, one after the other."""

    def __init__(self, path: str, stream: TextIO) -> None:
        self._path = path
        self._stream = stream
        self._buffer = ""
        self._at = 0
        self._ended = False
        self._lines = 0
        self._column = 0

    def peek(self) -> str:
        """The next character that is not white space; an empty text at the end."""
        while True:
            while self._at < len(self._buffer):
                if not self._buffer[self._at].isspace():
                    return self._buffer[self._at]
                self._at += 1
            if not self._more():
                return ""

    def take(self, character: str) -> None:
        """Steps over a character that must come next."""
        found = self.peek()
        if found != character:
            self._broken(f"expecting {character!r}", self._at)
        self._at += 1

    def takes(self, character: str) -> bool:
        """Steps over a character if it comes next."""
        if self.peek() != character:
            return False
        self._at += 1
        return True

    def value(self) -> Any:  # noqa: ANN401 - whatever JSON holds
        """The next value, whole."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if self._final(error) or not self._more():
                    self._broken(error.msg, error.pos)
                continue
            # A number that ends where the buffer ends may go on in the next block.
            if end < len(self._buffer) or not self._more():
                self._at = end
                return value

    def first_object(self) -> Any:  # noqa: ANN401 - whatever JSON holds
        """The next value if it is not large; None, and nothing consumed, if it is."""
        while len(self._buffer) < WHOLE and self._more():
            pass
        try:
            value, end = _DECODER.raw_decode(self._buffer, self._at)
        except json.JSONDecodeError as error:
            if self._ended or self._final(error):
                self._broken(error.msg, error.pos)
            return None
        self._at = end
        return value

    def items(self) -> Iterator[Any]:
        """The items of an array that comes next."""
        self.take("[")
        if self.takes("]"):
            return
        while True:
            yield self.value()
            if not self.takes(","):
                self.take("]")
                return

    def entries(self) -> Iterator[str]:
        """The keys of an object that comes next; the caller takes each one's value."""
        self.take("{")
        if self.takes("}"):
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                self._broken("expecting a name in double quotes", self._at)
            self.take(":")
            yield key
            if not self.takes(","):
                self.take("}")
                return

    def holds_objects(self) -> bool:
        """Whether the array that comes next begins with an object, or is empty."""
        begin = self._at
        self.take("[")
        found = self.peek() in {"{", "]"}
        self._at = begin
        return found

    def _more(self) -> bool:
        """Reads another block behind what is left; false at the end of the text."""
        if self._ended:
            return False
        block = self._stream.read(BLOCK)
        self._ended = not block
        return bool(block) and self._append(block)

    def _append(self, block: str) -> bool:
        if self._at > BLOCK:
            done = self._buffer[: self._at]
            lines = done.count("\n")
            self._lines += lines
            self._column = len(done) - done.rfind("\n") - 1 if lines else self._column + len(done)
            self._buffer, self._at = self._buffer[self._at :], 0
        self._buffer += block
        return True

    def _final(self, error: json.JSONDecodeError) -> bool:
        """Whether a mistake is one, and not only the end of what has been read so far."""
        if "Unterminated string" in error.msg:
            return len(self._buffer) - error.pos > _LONGEST
        return len(self._buffer) - error.pos > _FAR

    def _broken(self, message: str, at: int) -> None:
        before = self._buffer[:at]
        lines = before.count("\n")
        line = self._lines + lines + 1
        column = (0 if lines else self._column) + at - (before.rfind("\n") + 1) + 1
        raise DataError(
            f"{self._path} is broken JSON: {message[0].lower()}{message[1:]}, "
            f"line {line:,} column {column:,}."
        )
