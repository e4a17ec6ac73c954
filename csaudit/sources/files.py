"""From a path to UTF-8 text: what is there, is it text at all, and which text."""

from __future__ import annotations

import codecs
import hashlib
import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from csaudit.errors import DataError
from csaudit.sources.model import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 1 << 22
HEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class File:
    """A file of text: `source` is UTF-8, on disk where it stands so there, else in memory.

    `bare_returns`: somewhere a carriage return stands without a line feed, as old machines
    ended their lines.
    """

    path: str
    sha256: str
    source: Path | bytes
    encoding: str = "UTF-8"
    bare_returns: bool = False
    remarks: tuple[Remark, ...] = ()

    def binary(self) -> BinaryIO:
        """The UTF-8 bytes from their beginning."""
        return io.BytesIO(self.source) if isinstance(self.source, bytes) else self.source.open("rb")

    def text(self) -> TextIO:
        """The text from its beginning, line ends untouched, without a byte order mark."""
        return io.TextIOWrapper(self.binary(), encoding="utf-8-sig", newline="")

    def head(self, size: int = HEAD) -> str:
        """The first characters of the text."""
        with self.text() as stream:
            return stream.read(size)


def open_file(path: str) -> File:
    """The file at `path`, `-` for standard input.

    Raises:
        DataError: there is no such file, it may not be read, it is empty, or it is not text.

    """
    if path == "-":
        return _in_memory("standard input", sys.stdin.buffer.read())
    place = Path(path)
    try:
        if place.is_dir():
            raise DataError(
                f"{path} is a folder, not a file.",
                f"name the files in it:  {path.rstrip('/')}/*.csv",
            )
        with place.open("rb") as stream:
            return _from_disk(path, place, stream)
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such file.") from None
    except PermissionError:
        raise DataError(f"{path} may not be read: permission denied.") from None
    except OSError as error:
        raise DataError(f"{path} could not be read: {error.strerror or error}.") from None


def _from_disk(path: str, place: Path, stream: BinaryIO) -> File:
    survey = _survey(path, iter(lambda: stream.read(BLOCK), b""))
    if survey.utf8:
        return File(path, survey.sha256, place, bare_returns=survey.bare_returns)
    return _decoded(path, survey.sha256, place.read_bytes())


def _in_memory(path: str, content: bytes) -> File:
    survey = _survey(path, iter([content] if content else []))
    if survey.utf8:
        return File(path, survey.sha256, content, bare_returns=survey.bare_returns)
    return _decoded(path, survey.sha256, content)


@dataclass(frozen=True, slots=True)
class _Survey:
    sha256: str
    utf8: bool
    bare_returns: bool


def _survey(path: str, blocks: Iterator[bytes]) -> _Survey:
    """Reads everything once: the digest, and whether it is UTF-8 text."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, blank = True, True
    returns = 0
    last = b""
    for block in blocks:
        digest.update(block)
        if b"\0" in block:
            raise DataError(
                f"{path} is a binary file, not text.", "export the tickets as CSV or JSON."
            )
        returns += block.count(b"\r") - (last[-1:] + block).count(b"\r\n")
        last = block
        blank = blank and not block.removeprefix(codecs.BOM_UTF8).strip()
        if utf8 and not (block.isascii() and decoder.getstate() == (b"", 0)):
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                utf8 = False
    if blank:
        raise DataError(f"{path} is empty: not even a header stands in it.")
    return _Survey(digest.hexdigest(), utf8 and decoder.getstate() == (b"", 0), returns > 0)


def _decoded(path: str, sha256: str, content: bytes) -> File:
    """Text of an older encoding, as UTF-8 in memory."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise DataError(
            f"{path} is not text: neither UTF-8 nor Windows-1252 can read it."
        ) from None
    remark = Remark("encoding", f"{path} is not UTF-8; it was read as Windows-1252.")
    bare = text.count("\r") > text.count("\r\n")
    return File(path, sha256, text.encode(), "Windows-1252", bare, (remark,))
