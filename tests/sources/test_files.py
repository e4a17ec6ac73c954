from __future__ import annotations

import hashlib
import io
import os
import sys
from typing import TYPE_CHECKING

import pytest

from csaudit.errors import DataError, UsageError
from csaudit.sources import Input, open_inputs
from tests.sources.reading import cells

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sources.conftest import Opener


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nothing\.csv: there is no such file"):
        open_inputs([Input(None, str(tmp_path / "nothing.csv"))], {})


def test_a_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is a folder, not a file"):
        open_inputs([Input(None, str(tmp_path))], {})


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "secret.csv"
    path.write_text("id\n1\n")
    path.chmod(0)
    with pytest.raises(DataError, match="permission denied"):
        open_inputs([Input(None, str(path))], {})


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n \r\n"])
def test_an_empty_file_is_one_sentence(opened: Opener, content: bytes) -> None:
    with pytest.raises(DataError, match="is empty"):
        opened(content)


def test_a_binary_file_is_one_sentence(opened: Opener) -> None:
    with pytest.raises(DataError, match="is a binary file"):
        opened(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")


def test_standard_input_is_read_like_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"id,status\n1,open\n")))
    (source,) = open_inputs([Input(None, "-")], {})
    assert source.paths == ("standard input",)
    assert cells(source, "id") == ["1"]


def test_the_digest_is_that_of_the_file(opened: Opener) -> None:
    source = opened("id\n1\n")
    assert source.sha256 == hashlib.sha256(b"id\n1\n").hexdigest()


def test_text_that_is_not_utf_8_is_read_as_windows_1252_and_that_is_said(opened: Opener) -> None:
    source = opened("id,subject\n1,café €5\n".encode("cp1252"))
    assert cells(source, "subject") == ["café €5"]
    assert [remark.code for remark in source.read(["id"]).remarks] == ["encoding"]


def test_an_unknown_table_or_zone_is_an_error_of_usage(opened: Opener) -> None:
    with pytest.raises(UsageError, match='no table "call"'):
        opened("id\n1\n", table="call")
    with pytest.raises(UsageError, match=r'"Europe/Lundon" is no time zone .*Europe/London'):
        opened("id,created_at\n1,2026-01-01 10:00\n", timezone="Europe/Lundon")
