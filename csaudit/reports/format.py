"""What a format is, and how it is found: every module of this package that defines `FORMAT`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.audit.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Where a report will be read. Only formats for people heed it.

    `width` in columns; `encoding` of what will be written; `verbose` shows every group,
    period, note and reason; `next_step` is a command worth typing and what it would show.
    """

    width: int = 100
    colour: bool = False
    encoding: str = "utf-8"
    verbose: bool = False
    next_step: tuple[str, str] | None = None


PLAIN: Final = Look()
"""A file: 100 columns, no colour, UTF-8."""


class Render(Protocol):
    """Makes the text of a report."""

    def __call__(self, report: Report, look: Look = PLAIN, /) -> str:
        """The whole text, its last line ended."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A way to write a report down.

    `suffixes` of files that are written in it; `for_machines`: the bytes are the contract, so
    it is UTF-8 wherever it goes.
    """

    name: str
    suffixes: tuple[str, ...]
    summary: str
    render: Render
    for_machines: bool = True


@cache
def formats() -> Mapping[str, Format]:
    """Every format by its name, in alphabetical order."""
    package = import_module(__name__.rpartition(".")[0])
    modules = (
        import_module(f"{package.__name__}.{info.name}") for info in iter_modules(package.__path__)
    )
    found = (getattr(module, "FORMAT", None) for module in modules)
    known = [format_ for format_ in found if isinstance(format_, Format)]
    return {format_.name: format_ for format_ in sorted(known, key=lambda known: known.name)}


def format_of_suffix(suffix: str) -> Format | None:
    """The format of files that end so (`.json`), in any case."""
    wanted = suffix.lower()
    return next((known for known in formats().values() if wanted in known.suffixes), None)
