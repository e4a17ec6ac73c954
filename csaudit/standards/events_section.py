"""Reads what `tables: {events: …}` says beyond what it says of any table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.table_settings import EventSettings

if TYPE_CHECKING:
    from csaudit.standards.tables_grammar import WrittenEvents


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
