"""How many customers wait at the same moment."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from csaudit.metrics.declaration import (
    Columns,
    Detail,
    Direction,
    Facts,
    Fault,
    Kind,
    Metric,
    Period,
    Series,
    Setting,
    SettingKind,
    SettingNeededError,
    Summary,
    Unit,
)
from csaudit.metrics.parts import call, case, queue, reply
from csaudit.metrics.parts.durations import begins
from csaudit.metrics.parts.stretch import covered
from csaudit.tables import Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from csaudit.metrics.parts.stretch import Stretch

PEAK, TIME_ABOVE, ARRIVALS_ABOVE = "peak", "time_above", "arrivals_above"


def columns(settings: Mapping[str, Any], table: str) -> Columns:
    """When the wait began and ended, and in which queue.

    Raises SettingNeededError where the statistic counts what is above nothing.
    """
    if settings["above"] is None and settings["statistic"] != PEAK:
        what = f"{settings['statistic']} needs to know how many may wait"
        raise SettingNeededError("above", what, "above: 3")
    named = ((settings["queue"],),) if settings["queue"] else ()
    if table == "calls":
        ends = ("answered_at", "wait", "ended_at")
        return Columns(needs=(("offered_at",), ends, *named), uses=("queue", *call.WAITING))
    return Columns(
        needs=(("created_at",), reply.REPLY, *named),
        uses=("queue", *reply.REPLY, *case.RESOLVING),
    )


def measure(facts: Facts) -> Series:
    """From the waits of all customers, the lengths of the queues at every instant."""
    above = _above(facts)
    joined, left, faults = _of_calls(facts) if facts.table == "calls" else _of_cases(facts)

    def summarise(frame: pl.DataFrame, period: Period) -> Summary:
        stretch = covered(facts, period)
        if stretch is None or frame.is_empty():
            return Summary(n=0)
        return _summary(frame, stretch, facts, above)

    return Series(
        columns={queue.QUEUE: _name(facts), queue.JOINED: joined, queue.LEFT: left},
        summarise=summarise,
        lasts_until=left,
        faults=faults,
    )


def _above(facts: Facts) -> int | None:
    above: int | None = facts.settings["above"]
    if above is None and facts.promised is not None:
        return int(facts.promised)
    return above


def _name(facts: Facts) -> pl.Expr:
    import polars as pl

    column = facts.settings["queue"] or "queue"
    if not facts.has(column):
        return pl.lit("all")
    if facts.types[column] is Type.TAGS:
        return pl.col(column).list.sort().list.join(", ")
    return facts.view(column).cast(pl.String).fill_null("(none)")


def _of_calls(facts: Facts) -> tuple[pl.Expr, pl.Expr, tuple[Fault, ...]]:
    left = call.wait_ended_at(facts)
    unknown = ~call.still_waits(facts) & left.is_null()
    faults = (
        *begins(facts, "offered_at"),
        *call.unknown_whether_answered(facts),
        *call.ended_before_offered(facts),
        Fault(call.wait_column(facts), unknown & call.is_answered(facts)),
        Fault("ended_at" if facts.has("ended_at") else call.wait_column(facts), unknown),
    )
    return facts.column("offered_at"), left, faults


def _of_cases(facts: Facts) -> tuple[pl.Expr, pl.Expr, tuple[Fault, ...]]:
    import polars as pl

    created, answered = facts.column("created_at"), reply.answered_at(facts)
    left = pl.coalesce(answered, case.resolved_at(facts))
    unanswered = answered.is_null()
    resolve = (*case.unknown_whether_resolved(facts), *case.unknown_when_resolved(facts))
    faults = (
        *begins(facts, "created_at"),
        Fault("first_response_at", facts.unreadable("first_response_at")),
        Fault("first_response_duration", unanswered & reply.garbled_duration(facts)),
        *(Fault(fault.column, unanswered & fault.when) for fault in resolve),
        Fault("first_response_at", answered < created),
        *(
            Fault(fault.column, unanswered & fault.when)
            for fault in case.end_before_start(facts, created)
        ),
    )
    return created, left, faults


def _summary(waits: pl.DataFrame, stretch: Stretch, facts: Facts, above: int | None) -> Summary:
    import polars as pl

    gone = (pl.col(queue.LEFT) < pl.lit(stretch.first)).fill_null(value=False)
    present = waits.filter((pl.col(queue.JOINED) <= pl.lit(stretch.last)) & ~gone)
    if present.is_empty():
        return Summary(n=0)
    n, steps = len(present), queue.clip(queue.sweep(present), stretch)
    details = () if above is None else _episodes(steps, above, facts)
    match facts.settings["statistic"]:
        case "arrivals_above":
            arrived = int(steps["arrived"].sum())
            met = int(steps.filter(pl.col("met") > above)["arrived"].sum())
            return Summary(n=arrived, numerator=met, denominator=arrived, details=details)
        case "time_above":
            time = int(steps.filter(pl.col("length") > above)["lasted"].sum())
            whole = waits[queue.QUEUE].n_unique() * _microseconds(stretch)
            value = Fraction(time, whole) if whole else None
            return Summary(n=n, value=value, details=details)
        case _:
            peak = max(steps["length"].to_list(), default=0)
            return Summary(n=n, value=Fraction(peak), details=details)


def _microseconds(stretch: Stretch) -> int:
    time = stretch.end - stretch.first
    return (time.days * 86_400 + time.seconds) * 1_000_000 + time.microseconds


def _episodes(steps: pl.DataFrame, above: int, facts: Facts) -> tuple[Detail, ...]:
    zone = ZoneInfo(facts.timezone)

    def local(instant: Any) -> str:  # noqa: ANN401 - a datetime
        return str(instant.astimezone(zone).replace(tzinfo=None).isoformat(sep=" "))

    return tuple(
        Detail(label=f"{name}: {local(start)} to {local(end)}, {peak} waiting")
        for name, start, end, peak in queue.episodes(steps, above)
    )


METRIC = Metric(
    name="queue_length",
    tables=("calls", "tickets"),
    kind=Kind.SERIES,
    unit=Unit.NUMBER,
    direction=Direction.LOWER,
    judges_records=False,
    summary="How many customers wait at the same moment.",
    definition=(
        "A call waits from offered_at until it is answered or given up, a case from created_at "
        "until its first response, or until it is resolved without one. `peak`: the longest that "
        "any queue was. `time_above`: the share of the time from the first record to the audit "
        "instant in which a queue was longer than `above`, over all queues together. "
        "`arrivals_above`: the share of customers who met a queue longer than that when they "
        "joined it. Those who leave at an instant go before those who join at it, and customers "
        "who join at the same instant do not meet each other. Every time that a queue was longer "
        "than `above` (for a peak without it: than the target) is listed with its own peak."
    ),
    formula="customers waiting at an instant, by queue",
    columns=columns,
    measure=measure,
    settings=(
        Setting(
            "statistic",
            SettingKind.CHOICE,
            PEAK,
            "the longest queue, the share of time with a longer one, or of customers meeting one",
            choices=(PEAK, TIME_ABOVE, ARRIVALS_ABOVE),
        ),
        Setting("above", SettingKind.COUNT, None, "how many may wait"),
        Setting(
            "queue",
            SettingKind.COLUMN,
            None,
            "the column that names the queue: queue, if the data has it; else all wait in one",
        ),
    ),
    example="""\
- id: open-another-queue
  statement: We open a new queue when more than three customers wait.
  metric: queue_length
  target: "<= 3"
""",
    elsewhere="Call centre software shows the present length, few tell how long it was too long.",
)
