"""Small files that are huge inside, and pipes: refused beyond a bound, read within it."""

from __future__ import annotations

import gzip
import os
import threading
import zipfile
from pathlib import Path

import pytest

from csaudit.errors import DataError
from csaudit.sources.files.contents import open_file
from csaudit.sources.files.formats import read_table

MEGABYTE = 1 << 20
SHEET = """<?xml version="1.0"?><worksheet><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>
<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>"""


def test_a_packed_file_that_holds_more_than_the_bound_is_refused(tmp_path: Path) -> None:
    content = b"id,created_at\n" + b"1,2026-10-01\n" * 400_000
    packed = tmp_path / "large.csv.gz"
    packed.write_bytes(gzip.compress(content))
    archive = tmp_path / "large.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("large.csv", content)
    for path in (packed, archive):
        assert path.stat().st_size < MEGABYTE
        with pytest.raises(DataError, match="holds more than 1 MB") as refused:
            open_file(str(path), MEGABYTE)
        assert "--max-size" in (refused.value.remedy or "")
        assert read_table(str(path), max_size=8 * MEGABYTE).headers == ("id", "created_at")


def zstd(*blocks: tuple[int, bytes, int]) -> bytes:
    """A frame of blocks, each with its kind (0 as it is, 1 one byte repeated), bytes and length."""
    made = b"\x28\xb5\x2f\xfd\x00\x58"  # magic, no checksum, a window of 2 MB
    for number, (kind, content, length) in enumerate(blocks, start=1):
        head = (length << 3) | (kind << 1) | (number == len(blocks))
        made += head.to_bytes(3, "little") + content
    return made


def test_zstd_that_unpacks_to_more_than_the_bound_is_refused(tmp_path: Path) -> None:
    line = b"1,2026-10-01\n"
    block = (0, line * 4_000, len(line) * 4_000)
    rows = tmp_path / "rows.csv.zst"
    rows.write_bytes(zstd((0, b"id,created_at\n", 14), *[block] * 30))
    with pytest.raises(DataError, match="holds more than 1 MB") as refused:
        open_file(str(rows), MEGABYTE)
    assert "--max-size" in (refused.value.remedy or "")
    assert read_table(str(rows), max_size=2 * MEGABYTE).rows == 120_000
    # A single line without an end: it is never unpacked at all.
    endless = tmp_path / "line.csv.zst"
    skipped = b"\x50\x2a\x4d\x18\x01\x00\x00\x00x"
    long = zstd(*[(1, b"x", 1 << 17)] * 20_000)
    endless.write_bytes(zstd((0, b"id\n", 3)) + skipped + long)
    assert endless.stat().st_size < MEGABYTE
    with pytest.raises(DataError, match="may hold more than 2 GB"):
        open_file(str(endless))


@pytest.mark.parametrize("content", [b"", b"\x58", b"\x00\x58\x01", b"\xff\xff\xff\xff" * 3])
def test_zstd_that_is_cut_off_is_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cut.csv.zst"
    path.write_bytes(b"\x28\xb5\x2f\xfd" + content)
    with pytest.raises(DataError, match="is damaged"):
        open_file(str(path))


def test_a_workbook_whose_cells_lie_worlds_apart_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        made.writestr("xl/worksheets/sheet1.xml", SHEET)
    with pytest.raises(DataError, match=r"\(xl/worksheets/sheet1.xml\) spans cells that take"):
        open_file(str(path))


def test_a_workbook_that_unpacks_to_more_than_the_bound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        made.writestr("xl/sharedStrings.xml", "x" * 3 * MEGABYTE)
    with pytest.raises(DataError, match="unpacks to more than 1 MB"):
        open_file(str(path), MEGABYTE)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    content = b"id,created_at\n1,2026-10-01T09:00:00Z\n"
    writer = threading.Thread(target=pipe.write_bytes, args=(content,))
    writer.start()
    table = read_table(str(pipe))
    writer.join()
    assert table.headers == ("id", "created_at")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no endless device")
def test_an_endless_stream_is_refused() -> None:
    with pytest.raises(DataError, match="/dev/zero holds more than 1 MB"):
        open_file("/dev/zero", MEGABYTE)
