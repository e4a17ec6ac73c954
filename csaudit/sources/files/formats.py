"""One file into columns of text, whatever its format."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from csaudit.errors import DataError, UsageError
from csaudit.sources.files.contents import open_file
from csaudit.sources.files.delimited import read_delimited
from csaudit.sources.files.frames import read_parquet
from csaudit.sources.files.json_documents import looks_like_json, read_json
from csaudit.sources.files.packed import EXCEL, PARQUET
from csaudit.sources.files.workbooks import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from csaudit.sources.files.text_table import TextTable


_MARKUP: Final = re.compile(r"\s*<(!doctype|html|\?xml|!--)", re.IGNORECASE)
_OF_A_REPORT: Final = frozenset({"format_version", "as_of", "gate.exit_code"})
"""What stands around the results of a report of ours."""
_SCALAR: Final = re.compile(r"\s*(null|true|false|-?\d+(\.\d+)?)\s*")


def read_table(path: str, roots: Iterable[str] = (), max_size: int | None = None) -> TextTable:
    """The records of a file as text.

    `roots` are the paths at which the records of a JSON document may lie; `max_size` is the most
    that a packed file or a pipe may hold.

    Raises:
        DataError: it cannot be read, or is a report that csaudit wrote.
        UsageError: it is a standards file.

    """
    if PurePath(path).suffix.lower() in {".yaml", ".yml"}:
        raise UsageError(f"{path} is a standards file, not an export.", f"name it with:  -s {path}")
    file = open_file(path, max_size)
    if file.kind == PARQUET:
        return read_parquet(file)
    if file.kind == EXCEL:
        return read_workbook(file)
    head = file.head(4096)
    if looks_like_json(head):
        table = read_json(file, roots)
        if table.envelope.keys() >= _OF_A_REPORT:
            raise DataError(
                f"{path} is a report of csaudit, not an export.",
                f"show it with:  csaudit render {path}",
            )
        return table
    if _MARKUP.match(head):
        raise DataError(
            f"{file.path} is a page of a web site or XML, not a list of records.",
            "a log-in page is often saved in place of an export; export it again, as CSV or JSON.",
        )
    if _SCALAR.fullmatch(head):
        raise DataError(f"{file.path} holds no list of records: it is a single value.")
    return read_delimited(file)
