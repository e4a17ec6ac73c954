"""The facts of every case, out of its events as they stood at the audit instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.events import hands, messages, statuses
from csaudit.events.gaps import gaps
from csaudit.events.updates import UPDATE
from csaudit.tables import EVENT_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from csaudit.tables import EventSettings

FIELDS: Final = ("status", "agent", "team", "priority")
"""The kinds of events that change a field."""

FATES: Final = (
    *("duplicate", "unreadable", "no_ticket", "after_as_of", "other", "private"),
    *("unknown_role", "bot", "no_change", "used"),
)
"""Where an event is counted: in the first that applies."""

PART: Final = 1_000_000
"""Events that are worked on at a time."""

BY_MESSAGES: Final = ("first_response_at", "replies", "customer_messages")
BY_STATUSES: Final = (
    *("first_resolved_at", "resolved_at", "closed_at", "reopens"),
    *("requester_wait", "agent_wait", "on_hold", "handle_time"),
)
BY_HANDS: Final = ("reassignments",)
DESPITE_AN_EARLIER_LIFE: Final = ("status", "resolved_at", "closed_at", "priority", "agent", "team")
"""What is known of a case that began before the log, too."""


@dataclass(frozen=True, slots=True)
class Derived:
    """What events tell: lazy frames by case.

    `cases`: one row a case, see `derive`. `questions`: one row a question: `ticket_id`, `asked`,
    `latest`, `answered`, `answered_by`, `first`. `histories`: of agents, teams and priorities
    every value that a case had: `ticket_id`, `at`, `value`. `fates`: one row an event: where it is
    counted. `gaps`: makes the same as `questions` of the gaps between replies.
    """

    cases: pl.LazyFrame
    questions: pl.LazyFrame
    histories: Mapping[str, pl.LazyFrame]
    fates: pl.LazyFrame
    gaps: Callable[[], pl.LazyFrame]


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
    count, part = _parts(log), pl.col("ticket_id").hash(0)
    parts = [
        _Part(log.filter(part % count == number), tickets, as_of, settings, agents)
        for number in range(count)
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
        happened = _numbered(_happened(self.log, self.tickets, self.as_of))
        events = _once(happened)
        cases = _once(_cases(events, self.tickets, self.settings))
        placed = _placed(events, cases)
        told = messages.with_roles(placed, cases.select("case", "requester"), self.agents)
        told = _once(told)
        speech = messages.spoken(told, self.settings)
        cases = _once(_started(cases, told, speech))
        return cases, told, _once(messages.without_opening(speech, cases))

    def told(self, kinds: frozenset[str]) -> Derived:
        """The facts, worked out."""
        cases, told, speech = self.spoken()
        fields = _timelines(cases, told, self.settings)
        *settled, asked = pl.collect_all([*fields.values(), messages.questions(speech, cases)])
        lines = dict(zip(fields, (one.lazy() for one in settled), strict=True))
        runs = statuses.runs(lines["status"], self.as_of, self.settings)
        facts = _once(_facts(cases, lines, speech, asked.lazy(), runs, (self.settings, kinds)))
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
        return Derived(
            cases=facts.drop("case"),
            questions=_once(asked.lazy().join(whole, on="case", how="inner").drop("case")),
            histories=histories,
            fates=_once(
                _fates(self.log, self.tickets, self.as_of, told, lines, self.settings).cast(
                    {"kind": pl.Enum([*EVENT_KINDS, "other"]), "fate": pl.Enum(FATES)}
                )
            ),
            gaps=self.gaps,
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
    return events.with_columns(pl.col("seq").fill_null(0), pl.col("kind").cast(pl.String))


def _numbered(events: pl.LazyFrame) -> pl.LazyFrame:
    """The events with a number for their case, by which they are sorted faster than by its name."""
    names = events.select("ticket_id").unique(maintain_order=True).with_row_index("case")
    return events.join(names, on="ticket_id", how="left")


def _cases(
    events: pl.LazyFrame, tickets: pl.LazyFrame | None, settings: EventSettings
) -> pl.LazyFrame:
    """One row a case: when it began and who asks.

    `created_at` is null where nobody knows; `began` is then the first event.
    """
    kind, at, to = pl.col("kind"), pl.col("at"), pl.col("to")
    created = kind == "created"
    cases = (
        events.sort(UPDATE)
        .group_by("case", maintain_order=True)
        .agg(
            pl.col("ticket_id").first(),
            at.filter(created).first().alias("created"),
            to.filter(created).first().alias("first word"),
            pl.col("event").filter(created).first().alias("created event"),
            at.min().alias("first_at"),
            at.max().alias("updated_at"),
            to.filter((kind == "requester") & (to != "")).first().alias("requester"),
            (kind == "merged").any().alias("merged"),
            (kind == "deleted").any().alias("deleted"),
            _earlier_life().alias("earlier"),
        )
    )
    known = pl.col("created")
    if tickets is not None:
        own = tickets.select(
            pl.col("id").alias("ticket_id"),
            pl.col("created_at").alias("told"),
            pl.col("requester").alias("asks"),
        ).unique("ticket_id")
        cases = cases.join(own, on="ticket_id", how="left").with_columns(
            pl.coalesce("requester", "asks")
        )
        known = pl.coalesce("told", "created")
    else:
        cases = cases.with_columns(pl.lit(None, dtype=pl.Datetime("us", "UTC")).alias("told"))
    before_log = pl.col("created").is_null() & pl.col("earlier")
    stand_in = pl.col("first_at") if settings.begin == "first_event" else None
    created_at = pl.coalesce(known, pl.when(~before_log).then(stand_in))
    return cases.with_columns(
        created_at.alias("created_at"),
        pl.coalesce(created_at, "first_at").alias("began"),
        before_log.alias("before log"),
        pl.when(pl.col("told").is_not_null())
        .then(pl.lit("tickets"))
        .when(pl.col("created").is_not_null())
        .then(pl.lit("created"))
        .when(created_at.is_not_null())
        .then(pl.lit("first_event"))
        .alias("created_from"),
    )


def _earlier_life() -> pl.Expr:
    """The log shows that something was before it: in its first update, or by its first status."""
    first = (pl.col("at") == pl.col("at").first()) & (pl.col("seq") == pl.col("seq").first())
    field, status = pl.col("kind").is_in(FIELDS), pl.col("kind") == "status"
    final = ["resolved", "closed"]
    was, becomes = pl.col("from"), pl.col("to")
    in_first = first & ((field & (was != "")) | (status & becomes.is_in(final)))
    later = was.filter(status).first().is_in(final)
    return in_first.fill_null(value=False).any() | later.fill_null(value=False)


def _placed(events: pl.LazyFrame, cases: pl.LazyFrame) -> pl.LazyFrame:
    """The events, none of them before its case began."""
    began = cases.select("case", "began", "created event")
    return events.join(began, on="case", how="left").with_columns(
        pl.max_horizontal("at", "began").alias("at"),
        (pl.col("at") < pl.col("began")).alias("clipped"),
    )


def _started(cases: pl.LazyFrame, told: pl.LazyFrame, speech: pl.LazyFrame) -> pl.LazyFrame:
    """The cases with `started_by`, and whether an author is unknown."""
    created = told.filter(pl.col("event") == pl.col("created event")).select(
        "case", pl.col("role").alias("created role")
    )
    heard = (pl.col("kind") == "message") & pl.col("public").fill_null(value=True)
    unknown = told.filter(heard & pl.col("role").is_null()).select("case").unique()
    people = ["customer", "agent"]
    first = messages.first_spoken(speech.filter(pl.col("role").is_in(people)))
    at_birth = pl.col("first_spoken_at") == pl.col("began")
    begun = pl.col("created").is_not_null() | pl.col("told").is_not_null()
    return (
        cases.join(created, on="case", how="left")
        .join(first, on="case", how="left")
        .join(
            unknown.with_columns(pl.lit(value=True).alias("unknown author")), on="case", how="left"
        )
        .with_columns(
            pl.when(at_birth)
            .then(pl.col("first_role"))
            .when(pl.col("created role").is_in(people))
            .then(pl.col("created role"))
            .when(begun)
            .then(pl.lit("customer"))
            .otherwise(pl.col("first_role").fill_null("customer"))
            .alias("started_by"),
            pl.col("unknown author").fill_null(value=False),
        )
    )


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


def _facts(
    cases: pl.LazyFrame,
    lines: Mapping[str, pl.LazyFrame],
    speech: pl.LazyFrame,
    asked: pl.LazyFrame,
    runs: pl.LazyFrame,
    known: tuple[EventSettings, frozenset[str]],
) -> pl.LazyFrame:
    settings, kinds = known
    found = cases.join(statuses.facts(runs), on="case", how="left")
    found = found.join(statuses.again(lines["status"]), on="case", how="left")
    for field, first_at in (("agent", "first_assigned_at"), ("team", None), ("priority", None)):
        own = hands.facts(lines[field], field)
        names = {"handovers": f"{field} handovers", "first": f"first {field}"}
        names["first_at"] = first_at or f"{field} first at"
        found = found.join(own.rename(names), on="case", how="left")
    first = asked.filter("first").select("case", pl.col("answered").alias("first_response_at"))
    found = found.join(first, on="case", how="left")
    found = found.join(messages.counts(speech), on="case", how="left")
    further = (
        asked.filter(~pl.col("first"))
        .group_by("case", maintain_order=True)
        .agg(pl.struct("asked", "latest", "answered", "answered_by").alias("next_responses"))
    )
    found = found.join(further, on="case", how="left")
    return _known(found, settings, kinds)


def _known(found: pl.LazyFrame, settings: EventSettings, kinds: frozenset[str]) -> pl.LazyFrame:
    """The facts that the log can tell; the others are null."""
    whole = ~pl.col("before log")
    by_messages = whole & ~pl.col("unknown author") & pl.lit("message" in kinds)
    by_statuses = whole & pl.lit("status" in kinds)
    by_hands = whole & pl.lit(bool({"agent", "team"} & kinds))
    teams = settings.reassign == "team" or (settings.reassign is None and "agent" not in kinds)
    repeated = pl.col("times").fill_null(0)
    if settings.reopen == "resolve_again":
        moved = pl.when(pl.col("resolved_at").is_not_null()).then(
            pl.max_horizontal("resolved_at", "last")
        )
        found = found.with_columns(
            moved.alias("resolved_at"), (pl.col("reopens") + repeated).alias("reopens")
        )
    waits = by_statuses & ~pl.col("unknown status")
    status = pl.lit("status" in kinds)
    resolved = pl.col("rank") >= statuses.STATUSES["resolved"]
    contact = (pl.col("replies") == 1) & (pl.col("reopens") == 0)
    response = pl.when(pl.col("started_by") == "customer").then(pl.col("first_response_at"))
    said = ("replies", "customer_messages")
    return found.with_columns(
        pl.when(by_messages).then(response).alias("first_response_at"),
        *(pl.when(by_messages).then(pl.col(name).fill_null(0)).alias(name) for name in said),
        pl.when(by_messages).then(pl.col("next_responses").fill_null([])).alias("next_responses"),
        pl.when(by_messages).then(pl.col("started_by")).alias("started_by"),
        pl.when(by_statuses).then(pl.col("first_resolved_at")).alias("first_resolved_at"),
        pl.when(status).then(pl.col("resolved_at")).alias("resolved_at"),
        pl.when(status).then(pl.col("closed_at")).alias("closed_at"),
        pl.when(status).then(statuses.word(pl.col("rank"))).alias("status"),
        pl.when(by_statuses).then(pl.col("reopens")).alias("reopens"),
        pl.when(by_statuses).then(repeated).alias("resolved_again"),
        *(
            pl.when(waits).then(pl.col(name)).alias(name)
            for name in ("requester_wait", "agent_wait", "on_hold", "agent_work")
        ),
        pl.when(waits).then(pl.col("agent_work")).alias("handle_time"),
        pl.when(waits).then(pl.col("pauses")).alias("pauses"),
        pl.when(waits).then(pl.col("stretches")).alias("stretches"),
        pl.when(by_hands)
        .then(pl.col("team handovers" if teams else "agent handovers").fill_null(0))
        .alias("reassignments"),
        pl.when(by_hands).then(pl.col("team handovers").fill_null(0)).alias("team_handovers"),
        pl.when(whole).then(pl.col("first_assigned_at")).alias("first_assigned_at"),
        pl.when(whole).then(pl.col("first priority")).alias("priority_set"),
        pl.when(by_messages & by_statuses & resolved).then(contact).alias("first_contact"),
        by_messages.alias("messages known"),
        by_statuses.alias("statuses known"),
        waits.alias("waits known"),
        by_hands.alias("hands known"),
        status.alias("status known"),
    ).drop("rank", "all_wait", "times", "last", "first word", "created event", "earlier")


def _fates(
    log: pl.LazyFrame,
    tickets: pl.LazyFrame | None,
    as_of: datetime,
    told: pl.LazyFrame,
    lines: Mapping[str, pl.LazyFrame],
    settings: EventSettings,
) -> pl.LazyFrame:
    """Where each event is counted, with its kind."""
    idle = [
        line.filter(~pl.col("change") & (pl.col("order") == 1)).select(
            *UPDATE, pl.lit(field).alias("kind"), pl.lit(value=True).alias("idle")
        )
        for field, line in lines.items()
    ]
    unchanged = pl.concat(idle).unique()
    heard = told.join(unchanged, on=[*UPDATE, "kind"], how="left")
    message, kind = pl.col("kind") == "message", pl.col("kind")
    silent = ["bot", "system"] if settings.bots != "answer" else ["system"]
    role = pl.col("role")
    second = (kind == "created") & (pl.col("event") != pl.col("created event"))
    fate = (
        pl.when(~kind.is_in(EVENT_KINDS))
        .then(pl.lit("other"))
        .when(message & ~pl.col("public").fill_null(value=True))
        .then(pl.lit("private"))
        .when(message & role.is_null())
        .then(pl.lit("unknown_role"))
        .when(message & role.is_in(silent))
        .then(pl.lit("bot"))
        .when(second | pl.col("idle").fill_null(value=False))
        .then(pl.lit("no_change"))
        .otherwise(pl.lit("used"))
    )
    counted = heard.select("event", fate.alias("counted"))
    words = pl.col("kind", "fate").cast(pl.String)
    known = log.select("event", words, "at", "ticket_id")
    outside = pl.lit(value=False)
    if tickets is not None:
        marked = tickets.select(
            pl.col("id").alias("ticket_id"), pl.lit(value=True).alias("ticket")
        ).unique()
        known = known.join(marked, on="ticket_id", how="left")
        outside = pl.col("ticket").is_null()
    return known.join(counted, on="event", how="left").select(
        "event",
        "kind",
        pl.coalesce(
            "fate",
            pl.when(outside).then(pl.lit("no_ticket")),
            pl.when(pl.col("at") > pl.lit(as_of)).then(pl.lit("after_as_of")),
            "counted",
        ).alias("fate"),
    )
