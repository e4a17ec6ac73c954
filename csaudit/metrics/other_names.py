"""What metrics are called elsewhere: abbreviations and names of other tools and textbooks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES: Final[Mapping[str, str]] = {
    "first_response_time": "frt|ftrt|first reply time|first reply|first response|response time|"
    "time to first response|ttfr|average response time|average first response time|"
    "avg response time|avg first response time|first reply time average",
    "next_response_time": "nrt|next reply time|subsequent reply time",
    "resolution_time": "ttr|mttr|trt|art|time to resolve|time to resolution|time to close|"
    "mean time to resolve|full resolution time|resolution|average resolution time|"
    "avg resolution time|handling time of a case",
    "waiting_time": "requester wait time|customer wait time|hold time|wait time",
    "handle_time": "aht|average handle time|average handling time|handling time|talk time",
    "due_date_met": "sla compliance|sla met|sla attainment|on time",
    "first_contact_resolution": "fcr|ftf|one touch|one touch resolution|first call resolution|"
    "first time fix",
    "reopen_rate": "reopens|reopened tickets",
    "replies_to_resolve": "touches|replies per ticket|average replies",
    "reassignment_rate": "escalation rate|handovers|handoffs|group stations|assignee stations",
    "backlog": "open tickets|unresolved tickets",
    "backlog_age": "age of open tickets|ticket age",
    "throughput": "solved tickets|tickets solved|productivity",
    "customer_satisfaction": "csat|c-sat|satisfaction|satisfaction score|satisfaction rate|"
    "csat score|csat rate|customer satisfaction score|satisfied customers",
    "customer_effort": "ces|ces score|effort|effort score|customer effort score",
    "net_promoter_score": "nps|nps score|net promoter|recommendation",
    "answer_time": "asa|average speed of answer|speed of answer|speed to answer|time to answer",
    "service_level": "sl|sla|tsf|grade of service|80/20|telephone service factor",
    "abandonment_rate": "abandon rate|abandoned calls|abandonment|car",
    "transfer_rate": "transfers|transferred calls",
    "survey_response_rate": "response rate",
    "quality_score": "qa|qa score|iqs|internal quality score|internal quality",
    "average_order_value": "aov",
    "conversion_rate": "cr|conversion|conversions",
}
_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "sla": ("service_level", "first_response_time", "resolution_time", "due_date_met"),
    "response time": ("first_response_time", "next_response_time"),
}
"""Names that may mean several metrics."""


def meanings(name: str) -> tuple[str, ...]:
    """The metrics that a name stands for elsewhere, the likeliest first; none where none is."""
    written = _folded(name)
    if (several := _ALSO.get(written)) is not None:
        return several
    return tuple(metric for metric, others in _NAMES.items() if written in others.split("|"))


def _folded(name: str) -> str:
    return re.sub(r"[\s_]+", " ", name.strip().casefold())
