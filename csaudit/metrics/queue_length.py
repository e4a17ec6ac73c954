"""How many customers wait at the same moment."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from csaudit.metrics.declaration import (
    PERIOD,
    Columns,
    Detail,
    Direction,
    Facts,
    Fault,
    Kind,
    Metric,
    N,
    Period,
    Periods,
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
    from collections.abc import Mapping, Sequence

    import polars as pl

    from csaudit.metrics.declaration import Tallies
    from csaudit.metrics.parts.stretch import Stretch

QUEUES, LONGEST, ARRIVED = "queues#", "longest#", "arrived#"
MET, TIME, ANY_TIME, EPISODES = "met#", "time#", "any time#", "episodes#"
ANY = "any"
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

    def grouped(frame: pl.LazyFrame, by: list[str]) -> pl.LazyFrame:
        return _of_groups(frame, by, covered(facts, facts.period), above)

    def by_period(frame: pl.LazyFrame, periods: Periods) -> pl.LazyFrame:
        return _of_periods(frame, periods, covered(facts, Period(None, None)), above)

    def summarise(found: Tallies, period: Period) -> Summary:
        stretch = covered(facts, period)
        return Summary(n=0) if stretch is None else _summary(found, stretch, facts, above)

    return Series(
        columns={queue.QUEUE: _name(facts), queue.JOINED: joined, queue.LEFT: left},
        grouped=grouped,
        by_period=by_period,
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


def _of_groups(
    frame: pl.LazyFrame, by: list[str], stretch: Stretch | None, above: int | None
) -> pl.LazyFrame:
    import polars as pl

    if stretch is None:
        return frame.group_by(by).agg(pl.lit(0).alias(N)).filter(pl.lit(value=False))
    first, last, end = (pl.lit(instant) for instant in stretch)
    gone = (pl.col(queue.LEFT) < first).fill_null(value=False)
    present = frame.filter((pl.col(queue.JOINED) <= last) & ~gone)
    counted = frame.group_by(by).agg(pl.col(queue.QUEUE).n_unique().alias(QUEUES))
    waiting = present.group_by(by).agg(pl.len().alias(N))
    steps = queue.clip(queue.sweep(present, by), first, last, end)
    return _told(counted.join(waiting, on=by, how="left", nulls_equal=True), steps, by, above)


def _of_periods(
    frame: pl.LazyFrame, periods: Periods, stretch: Stretch | None, above: int | None
) -> pl.LazyFrame:
    """The same of each period, for which every step of the queues is cut at its edges."""
    import polars as pl

    if stretch is None:
        return pl.LazyFrame(schema={PERIOD: pl.Int64, N: pl.UInt32})
    ends = [min(edge, stretch.end) for edge in periods.edges]
    edges = pl.lit(pl.Series(periods.edges, dtype=pl.Datetime("us", "UTC")))
    ended = pl.lit(pl.Series(ends, dtype=pl.Datetime("us", "UTC")))
    period, as_of = pl.col(PERIOD), pl.lit(stretch.end)
    last = (
        pl.when(edges.gather(period + 1) > as_of)
        .then(as_of)
        .otherwise(edges.gather(period + 1) - pl.duration(microseconds=1))
    )
    most = len(periods.edges) - 2

    def through(records: pl.LazyFrame, start: pl.Expr, until: pl.Expr) -> pl.LazyFrame:
        """Each record once for every period from `start` to `until`."""
        numbers = [periods.number(start).clip(0, most), periods.number(until).clip(0, most)]
        kept = records.filter(periods.number(until) >= 0, periods.number(start) <= most)
        every = pl.int_ranges(numbers[0], numbers[1] + 1, dtype=pl.Int64)
        return kept.with_columns(every.alias(PERIOD)).explode(PERIOD)

    queues = frame.select(pl.col(queue.QUEUE).n_unique().alias(QUEUES))
    present = through(frame, pl.col(queue.JOINED), pl.col(queue.LEFT).fill_null(as_of))
    waiting = present.group_by(PERIOD).agg(pl.len().alias(N)).join(queues, how="cross")
    swept = queue.sweep(frame, [])
    steps = through(swept, pl.col("at"), pl.col("until").fill_null(as_of))
    clipped = queue.clip(steps, edges.gather(period), last, ended.gather(period + 1))
    return _told(waiting, clipped, [PERIOD], above)


def _told(
    waiting: pl.LazyFrame, steps: pl.LazyFrame, by: list[str], above: int | None
) -> pl.LazyFrame:
    """What the steps of the queues tell of each group."""
    import polars as pl

    limit = 0 if above is None else above
    sums = steps.group_by(by).agg(
        pl.col("length").max().alias(LONGEST),
        pl.col("arrived").sum().alias(ARRIVED),
        pl.col("arrived").filter(pl.col("met") > limit).sum().alias(MET),
        pl.col("lasted").filter(pl.col("length") > limit).sum().alias(TIME),
    )
    any_time = queue.united(steps, by, limit).rename({"lasted": ANY_TIME})
    found = waiting.join(sums, on=by, how="left", nulls_equal=True)
    found = found.join(any_time, on=by, how="left", nulls_equal=True)
    if above is None:
        return found.with_columns(pl.lit(None).alias(EPISODES))
    episode = pl.struct(queue.QUEUE, "at", "until", "longest").implode().alias(EPISODES)
    listed = queue.episodes(steps, by, above).group_by(by, maintain_order=True).agg(episode)
    return found.join(listed, on=by, how="left", nulls_equal=True)


def _summary(found: Tallies, stretch: Stretch, facts: Facts, above: int | None) -> Summary:
    n = found[N]
    if not n:
        return Summary(n=0)
    details = () if above is None else _episodes(found[EPISODES] or (), facts)
    match facts.settings["statistic"]:
        case "arrivals_above":
            arrived, met = found[ARRIVED] or 0, found[MET] or 0
            return Summary(n=arrived, numerator=met, denominator=arrived, details=details)
        case "time_above":
            together = facts.settings["across"] == ANY
            whole = (1 if together else found[QUEUES]) * _microseconds(stretch)
            above_it = found[ANY_TIME if together else TIME]
            value = Fraction(above_it or 0, whole) if whole else None
            return Summary(n=n, value=value, details=details)
        case _:
            return Summary(n=n, value=Fraction(found[LONGEST] or 0), details=details)


def _microseconds(stretch: Stretch) -> int:
    time = stretch.end - stretch.first
    return (time.days * 86_400 + time.seconds) * 1_000_000 + time.microseconds


def _episodes(found: Sequence[Mapping[str, Any]], facts: Facts) -> tuple[Detail, ...]:
    zone = ZoneInfo(facts.timezone)

    def local(instant: Any) -> str:  # noqa: ANN401 - a datetime
        return str(instant.astimezone(zone).replace(tzinfo=None).isoformat(sep=" "))

    return tuple(
        Detail(label=f"{name}: {local(start)} to {local(end)}, {longest} waiting")
        for name, start, end, longest in (tuple(episode.values()) for episode in found)
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
        "instant in which a queue was longer than `above`. With several queues it is a share of "
        "queue time, in which each queue counts by itself: one of four that is always too long "
        "makes 25 %; `across: any` takes the time in which any of them was, here 100 %. "
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
        Setting(
            "across",
            SettingKind.CHOICE,
            "queues",
            "of `time_above`: a share of the time of every queue, or of that in which any was long",
            choices=("queues", ANY),
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
