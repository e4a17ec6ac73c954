"""From a path to its contents: what is there, unpacked, and as UTF-8 where it is text."""

from __future__ import annotations

import codecs
import glob
import hashlib
import io
import re
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, TextIO

from csaudit.errors import DataError
from csaudit.sources.files.addresses import address_of
from csaudit.sources.files.bounds import MAX_SIZE, check_workbook, read_bounded
from csaudit.sources.files.packed import EXCEL, PARQUET, TEXT, kind_of, unpack
from csaudit.sources.model import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK: Final = 1 << 22
HEAD: Final = 1 << 20
END: Final = 1 << 14
STDIN: Final = "-"

_WIDE_MARKS: Final = (
    codecs.BOM_UTF32_LE,
    codecs.BOM_UTF32_BE,
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF16_BE,
)
_FEW_ZEROS: Final = 20
_CONTROLS: Final = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
"""Bytes that stand in no text."""


@dataclass(frozen=True, slots=True)
class File:
    """A file's contents: on disk where they can be read as they stand there, else in memory.

    `kind` is text, parquet or excel. Text is UTF-8; `encoding` says what it was. `bare_returns`:
    somewhere a carriage return stands without a line feed, as old machines ended their lines.
    `quotes`: somewhere stands a double quote, as far as is known.
    """

    path: str
    sha256: str
    source: Path | bytes
    kind: str = TEXT
    packed: str | None = None
    encoding: str = "UTF-8"
    bare_returns: bool = False
    quotes: bool = True
    remarks: tuple[Remark, ...] = ()

    def binary(self) -> BinaryIO:
        """The bytes from their beginning."""
        return io.BytesIO(self.source) if isinstance(self.source, bytes) else self.source.open("rb")

    def text(self) -> TextIO:
        """The text from its beginning, line ends untouched, without a byte order mark."""
        return io.TextIOWrapper(self.binary(), encoding="utf-8-sig", newline="")

    def head(self, size: int = HEAD) -> str:
        """The first characters of the text."""
        with self.text() as stream:
            return stream.read(size)

    def end(self, size: int = END) -> str:
        """The last bytes of the text, as letters as far as they are some."""
        with self.binary() as stream:
            stream.seek(0, io.SEEK_END)
            stream.seek(max(stream.tell() - size, 0))
            return stream.read().decode("utf-8", errors="replace")


def expand(path: str) -> list[str]:
    """The files that a path with wildcards matches, by name; another path is itself.

    Raises:
        DataError: nothing matches.

    """
    if (address := address_of(path)) is not None:
        return address.matching()
    if path == STDIN or Path(path).exists() or not glob.has_magic(path):
        return [path]
    matching = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - any path, absolute or not
    if not matching:
        raise DataError(f"no file matches {path}.")
    return matching


def open_file(path: str, max_size: int | None = None) -> File:
    """The file at `path`, `-` for standard input; a pipe and an address are read once, as that is.

    `max_size`: bytes that it may hold where it is packed or no file, see `bounds.MAX_SIZE`.

    Raises:
        DataError: there is no such file, it may not be read, it is empty, too large inside, or
            not text.

    """
    most = MAX_SIZE if max_size is None else max_size
    if (address := address_of(path)) is not None:
        return _opened(address.name, address.content(most), most)
    if path == STDIN:
        content = read_bounded("standard input", sys.stdin.buffer, most)
        return _opened("standard input", content, most)
    place = Path(path)
    try:
        if place.is_dir():
            raise DataError(
                f"{path} is a folder, not a file.",
                f"name the files in it:  {path.rstrip('/')}/*.csv",
            )
        if place.exists() and not place.is_file():
            with place.open("rb") as stream:
                return _opened(path, read_bounded(path, stream, most), most)
        return _opened(path, place, most)
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such file.") from None
    except PermissionError:
        raise DataError(f"{path} may not be read: permission denied.") from None
    except (OSError, ValueError) as error:
        raise DataError(f"{path} could not be read: {error}.") from None


def _opened(path: str, source: Path | bytes, most: int) -> File:
    file = File(path, "", source)
    with file.binary() as stream:
        kind = kind_of(stream.read(8))
    if kind == TEXT:
        return _text(file)
    file = replace(file, sha256=_digest(file), kind=kind)
    if kind in {PARQUET, EXCEL}:
        return file
    content = source if isinstance(source, bytes) else source.read_bytes()
    inner, member = unpack(path, kind, content, most)
    if inner is None:
        with file.binary() as stream:
            check_workbook(path, stream, most)
        return replace(file, kind=EXCEL)
    unpacked = _text(File(path, "", inner, packed=member))
    return replace(unpacked, sha256=file.sha256)


def _digest(file: File) -> str:
    digest = _Digest()
    with file.binary() as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _text(file: File) -> File:
    """Text as UTF-8: as it stands, or decoded from what it turned out to be."""
    with file.binary() as stream:
        survey = _survey(iter(lambda: stream.read(BLOCK), b""))
    file = replace(file, sha256=survey.sha256)
    if survey.blank:
        raise DataError(f"{file.path} is empty: not even a header stands in it.")
    if survey.utf8 and not survey.nul:
        return replace(file, bare_returns=survey.bare_returns, quotes=survey.quotes)
    with file.binary() as stream:
        content = stream.read()
    if survey.utf8 and content.count(0) * _FEW_ZEROS < len(content):
        return _without_zeros(file, content, survey)
    text, encoding = _decoded(file.path, content, nul=survey.nul)
    remark = Remark("encoding", f"{file.path} is not UTF-8; it was read as {encoding}.")
    return replace(
        file,
        source=text.encode(),
        encoding=encoding,
        bare_returns=text.count("\r") > text.count("\r\n"),
        remarks=(remark,),
    )


def _without_zeros(file: File, content: bytes, survey: _Survey) -> File:
    """Text in which some program left a few zero bytes; in UTF-16 every other one would be."""
    if _CONTROLS.search(content):
        raise _binary(file.path)
    zeros = content.count(0)
    remark = Remark("zero_bytes", f"{file.path} has {zeros:,} zero bytes; they were left away.")
    return replace(
        file,
        source=content.replace(b"\0", b""),
        bare_returns=survey.bare_returns,
        remarks=(remark,),
    )


def _binary(path: str) -> DataError:
    return DataError(f"{path} is a binary file, not text.", "export the records as CSV or JSON.")


@dataclass(slots=True)
class _Survey:
    sha256: str = ""
    utf8: bool = True
    nul: bool = False
    blank: bool = True
    bare_returns: bool = False
    quotes: bool = False


class _Digest:
    """SHA-256 beside other work: hashlib lets go of the lock while it counts."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._thread = ThreadPoolExecutor(1)
        self._running: Future[None] | None = None

    def update(self, block: bytes) -> None:
        """Takes the next block; at most one is waited for."""
        if self._running is not None:
            self._running.result()
        self._running = self._thread.submit(self._digest.update, block)

    def hexdigest(self) -> str:
        """The digest of all blocks."""
        self._thread.shutdown()
        return self._digest.hexdigest()


def _survey(blocks: Iterator[bytes]) -> _Survey:
    """Reads everything once: the digest, and what kind of text it is, if it is text."""
    survey = _Survey()
    decoder = codecs.getincrementaldecoder("utf-8")()
    last = b""
    returns = 0
    digest = _Digest()
    for block in blocks:
        digest.update(block)
        survey.nul = survey.nul or b"\0" in block
        survey.quotes = survey.quotes or b'"' in block
        survey.blank = survey.blank and not block.removeprefix(codecs.BOM_UTF8).strip()
        if b"\r" in block:
            returns += block.count(b"\r") - block.count(b"\r\n")
        returns -= last.endswith(b"\r") and block.startswith(b"\n")
        last = block[-1:]
        if survey.utf8 and not (block.isascii() and decoder.getstate() == (b"", 0)):
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                survey.utf8 = False
    survey.utf8 = survey.utf8 and decoder.getstate() == (b"", 0)
    survey.sha256 = digest.hexdigest()
    survey.bare_returns = returns > 0
    return survey


def _decoded(path: str, content: bytes, *, nul: bool) -> tuple[str, str]:
    """Text of another encoding, and the encoding's name.

    Raises:
        DataError: it is no text at all.

    """
    codec, name = _encoding(content, nul=nul)
    with suppress(UnicodeDecodeError):
        text = content.decode(codec)
        if "\0" not in text:
            return text, name
    if content.startswith(_WIDE_MARKS):
        raise DataError(f"{path} begins as {name} and is damaged, or cut off within a letter.")
    if nul:
        raise _binary(path)
    raise DataError(f"{path} is not text: neither UTF-8 nor Windows-1252 can read it.")


def _encoding(content: bytes, *, nul: bool) -> tuple[str, str]:
    """What the text may be written in: Python's name of the encoding, and ours."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32", "UTF-32"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "UTF-16"
    if not nul:
        return "cp1252", "Windows-1252"
    # Letters of Western scripts have a zero byte before or after them in UTF-16.
    little = content[1:2_000:2].count(0) > content[0:2_000:2].count(0)
    return "utf-16-le" if little else "utf-16-be", "UTF-16"
