"""How much of a zstd file comes out of next to nothing, without unpacking it (RFC 8878, section 3).

polars unpacks line by line, so a line without an end would be unpacked whole before its length is
known. Blocks of real text are not as small as those of one that repeats itself.
"""

from __future__ import annotations

from typing import Final

_FRAME: Final = b"\x28\xb5\x2f\xfd"
_SKIPPED: Final = b"\x2a\x4d\x18"
_BLOCK: Final = 1 << 17
"""Bytes that a block unpacks to at most."""

_NOTHING: Final = 64
_RAW, _REPEATED = 0, 1


def out_of_nothing(content: bytes) -> int:
    """Bytes that blocks of so few bytes unpack to at most; of a damaged file, some of them."""
    at, size = 0, 0
    while at + 8 <= len(content):
        if content[at : at + 4] == _FRAME:
            at, own = _frame(content, at + 4)
            size += own
        elif content[at + 1 : at + 4] == _SKIPPED:
            at += 8 + int.from_bytes(content[at + 4 : at + 8], "little")
        else:
            break
    return size


def _frame(content: bytes, at: int) -> tuple[int, int]:
    """Where a frame ends, and what comes out of its blocks of next to nothing."""
    told = content[at]
    whole = bool(told & 32)
    at += 1 + (not whole) + (0, 1, 2, 4)[told & 3] + (int(whole), 2, 4, 8)[told >> 6]
    size, last = 0, False
    while not last and at + 3 <= len(content):
        head = int.from_bytes(content[at : at + 3], "little")
        last, kind, length = bool(head & 1), head >> 1 & 3, head >> 3
        at += 3 + (1 if kind == _REPEATED else length)
        if kind == _REPEATED:
            size += length
        elif kind != _RAW and length <= _NOTHING:
            size += _BLOCK
    return at + 4 * bool(told & 4), size
