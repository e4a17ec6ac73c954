"""Every metric on tickets with its settings, at random, and those that any table has."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from tests.audit.random_settings import (
    CLOCKED,
    CONDITIONS,
    LOW_SHARE,
    LOW_TIME,
    OPEN_TIME,
    PHRASES,
    QUEUE,
    SCORE,
    SHARE,
    SHARES,
    TIMED,
    WITHIN,
    Settings,
    choose,
    merged,
    metric,
)

_ITEMS: Final = ("accurate", "belt", "next_step")
RUBRICS: Final[dict[str, Settings]] = {
    "accuracy_rate": metric("accuracy_rate", SHARE, choose(column=_ITEMS)),
    "checklist_compliance": metric(
        "checklist_compliance",
        SHARE,
        st.sampled_from(({"items": ["belt"]}, {"items": list(_ITEMS)})),
    ),
    "quality_score": metric(
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


def share_and_value(*conditions: str, numbers: tuple[str, ...]) -> dict[str, Settings]:
    """The two generic metrics, over the columns of a table."""
    return {
        "share": metric(
            "share",
            st.fixed_dictionaries({"success": st.sampled_from(conditions)}),
            st.one_of(SHARE, LOW_SHARE, choose(direction=("lower", "higher"))),
        ),
        "value": metric(
            "value",
            st.fixed_dictionaries(
                {"value": st.sampled_from(("count(*)", "count(branch)", *numbers))}
            ),
            choose(target=(">= 3", "<= 10")),
        ),
    }


ON_TICKETS: Final[dict[str, Settings]] = {
    "first_response_time": st.one_of(
        metric("first_response_time", CLOCKED),
        metric("first_response_time", WITHIN, choose(closed_unanswered=("miss",))),
    ),
    "resolution_time": metric("resolution_time", CLOCKED, choose(resolve=("last", "first"))),
    "waiting_time": metric("waiting_time", st.one_of(TIMED, TIMED, OPEN_TIME)),
    "first_contact_resolution": st.one_of(
        metric("first_contact_resolution", SHARE, choose(settle=("0d", "1d", "7d"))),
        metric(
            "first_contact_resolution",
            choose(
                replies=("= 1", "<= 2", 1),
                reopened=("miss", "ignore"),
                of=("resolved", "all"),
                target=SHARES,
            ),
        ),
        metric("first_contact_resolution", st.just({"form": "ratio"}), choose(target=(">= 3",))),
        metric(
            "first_contact_resolution",
            st.just({"no_repeat": "7d"}),
            choose(settle=("7d",), of=("all",), target=SHARES),
        ),
    ),
    "reopen_rate": metric("reopen_rate", LOW_SHARE, choose(settle=("0d", "1d", "7d"))),
    "replies_to_resolve": metric("replies_to_resolve", choose(target=("<= 2", "1.5"))),
    "closure_rate": st.one_of(
        metric("closure_rate", SHARE, choose(count=("cohort", "flow"), window=("day", "week"))),
        metric("closure_rate", SHARE, st.just({"window": "working day", "calendar": "office"})),
    ),
    "resolution_rate": metric("resolution_rate", SHARE),
    "due_date_met": metric(
        "due_date_met", SHARE, choose(due=("due_at", "response_due_at", "follow_up_at"))
    ),
    "customer_satisfaction": metric(
        "customer_satisfaction",
        SHARE,
        st.sampled_from(({"scale": "1-5"}, {"scale": "1-6"})),
        choose(neutral=("in", "out"), satisfied=(["5"], ["4", "4.5", "5"])),
    ),
    "customer_effort": metric(
        "customer_effort",
        st.fixed_dictionaries(
            {
                "scale": st.sampled_from(("1-5", "1-7")),
                "easy": st.sampled_from(("high", "low")),
                "method": st.sampled_from(("mean", "top_box", "net")),
            }
        ),
    ),
    "net_promoter_score": metric("net_promoter_score", SCORE),
    "handle_time": metric("handle_time", TIMED),
    "backlog_age": metric(
        "backlog_age", st.one_of(WITHIN, OPEN_TIME, merged(st.just({"statistic": "max"}), LOW_TIME))
    ),
    "reassignment_rate": metric("reassignment_rate", LOW_SHARE, choose(more_than=(0, 1))),
    "throughput": metric(
        "throughput",
        choose(
            per=("day", "agent and day"), target=(">= 1", ">= 0.5"), calendar=("office", "office")
        ),
    ),
    "backlog": metric("backlog", choose(target=("<= 3",))),
    "queue_length": metric("queue_length", QUEUE),
    "single_question_rate": metric(
        "single_question_rate",
        choose(
            question=("subject", "topic"),
            ignore=(["Refund"],),
            target=("<= 3%", "<= 60%", "50%"),
        ),
    ),
    "topic_share": metric(
        "topic_share",
        choose(topic=("tags", "topic"), ignore=(["LATE"],), target=("<= 40%", "<= 90%")),
    ),
    "customer_success_rate": st.one_of(
        metric("customer_success_rate", SHARE, choose(per=("case", "requester"))),
        metric("customer_success_rate", choose(success=CONDITIONS), st.just({"form": "ratio"})),
    ),
    "survey_response_rate": metric("survey_response_rate", SHARE),
    "conversion_rate": metric("conversion_rate", SHARE),
    "average_order_value": metric("average_order_value", choose(target=(">= 100", "9.99"))),
    "brand_awareness_rate": st.one_of(
        metric("brand_awareness_rate", SHARE, st.just({"phrases": PHRASES})),
        metric("brand_awareness_rate", SHARE, st.just({"forbid": ["not my department"]})),
        metric(
            "brand_awareness_rate",
            SHARE,
            st.just({"phrases": PHRASES, "forbid": ["department", "no such"]}),
        ),
    ),
    "greeting_rate": metric("greeting_rate", SHARE),
    **share_and_value(*CONDITIONS, numbers=("sum(replies)", "avg(replies)", "sum(order_value)")),
    **RUBRICS,
}
