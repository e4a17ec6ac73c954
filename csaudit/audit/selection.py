"""Which standards are audited at all, and by which groups and periods they are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast, get_args

from csaudit.errors import UsageError, did_you_mean
from csaudit.events.cases import OWN_TYPES
from csaudit.sources.recognise.folding import fold
from csaudit.sources.recognise.presets import generic
from csaudit.standards.model import Periods
from csaudit.tables import TICKETS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from csaudit.audit.options import Options
    from csaudit.sources import Source
    from csaudit.standards import StandardsFile


def select(file: StandardsFile, wanted: Sequence[str], ignored: Sequence[str]) -> StandardsFile:
    """The file with only the standards asked for; raises UsageError where none is left."""
    known = [standard.id for standard in file.standards]
    wanted, ignored = _apart(wanted), _apart(ignored)
    for name in (*wanted, *ignored):
        if name not in known:
            raise UsageError(f"{file.path} has no standard {name}{did_you_mean(name, known)}.")
    kept = tuple(
        standard
        for standard in file.standards
        if (not wanted or standard.id in wanted) and standard.id not in ignored
    )
    if not kept:
        raise UsageError("--select and --ignore leave no standard to audit.")
    return replace(file, standards=kept)


def _apart(written: Sequence[str]) -> list[str]:
    """`a,b` names two standards: no id has a comma in it."""
    return [name.strip() for one in written for name in one.split(",") if name.strip()]


_PERIODS: Final = ("day", "week", "month", "quarter")


def asked(
    file: StandardsFile, options: Options, sources: Sequence[Source]
) -> tuple[StandardsFile, Options]:
    """The standards that are asked for, and the options in canonical words.

    A period is no column, but everybody tries `--by month`: where no table has such a column it is
    `--every month`, and `--by hour` is the hour in which a record was created. Raises UsageError.
    """
    known = {name for source in sources for name in _judged(source)}
    spoken = [name for name in options.by if name in _PERIODS and name not in known]
    if len({*spoken, *([options.every] if options.every else [])}) > 1:
        raise UsageError(
            f"standards are shown by one length of period, not by {' and '.join(spoken)}.",
            f"write:  --every {spoken[0]}",
        )
    names = _names(sources)
    by = tuple(_canonical(name, known, names) for name in options.by if name not in spoken)
    every = spoken[0] if spoken else options.every
    kept = select(file, options.select, options.ignore)
    if every is not None:
        length = _length(every)
        kept = replace(kept, standards=tuple(replace(one, every=length) for one in kept.standards))
    hidden = tuple(_canonical(name, known, names) for name in options.pseudonymise)
    return kept, replace(options, by=by, every=every, pseudonymise=hidden)


def _length(every: str) -> Periods:
    known = get_args(Periods)
    if every in known:
        return cast("Periods", every)
    raise UsageError(f"--every {every} is no period.", f"choose one of  {', '.join(known)}")


def _names(sources: Sequence[Source]) -> dict[str, str]:
    """Canonical names by what people call them, where there is only one such.

    That is the headers that they are read from, then the common names of any export.
    """
    headers, common = _Called(), _Called()
    for source in sources:
        if source.table != "events":
            for column in source.columns.values():
                headers.add(column.name, column.headers)
        for name, origin in generic()[_table(source)].columns.items():
            if name in _judged(source):
                common.add(name, origin.headers)
    common.add("created_hour", ["hour"])
    common.add("created_weekday", ["weekday"])
    return {**common.settled(), **headers.settled()}


def _table(source: Source) -> str:
    """The table whose records are judged: the cases of a log are tickets."""
    return "tickets" if source.table == "events" else source.table


def _judged(source: Source) -> Collection[str]:
    """The columns that the judged records have, or may have; those of a log are its events' own."""
    return {*TICKETS, *OWN_TYPES} if source.table == "events" else source.columns


class _Called:
    """Which columns a name may mean."""

    def __init__(self) -> None:
        self._found: dict[str, set[str]] = {}

    def add(self, column: str, names: Iterable[str]) -> None:
        for name in names:
            self._found.setdefault(fold(name), set()).add(column)

    def settled(self) -> dict[str, str]:
        return {name: next(iter(one)) for name, one in self._found.items() if len(one) == 1}


def _canonical(written: str, known: Collection[str], names: Mapping[str, str]) -> str:
    """`Assignee,Channel` is `agent,channel`, unless one column is called so."""
    if written in known or fold(written) in names:
        return written if written in known else names[fold(written)]
    parts = [part.strip() for part in written.split(",")]
    return ",".join(
        part if part in known else names.get(fold(part), part) for part in parts if part
    )
