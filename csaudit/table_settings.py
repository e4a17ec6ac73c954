"""What standards.yaml may say of a table: only what detection cannot know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from csaudit.tables import Type

DateOrder = str | Mapping[str, str]
"""day-first, month-first or year-first; or one of them for each mark: `{"/": "month-first"}`."""


@dataclass(frozen=True, slots=True)
class ColumnSettings:
    """What standards.yaml says of one column: where it comes from and what its cells are.

    `source` is the header (or JSON path) in the export, `type` a `Type`, `unit` the unit of
    bare numbers in a duration column (seconds, minutes, hours, days, milliseconds), `clock`
    the clock that a duration was measured on (`calendar`, or `helpdesk` for its own business
    hours), `timezone` the zone of instants that name none, `date_order` day-first,
    month-first or year-first, for all dates or for each mark that stands in them (`{"/": …}`),
    `format` a strftime pattern. `values` are words of the export, each
    with what it stands for, `empty` words for nothing, and `joined` is a second header that is
    put behind the first one (a time of day); they come on top of what a preset says.
    """

    source: str | None = None
    type: Type | None = None
    unit: str | None = None
    clock: str | None = None
    timezone: str | None = None
    date_order: DateOrder | None = None
    format: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    empty: tuple[str, ...] = ()
    joined: str | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an export must fulfil to be audited at all (`expect:` in standards.yaml).

    `max_age` in seconds: the newest event may not be older than that at the run, or at the
    audit instant that is asked for;
    `min_rows`: the fewest rows; `max_unreadable`: the largest share of unreadable cells.
    `none`: what may never happen in it, without that being a sign of something left out.
    """

    max_age: int | None = None
    min_rows: int | None = None
    max_unreadable: float | None = None
    none: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EventSettings:
    """What standards.yaml says of how events are read, beyond what it says of any table.

    `agents`: actors that are agents where the log does not say. `begin`: `first_event` stands in
    where none tells of a case's creation, `event` leaves it unknown. `bots`: `ignore` or
    `answer`. `message_opens`: a customer's message opens a case that waits or is resolved.
    `reopen`: `status`, or `resolve_again` where the log lacks the openings. `reopen_grace`:
    microseconds within which a reopening is none. `reassign`: `agent` or `team`; None is what the
    log has. `prefer`: `events` or `tickets`, where both tell.
    """

    agents: tuple[str, ...] = ()
    begin: str = "first_event"
    bots: str = "ignore"
    message_opens: bool = False
    reopen: str = "status"
    reopen_grace: int = 0
    reassign: str | None = None
    prefer: str = "events"
    said: tuple[str, ...] = ()

    def with_(self, wishes: Mapping[str, Any]) -> EventSettings:
        """These settings with what somebody says; None says nothing. `said` names what was."""
        known = {name: value for name, value in wishes.items() if value is not None}
        return replace(self, **known, said=tuple(dict.fromkeys([*self.said, *known])))


@dataclass(frozen=True, slots=True)
class TableSettings:
    """What standards.yaml says of one table: only what detection cannot know."""

    source: str | None = None
    timezone: str | None = None
    date_order: DateOrder | None = None
    columns: Mapping[str, ColumnSettings] = field(default_factory=dict)
    events: EventSettings = field(default_factory=EventSettings)
    expect: Expectation = field(default_factory=Expectation)
