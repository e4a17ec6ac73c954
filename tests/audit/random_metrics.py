"""Every metric with its settings, at random; `METRICS[table][name]` makes a standard's own part."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from tests.audit.random_settings import (
    ABANDONED,
    LOW_SHARE,
    QUEUE,
    RUNG,
    SHARE,
    SHARES,
    STATISTIC,
    TIMED,
    Settings,
    choose,
    metric,
    without_open,
)
from tests.audit.random_ticket_metrics import ON_TICKETS, RUBRICS, share_and_value

_ON_CALLS: Final[dict[str, Settings]] = {
    "answer_time": st.one_of(
        metric("answer_time", RUNG, ABANDONED, choose(target=SHARES)),
        metric("answer_time", STATISTIC.map(without_open), choose(abandoned=("miss", "ignore"))),
    ),
    "service_level": metric("service_level", RUNG, ABANDONED, choose(target=SHARES)),
    "abandonment_rate": metric(
        "abandonment_rate", LOW_SHARE, choose(short_abandon=("0s", "6s", "1m"))
    ),
    "transfer_rate": metric("transfer_rate", LOW_SHARE),
    "waiting_time": metric(
        "waiting_time", TIMED, choose(parts=("queue", "hold", ["queue", "hold"]))
    ),
    "handle_time": metric("handle_time", TIMED),
    "queue_length": metric("queue_length", QUEUE),
    "first_contact_resolution": metric("first_contact_resolution", SHARE),
    "customer_satisfaction": metric("customer_satisfaction", SHARE, st.just({"scale": "1-5"})),
    "checklist_compliance": metric("checklist_compliance", SHARE, st.just({"items": ["belt"]})),
    **share_and_value(
        "branch = 'Hull'", "answered", "NOT transferred", "rings <= 1", numbers=("sum(rings)",)
    ),
}
_ON_SURVEYS: Final[dict[str, Settings]] = {
    "survey_response_rate": metric("survey_response_rate", SHARE),
    **{
        name: ON_TICKETS[name]
        for name in ("customer_satisfaction", "customer_effort", "net_promoter_score")
    },
    "customer_success_rate": st.one_of(
        metric("customer_success_rate", SHARE, choose(per=("case", "requester"))),
        metric("customer_success_rate", st.just({"success": "ces >= 3", "form": "ratio"})),
    ),
    "checklist_compliance": metric(
        "checklist_compliance", SHARE, st.just({"items": ["belt", "accurate"]})
    ),
    **share_and_value("branch = 'Hull'", "nps > 6", "ces = 5", numbers=("sum(nps)", "avg(ces)")),
}
_ON_REVIEWS: Final[dict[str, Settings]] = {
    **RUBRICS,
    "brand_awareness_rate": metric("brand_awareness_rate", SHARE, st.just({"column": "on_brand"})),
    **share_and_value("branch = 'Hull'", "accurate = 'yes'", numbers=("sum(patience)",)),
}
METRICS: Final[dict[str, dict[str, Settings]]] = {
    "tickets": ON_TICKETS,
    "calls": _ON_CALLS,
    "surveys": _ON_SURVEYS,
    "reviews": _ON_REVIEWS,
}
