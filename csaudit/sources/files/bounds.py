"""How large a file may turn out to be inside: small files that unpack to gigabytes are refused."""

from __future__ import annotations

import re
import zipfile
from typing import IO, TYPE_CHECKING, Final, Protocol

from csaudit.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Buffer

MAX_SIZE: Final = 2 << 30
"""Bytes that a packed file or a pipe may hold, unless `--max-size` says otherwise."""

_BLOCK: Final = 1 << 20
_CELL: Final = re.compile(rb'<c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_CELL_BYTES: Final = 16
"""What a cell of a sheet takes at least, an empty one between two others as well."""


class Readable(Protocol):
    """Bytes that are read in order, of a file or out of a packed one."""

    def read(self, size: int, /) -> Buffer:
        """The next bytes, at most `size` of them."""
        ...


def read_bounded(path: str, stream: Readable, most: int) -> bytes:
    """All that a stream holds.

    Raises:
        DataError: it is more than `most` bytes, or has no end.

    """
    blocks, size = [], 0
    while block := bytes(stream.read(_BLOCK)):
        size += len(block)
        if size > most:
            raise too_large(path, "holds", most)
        blocks.append(block)
    return b"".join(blocks)


def too_large(path: str, what: str, most: int) -> DataError:
    """The error for a file that is larger inside than is allowed."""
    bound = f"{most / (1 << 30):.3g} GB" if most >= 1 << 29 else f"{most / (1 << 20):.3g} MB"
    more = max(2 * most, 1 << 30) >> 30
    return DataError(
        f"{path} {what} more than {bound}.",
        f"raise the bound:  csaudit check … --max-size {more}GB",
    )


def check_workbook(path: str, source: IO[bytes], most: int) -> None:
    """A workbook's sheets are laid out in full between their first and last cells.

    Raises:
        DataError: they would take more than `most` bytes.

    """
    try:
        with zipfile.ZipFile(source) as archive:
            sizes = {one.filename: one.file_size for one in archive.infolist()}
            if sum(sizes.values()) > most:
                raise too_large(path, "unpacks to", most)
            for name in sizes:
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    with archive.open(name) as sheet:
                        if _area(sheet, most) * _CELL_BYTES > most:
                            raise too_large(path, f"({name}) spans cells that take", most)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError):
        return  # an old workbook, or a damaged one, of which its reader will tell


def _area(sheet: IO[bytes], most: int) -> int:
    """The cells of the rectangle around all cells that are there."""
    top, left, bottom, right = 1 << 30, 1 << 30, 0, 0
    for column, row in _cells(sheet):
        top, bottom = min(top, row), max(bottom, row)
        left, right = min(left, column), max(right, column)
        if (bottom - top + 1) * (right - left + 1) * _CELL_BYTES > most:
            break
    return max(bottom - top + 1, 0) * max(right - left + 1, 0)


def _cells(sheet: IO[bytes]) -> Iterator[tuple[int, int]]:
    """The first and the last cell of every stretch of the text: cells stand in order in a row."""
    kept = b""
    while block := sheet.read(_BLOCK):
        text = kept + block
        for found in _CELL.finditer(text):
            yield _number(found[1]), int(found[2])
        kept = text[-200:]


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
