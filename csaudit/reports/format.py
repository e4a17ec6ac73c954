"""What a format is, and how it is found: every module of a package that defines `FORMAT`.

There are formats for an audit's report (`csaudit.reports`), for a list of cases
(`csaudit.reports.cases`), for what changed between two reports (`csaudit.reports.comparison`),
for standards over time (`csaudit.reports.trend`) and for the charter (`csaudit.reports.charter`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from csaudit.audit.records_asked import Cases
    from csaudit.audit.report import Report
    from csaudit.audit.trending import Trend
    from csaudit.reports.charter.promises import Charter

Content = TypeVar("Content")
Content_contra = TypeVar("Content_contra", contravariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Where a report will be read. Only formats for people heed it.

    `width` in columns; `encoding` of what will be written; `verbose` shows every group,
    period, note and reason; `next_step` is a command worth typing and what it would show.
    `bom`: CSV begins with a byte order mark.
    """

    width: int = 100
    colour: bool = False
    encoding: str = "utf-8"
    verbose: bool = False
    next_step: tuple[str, str] | None = None
    bom: bool = False


PLAIN: Final = Look()
"""A file: 100 columns, no colour, UTF-8."""


class Render(Protocol[Content_contra]):
    """Makes the text of a report, of what may be large piece by piece."""

    def __call__(
        self, content: Content_contra, look: Look = PLAIN, /
    ) -> str | bytes | Iterable[str]:
        """The whole text, its last line ended; bytes where a format is no text."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Format(Generic[Content]):
    """A way to write a report down.

    `suffixes` of files that are written in it; `for_machines`: the bytes are the contract, so
    it is UTF-8 wherever it goes. `only_files`: it is no text, and stdout does not take it.
    """

    name: str
    suffixes: tuple[str, ...]
    summary: str
    render: Render[Content]
    for_machines: bool = True
    only_files: bool = False


def formats() -> Mapping[str, Format[Report]]:
    """Every format of an audit's report by its name, in alphabetical order."""
    return _formats_in("csaudit.reports")


def case_formats() -> Mapping[str, Format[Cases]]:
    """Every format of a list of cases."""
    return _formats_in("csaudit.reports.cases")


def comparison_formats() -> Mapping[str, Format[Report]]:
    """Every format of what changed between two reports."""
    return _formats_in("csaudit.reports.comparison")


def trend_formats() -> Mapping[str, Format[Trend]]:
    """Every format of standards over time."""
    return _formats_in("csaudit.reports.trend")


def charter_formats() -> Mapping[str, Format[Charter]]:
    """Every format of the customer charter."""
    return _formats_in("csaudit.reports.charter")


@cache
def _formats_in(name: str) -> Mapping[str, Format[Any]]:
    package = import_module(name)
    modules = (import_module(f"{name}.{info.name}") for info in iter_modules(package.__path__))
    found = (getattr(module, "FORMAT", None) for module in modules)
    known = [format_ for format_ in found if isinstance(format_, Format)]
    return {format_.name: format_ for format_ in sorted(known, key=lambda known: known.name)}


def format_of_suffix(suffix: str, known: Mapping[str, Format[Content]]) -> Format[Content] | None:
    """The format of files that end so (`.json`), in any case."""
    wanted = suffix.lower()
    return next((format_ for format_ in known.values() if wanted in format_.suffixes), None)
