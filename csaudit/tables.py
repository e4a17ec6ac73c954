"""The words that every room shares: the five tables, their canonical columns and types.

A record is a row of any table; a case is a row of `tickets`. An event is a message or a change of
a case: `csaudit.events` makes the facts of cases out of the table `events`, which no standard
reads. Sources translate whatever a helpdesk exports into these columns; metrics and standards
speak of nothing else.

In memory every typed column has one physical form, so that no room needs to ask:

========== ============================= =====================================================
type       polars dtype                  meaning
========== ============================= =====================================================
text       `String`                      trimmed; an empty cell is null
number     `Decimal(38, 9)`              exact: sums do not depend on the order of rows
count      `Int64`                       whole, not negative
instant    `Datetime("us", "UTC")`       an instant, never wall-clock time
duration   `Int64`                       microseconds
yes_no     `Boolean`                     null is unknown
tags       `List(String)`                null is unknown, an empty list is "no tags"
========== ============================= =====================================================

Next to a column `x` of any type but text stands, where cells could not be read, the boolean
column `unreadable("x")`: true where the file has text that is not of the type.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl


class Type(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    NUMBER = "number"
    COUNT = "count"
    INSTANT = "instant"
    DURATION = "duration"
    YES_NO = "yes_no"
    TAGS = "tags"


PERSONAL: Final = frozenset(
    {
        *("id", "ticket_id", "subject", "reply_text", "comment", "text"),
        *("requester", "customer_name", "actor"),
    }
)
"""Columns of names, numbers and of what people wrote: their cells are told only to who asks."""

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def natural_order(column: str, value: str | None) -> tuple[bool, int, str]:
    """Hours stand as numbers and weekdays as days, other values by their letters, empty last.

    A column of the export's own may be called so, and hold anything.
    """
    if value is None:
        return True, 0, ""
    match column:
        case "created_hour" if value.isdecimal():
            return False, int(value), ""
        case "created_weekday" if value in WEEKDAYS:
            return False, WEEKDAYS.index(value), ""
        case _:
            return False, 0, value


YES: Final = frozenset({"yes", "true", "y", "1", "t", "on", "ja", "oui", "sí", "si", "sì"})
NO: Final = frozenset({"no", "false", "n", "0", "f", "off", "nein", "non", "nee"})
"""The words of yes_no cells, in small letters."""


@dataclass(frozen=True, slots=True)
class Column:
    """A canonical column: its name, its type, and what it says.

    `happens` marks the instants of things that happen to a record; the newest of them, over
    all tables, is the audit instant. A due date is an instant that does not happen.
    """

    name: str
    type: Type
    meaning: str
    happens: bool = False


def _columns(*columns: Column) -> Mapping[str, Column]:
    return {column.name: column for column in columns}


def _event(name: str, meaning: str) -> Column:
    return Column(name, Type.INSTANT, meaning, happens=True)


def _texts(**meanings: str) -> tuple[Column, ...]:
    return tuple(Column(name, Type.TEXT, meaning) for name, meaning in meanings.items())


def _yes_nos(**meanings: str) -> tuple[Column, ...]:
    return tuple(Column(name, Type.YES_NO, meaning) for name, meaning in meanings.items())


def _counts(**meanings: str) -> tuple[Column, ...]:
    return tuple(Column(name, Type.COUNT, meaning) for name, meaning in meanings.items())


def _durations(**meanings: str) -> tuple[Column, ...]:
    return tuple(Column(name, Type.DURATION, meaning) for name, meaning in meanings.items())


_SCORES: Final = (
    Column("csat", Type.NUMBER, "satisfaction mark, a number or a word such as Good"),
    Column("ces", Type.NUMBER, "customer effort mark"),
    Column("nps", Type.NUMBER, "likelihood to recommend, 0 to 10"),
)

TICKETS: Final = _columns(
    *_texts(id="the case's own number"),
    _event("created_at", "the case was opened"),
    _event("first_response_at", "first public reply of a human agent"),
    _event("first_resolved_at", "resolved for the first time"),
    _event("resolved_at", "resolved for the last time"),
    _event("closed_at", "closed"),
    _event("updated_at", "last change of any kind"),
    Column("due_at", Type.INSTANT, "promised resolution"),
    Column("response_due_at", Type.INSTANT, "promised first response"),
    *_texts(
        status="new, open, pending, on_hold, resolved or closed",
        priority="urgency as the team ranks it",
        channel="how the customer wrote: email, phone, chat, …",
        agent="who answers",
        team="the agents' group",
        branch="office or location",
        subject="the case's title",
        topic="category of the question",
        type="kind of case: question, incident, …",
        requester="who asks, an identifier",
        customer_name="who asks, as they are called",
        organization="the requester's company",
        product="what it is about",
        language="language of the case",
        stage="stage of the customer's journey",
        reply_text="text of the agent's first reply",
    ),
    Column("tags", Type.TAGS, "labels"),
    *_counts(
        replies="public agent replies",
        customer_messages="messages of the customer",
        reopens="how often the case was reopened",
        reassignments="how often the case was handed over",
    ),
    *_durations(
        first_response_duration="created to first response, as the helpdesk counted it",
        resolution_duration="created to resolved, as the helpdesk counted it",
        requester_wait="time that the customer waited for the team",
        agent_wait="time in pending: the team waited for the customer",
        on_hold="time on hold: both waited for a third party",
        handle_time="time that agents worked on the case",
        first_response_business="created to first response, on the helpdesk's business clock",
        resolution_business="created to resolved, on the helpdesk's business clock",
        requester_wait_business="the customer's wait, on the helpdesk's business clock",
    ),
    *_yes_nos(
        due_met="the helpdesk's own word that the due date was kept",
        first_contact="resolved at first contact, as the helpdesk has it",
        successful="the customer found what they came for",
        converted="the contact ended in an order",
        spam="marked as spam",
        deleted="deleted",
        merged="merged into another case",
    ),
    Column("order_value", Type.NUMBER, "value of the order, in money"),
    *_SCORES,
)

CALLS: Final = _columns(
    *_texts(id="the call's own number", ticket_id="the case it belongs to"),
    _event("offered_at", "the call reached the queue"),
    _event("answered_at", "an agent answered"),
    _event("ended_at", "the call ended"),
    *_texts(
        queue="the queue it waited in",
        agent="who answered",
        team="the agents' group",
        branch="office or location",
        topic="category of the question",
    ),
    *_yes_nos(
        answered="an agent answered",
        abandoned="the caller gave up",
        resolved="the question was resolved in the call",
        transferred="handed on to somebody else",
    ),
    *_counts(rings="rings until the answer"),
    *_durations(
        wait="from offered until answered or given up",
        hold="time on hold in the call",
        talk="time spent talking",
        wrap_up="work after the call",
    ),
    _SCORES[0],
)

SURVEYS: Final = _columns(
    *_texts(id="the answer's own number", ticket_id="the case it belongs to"),
    _event("sent_at", "the survey was sent"),
    _event("answered_at", "the customer answered"),
    *_texts(
        agent="who is rated",
        team="the agents' group",
        branch="office or location",
        channel="how the survey was sent",
    ),
    *_SCORES,
    *_texts(comment="what the customer wrote"),
)

REVIEWS: Final = _columns(
    *_texts(id="the review's own number", ticket_id="the case reviewed"),
    _event("reviewed_at", "the review was made"),
    *_texts(
        reviewer="who reviewed",
        agent="whose work was reviewed",
        team="the agents' group",
        branch="office or location",
    ),
)

EVENTS: Final = _columns(
    *_texts(id="the event's own number", ticket_id="the case"),
    _event("at", "it happened"),
    *_texts(
        kind="created, message, status, agent, team, priority, requester, merged or deleted",
    ),
    Column("seq", Type.NUMBER, "order among the events of one instant; empty is 0"),
    *_texts(
        actor="who did it",
        actor_role="customer, agent, bot or system",
    ),
    Column("public", Type.YES_NO, "of a message: the customer sees it; empty is yes"),
    Column("from", Type.TEXT, "the value before"),
    Column("to", Type.TEXT, "the value after"),
    *_texts(channel="of a message: how it was sent", text="what a message says"),
)

EVENT_KINDS: Final = (
    *("created", "message", "status", "agent", "team", "priority", "requester"),
    *("merged", "deleted"),
)
"""What events may be; any other word is `other`."""

RECORDS: Final[Mapping[str, Mapping[str, Column]]] = {
    "tickets": TICKETS,
    "calls": CALLS,
    "surveys": SURVEYS,
    "reviews": REVIEWS,
}
"""The tables that standards are about."""

QUESTION_COLUMNS: Final[Mapping[str, Type]] = {"answered_by": Type.TEXT, "nth": Type.COUNT}
"""What each question of a case has beside the case's own columns: see `events.messages`."""

TABLES: Final[Mapping[str, Mapping[str, Column]]] = {**RECORDS, "events": EVENTS}
"""Every table that can be read."""

BEGINS: Final[Mapping[str, tuple[str, ...]]] = {
    "tickets": ("created_at",),
    "calls": ("offered_at",),
    "surveys": ("sent_at", "answered_at"),
    "reviews": ("reviewed_at",),
    "events": ("at",),
}
"""The instants at which a record of the table begins: the first whose cell is not empty."""

OPEN_STATUSES: Final = frozenset({"new", "open", "pending", "on_hold"})
FINAL_STATUSES: Final = frozenset({"resolved", "closed"})

SUPERSEDED: Final = "superseded#"
"""Boolean column of every typed table: the record repeats, or was replaced by, another one."""

ROW: Final = "row#"
"""Int64 column of every typed table: the record's number in its file, the first one is 1."""

STILL_WAITING: Final = "still waiting#"
"""Boolean column of calls as they stood at the audit instant: nobody had answered, nor had the
caller given up, whatever flags and durations tell of the time after."""

FILE: Final = "file#"
"""UInt32 column of every typed table: which of the table's files the record came from."""


def argument(table: str, path: str) -> str:
    """A file as a command line names it; only that it holds tickets goes without saying."""
    return shlex.quote(path if table == "tickets" else f"{table}={path}")


def unreadable(column: str) -> str:
    """Name of the boolean column that marks the unreadable cells of `column`."""
    return f"{column}#unreadable"


def day_ends(column: str) -> str:
    """Name of the column with the last instant of the day, where a cell of `column` is a date only.

    It is there only where some cell has no time of day; an instant then says which day it was.
    """
    return f"{column}#day ends"


def dtype(type_: Type) -> pl.DataType:
    """The polars dtype that cells of a type have in memory."""
    import polars as pl

    return {
        Type.TEXT: pl.String(),
        Type.NUMBER: pl.Decimal(38, 9),
        Type.COUNT: pl.Int64(),
        Type.INSTANT: pl.Datetime("us", "UTC"),
        Type.DURATION: pl.Int64(),
        Type.YES_NO: pl.Boolean(),
        Type.TAGS: pl.List(pl.String),
    }[type_]
