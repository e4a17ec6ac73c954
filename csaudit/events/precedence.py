"""Where an export and its events both tell a column of tickets: which of the two has its say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.events.case_facts import BY_HANDS, BY_MESSAGES, BY_STATUSES
from csaudit.tables import Type, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from csaudit.sources.model import SourceColumn

WINS: Final[Mapping[str, str]] = {
    **dict.fromkeys(BY_MESSAGES, "messages known"),
    **dict.fromkeys(BY_STATUSES, "waits known"),
    **dict.fromkeys(("first_resolved_at", "reopens"), "statuses known"),
    **dict.fromkeys(("resolved_at", "closed_at"), "status known"),
    **dict.fromkeys(BY_HANDS, "hands known"),
}
"""The columns in which events win over tickets, and what says that they know."""

KNOWN: Final[Mapping[str, str]] = {
    **WINS,
    "first_contact": "messages known",
    "agent_work": "waits known",
    **dict.fromkeys(("first_assigned_at", "team_handovers"), "hands known"),
}
"""The same of all columns that would be empty where nothing happened."""


@dataclass(frozen=True, slots=True)
class Precedence:
    """The columns of records that lie beside the facts of their events, named `its …`.

    `columns`: those of the table; `facts`: the ones that events tell; `exported`: the ones that
    the export has among those that are read; `prefer`: `events` or `tickets`.
    """

    columns: Mapping[str, SourceColumn]
    facts: Collection[str]
    exported: Collection[str]
    prefer: str

    def cell(self, name: str) -> pl.Expr:
        """The cell that wins."""
        if name not in self.facts:
            return pl.col(name)
        fact = pl.col(f"its {fact_name(name)}")
        if name not in self.exported:
            return fact.alias(name)
        own = pl.col(name)
        if name == "status":
            knows = self._later() & pl.col("its status").is_not_null()
            return pl.when(knows).then(fact).otherwise(pl.coalesce(own, fact)).alias(name)
        if self._events_win(name):
            return pl.when(_know(name)).then(fact).otherwise(own).alias(name)
        broken = pl.lit(value=False)
        if self.columns[name].type is not Type.TEXT:
            broken = pl.col(unreadable(name))
        return pl.when(broken).then(own).otherwise(pl.coalesce(own, fact)).alias(name)

    def flag(self, name: str) -> pl.Expr:
        """Whether the cell that wins cannot be read."""
        flag = unreadable(name)
        theirs = garbled(name, "its ").fill_null(value=False)
        if name not in self.exported:
            return (theirs | untold(name, "its ")).alias(flag)
        own = pl.col(flag)
        if name not in self.facts:
            return own.alias(flag)
        if self._events_win(name):
            no = pl.lit(value=False)
            return pl.when(_know(name)).then(no).otherwise(own | theirs).alias(flag)
        return (own | (pl.col(name).is_null() & theirs)).alias(flag)

    def _events_win(self, name: str) -> bool:
        return name in WINS and self.prefer == "events"

    def _later(self) -> pl.Expr:
        """The newest event is newer than the export's own last change of the record."""
        if "updated_at" not in self.exported:
            return pl.lit(value=True)
        return (pl.col("its updated_at") > pl.col("updated_at")).fill_null(value=False)


def _know(name: str) -> pl.Expr:
    return pl.col(f"its {WINS[name]}").fill_null(value=False)


def fact_name(name: str) -> str:
    """What a column of tickets is called among the facts of the cases."""
    return "ticket_id" if name == "id" else name


def garbled(name: str, prefix: str = "") -> pl.Expr:
    """A fact that events would tell if all of them could be understood."""
    if name in {"requester_wait", "agent_wait", "on_hold", "handle_time", "agent_work"}:
        return pl.col(f"{prefix}unknown status")
    if name in BY_MESSAGES or name == "first_contact":
        return pl.col(f"{prefix}unknown author")
    return pl.lit(value=False)


def whole(prefix: str = "") -> pl.Expr:
    """Boolean: the log holds the life of the case from its beginning on."""
    return ~pl.col(f"{prefix}before log").fill_null(value=True)


def untold(name: str, prefix: str = "") -> pl.Expr:
    """Boolean: a fact that the log does not reach; that it is empty tells nothing."""
    if name not in KNOWN:
        return pl.lit(value=False)
    return ~whole(prefix) & ~pl.col(f"{prefix}{KNOWN[name]}").fill_null(value=False)
