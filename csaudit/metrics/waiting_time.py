"""How long the customer waits: for the team in all of a case, or on the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Duration,
    Facts,
    Fault,
    Kind,
    Metric,
    NotMeasurableError,
    Setting,
    SettingKind,
    Unit,
)
from csaudit.metrics.parts import call, case
from csaudit.metrics.parts.durations import CLOCK, OPEN, counted_by_helpdesk

if TYPE_CHECKING:
    from collections.abc import Mapping

QUEUE, HOLD = "queue", "hold"
OWN_COUNT = ("requester_wait", "requester_wait_business")
PARTS = Setting(
    "parts",
    SettingKind.CHOICES,
    (QUEUE, HOLD),
    "of a call, which waits are added up, those that the data has",
    choices=(QUEUE, HOLD),
)
WAITS = Setting(
    "waits",
    SettingKind.CHOICES,
    ("new", "open", "on_hold"),
    "of a case whose events are known, the statuses in which the customer waits",
    choices=("new", "open", "pending", "on_hold"),
)


def columns(settings: Mapping[str, Any], table: str) -> Columns:
    """The requester's wait, or the caller's; the rest tells which cases and calls still wait."""
    if table == "calls":
        return Columns(needs=(("wait", "answered_at", "hold"),), uses=("hold", *call.WAITING))
    own = OWN_COUNT if settings["clock"] == "helpdesk" else OWN_COUNT[:1]
    return Columns(needs=(own,), uses=case.RESOLVING)


def measure(facts: Facts) -> Duration:
    """The waits as the data carries them; in an open case or call they may still grow."""
    return _of_calls(facts) if facts.table == "calls" else _of_cases(facts)


def _of_cases(facts: Facts) -> Duration:
    import polars as pl

    by_helpdesk = facts.settings["clock"] == "helpdesk"
    own = counted_by_helpdesk(facts, *OWN_COUNT) if by_helpdesk else OWN_COUNT[0]
    waited = facts.column(own)
    tells = any(facts.has(column) for column in case.RESOLVING)
    is_open = ~case.is_resolved(facts) if tells else pl.lit(value=False)
    return Duration(
        elapsed=pl.when(is_open).then(waited.fill_null(0)).otherwise(waited),
        open=is_open,
        clock=facts.clocks.get(own, "calendar"),
        stretches=() if by_helpdesk else facts.settings["waits"],
        faults=(
            Fault(own, facts.unreadable(own)),
            *(case.unknown_whether_resolved(facts) if tells else ()),
            Fault(own, ~is_open & waited.is_null()),
        ),
    )


def _of_calls(facts: Facts) -> Duration:
    parts = _parts(facts)
    still_waits = call.still_waits(facts)
    elapsed = None
    faults: list[Fault] = []
    if QUEUE in parts:
        elapsed = call.waited(facts)
        faults += [*call.unknown_whether_answered(facts), *call.ended_before_offered(facts)]
        faults.append(Fault(call.wait_column(facts), ~still_waits & elapsed.is_null()))
    if HOLD in parts:
        held = facts.column("hold").fill_null(0)
        elapsed = held if elapsed is None else elapsed + held
        faults.append(Fault("hold", facts.unreadable("hold")))
    return Duration(
        elapsed=elapsed,
        open=still_waits.fill_null(value=False),
        clock=facts.clocks.get("wait" if QUEUE in parts else "hold", "calendar"),
        faults=tuple(faults),
    )


def _parts(facts: Facts) -> list[str]:
    has = {QUEUE: facts.has("wait") or _has_instants(facts), HOLD: facts.has("hold")}
    parts = [part for part in facts.settings["parts"] if has[part]]
    if not parts:
        asked = " and ".join(facts.settings["parts"])
        raise NotMeasurableError("column_missing", f"calls have no column for {asked}")
    return parts


def _has_instants(facts: Facts) -> bool:
    return facts.has("offered_at") and (facts.has("answered_at") or facts.has("ended_at"))


METRIC = Metric(
    name="waiting_time",
    tables=("tickets", "calls"),
    kind=Kind.DURATION,
    unit=Unit.SECONDS,
    direction=Direction.LOWER,
    summary="How long the customer waits: for the team in all of a case, or on the phone.",
    definition=(
        "Of a case, the requester's wait as the helpdesk counted it: time in which the case did "
        "not wait for the customer. In an open case the wait may still grow: it is missed once it "
        "is over the limit and not due before that. A resolved case without a wait is unreadable. "
        "With `clock: helpdesk` the wait on its business clock is taken, where the export tells "
        "it. Of a call, the time in the queue until it was answered or given up, plus the time on "
        "hold; an empty hold is none. A call still waiting at the audit instant has waited until "
        "then."
    ),
    formula="requester_wait, or time in the queue + hold",
    columns=columns,
    measure=measure,
    takes_limit=True,
    settings=(PARTS, WAITS, CLOCK, OPEN),
    example="""\
- id: nobody-waits-long
  statement: Hardly anybody waits for us longer than two days altogether.
  metric: waiting_time
  within: 48h
  target: 99%
""",
    elsewhere=(
        "Zendesk's requester wait is the time in New, Open and On-hold, written only when the "
        "ticket leaves for Pending or Solved; its CSV export leaves On-hold out."
    ),
)
