"""How long a caller waits until an agent answers."""

from __future__ import annotations

from decimal import Decimal

from csaudit.metrics.declaration import (
    Direction,
    Kind,
    Metric,
    Setting,
    SettingKind,
    Unit,
)
from csaudit.metrics.parts.answering import ABANDONED, SHORT_ABANDON, columns, time_to_answer
from csaudit.metrics.parts.durations import OPEN

SECONDS_PER_RING = Setting(
    "seconds_per_ring",
    SettingKind.NUMBER,
    Decimal(6),
    "how long a ring lasts with its pause: 6 in North America, 3 for the British double ring",
)

METRIC = Metric(
    name="answer_time",
    tables=("calls", "tickets"),
    kind=Kind.DURATION,
    unit=Unit.SECONDS,
    direction=Direction.LOWER,
    summary="How long a caller waits until an agent answers.",
    definition=(
        "From offered_at to answered_at, else the wait that the data carries. A limit may be "
        "written in rings: a column that counts them is then read as it is, otherwise a ring "
        "lasts `seconds_per_ring`. A call given up after a longer wait than the limit, or "
        "after a wait that nobody knows, is missed; one given up before is what `abandoned` says, "
        "and after no longer than `short_abandon` it is not applicable. A call still waiting at "
        "the audit instant is missed once its wait is over the limit and not due before that. "
        "Statistics are taken over answered calls."
    ),
    formula="answered_at - offered_at",
    columns=columns,
    measure=time_to_answer,
    takes_limit=True,
    settings=(ABANDONED, SHORT_ABANDON, SECONDS_PER_RING, OPEN),
    example="""\
- id: three-rings
  statement: We answer the phone within three rings.
  metric: answer_time
  within: 3 rings
  target: 90%
""",
    elsewhere=(
        "Talkdesk divides the wait of answered calls by all inbound ones, Zendesk Talk leaves "
        "voicemail out and keeps the queue apart; some count the ringing, some do not."
    ),
)
