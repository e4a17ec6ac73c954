"""Reads what `tables: {events: …}` says beyond what it says of any table."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from csaudit.standards import fields
from csaudit.standards.file_grammar import Columns, Span, WrittenTable
from csaudit.tables import EventSettings

_YesNo = Annotated[
    bool, PlainValidator(fields.yes_or_no), WithJsonSchema({"enum": ["yes", "no", True, False]})
]


class WrittenEvents(WrittenTable):
    """What detection cannot know of a log of events."""

    agents: Columns = Field((), description="Actors that are agents where the log does not say.")
    begin: (
        Annotated[
            Literal["first_event", "event"], BeforeValidator(fields.chooses("first_event", "event"))
        ]
        | None
    ) = Field(None, description="What stands in where no event tells of a case's creation.")
    bots: (
        Annotated[Literal["ignore", "answer"], BeforeValidator(fields.chooses("ignore", "answer"))]
        | None
    ) = Field(None, description="Whether a bot's message is a reply.")
    message_opens: _YesNo | None = Field(
        None, description="A customer's message opens a case that waits or is resolved."
    )
    reopen: (
        Annotated[
            Literal["status", "resolve_again"],
            BeforeValidator(fields.chooses("status", "resolve_again")),
        ]
        | None
    ) = Field(None, description="What a reopening is seen by.")
    reopen_grace: Span | None = Field(
        None, description="A reopening that is final again in less than this is none."
    )
    reassign: (
        Annotated[Literal["agent", "team"], BeforeValidator(fields.chooses("agent", "team"))] | None
    ) = Field(None, description="Whose changes are hand-overs.")
    prefer: (
        Annotated[
            Literal["events", "tickets"], BeforeValidator(fields.chooses("events", "tickets"))
        ]
        | None
    ) = Field(None, description="Which of the two wins where both tell.")


def event_settings(written: WrittenEvents) -> EventSettings:
    """The settings in force, and which of them the file says itself."""
    said = {
        "agents": written.agents or None,
        "begin": written.begin,
        "bots": written.bots,
        "message_opens": written.message_opens,
        "reopen": written.reopen,
        "reopen_grace": None if written.reopen_grace is None else written.reopen_grace.microseconds,
        "reassign": written.reassign,
        "prefer": written.prefer,
    }
    return EventSettings().with_(said)
