"""The facts of every case, out of its events as they stood at the audit instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.events import hands, messages, statuses
from csaudit.events.case_begins import cases_of, placed, started
from csaudit.events.case_facts import facts_of
from csaudit.events.fates import FATES, fates_of
from csaudit.events.gaps import gaps
from csaudit.events.oddities import ODDITIES, oddities
from csaudit.events.updates import FIELDS, SEQ, UPDATE
from csaudit.tables import EVENT_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from csaudit.table_settings import EventSettings


READ: Final = (
    *("event", "ticket_id", "at", "actor", "actor_role", "public", "from", "to"),
    *("text", "channel"),
)
"""What is read of every event, beside its `kind` and `seq`."""

PART: Final = 1_000_000
"""Events that are worked on at a time."""


@dataclass(frozen=True, slots=True)
class Derived:
    """What events tell: lazy frames by case.

    `cases`: one row a case, see `derive`. `questions`: one row a question: `ticket_id`, `asked`,
    `latest`, `answered`, `answered_by`, `first`. `histories`: of agents, teams and priorities
    every value that a case had: `ticket_id`, `at`, `value`. `fates`: one row an event: where it is
    counted. `gaps`: makes the same as `questions` of the gaps between replies. `oddities`: what
    makes a reader wonder, each with how often.
    """

    cases: pl.LazyFrame
    questions: pl.LazyFrame
    histories: Mapping[str, pl.LazyFrame]
    fates: pl.LazyFrame
    gaps: Callable[[], pl.LazyFrame]
    oddities: Mapping[str, int]


def derive(
    log: pl.LazyFrame,
    kinds: Collection[str],
    tickets: pl.LazyFrame | None,
    as_of: datetime,
    settings: EventSettings,
) -> Derived:
    """The facts of every case.

    Args:
        log: the events: `event` (its number), `ticket_id`, `at`, `seq`, `kind`, `actor`,
            `actor_role`, `public`, `from`, `to`, `text`, `channel`, and `fate`, empty where
            nothing speaks against it so far.
        kinds: the kinds of which the log has readable events.
        tickets: `id`, `created_at` and `requester` of the cases, where an export tells them.
        as_of: the audit instant; what comes later has not happened.
        settings: `tables: {events: …}`.

    """
    agents = _once(messages.known_agents(_happened(log, tickets, as_of), settings.agents))
    count = _parts(log)
    number = (pl.col("ticket_id").hash(0) % count).cast(pl.UInt32)
    numbered = _once(log.with_columns(number.alias("part")))
    parts = [
        _Part(numbered.filter(part=place).drop("part"), tickets, as_of, settings, agents)
        for place in range(count)
    ]
    told = [part.told(frozenset(kinds)) for part in parts]

    def gaps_of_all() -> pl.LazyFrame:
        return pl.concat([part.gaps() for part in parts])

    return Derived(
        cases=pl.concat([one.cases for one in told]),
        questions=pl.concat([one.questions for one in told]),
        histories={
            field: pl.concat([one.histories[field] for one in told]) for field in FIELDS[1:]
        },
        fates=pl.concat([one.fates for one in told]),
        gaps=gaps_of_all,
        oddities={name: sum(one.oddities[name] for one in told) for name in ODDITIES},
    )


def _parts(log: pl.LazyFrame) -> int:
    """Into how many parts the log is cut, so that none takes much memory."""
    return -(-int(log.select(pl.len()).collect().item()) // PART) or 1


@dataclass(frozen=True, slots=True)
class _Part:
    """Some of the cases of a log, with all of their events."""

    log: pl.LazyFrame
    tickets: pl.LazyFrame | None
    as_of: datetime
    settings: EventSettings
    agents: pl.LazyFrame

    def spoken(self) -> tuple[pl.LazyFrame, pl.LazyFrame, pl.LazyFrame]:
        """The cases, their events with the roles of their actors, and the messages."""
        events = _numbered(_happened(self.log, self.tickets, self.as_of))
        cases = _once(cases_of(events, self.tickets, self.settings))
        told = messages.with_roles(
            placed(events, cases), cases.select("case", "requester"), self.agents
        )
        told = _once(told)
        speech = messages.spoken(told, self.settings)
        cases = _once(started(cases, told, speech))
        return cases, told, _once(messages.without_opening(speech, cases))

    def told(self, kinds: frozenset[str]) -> Derived:
        """The facts, worked out."""
        cases, told, speech = self.spoken()
        fields = _timelines(cases, told, self.settings)
        *settled, asked = pl.collect_all([*fields.values(), messages.questions(speech, cases)])
        lines = dict(zip(fields, (one.lazy() for one in settled), strict=True))
        runs = statuses.runs(lines["status"], self.as_of, self.settings)
        facts = _once(facts_of(cases, lines, speech, asked.lazy(), runs, (self.settings, kinds)))
        every = facts.select("case", "ticket_id")
        whole = facts.filter("messages known").select("case", "ticket_id")
        histories = {
            field: _once(
                lines[field]
                .filter("change")
                .join(every, on="case", how="inner", maintain_order="left")
                .select("ticket_id", "at", pl.col("after").alias("value"))
            )
            for field in FIELDS[1:]
        }
        odd = oddities(told, speech, runs).collect().row(0, named=True)
        return Derived(
            cases=facts.drop("case"),
            questions=_once(asked.lazy().join(whole, on="case", how="inner").drop("case")),
            histories=histories,
            fates=_once(
                fates_of(self.log, self.tickets, self.as_of, told, lines, self.settings).cast(
                    {"kind": pl.Enum([*EVENT_KINDS, "other"]), "fate": pl.Enum(FATES)}
                )
            ),
            gaps=self.gaps,
            oddities=odd,
        )

    def gaps(self) -> pl.LazyFrame:
        """The gaps between replies, worked out from the beginning: few standards ask for them."""
        cases, told, speech = self.spoken()
        line = _once(_timelines(cases, told, self.settings)["status"])
        runs = statuses.runs(line, self.as_of, self.settings)
        known = pl.lit(value=True) & ~pl.col("before log") & ~pl.col("unknown author")
        names = cases.filter(known).select("case", "ticket_id")
        return _once(gaps(speech, runs, cases).join(names, on="case", how="inner").drop("case"))


def _once(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The frame, worked out: many others are made of it, and a plan is a tree."""
    return frame.collect().lazy()


def _happened(log: pl.LazyFrame, tickets: pl.LazyFrame | None, as_of: datetime) -> pl.LazyFrame:
    """The events that count so far, with the number of their case."""
    events = log.filter(pl.col("fate").is_null() & (pl.col("at") <= pl.lit(as_of)))
    if tickets is not None:
        events = events.join(tickets.select("id"), left_on="ticket_id", right_on="id", how="semi")
    # Of numbers that only order events their rank tells as much, and is sorted faster.
    place = pl.col("seq").fill_null(0).rank("dense").cast(SEQ).alias("seq")
    return events.select(*READ, place, pl.col("kind").cast(pl.String))


def _numbered(events: pl.LazyFrame) -> pl.LazyFrame:
    """The events with a number for their case, by which they are sorted faster than by its name."""
    names = events.select("ticket_id").unique().with_row_index("case")
    return _once(events.join(names, on="ticket_id", how="left"))


def _timelines(
    cases: pl.LazyFrame, told: pl.LazyFrame, settings: EventSettings
) -> dict[str, pl.LazyFrame]:
    """The values of every field, in order."""
    begun = cases.select("case", "began", statuses.rank(pl.col("first word")).alias("first_status"))
    changes = told.filter(pl.col("kind") == "status").select(
        *UPDATE,
        statuses.rank(pl.col("from")).alias("from"),
        statuses.rank(pl.col("to")).alias("to"),
    )
    opening = told.filter(
        (pl.col("kind") == "message")
        & pl.col("public").fill_null(value=True)
        & (pl.col("role") == "customer")
        & pl.lit(settings.message_opens)
    ).select(UPDATE)
    lines = {"status": statuses.timeline(begun, changes, opening)}
    for field in FIELDS[1:]:
        own = told.filter(pl.col("kind") == field)
        # Nobody is an empty cell; where the log does not say who it was before, it is one, too.
        lines[field] = hands.timeline(
            begun, own.select(*UPDATE, _or_unsaid("from"), pl.col("to").fill_null(""))
        )
    return lines


def _or_unsaid(name: str) -> pl.Expr:
    value = pl.col(name)
    return pl.when(value != "").then(value).alias(name)
