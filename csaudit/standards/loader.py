"""Reads a standards file: every problem in it at once, or its meaning."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from csaudit.errors import StandardsError, UsageError
from csaudit.metrics import catalogue
from csaudit.standards.demands import Surroundings
from csaudit.standards.discovery import EXAMPLE, EXAMPLE_NAME
from csaudit.standards.file_grammar import WrittenTop
from csaudit.standards.model import LeaveOut, Standard, StandardsFile
from csaudit.standards.problems import Problems
from csaudit.standards.standard import check_ids, exception, read_standard
from csaudit.standards.strict_yaml import decode, parse
from csaudit.standards.tables_section import own_instants, read_tables
from csaudit.standards.wording import kind_of, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path as FilePath

    from csaudit.clocks.calendar import CalendarSpec
    from csaudit.errors import Place
    from csaudit.metrics.declaration import Metric
    from csaudit.standards.strict_yaml import Document, Path, Value

VERSION: Final = 1
_SECTIONS: Final = ("calendars", "tables", "leave_out")
_NONE_YET: Final[list[Value]] = []
"""What stands in for the standards of a file that is only begun."""

_MINIMUM: Final = "version: 1, and below it standards: with one entry for each promise"


def load(
    path: FilePath,
    *,
    text: str | None = None,
    metrics: Mapping[str, Metric] | None = None,
    needs_standards: bool = True,
) -> StandardsFile:
    """The standards in the file at `path`, or in `text`, which then is shown under that name.

    `metrics` are those of the catalogue unless others are given. Without `needs_standards` a file
    may say no more than how exports are read. Raises StandardsError with all the problems of the
    file, UsageError if there is no file to read.
    """
    name = EXAMPLE_NAME if path == EXAMPLE else str(path)
    data = _read(path) if text is None else text.encode("utf-8", "surrogatepass")
    document = parse(decode(data, name) if text is None else text, name)
    problems = Problems(document)
    raw = _top(document, problems)
    if not needs_standards:
        raw = {"version": VERSION, **raw, "standards": raw.get("standards") or _NONE_YET}
    known = catalogue() if metrics is None else metrics
    result = _read_file(raw, path, known, problems, sha256(data).hexdigest())
    if problems.found:
        raise StandardsError(problems.found)
    return result


def _read(path: FilePath) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        message = f"there is no standards file {shown(str(path))}."
        raise UsageError(message, "csaudit init FILE writes one that fits an export") from None
    except IsADirectoryError:
        message = f"{shown(str(path))} is a folder, not a standards file."
        raise UsageError(message, f"name the file in it:  -s {path / 'standards.yaml'}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not valid"
        raise UsageError(f"{shown(str(path))} cannot be read: {reason}.") from None


def _top(document: Document, problems: Problems) -> dict[str, Value]:
    """The keys at the top; a file that is empty or no mapping ends here."""
    value = document.value
    if value is None and not document.problems:
        problems.key((), "the file is empty.", _MINIMUM)
    elif not isinstance(value, dict):
        problems.key((), f"the file is {kind_of(value)}, not key: value lines.", _MINIMUM)
    if not isinstance(value, dict):
        raise StandardsError(problems.found)
    return value


def _read_file(
    raw: dict[str, Value],
    path: FilePath,
    metrics: Mapping[str, Metric],
    problems: Problems,
    digest: str,
) -> StandardsFile:
    top = _read_top(raw, problems)
    tables = read_tables(top.tables, problems, path.parent)
    around = Surroundings(
        metrics=metrics,
        calendars=frozenset(top.calendars),
        own_instants=own_instants(tables),
    )
    return StandardsFile(
        path=problems.document.name,
        sha256=digest,
        title=top.title,
        timezone=top.timezone,
        calendars=_calendars(top, path.parent, problems),
        tables=tables,
        leave_out=_exceptions(top, problems),
        standards=_standards(top, around, problems),
        is_example=path == EXAMPLE,
        places=problems.document.values,
    )


def _read_top(raw: dict[str, Value], problems: Problems) -> WrittenTop:
    present = {key: value for key, value in raw.items() if value is not None}
    for key in raw:
        if key not in present and key not in _SECTIONS:
            problems.key((key,), f"{shown(key)}: has no value.")
    version = present.pop("version", None)
    if "version" not in raw:
        problems.key((), "version: is missing.", f"version: {VERSION}")
    elif version is not None and (version != VERSION or isinstance(version, bool)):
        problems.value(("version",), f"{shown(version)} is not known.", f"version: {VERSION}")
    if "standards" not in raw:
        problems.key((), "standards: is missing; csaudit init FILE completes the file.")
    top, wrong = problems.shape(WrittenTop, present, ())
    said = raw.get("standards") is not _NONE_YET
    if said and "standards" in present and not top.standards and "standards" not in wrong:
        problems.key(("standards",), "standards: there is none.")
    return top


def _calendars(top: WrittenTop, folder: FilePath, problems: Problems) -> dict[str, CalendarSpec]:
    """Each calendar, read by the room that knows business time."""
    if not top.calendars:
        return {}
    from csaudit.clocks.calendar import CalendarError, parse_calendar

    calendars: dict[str, CalendarSpec] = {}
    for name, raw in top.calendars.items():
        try:
            calendars[name] = parse_calendar(name, raw, top.timezone, folder)
        except CalendarError as error:
            for problem in error.problems:
                path: Path = ("calendars", name, *problem.path)
                say = problems.key if problem.at_key else problems.value
                say(path, f"{problem.what.rstrip('.')}.", problem.instead)
    return calendars


def _exceptions(top: WrittenTop, problems: Problems) -> tuple[LeaveOut, ...]:
    return tuple(
        exception(entry, ("leave_out", index), problems, entry.table)
        for index, entry in enumerate(top.leave_out)
    )


def _standards(top: WrittenTop, around: Surroundings, problems: Problems) -> tuple[Standard, ...]:
    places: defaultdict[int | str, dict[Path, Place]] = defaultdict(dict)
    for path, place in problems.document.values.items():
        if path[:1] == ("standards",) and len(path) > 2:  # noqa: PLR2004 - below one standard
            places[path[1]][path[2:]] = place
    check_ids(top.standards, problems)
    read = [
        read_standard(raw, ("standards", index), around, places[index], problems)
        for index, raw in enumerate(top.standards)
    ]
    return tuple(standard for standard in read if standard is not None)
