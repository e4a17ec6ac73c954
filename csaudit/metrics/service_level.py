"""The share of calls answered within a limit, such as 80 % in 20 seconds."""

from __future__ import annotations

from csaudit.metrics.answer_time import SECONDS_PER_RING
from csaudit.metrics.declaration import Direction, Kind, Metric, Unit
from csaudit.metrics.parts.answering import ABANDONED, SHORT_ABANDON, columns, time_to_answer

METRIC = Metric(
    name="service_level",
    tables=("calls", "tickets"),
    kind=Kind.DURATION,
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    summary="The share of calls answered within a limit, such as 80 % in 20 seconds.",
    definition=(
        "Calls answered within the limit, divided by all calls. Calls given up within the limit "
        "stand below the line (`abandoned: miss`), on neither side (`ignore`) or on both "
        "(`hit`); those given up later, or after a wait that nobody knows, always stand below "
        "it, and those given up after no longer than `short_abandon` are not applicable. A call "
        "still waiting at the audit instant is missed once its wait is over the limit and not "
        "due before that."
    ),
    formula="answered within the limit ÷ calls",
    columns=columns,
    measure=time_to_answer,
    takes_limit=True,
    needs_limit=True,
    settings=(ABANDONED, SHORT_ABANDON, SECONDS_PER_RING),
    example="""\
- id: service-level
  statement: We answer 80 % of the calls within 20 seconds.
  metric: service_level
  within: 20s
  short_abandon: 5s
  target: 80%
""",
    elsewhere=(
        "Cisco offers all three: A ÷ (E - abandoned), A ÷ E and (A + abandoned) ÷ E, where A was "
        "answered and abandoned was given up within the limit, and E is every call that ended or "
        "whose limit passed. RingCentral counts short abandons apart; Talkdesk's "
        "live view leaves out short abandons, its reports all abandoned calls and voicemail."
    ),
)
