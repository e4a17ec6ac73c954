"""The time until a call is answered, which answer_time and service_level both judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Duration,
    Fault,
    Outside,
    Setting,
    SettingKind,
)
from csaudit.metrics.parts import call
from csaudit.metrics.parts.durations import begins

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    import polars as pl

    from csaudit.metrics.declaration import Facts

MICROSECONDS = 1_000_000
ABANDONED = Setting(
    "abandoned",
    SettingKind.CHOICE,
    "miss",
    "what a call is that was given up within the limit; one given up later is missed",
    choices=("miss", "ignore", "hit"),
)
SHORT_ABANDON = Setting(
    "short_abandon",
    SettingKind.DURATION,
    0,
    "a call given up after no longer a wait than this is counted apart",
)


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """The wait in any of its forms; the rest tells who was answered and who gave up."""
    return Columns(needs=(("answered_at", "wait", "rings"),), uses=("rings", *call.WAITING))


def time_to_answer(facts: Facts) -> Duration:
    """From offered to answered, by instants, else by the wait, else by rings.

    A column that counts rings comes first where the limit is written in rings.
    """
    ends = facts.has("answered_at") or _gives_instants(facts)
    by_instants = facts.has(call.offered(facts)) and ends
    if facts.has("rings") and (facts.in_rings or not (by_instants or facts.has("wait"))):
        rung = facts.column("rings") * _ring(facts.settings["seconds_per_ring"])
        return _counted(facts, rung, "rings", "calendar")
    if by_instants:
        return _between_instants(facts)
    clock = facts.clocks.get("wait", "calendar")
    return _counted(facts, facts.column("wait"), "wait", clock)


def _gives_instants(facts: Facts) -> bool:
    return facts.has("wait") and facts.clocks.get("wait", "calendar") == "calendar"


def _ring(seconds: Decimal) -> int:
    return int(seconds * MICROSECONDS)


def _between_instants(facts: Facts) -> Duration:
    import polars as pl

    began, offered = call.offered(facts), facts.column(call.offered(facts))
    end, gone = call.wait_ended_at(facts), call.given_up(facts)
    return Duration(
        start=pl.when(~(gone & end.is_null())).then(offered),
        end=end,
        open=call.still_waits(facts),
        given_up=gone,
        given_up_is=facts.settings["abandoned"],
        outside=_short_abandons(facts, call.waited(facts)),
        faults=(
            *begins(facts, began),
            *call.unknown_whether_answered(facts),
            *call.ended_before_offered(facts),
            Fault(call.wait_column(facts), call.is_answered(facts) & end.is_null()),
        ),
    )


def _counted(facts: Facts, waited: pl.Expr, column: str, clock: str) -> Duration:
    return Duration(
        elapsed=waited,
        open=call.still_waits(facts),
        clock=clock,
        given_up=call.given_up(facts),
        given_up_is=facts.settings["abandoned"],
        outside=_short_abandons(facts, waited),
        faults=(
            *call.unknown_whether_answered(facts),
            Fault(column, call.is_answered(facts) & waited.is_null()),
        ),
    )


def _short_abandons(facts: Facts, waited: pl.Expr) -> tuple[Outside, ...]:
    short = facts.settings["short_abandon"]
    if not short:
        return ()
    return (Outside("short abandon", call.given_up(facts) & (waited <= short)),)
