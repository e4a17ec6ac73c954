"""Where the standards file is looked for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME: Final = "standards.yaml"
VARIABLE: Final = "CSAUDIT_STANDARDS"
EXAMPLE_NAME: Final = "example"
EXAMPLE: Final = Path(__file__).with_name("example.yaml")
"""The built-in set, which fits most exports of tickets; `-s example` asks for it."""

_ROOT_MARKS = (".git", ".hg", ".svn", ".jj")


def find(
    option: str | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Path | None:
    """The standards file: `option` (`-s`), else the variable, else in `folder` or above it.

    The search goes up to the root of version control; without one it stays in `folder` (the
    working directory). What is named by hand is returned whether it is there or not; None
    means that nothing was named and nothing found.
    """
    named = option or (os.environ if environ is None else environ).get(VARIABLE)
    if named:
        return EXAMPLE if named == EXAMPLE_NAME else Path(named)
    start = (folder or Path.cwd()).resolve()
    for above in _up_to_root(start):
        if (above / NAME).is_file():
            return Path(os.path.relpath(above / NAME, start)) if folder is None else above / NAME
    return None


def _up_to_root(start: Path) -> list[Path]:
    """The folder and those above it that belong to the same repository."""
    way = [start, *start.parents]
    for index, above in enumerate(way):
        if any((above / mark).exists() for mark in _ROOT_MARKS):
            return way[: index + 1]
    return way[:1]
