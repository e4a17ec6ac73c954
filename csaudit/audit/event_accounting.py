"""What became of every event, and where events and an export tell different things."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from csaudit.audit.report import DerivedColumn, InputSummary, Note
from csaudit.events.fates import FATES
from csaudit.events.oddities import ODDITIES
from csaudit.events.precedence import WINS
from csaudit.events.statuses import STATUSES
from csaudit.sources.recognise.status_vocabulary import likely_status
from csaudit.tables import SUPERSEDED, TICKETS, Type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from csaudit.events.cases import CaseSource

NEAR: Final = 60_000_000
"""Microseconds within which instants and waits agree."""

MANY: Final = 0.05
"""A share of cells above which disagreement is a note."""

_IDS: Final = 3
_MOST_ACTORS: Final = 5
_WORDS: Final = 20


def summary_of(cases: CaseSource) -> InputSummary:
    """The log: its rows, and its events, all accounted for."""
    log, source = cases.log, cases.log.source
    fates = cases.derived.fates.group_by("fate", "kind").len().collect()
    ignored: dict[str, int] = {}
    used: dict[str, int] = {}
    for fate, kind, count in fates.rows():
        found, name = (used, kind) if fate == "used" else (ignored, fate)
        found[name] = found.get(name, 0) + count
    frame = log.frame
    return InputSummary(
        table="events",
        paths=source.paths,
        sha256=source.sha256,
        source=source.recognised_as,
        rows=log.rows,
        superseded=ignored.get("duplicate", 0),
        outside_period=0,
        left_out={},
        unreadable=dict(log.unreadable),
        undated=ignored.get("unreadable", 0),
        audited=sum(used.values()),
        first=frame["at"].min(),  # type: ignore[arg-type] # the column's cells are instants
        last=frame["at"].max(),  # type: ignore[arg-type]
        headers={name: column.header for name, column in source.columns.items() if "#" not in name},
        events=len(frame),
        used=dict(sorted(used.items())),
        ignored={name: ignored[name] for name in FATES if name in ignored},
        words={"other": _common(log.others), "status": _common(_unknown(cases))},
        tickets=cases.derived.cases.select(pl.len()).collect().item(),
    )


def _unknown(cases: CaseSource) -> dict[str, int]:
    return {word: n for word, n in cases.log.statuses.items() if word not in STATUSES}


def _common(words: Mapping[str, int]) -> dict[str, int]:
    """The most frequent words."""
    named = {word or "(empty)": count for word, count in words.items()}
    kept = sorted(named, key=lambda word: (-named[word], word))[:_WORDS]
    return {word: named[word] for word in kept}


def derived_columns(cases: CaseSource) -> tuple[DerivedColumn, ...]:
    """Every column that events tell, and how it stands to the export's own.

    Cells are counted where the log knows the fact: `filled` the export has none, `agreed` and
    `disagreed` it has one.
    """
    facts = cases.derived.cases
    own = None if cases.tickets is None else cases.tickets
    names = [name for name in cases.fact_names() if name in TICKETS and name != "updated_at"]
    exported = [name for name in names if own is not None and name in own.columns]
    if own is None or not exported:
        known = facts.select(_knows(name, "").sum().alias(name) for name in names).collect()
        return tuple(
            DerivedColumn(column=name, known=known[name][0], filled=known[name][0])
            for name in names
            if known[name][0]
        )
    frame = own.read([*exported, "id"]).frame.filter(~pl.col(SUPERSEDED))
    theirs = facts.select(pl.all().name.prefix("its "))
    both = frame.join(theirs, left_on="id", right_on="its ticket_id", how="inner")
    told = both.select(
        pl.struct(_compared(name, exported=name in exported)).alias(name) for name in names
    ).collect()
    rows = {name: told[name][0] if len(told) else {} for name in names}
    return tuple(_derived(name, rows[name]) for name in names if rows[name]["known"])


def _derived(name: str, row: Mapping[str, Any]) -> DerivedColumn:
    largest = row.get("largest")
    return DerivedColumn(
        column=name,
        known=row["known"],
        filled=row["filled"],
        agreed=row["agreed"],
        disagreed=row["disagreed"],
        largest_seconds=None if largest is None else largest / 1_000_000,
        ids=tuple(row["ids"]),
    )


def _knows(name: str, prefix: str) -> pl.Expr:
    return (
        pl.col(f"{prefix}{WINS[name]}") if name in WINS else pl.col(f"{prefix}{name}").is_not_null()
    )


def _compared(name: str, *, exported: bool) -> list[pl.Expr]:
    fact, known = pl.col(f"its {name}"), _knows(name, "its ").fill_null(value=False)
    if not exported:
        none = pl.lit(0, dtype=pl.UInt32)
        nothing = pl.lit(None, dtype=pl.Int64).alias("largest")
        ids = pl.lit([], dtype=pl.List(pl.String)).alias("ids")
        total = known.sum()
        counts = [total.alias("known"), total.alias("filled")]
        return [*counts, none.alias("agreed"), none.alias("disagreed"), nothing, ids]
    own = pl.col(name)
    apart = _apart(name, own, fact)
    near = apart <= NEAR if apart is not None else own == fact
    same = (
        pl.when(own.is_null() | fact.is_null()).then(own.is_null() & fact.is_null()).otherwise(near)
    )
    filled = known & own.is_null() & fact.is_not_null()
    agreed, differs = known & same, known & ~same & ~filled
    largest = pl.lit(None, dtype=pl.Int64) if apart is None else apart.filter(differs).max()
    return [
        known.sum().alias("known"),
        filled.sum().alias("filled"),
        agreed.sum().alias("agreed"),
        differs.sum().alias("disagreed"),
        largest.cast(pl.Int64).alias("largest"),
        pl.col("id").filter(differs).sort().head(_IDS).implode().alias("ids"),
    ]


def _apart(name: str, own: pl.Expr, fact: pl.Expr) -> pl.Expr | None:
    match TICKETS[name].type:
        case Type.INSTANT:
            return (own - fact).dt.total_microseconds().abs()
        case Type.DURATION:
            return (own - fact).abs()
        case _:
            return None


def event_notes(cases: CaseSource, derived: tuple[DerivedColumn, ...]) -> Iterator[Note]:
    """What a reader should know of facts that come from events."""
    facts = cases.derived.cases
    counts = facts.select(
        pl.col("before log").sum().alias("begins_before_log"),
        ((pl.col("created_from") == "first_event").sum()).alias("no_created_event"),
        pl.col("unknown author").sum().alias("unknown"),
        (pl.col("resolved_again").fill_null(0) > 0).sum().alias("again"),
        pl.col("unknown status").fill_null(value=False).sum().alias("words"),
        pl.col("reopens").fill_null(0).sum().alias("reopenings"),
    ).collect()
    row = counts.row(0, named=True)
    yield from _beginnings(row)
    if row["unknown"]:
        yield _unknown_authors(cases, row["unknown"])
    if row["again"] and cases.settings.reopen == "status":
        yield Note(
            code="resolved_again_without_reopening",
            message=f"resolved again without a reopening in the log: {_cases(row['again'])}",
            setting="tables: {events: {reopen: resolve_again}}",
        )
    if row["words"]:
        yield _unknown_words(_common(_unknown(cases)))
    for name, count in cases.derived.oddities.items():
        if count:
            told = ODDITIES[name].format(f"{count:,}", reopenings=f"{row['reopenings']:,}")
            yield Note(code=name, message=told)
    yield from _disagreements(cases, derived)


def _beginnings(row: Mapping[str, int]) -> Iterator[Note]:
    if row["begins_before_log"]:
        yield Note(
            code="begins_before_log",
            message=f"{_cases(row['begins_before_log'])} began before the log does: only the last "
            "resolve, status, priority, agent and team are known",
        )
    if row["no_created_event"]:
        yield Note(
            code="no_created_event",
            message=f"no event tells when {_cases(row['no_created_event'])} began; the first event "
            "stands in (with  begin: event  nobody would know)",
        )


def _unknown_words(unknown: Mapping[str, int]) -> Note:
    words = ", ".join(f'"{word}" {n:,}' for word, n in unknown.items())
    values = ", ".join(
        f"{json.dumps(word, ensure_ascii=False)}: {likely_status(word)}" for word in unknown
    )
    return Note(
        code="unknown_status_words",
        message=f"status words that are not known: {words}; cases with them count as open, and "
        "their waits are unreadable",
        setting=f"tables: {{events: {{columns: {{to: {{values: {{{values}}}}}}}}}}}",
    )


def _disagreements(cases: CaseSource, derived: tuple[DerivedColumn, ...]) -> Iterator[Note]:
    for one in derived:
        compared = one.agreed + one.disagreed
        if compared and one.disagreed > MANY * compared:
            ids = ", ".join(one.ids)
            wins = one.column in WINS and cases.settings.prefer == "events"
            winner = "events" if wins else "tickets"
            yield Note(
                code="events_disagree",
                message=f"{one.column}: events and tickets disagree on {one.disagreed:,} of "
                f"{compared:,} cases ({ids}, …); the {winner} count",
                setting="tables: {events: {prefer: tickets}}" if wins else None,
            )


def _cases(number: int) -> str:
    return "1 case" if number == 1 else f"{number:,} cases"


def _unknown_authors(cases: CaseSource, number: int) -> Note:
    actors = [actor for actor in cases.unknown_actors if actor is not None]
    listed = ", ".join(f'"{actor}"' for actor in actors[:_MOST_ACTORS])
    return Note(
        code="unknown_role",
        message=f"nobody knows who wrote the messages of {listed or 'some authors'}, customer or "
        f"agent: what messages tell of {_cases(number)} is unreadable",
        setting=f"tables: {{events: {{agents: [{listed}]}}}}" if listed else None,
    )
