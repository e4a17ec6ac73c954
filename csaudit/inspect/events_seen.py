"""What a log of events holds: kinds, words, roles, and the facts of cases that come out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from csaudit.audit.with_events import with_events
from csaudit.errors import DataError
from csaudit.events.statuses import STATUSES
from csaudit.inspect.findings import EventsSeen
from csaudit.inspect.kinds_meant import kinds_meant
from csaudit.standards.model import StandardsFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from csaudit.sources import Source


def events_seen(source: Source, file: StandardsFile | None) -> EventsSeen:
    """The events of a log, and what of a case they tell; `problem` where they cannot be read."""
    try:
        given = with_events([source], file or _NOTHING, None, "UTC")
    except DataError as error:
        return EventsSeen(problem=str(error))
    log, cases = given.log, given.cases
    assert log is not None  # noqa: S101 - it was given
    assert cases is not None  # noqa: S101 - it was given
    facts = cases.derived.cases
    names = [name for name in cases.fact_names() if name in facts.collect_schema()]
    known = facts.select(pl.len().alias("cases"), *(pl.col(name).count() for name in names))
    row = known.collect().row(0, named=True)
    fates = cases.derived.fates.group_by("fate").len().sort("fate").collect()
    spoken = log.frame.filter((pl.col("kind") == "message") & pl.col("fate").is_null())
    roles = spoken["actor_role"].fill_null("not told").value_counts().sort("actor_role")
    others = dict(sorted(log.others.items(), key=lambda one: (-one[1], str(one[0]))))
    return EventsSeen(
        events=len(log.frame),
        kinds=dict(sorted(log.kinds.items())),
        counted=dict(fates.rows()),
        roles=dict(roles.rows()),
        other_words=others,
        kinds_meant=kinds_meant(source, others),
        status_words={word: n for word, n in log.statuses.items() if word not in STATUSES},
        cases=row.pop("cases"),
        facts={name: count for name, count in row.items() if count},
    )


_NOTHING = StandardsFile(path="", sha256="", standards=())


def sentences(seen: EventsSeen) -> Iterator[str]:
    """The same in words."""
    if seen.problem is not None:
        yield seen.problem
        return
    cases = f"{seen.cases:,} case{'' if seen.cases == 1 else 's'}"
    yield f"{seen.events:,} events of {cases}: {_listed(seen.kinds)}."
    yield f"Counted: {_listed(seen.counted)}."
    if seen.roles:
        yield f"Who wrote: {_listed(seen.roles)}."
    if seen.other_words:
        yield f"Words that are no kind of event: {_listed(seen.other_words)}."
    if seen.status_words:
        yield f"Status words that are not known: {_listed(seen.status_words)}."
    yield f"Facts of cases that come out of it: {_listed(seen.facts)}."


def _listed(counts: Mapping[str, int], most: int = 12) -> str:
    named = [f"{name} {count:,}" for name, count in list(counts.items())[:most]]
    return ", ".join([*named, *(["…"] if len(counts) > most else [])]) or "none"
