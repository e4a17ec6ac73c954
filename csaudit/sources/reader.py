"""One file into columns of text, whatever its format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csaudit.errors import DataError
from csaudit.sources.delimited import read_delimited
from csaudit.sources.documents import looks_like_json, read_json
from csaudit.sources.files import open_file
from csaudit.sources.frames import read_parquet
from csaudit.sources.packed import EXCEL, PARQUET
from csaudit.sources.presets import presets
from csaudit.sources.workbooks import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from csaudit.sources.raw import Raw


_MARKUP: Final = re.compile(r"\s*<(!doctype|html|\?xml|!--)", re.IGNORECASE)
_SCALAR: Final = re.compile(r"\s*(null|true|false|-?\d+(\.\d+)?)\s*")


def read_raw(path: str, roots: Iterable[str] = ()) -> Raw:
    """The records of a file as text.

    `roots` are further paths at which the records of a JSON document may lie.

    Raises:
        DataError: it cannot be read.

    """
    file = open_file(path)
    if file.kind == PARQUET:
        return read_parquet(file)
    if file.kind == EXCEL:
        return read_workbook(file)
    known = (root for preset in presets().values() for root in preset.root)
    head = file.head(4096)
    if looks_like_json(head):
        return read_json(file, (*roots, *known))
    if _MARKUP.match(head):
        raise DataError(
            f"{file.path} is a page of a web site or XML, not a list of records.",
            "a log-in page is often saved in place of an export; export it again, as CSV or JSON.",
        )
    if _SCALAR.fullmatch(head):
        raise DataError(f"{file.path} holds no list of records: it is a single value.")
    return read_delimited(file)
