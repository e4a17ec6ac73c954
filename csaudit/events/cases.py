"""The table `tickets` as events tell it, alone or beside an export of the cases."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.errors import DataError
from csaudit.events.case_facts import BY_HANDS, BY_MESSAGES, BY_STATUSES
from csaudit.events.derivation import derive
from csaudit.events.precedence import KNOWN, WINS, Precedence, fact_name, garbled, untold, whole
from csaudit.sources.model import Records, SourceColumn
from csaudit.sources.source import Source
from csaudit.tables import FILE, ROW, SUPERSEDED, TICKETS, Type, dtype, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from csaudit.events.derivation import Derived
    from csaudit.events.log import EventLog
    from csaudit.sources.model import Example
    from csaudit.table_settings import EventSettings

SOURCE: Final = "events"
"""What the report calls the source of tickets that no file holds."""

OWN_TYPES: Final[Mapping[str, Type]] = {
    "created_from": Type.TEXT,
    "started_by": Type.TEXT,
    "first_assigned_at": Type.INSTANT,
    "priority_set": Type.TEXT,
    "agent_work": Type.DURATION,
    "team_handovers": Type.COUNT,
    "from_team": Type.TEXT,
}
"""Derived columns that no export has."""

_WITHOUT: Final = ("id", "created_at", "created_from", "updated_at")
_TELLS: Final[Mapping[str, tuple[str, ...]]] = {
    "message": (*BY_MESSAGES, "started_by", "reply_text", "channel"),
    "status": (*BY_STATUSES, "agent_work", "status"),
    "agent": (*BY_HANDS, "agent", "first_assigned_at", "team_handovers"),
    "team": (*BY_HANDS, "team", "team_handovers", "from_team"),
    "priority": ("priority", "priority_set"),
    "requester": ("requester",),
    "merged": ("merged",),
    "deleted": ("deleted",),
}
"""What a kind of events tells of a case."""

_CALLED: Final = {"message": "message of a customer or an agent", "status": "change of status"}

UNKNOWN_AUTHOR: Final = "unknown author#"
"""Boolean: a public message of the case is of somebody whose role nobody knows."""

STRETCHES: Final = "stretches#"
"""The stretches of each status that a case had: a list of `from`, `until`, `kind`.

The last stretch of final statuses is none of them; one before a reopening is `resolved`.
"""

CASE_ID: Final = "case id#"
"""Text: of a question or a gap, the case that it belongs to."""

WHOLE: Final = "whole#"
"""Boolean: the case has events, and they tell of its life from the beginning on."""


class CaseSource(Source):
    """Tickets whose facts are those of their events, as they stood at the audit instant.

    Attributes:
        log: the events.
        tickets: the export that lies beside them, if there is one.
        settings: `tables: {events: …}` and what the preset sets.

    """

    def __init__(
        self, log: EventLog, tickets: Source | None, settings: EventSettings, as_of: datetime
    ) -> None:
        self.table = "tickets"
        self.log = log
        self.tickets = tickets
        self.settings = settings
        self.rules = ()
        self._as_of = as_of
        base = tickets or log.source
        self.paths = base.paths
        self.sha256 = base.sha256
        self.files = base.files
        self.recognised_as = SOURCE if tickets is None else tickets.recognised_as
        self.because = () if tickets is None else tickets.because
        self.preset = None if tickets is None else tickets.preset
        self._gone = None
        if tickets is not None and "id" not in tickets.columns:
            raise DataError(
                f"{', '.join(tickets.paths)}: no column is the cases' own number, by which events "
                "find them.",
                'add to standards.yaml:  tables: {tickets: {columns: {id: "Its header"}}}',
            )

    @cached_property
    def columns(self) -> Mapping[str, SourceColumn]:
        """The columns of the export, and those that its events tell."""
        told = [*(_WITHOUT if self.tickets is None else ()), *self._told()]
        made = {name: _column(name) for name in dict.fromkeys(told)}
        return made if self.tickets is None else {**made, **self.tickets.columns}

    def _told(self) -> list[str]:
        kinds = self.log.kinds
        told = [name for kind, names in _TELLS.items() if kind in kinds for name in names]
        both = "message" in kinds and "status" in kinds
        return [*told, "first_contact"] if both else told

    @property
    def scales(self) -> Mapping[str, tuple[int, int]]:
        """Those of the export."""
        return {} if self.tickets is None else self.tickets.scales

    @property
    def exclusions(self) -> tuple[tuple[str, str], ...]:
        """Reasons for which records are left out by default, each with its yes_no column."""
        known = {} if self.tickets is None else {name: why for why, name in self.tickets.exclusions}
        merged = {name: name for name in ("merged", "deleted") if name in self.columns} | known
        return tuple((why, name) for name, why in merged.items())

    def is_empty(self) -> bool:
        """Whether there is not one case."""
        return self.log.frame.is_empty() if self.tickets is None else self.tickets.is_empty()

    @property
    def headers(self) -> tuple[str, ...]:
        """Those of the export."""
        return () if self.tickets is None else self.tickets.headers

    def looks_like_summary(self) -> bool:
        """Events never do."""
        return self.tickets is not None and self.tickets.looks_like_summary()

    @cached_property
    def derived(self) -> Derived:
        """The facts of the cases."""
        own = None
        if self.tickets is not None:
            known = [name for name in ("created_at", "requester") if name in self.tickets.columns]
            frame = self.tickets.read(["id", *known]).frame.filter(~pl.col(SUPERSEDED))
            own = frame.select("id", *(_own(name, known) for name in ("created_at", "requester")))
        return derive(self.log.frame.lazy(), self.log.kinds, own, self._as_of, self.settings)

    def read(self, columns: Collection[str]) -> Records:
        """The requested columns, typed: the export's, the events', or what comes of both."""
        wanted = list(dict.fromkeys(columns))
        zoneless = {} if self.log.zoneless is None else self._zoneless(wanted, self.log.zoneless)
        if self.tickets is None:
            frame = self.derived.cases.sort("ticket_id").with_row_index(ROW, offset=1)
            made = [_fact(name) for name in wanted]
            flags = [_flag(name) for name in wanted if self.columns[name].type is not Type.TEXT]
            kept = frame.select(*made, *flags, *_ours(), *_places()).collect()
            return Records(
                frame=kept.lazy(),
                size=int(kept.estimated_size()),
                zoneless=zoneless,
                remarks=self.log.remarks,
            )
        return self._beside(self.tickets, wanted, zoneless)

    def _beside(
        self, tickets: Source, wanted: Sequence[str], zoneless: Mapping[str, Example]
    ) -> Records:
        exported = [name for name in wanted if name in tickets.columns]
        extra = ["updated_at"] if "updated_at" in tickets.columns else []
        records = tickets.read([*exported, "id", *extra])
        facts = self.derived.cases.select(pl.all().name.prefix("its "))
        joined = records.frame.join(facts, left_on="id", right_on="its ticket_id", how="left")
        has_events = pl.col("its began").is_not_null()
        wins = Precedence(self.columns, self._facts, exported, self.settings.prefer)
        made = [wins.cell(name) for name in wanted]
        flags = [wins.flag(name) for name in wanted if self.columns[name].type is not Type.TEXT]
        ours = [
            (pl.col("its unknown author") & has_events)
            .fill_null(value=False)
            .alias(UNKNOWN_AUTHOR),
            pl.col("its stretches").alias(STRETCHES),
            whole("its ").alias(WHOLE),
        ]
        ends = [one for one in records.frame.collect_schema().names() if one.endswith("#day ends")]
        kept = joined.select(*made, *flags, *ours, *ends, ROW, FILE, SUPERSEDED).collect()
        return Records(
            frame=kept.lazy(),
            size=int(kept.estimated_size()),
            zoneless={**records.zoneless, **zoneless},
            remarks=(*records.remarks, *self.log.remarks),
            dates=records.dates,
        )

    def fact_names(self) -> tuple[str, ...]:
        """The columns that events tell."""
        return tuple(sorted(self._facts))

    @property
    def reached(self) -> frozenset[str]:
        """The columns that are unknown of a case that the log does not reach."""
        return frozenset(KNOWN) & self._not_exported

    @property
    def only_events_tell(self) -> frozenset[str]:
        """The columns that no export has."""
        return frozenset(OWN_TYPES) & self._not_exported

    @property
    def _not_exported(self) -> frozenset[str]:
        return self._facts - frozenset(() if self.tickets is None else self.tickets.columns)

    def questions(self, cases: pl.LazyFrame, asked: pl.LazyFrame) -> pl.LazyFrame:
        """One row a question of the cases, with their columns, `nth` and an `id` of its own.

        `asked` are the questions or the gaps of `derived`. The one that the first response ends
        is number 0. A case without events, that begins before them, or with an author that nobody
        knows, has one row that says so.
        """
        first = pl.col("first").fill_null(value=False)
        told = pl.when(~first).then(1).fill_null(0).cum_sum().over("ticket_id")
        numbered = asked.sort("ticket_id", "asked").with_columns(
            pl.when(first).then(0).otherwise(told).cast(pl.Int64).alias("nth")
        )
        own = pl.col("asked", "latest", "answered", "answered_by", "first", "nth")
        renamed = numbered.select("ticket_id", own.name.prefix("question "))
        joined = cases.filter(~pl.col(SUPERSEDED)).join(
            renamed, left_on="id", right_on="ticket_id", how="left"
        )
        silent = pl.col(UNKNOWN_AUTHOR) | ~pl.col(WHOLE)
        number = pl.col("question nth")
        return joined.filter(pl.col("question asked").is_not_null() | silent).with_columns(
            pl.col("id").alias(CASE_ID),
            pl.when(number.is_not_null())
            .then(pl.format("{}#{}", "id", number))
            .otherwise(pl.col("id"))
            .alias("id"),
            pl.col("question answered_by").alias("answered_by"),
            number.alias("nth"),
            pl.lit(value=False).alias(unreadable("nth")),
        )

    @property
    def reads_messages(self) -> bool:
        """Whether the log has messages."""
        return "message" in self.log.kinds

    def lacks(self, column: str) -> str | None:
        """What of the log is missing that would tell a column; None where nothing would."""
        if column in self.columns:
            return None
        kinds = [kind for kind, names in _TELLS.items() if column in names]
        kinds += ["message", "status"] if column == "first_contact" else []
        missing = [f"no {_CALLED.get(kind, kind)}" for kind in kinds if kind not in self.log.kinds]
        return " and ".join(missing) or None

    def told_by_events(self) -> frozenset[str]:
        """The columns of which events, and not an export, have the last word."""
        if self.tickets is None:
            return self._facts
        wins = frozenset(WINS) if self.settings.prefer == "events" else frozenset()
        return self._facts - (frozenset(self.tickets.columns) - wins)

    def told_by_messages(self) -> frozenset[str]:
        """The columns that messages tell."""
        return frozenset([*BY_MESSAGES, "first_contact"]) & self._facts

    @cached_property
    def unknown_actors(self) -> Mapping[str | None, int]:
        """Who wrote the messages whose author nobody knows: how many each, most first."""
        silent = self.derived.fates.filter(pl.col("fate") == "unknown_role").select("event")
        named = self.log.frame.lazy().join(silent, on="event", how="semi")
        counted = named.group_by("actor").len().sort("len", "actor", descending=[True, False])
        return dict(counted.collect().rows())

    def nobody_is_known(self) -> bool:
        """Whether there are public messages, and not one of an author whose role is known."""
        heard = self.derived.fates.filter(
            (pl.col("kind") == "message") & pl.col("fate").is_in(["used", "bot"])
        )
        return bool(self.unknown_actors) and heard.limit(1).collect().is_empty()

    @cached_property
    def _facts(self) -> frozenset[str]:
        return frozenset([*_WITHOUT, *self._told()]) - {"id"}

    def _zoneless(self, wanted: Sequence[str], example: Example) -> dict[str, Example]:
        return {
            name: example
            for name in wanted
            if name in self._facts and self.columns[name].type is Type.INSTANT
        }

    def examples(self, column: str, most: int = 3) -> tuple[Example, ...]:
        """The export's; a fact that events cannot tell has no cell."""
        if self.tickets is None or column not in self.tickets.columns:
            return ()
        return self.tickets.examples(column, most)

    def examples_at(
        self, places: Mapping[str, Sequence[tuple[int, int]]]
    ) -> dict[str, tuple[Example, ...]]:
        """The same for places of the frame."""
        known = {} if self.tickets is None else self.tickets.columns
        return {name: self.examples(name) for name in places if name in known}


def _own(name: str, known: Sequence[str]) -> pl.Expr:
    return (
        pl.col(name) if name in known else pl.lit(None, dtype=dtype(TICKETS[name].type)).alias(name)
    )


def _column(name: str) -> SourceColumn:
    kind = TICKETS[name].type if name in TICKETS else OWN_TYPES[name]
    clock = "calendar" if kind is Type.DURATION else None
    return SourceColumn(name, f"{name} (from events)", kind, clock=clock)


def _fact(name: str) -> pl.Expr:
    return pl.col(fact_name(name)).alias(name)


def _flag(name: str) -> pl.Expr:
    unknown = garbled(name).fill_null(value=False) | untold(name)
    return unknown.alias(unreadable(name))


def _ours() -> list[pl.Expr]:
    return [
        pl.col("unknown author").alias(UNKNOWN_AUTHOR),
        pl.col("stretches").alias(STRETCHES),
        whole().alias(WHOLE),
    ]


def _places() -> list[pl.Expr]:
    return [
        pl.col(ROW).cast(pl.Int64),
        pl.lit(0, dtype=pl.UInt32).alias(FILE),
        pl.lit(value=False).alias(SUPERSEDED),
    ]
