"""Every metric with its settings, at random; `METRICS[table][name]` makes a standard's own part."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

Standard = dict[str, Any]
Settings = st.SearchStrategy[Standard]

CONDITIONS: Final = (
    "branch = 'Hull'",
    "branch <> 'Hull'",
    "priority = 'urgent' OR replies > 1",
    "branch IN ('Hull', 'York') AND replies >= 1",
    "branch IS NULL",
    "team IS NOT NULL",
    "NOT (branch = 'Leeds')",
    "spam",
    "NOT spam AND team = 'A'",
    "tag('vip')",
    "order_value > 9.5",
)
LIMITS: Final = ("1h", "4h", "24h", "1d", "45m", "7d")
SHARES: Final = (">= 50%", ">= 95%", "100%", "33.3%", "0%")


def choose(**settings: tuple[Any, ...]) -> Settings:
    """Each setting may be left out; `None` among its values says so too."""
    return st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(values) for name, values in settings.items()}
    )


def merged(*parts: Settings) -> Settings:
    return st.tuples(*parts).map(lambda found: {k: v for part in found for k, v in part.items()})


_LIMIT_TABLES: Final = st.fixed_dictionaries(
    {
        "by": st.sampled_from(("priority", "branch")),
        "limits": st.fixed_dictionaries(
            {"urgent": st.sampled_from(("45m", "1h")), "high": st.sampled_from(("4h", "24h"))},
            optional={"Hull": st.just("1h"), "Normal": st.just("7d")},
        ),
    },
    optional={"otherwise": st.sampled_from(("4h", "24h"))},
)
_WITHIN: Final = merged(
    st.fixed_dictionaries({"within": st.one_of(st.sampled_from(LIMITS), _LIMIT_TABLES)}),
    st.one_of(
        choose(target=SHARES),
        st.fixed_dictionaries({"target": st.just(">= 50%"), "warn": st.just("70%")}),
    ),
)
_STATISTIC: Final = merged(
    st.fixed_dictionaries(
        {"statistic": st.sampled_from(("mean", "median", "p90", "max", "p1", "p75"))}
    ),
    choose(target=("<= 4h", "1h", "<= 100d"), open=("survival", "leave_out")),
)
_TIMED: Final = st.one_of(_WITHIN, _STATISTIC)


def _without_open(standard: Standard) -> Standard:
    return {name: value for name, value in standard.items() if name != "open"}


def _metric(name: str, *settings: Settings) -> Settings:
    return merged(st.just({"metric": name}), *settings)


_SHARE: Final = st.one_of(choose(target=SHARES), st.just({"target": ">= 40%", "warn": ">= 60%"}))
_LOW_SHARE: Final = choose(target=("<= 5%", "50%", "<= 0%"))
_SCORE: Final = choose(target=(">= 0", ">= 3", "2.5"))

PHRASES: Final = ["Larkfield promise", "ride on"]
_LOW_TIME: Final = choose(target=("<= 4h", "<= 6d"))
_RUNG: Final = st.fixed_dictionaries(
    {"within": st.sampled_from(("3 rings", "1 ring", "18s", "1m", "1h"))},
    optional={"seconds_per_ring": st.sampled_from((6, 3))},
)
_ABANDONED: Final = choose(abandoned=("miss", "ignore", "hit"), short_abandon=("0s", "6s", "1m"))
_QUEUE: Final = st.one_of(
    choose(target=("<= 1", "<= 0")),
    st.fixed_dictionaries(
        {
            "statistic": st.sampled_from(("time_above", "arrivals_above")),
            "above": st.sampled_from((0, 1, 2)),
        }
    ),
)

_ON_TICKETS: Final[dict[str, Settings]] = {
    "first_response_time": st.one_of(
        _metric("first_response_time", _TIMED),
        _metric("first_response_time", _WITHIN, choose(closed_unanswered=("miss",))),
    ),
    "resolution_time": _metric("resolution_time", _TIMED, choose(resolve=("last", "first"))),
    "waiting_time": _metric("waiting_time", _TIMED),
    "first_contact_resolution": st.one_of(
        _metric("first_contact_resolution", _SHARE, choose(settle=("0d", "1d", "7d"))),
        _metric(
            "first_contact_resolution",
            choose(
                replies=("= 1", "<= 2", 1),
                reopened=("miss", "ignore"),
                of=("resolved", "all"),
                target=SHARES,
            ),
        ),
        _metric("first_contact_resolution", st.just({"form": "ratio"}), choose(target=(">= 3",))),
        _metric(
            "first_contact_resolution",
            st.just({"no_repeat": "7d"}),
            choose(settle=("7d",), of=("all",), target=SHARES),
        ),
    ),
    "reopen_rate": _metric("reopen_rate", _LOW_SHARE, choose(settle=("0d", "1d", "7d"))),
    "replies_to_resolve": _metric("replies_to_resolve", choose(target=("<= 2", "1.5"))),
    "closure_rate": _metric(
        "closure_rate", _SHARE, choose(count=("cohort", "flow"), window=("day", "week"))
    ),
    "resolution_rate": _metric("resolution_rate", _SHARE),
    "due_date_met": _metric("due_date_met", _SHARE, choose(due=("due_at", "response_due_at"))),
    "customer_satisfaction": _metric(
        "customer_satisfaction",
        _SHARE,
        st.sampled_from(({"scale": "1-5"}, {"scale": "1-6"})),
        choose(neutral=("in", "out")),
    ),
    "customer_effort": _metric(
        "customer_effort",
        st.fixed_dictionaries(
            {
                "scale": st.sampled_from(("1-5", "1-7")),
                "easy": st.sampled_from(("high", "low")),
                "method": st.sampled_from(("mean", "top_box", "net")),
            }
        ),
    ),
    "net_promoter_score": _metric("net_promoter_score", _SCORE),
    "share": _metric(
        "share",
        st.fixed_dictionaries({"success": st.sampled_from(CONDITIONS)}),
        st.one_of(_SHARE, _LOW_SHARE, choose(direction=("lower", "higher"))),
    ),
    "handle_time": _metric("handle_time", _TIMED),
    "backlog_age": _metric(
        "backlog_age", st.one_of(_WITHIN, merged(st.just({"statistic": "max"}), _LOW_TIME))
    ),
    "reassignment_rate": _metric("reassignment_rate", _LOW_SHARE, choose(more_than=(0, 1))),
    "throughput": _metric(
        "throughput", choose(per=("day", "agent and day"), target=(">= 1", ">= 0.5"))
    ),
    "backlog": _metric("backlog", choose(target=("<= 3",))),
    "queue_length": _metric("queue_length", _QUEUE),
    "single_question_rate": _metric(
        "single_question_rate",
        choose(
            question=("subject", "topic"),
            ignore=(["Refund"],),
            target=("<= 3%", "<= 60%", "50%"),
        ),
    ),
    "topic_share": _metric(
        "topic_share",
        choose(topic=("tags", "topic"), ignore=(["LATE"],), target=("<= 40%", "<= 90%")),
    ),
    "customer_success_rate": st.one_of(
        _metric("customer_success_rate", _SHARE, choose(per=("case", "requester"))),
        _metric("customer_success_rate", choose(success=CONDITIONS), st.just({"form": "ratio"})),
    ),
    "conversion_rate": _metric("conversion_rate", _SHARE),
    "average_order_value": _metric("average_order_value", choose(target=(">= 100", "9.99"))),
    "brand_awareness_rate": st.one_of(
        _metric("brand_awareness_rate", _SHARE, st.just({"phrases": PHRASES})),
        _metric("brand_awareness_rate", _SHARE, st.just({"forbid": ["not my department"]})),
        _metric(
            "brand_awareness_rate",
            _SHARE,
            st.just({"phrases": PHRASES, "forbid": ["department", "no such"]}),
        ),
    ),
    "greeting_rate": _metric("greeting_rate", _SHARE),
    "value": _metric(
        "value",
        st.fixed_dictionaries(
            {
                "value": st.sampled_from(
                    (
                        "count(*)",
                        "count(branch)",
                        "sum(replies)",
                        "avg(replies)",
                        "sum(order_value)",
                    )
                )
            }
        ),
        choose(target=(">= 3", "<= 10")),
    ),
}
_ON_CALLS: Final[dict[str, Settings]] = {
    "answer_time": st.one_of(
        _metric("answer_time", _RUNG, _ABANDONED, choose(target=SHARES)),
        _metric("answer_time", _STATISTIC.map(_without_open), choose(abandoned=("miss", "ignore"))),
    ),
    "service_level": _metric("service_level", _RUNG, _ABANDONED, choose(target=SHARES)),
    "abandonment_rate": _metric(
        "abandonment_rate", _LOW_SHARE, choose(short_abandon=("0s", "6s", "1m"))
    ),
    "transfer_rate": _metric("transfer_rate", _LOW_SHARE),
    "waiting_time": _metric(
        "waiting_time", _TIMED, choose(parts=("queue", "hold", ["queue", "hold"]))
    ),
    "handle_time": _metric("handle_time", _TIMED),
    "queue_length": _metric("queue_length", _QUEUE),
    "first_contact_resolution": _metric("first_contact_resolution", _SHARE),
    "customer_satisfaction": _metric("customer_satisfaction", _SHARE, st.just({"scale": "1-5"})),
}
_ON_SURVEYS: Final[dict[str, Settings]] = {
    "survey_response_rate": _metric("survey_response_rate", _SHARE),
    **{
        name: _ON_TICKETS[name]
        for name in ("customer_satisfaction", "customer_effort", "net_promoter_score")
    },
}
_ITEMS: Final = ("accurate", "belt", "next_step")
_ON_REVIEWS: Final[dict[str, Settings]] = {
    "accuracy_rate": _metric("accuracy_rate", _SHARE, choose(column=_ITEMS)),
    "checklist_compliance": _metric(
        "checklist_compliance",
        _SHARE,
        st.sampled_from(({"items": ["belt"]}, {"items": list(_ITEMS)})),
    ),
    "quality_score": _metric(
        "quality_score",
        st.just({"scale": "1-5"}),
        st.sampled_from(
            (
                {"items": ["patience"]},
                {"items": ["patience", {"empathy": 2}]},
                {"items": ["patience", "empathy"], "critical": ["empathy"]},
            )
        ),
        choose(target=(">= 80%", "50%")),
    ),
}
METRICS: Final[dict[str, dict[str, Settings]]] = {
    "tickets": _ON_TICKETS,
    "calls": _ON_CALLS,
    "surveys": _ON_SURVEYS,
    "reviews": _ON_REVIEWS,
}
