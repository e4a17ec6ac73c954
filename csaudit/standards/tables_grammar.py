"""The grammar of `tables:` in standards.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    BeforeValidator,
    Field,
    Tag,
)

from csaudit.standards import fields
from csaudit.standards.written_values import (
    Columns,
    Figure,
    Shape,
    Span,
    Word,
    YesNo,
    Zone,
    mapping_or,
)
from csaudit.tables import Type

_TYPES = fields.chooses(*Type)
_DATE_ORDERS = ("day-first", "month-first", "year-first")
_OneDateOrder = Annotated[
    Literal["day-first", "month-first", "year-first"],
    BeforeValidator(fields.chooses(*_DATE_ORDERS)),
]
DateOrder = Annotated[
    Annotated[_OneDateOrder, Tag("<order>")]
    | Annotated[dict[str, _OneDateOrder], Tag("<mapping>")],
    mapping_or("<order>"),
]


class WrittenColumn(Shape):
    """Where a column comes from and what its cells are."""

    from_: Word | None = Field(None, alias="from", description="The header in the export.")
    type: Annotated[Type, BeforeValidator(_TYPES)] | None = None
    unit: (
        Annotated[
            Literal["milliseconds", "seconds", "minutes", "hours", "days"],
            BeforeValidator(fields.chooses("milliseconds", "seconds", "minutes", "hours", "days")),
        ]
        | None
    ) = Field(None, description="What bare numbers of a duration count.")
    clock: (
        Annotated[
            Literal["calendar", "helpdesk"],
            BeforeValidator(fields.chooses("calendar", "helpdesk")),
        ]
        | None
    ) = Field(None, description="The clock that a duration was measured on.")
    timezone: Zone | None = None
    date_order: DateOrder | None = None
    format: Word | None = Field(
        None,
        description="Of times, a pattern such as %d/%m/%Y %H:%M; of numbers, decimal-comma or "
        "decimal-point; of durations such as 3:10, m:ss or h:mm.",
    )
    values: dict[str, Word] = Field({}, description="Words, each with what it stands for.")
    empty: Columns = Field((), description="Words for nothing.")
    and_: Word | None = Field(
        None, alias="and", description="A second header, put behind the first: a time of day."
    )


class WrittenExpect(Shape):
    """What an export must fulfil to be audited at all."""

    max_age: Span | None = None
    rows: Figure | None = None
    unreadable: Figure | None = None
    abandoned: Literal[0] | None = Field(
        None, description="0: that not one call was given up is no sign of calls left out."
    )


class WrittenTable(Shape):
    """What detection cannot know of one table."""

    source: Word | None = Field(None, description="The preset, see `csaudit sources`.")
    timezone: Zone | None = None
    date_order: DateOrder | None = None
    columns: dict[
        str,
        Annotated[
            Annotated[Word, Tag("<header>")] | Annotated[WrittenColumn, Tag("<mapping>")],
            mapping_or("<header>"),
        ],
    ] = Field({})
    expect: WrittenExpect | None = None


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
    message_opens: YesNo | None = Field(
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
