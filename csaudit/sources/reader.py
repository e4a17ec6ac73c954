"""One file into columns of text, whatever its format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.sources.delimited import read_delimited
from csaudit.sources.documents import looks_like_json, read_json
from csaudit.sources.files import open_file

if TYPE_CHECKING:
    from csaudit.sources.raw import Raw


def read_raw(path: str) -> Raw:
    """The records of a file as text.

    Raises:
        DataError: it cannot be read.

    """
    file = open_file(path)
    return read_json(file) if looks_like_json(file.head(4096)) else read_delimited(file)
